"""Of "When" questions: the words that answer one name a day, and not half of its name."""

from __future__ import annotations

from bot.article import Article, Span
from bot.dates.finding import Expression
from bot.layout.patterns import Pattern

_WHEN = Pattern(
    r"(?i)^\W*(?:and\s|so\s|but\s|then\s)?(?:since\s|until\s|till\s|by\s|from\s|on\s|in\s|around\s|about\s)*"
    r"(?:when\b|(?:what|which)\s(?:exact\s|other\s)?(?:days?|dates?|weekdays?|weeks?|months?|years?|season|decade|century)\b)"
    r"|(?:,\s|\band\s)when(?:\s(?:did|was|were|is|are|will|does|do|has|have|would))?\W*$|\b(?:on|in|by)\s(?:what|which)\s(?:day|date|month|year)\b"
)
_DAY = Pattern(r"(?i)\b(?:what|which)\s(?:exact\s|other\s)?(?:days?|dates?|weekdays?|weeks?|months?|years?)\b")
_CLOCK = Pattern(
    r"(?i)\b\d{1,2}(?:[:.]\d\d)?\s?(?:[ap]\.?m\b|o[’']clock)|\b\d{1,2}:\d\d\b|\b(?:noon|midnight|dawn|dusk)\b"
)
_TELLS_WHEN = Pattern(
    r"(?i)^(?:shortly\s|soon\s|just\s|immediately\s|not\s|only\s)?(?:after|before|when|during|while|until|till|at|since|as|"
    r"following|once|by|upon|for|in|within|over|from|now|then|immediately|soon|later|earlier|every|each|\w+\s(?:years?|months?|"
    r"weeks?|days?|hours?|minutes?)\s(?:after|before|later|earlier))\b"
)
_ENDS = Pattern(
    r"(?i)\b(?:end(?:s|ed|ing)?|finish\w*|clos(?:es?|ed|ing)|conclude[sd]?|last\sday|over|until|till|expire[sd]?)\b"
)
_BEGINS = Pattern(
    r"(?i)\b(?:beg[aiu]n(?:s|ning)?|start(?:s|ed|ing)?|open(?:s|ed|ing)?|kick(?:s|ed)?\soff|first\sday)\b"
)
_AND = Pattern(r"(?i)^[\s,]*(?:and|or)?[\s,]*(?:on|in|at|of)?\s*$")  # two dates that answer together, or one
_LINK = Pattern(r"^[\s,]*(?:(?:local\stime|(?:[A-Z]{2,4})|on|of|in|at|about|around|the|early|late|\()[\s,]*){0,4}$")


def asks_when(question: str) -> bool:
    """Whether a question asks for a day, a month or a year.

    >>> [asks_when(one) for one in ("When did he leave?", "What year was that?", "How long did it take?")]
    [True, True, False]
    """
    return _WHEN.search(question) is not None


def end_asked(question: str, text: str, span: Span, found: tuple[Expression, ...]) -> Span:
    """Of an answer with two dates, "begins on 3 May and closes on 9 May", the one that the question asks for.

    Args:
        question: as asked, one that `asks_when`.
        text: of the paragraph.
        span: the answer as read.
        found: the expressions of the paragraph.
    """
    inside = [one.span for one in found if span.start <= one.span.start and one.span.end <= span.end]
    if len(inside) != 2 or _AND.match(text[inside[0].end : inside[1].start]):
        return span
    ends, begins = _ENDS.search(question) is not None, _BEGINS.search(question) is not None
    return span if ends == begins else inside[1] if ends else inside[0]


def dated_answer(
    question: str, article: Article, paragraph: int, sentence: Span, span: Span, found: tuple[Expression, ...]
) -> Span:
    """The answer to a "when" question with the date it lacks, where its own sentence has one.

    A clock time takes in the day beside it; what is no time at all gives way to the nearest date of the sentence.

    Args:
        question: as asked, one that `asks_when`.
        article, paragraph: where the answer stands.
        sentence: of the answer.
        span: the answer as read.
        found: the expressions of the paragraph.
    """
    there = [one for one in found if sentence.start <= one.span.start and one.span.end <= sentence.end]
    if not there:
        return span
    if any(one.span.start < span.end and span.start < one.span.end for one in there):
        return span
    text = article.paragraph(paragraph).text
    closest = min(there, key=lambda one: max(one.span.start - span.end, span.start - one.span.end))
    between = text[min(span.end, closest.span.end) : max(span.start, closest.span.start)]
    words = text[span.start : span.end]
    clock = _CLOCK.search(words) is not None
    if clock and _LINK.match(between):
        return Span(min(span.start, closest.span.start), max(span.end, closest.span.end))
    if _DAY.search(question) or not (clock or _TELLS_WHEN.search(words)):
        return closest.span
    return span
