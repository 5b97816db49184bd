"""A reply as a person or a program reads it outside the page: plain text and JSON data. One home for wording."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime

from bot.article import Article, Span
from bot.dates import AS_WRITTEN, own_day, undated_words
from bot.reply import Citation, Reply, ResolvedDate, Statement
from bot.timeline import Event

NOT_SAID_ONE = "The article does not say."
DIFFER = "The articles differ."
UNDERSTOOD = "Understood as:"
NOT_SAID_SEVERAL = "The articles do not say."
NO_EVENTS = "No sentence tells of a day that can be worked out."
UNDATED = "the day cannot be worked out, because the article has no date"

# What begins a speaker's name with a capital only because it begins a sentence.
_COMMON_OPENINGS = frozenset(
    [
        "the",
        "a",
        "an",
        "his",
        "her",
        "their",
        "its",
        "one",
        "two",
        "three",
        "some",
        "many",
        "several",
        "police",
        "officials",
        "it",
    ]
)

Mark = Callable[[str, str], str]


def plain(text: str, kind: str) -> str:
    """The mark of plain text: none. `kind` is "answer", "quote", "source" or "refusal"."""
    del kind
    return text


def reply_text(reply: Reply, articles: dict[str, Article], mark: Mark = plain) -> str:
    """A reply with its proof, as lines of text.

    Args:
        reply: an answer, a summary or an abstention.
        articles: by id, every article that the reply may cite.
        mark: dresses a piece of text by its kind, such as with colour; plain by default.
    """
    if reply.abstained:
        lines = [mark(f"{UNDERSTOOD} {reply.understood}", "source")] if reply.understood else []
        lines += [mark(NOT_SAID_ONE if len(articles) == 1 else NOT_SAID_SEVERAL, "refusal")]
        if reply.nearest:
            lines.append(f"  nearest: {reply.nearest.quote}")
            lines.append(mark(f"           {source_line(reply.nearest, articles)}", "source"))
        return "\n".join(lines)
    lines = _heading(reply, articles, mark)
    for place, statement in enumerate(reply.statements):
        if reply.differs and place < len(reply.answers):
            side = reply.answers[place]
            short = mark(with_days(side, reply.statements), "answer")
            lines.append(f"{short}  {mark(_article_line(articles[side.article_id]), 'source')}")
        lines.append(f"  {_with_answers(statement, reply.answers, mark)}")
        if statement.speaker:
            lines.append(mark(f"  — {speaker_line(statement.speaker)}", "source"))
        lines += [mark(f"  {source_line(citation, articles)}", "source") for citation in statement.citations]
    if reply.struck:
        lines.append(mark(struck_words(reply.struck), "source"))
    return "\n".join(lines)


def _heading(reply: Reply, articles: dict[str, Article], mark: Mark) -> list[str]:
    """How the question was understood, and the short answers or that there are several sides."""
    sure = mark(f"({confidence_words(reply.confidence)})", "source")
    lines = [mark(f"{UNDERSTOOD} {reply.understood}", "source")] if reply.understood else []
    if reply.differs:
        return [*lines, mark(DIFFER, "refusal")]
    whole = len(reply.answers) == 1 and reply.short == reply.statements[0].text  # it stands below in any case
    if reply.answers and not whole:
        short = mark("; ".join(with_days(one, reply.statements) for one in reply.answers), "answer")
        lines.append(f"{short}  {sure}")
    days = dict.fromkeys(line for one in reply.answers for line in day_lines(one, reply.statements, articles))
    return lines + [mark(f"  {line}", "source") for line in days]


def _article_line(article: Article) -> str:
    """Headline and date, of those that there are."""
    return " · ".join(
        part for part in (article.title, format_date(article.published) if article.published else "") if part
    )


def timeline_text(events: Sequence[Event], articles: dict[str, Article], mark: Mark = plain) -> str:
    """A timeline as lines of text: the days, the sentence, how the days follow, and where it stands.

    Args:
        events: as `bot.timeline.timeline` gives them.
        articles: by id, every article that was asked for; those without a date are counted where nothing was found.
        mark: as for `reply_text`.
    """
    lines = []
    for event in events:
        days, date = format_days(event.date.first, event.date.last), event.date
        lines += [mark(days, "answer"), f"  {mark(event.statement.text, 'quote')}"]
        if date.rule != AS_WRITTEN:
            lines.append(mark(f"  {date.citation.quote}: {days}, {date.rule}", "source"))
        lines += [mark(f"  {source_line(one, articles)}", "source") for one in event.statement.citations]
    if not lines:
        lines.append(mark(NO_EVENTS, "refusal"))
    undated = sum(own_day(article) is None for article in articles.values())
    if undated:
        lines.append(
            mark(
                f"Without a date of its own, so that no relative day is worked out: {undated} "
                f"of {len(articles)} articles.",
                "refusal",
            )
        )
    return "\n".join(lines)


def speaker_line(speaker: str) -> str:
    """Whose claim a statement is.

    >>> speaker_line("Police"), speaker_line("Ann Lee")
    ('according to police', 'according to Ann Lee')
    """
    first, *rest = speaker.split(" ")
    opening = first.lower() if first.lower() in _COMMON_OPENINGS else first
    return f"according to {' '.join([opening, *rest])}"


def struck_words(count: int) -> str:
    """That so many generated sentences, at least 1, were left out.

    >>> struck_words(1)
    '(1 sentence that the model wrote was struck: the articles do not say so.)'
    """
    sentences = "1 sentence that the model wrote was" if count == 1 else f"{count} sentences that the model wrote were"
    return f"({sentences} struck: the articles do not say so.)"


def source_line(citation: Citation, articles: dict[str, Article]) -> str:
    """Where a quote stands, such as "¶3, characters 64-203 · Headline · 13 December 2025"."""
    place = f"¶{citation.paragraph}, characters {citation.start}-{citation.end}"
    return " · ".join(part for part in (place, _article_line(articles[citation.article_id])) if part)


def with_days(citation: Citation, statements: Iterable[Statement]) -> str:
    """A quote with the days that its words mean, where these had to be worked out: "Friday (12 December 2025)"."""
    text, shift = citation.quote, citation.start
    for one in reversed(_dates_within(citation, statements)):
        end = one.citation.end - shift
        text = text[: one.citation.start - shift] + dated(one.citation.quote, one) + text[end:]
    return text


def dated(words: str, date: ResolvedDate) -> str:
    """Words with the days that they mean in brackets; alone where they name these days themselves.

    Args:
        words: as the article has them, such as "Friday".
        date: what they were resolved to.
    """
    return words if date.rule == AS_WRITTEN else f"{words} ({format_days(date.first, date.last)})"


def day_lines(citation: Citation, statements: Iterable[Statement], articles: dict[str, Article]) -> list[str]:
    """How the days of a quote follow, a line for each; and of which words the day cannot be worked out, and why."""
    lines = [
        f"{one.citation.quote}: {format_days(one.first, one.last)}, {one.rule}"
        for one in _dates_within(citation, statements)
        if one.rule != AS_WRITTEN
    ]
    span = Span(citation.start, citation.end)
    undated = undated_words(articles[citation.article_id], citation.paragraph, span)
    return lines + [f"{words}: {UNDATED}" for words in undated]


def _dates_within(citation: Citation, statements: Iterable[Statement]) -> list[ResolvedDate]:
    """The resolved dates that stand in a quote, in its order."""
    found = {
        one.citation.start: one
        for statement in statements
        for one in statement.dates
        if (one.citation.article_id, one.citation.paragraph) == (citation.article_id, citation.paragraph)
        and citation.start <= one.citation.start
        and one.citation.end <= citation.end
    }
    return [found[start] for start in sorted(found)]


def format_date(value: date | datetime) -> str:
    """A date as a newspaper prints it: "13 December 2025", with "10:21 UTC+09:00" after it where a time is known.

    >>> format_date(date(2025, 12, 13))
    '13 December 2025'
    """
    day = f"{value.day} {value:%B} {value.year}"
    return f"{day}, {value:%H:%M} {value.tzname() or ''}".rstrip() if isinstance(value, datetime) else day


def format_days(first: date, last: date) -> str:
    """A run of days, as short as it can be said.

    >>> format_days(date(2025, 12, 1), date(2025, 12, 7)), format_days(date(2024, 6, 1), date(2024, 6, 30))
    ('1–7 December 2025', 'June 2024')
    """
    if first == last:
        return format_date(first)
    if first.day == 1 and last.day == monthrange(last.year, last.month)[1]:
        if (first.month, last.month) == (1, 12):
            return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
        if first.year != last.year:
            return f"{first:%B} {first.year} – {last:%B} {last.year}"
        return f"{first:%B} {first.year}" if first.month == last.month else f"{first:%B}–{last:%B} {last.year}"
    if first.year != last.year:
        return f"{format_date(first)} – {format_date(last)}"
    if first.month != last.month:
        return f"{first.day} {first:%B} – {format_date(last)}"
    return f"{first.day}–{format_date(last)}"


def confidence_words(confidence: float) -> str:
    """A probability in words.

    >>> [confidence_words(value) for value in (0.95, 0.7, 0.4)]
    ['confident', 'fairly sure', 'unsure']
    """
    if confidence >= 0.8:
        return "confident"
    return "fairly sure" if confidence >= 0.6 else "unsure"


def _with_answers(statement: Statement, answers: tuple[Citation, ...], mark: Mark) -> str:
    """The statement with the short answers marked, where it quotes the sentence that they stand in."""
    text, quoted = statement.text, statement.citations[0]
    if text != quoted.quote:
        return mark(text, "quote")
    pieces, done = [], quoted.start
    for one in sorted(answers, key=lambda answer: answer.start):
        same = (one.article_id, one.paragraph) == (quoted.article_id, quoted.paragraph)
        if same and done <= one.start and one.end <= quoted.end:
            pieces += [(text[done - quoted.start : one.start - quoted.start], "quote"), (one.quote, "answer")]
            done = one.end
    pieces.append((text[done - quoted.start :], "quote"))
    return "".join(mark(piece, kind) for piece, kind in pieces if piece)
