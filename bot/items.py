"""The items of an enumeration: "Burbank, Downey and the old port" as three spans, each verbatim."""

from __future__ import annotations

import re

from bot.article import Span
from bot.sentences import covering_sentences

_BREAK = re.compile(
    r",?\s+(?:and also|and|or|as well as|along with|plus|&)\s+|[,;]\s+(?:(?:and|or)\s+)?(?=\S)", re.IGNORECASE
)
_CONJUNCTION = re.compile(r"\b(?:and|or|as well as|along with|plus)\b|&", re.IGNORECASE)
_ALIAS = re.compile(r",\s+or\s+", re.IGNORECASE)  # between two: "Ann Lee, or Lady A, as she is called"
_STATES = (  # as newspapers shorten them behind a town: "Omaha, Neb., and Topeka"
    r"(?:Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|Kan|Ky|La|Md|Mass|Mich|Minn|Miss|Mo|Mont|Neb|Nev|N\.[HJMYCD]|Okla|"
    r"Ore|Pa|R\.I|S\.[CD]|Tenn|Tex|Vt|Va|Wash|W\.Va|Wis|Wyo|D\.C|B\.C|Ont|Que)\."
)
_STATE = re.compile(_STATES)
_DETERMINER = 4  # characters of "the " that a reader may leave out
_MOST_WORDS = 9  # of an item between two others
_CLAUSE = re.compile(
    r"\b(?:who|which|that|said|says|told|according|was|were|is|are|has|had|have|will|would|did|but|because|when|while|"
    r"he|she|they|it|we|i)\b",
    re.IGNORECASE,
)
# What stands before the first item of a list, and after its last.
_LED = re.compile(r".*\b(?:including|include[sd]?|such as|namely)\b|.*[:–—]", re.IGNORECASE | re.DOTALL)
_BEFORE_FIRST = re.compile(
    r".*\b(?:including|include[sd]?|such as|like|namely|are|is|were|was|in|on|at|from|to|of|with|by|for|between|both|"
    r"among|via|through|into|over|against|offers?|ha(?:s|ve|d)|contains?|said|won|made|sold|bought|sent|took|gave|lost|"
    r"found|saw|\w{2,}ed)\b\s+|.*[:–—(]\s*",
    re.IGNORECASE | re.DOTALL,
)
_AFTER_LAST = re.compile(
    r"[.;:!?)–—]|\s-\s|\s(?=(?:in|on|at|from|to|with|by|for|after|before|when|while|as|was|were|is|are|has|had|have|"
    r"will|would|could|can|may|said|says|told|who|which|that|where|during|since|into|over|because|but|so|did)\b)",
    re.IGNORECASE,
)
_LEADS_IN = re.compile(
    r"(?:in|on|at|after|before|when|while|since|during|for|as|from|by|with|if|although|though|earlier|later|meanwhile|"
    r"however|also)\b",
    re.IGNORECASE,
)
_AGE = re.compile(r"(?:aged )?\d{1,3}$")
_NAME = r"(?:[A-Z0-9][\w.’'&-]*|(?<=[\w.] )(?:of|of a|de|the|van|von|al|bin|and|du|la)(?= [A-Z]))"
_NAMES_AT_END = re.compile(rf"{_NAME}(?: {_NAME})*(?:, {_STATES})?$")
_NAMES_AT_START = re.compile(rf"(?:the )?{_NAME}(?: {_NAME})*(?:, {_STATES})?")


def enumerated(text: str, span: Span) -> tuple[Span, ...]:
    """The items of the enumeration that `span` is, or is an item of; empty where it is neither.

    Args:
        text: a paragraph.
        span: of it, not empty.

    Returns:
        At least two spans, in order, or none.

    >>> text = "The line will stop in Burbank, Downey and Long Beach from Monday."
    >>> [text[one.start : one.end] for one in enumerated(text, Span(text.index("Downey"), text.index(" and")))]
    ['Burbank', 'Downey', 'Long Beach']
    """
    whole = covering_sentences(text, span)
    breaks = [match for match in _BREAK.finditer(text, whole.start, whole.end) if not _in_a_name(text, match)]
    parts = _parts(whole, breaks)
    touched = [place for place, one in enumerate(parts) if one.start < span.end and span.start < one.end]
    if not touched or not breaks:
        return ()
    first, last = _reach(text, parts, breaks, touched[0], touched[-1])
    if span.start - parts[touched[0]].start > _DETERMINER:  # other words stand before it: it is the first
        first = touched[0]
    led = [place for place in range(first, last) if _LED.match(text[parts[place].start : parts[place].end])]
    first = max([first, *led])  # "the EU and the troika – the US, Norway and the UK"
    if first == last or not _lists(text, parts[first].end, parts[last].start):
        return ()
    chosen = parts[first : last + 1]
    named = all(re.match(r"(?:the )?[A-Z0-9]", text[one.start : one.end]) for one in chosen[1:])
    start = _first_start(text, chosen[0], named)
    if first == touched[0]:
        start = _start_within(text, span, chosen[0], start, named)
    end = span.end if last == touched[-1] else _last_end(text, chosen[-1], named)
    chosen[0] = Span(start, chosen[0].end)
    chosen[-1] = Span(chosen[-1].start, end)
    found = [_trimmed(text, one) for one in chosen]
    if not all(map(len, found)) or _CLAUSE.search(text, found[-1].start, found[-1].end):
        return ()
    items = tuple(one for one in found if not (named and _AGE.match(text[one.start : one.end])))
    return items if len(items) > 1 else ()


def _lists(text: str, start: int, end: int) -> bool:
    """Whether what stands between the first item and the last joins them, and does not give the first another name."""
    return _CONJUNCTION.search(text, start, end) is not None and not _ALIAS.fullmatch(text, start, end)


def _start_within(text: str, span: Span, part: Span, start: int, named: bool) -> int:
    """Where the first item starts that the span begins in: with the span, or behind what leads into it."""
    spoken = text[max(span.start, part.start) : part.end]
    led_in = _LED.match(spoken) or (named and spoken[:1].islower() and not spoken.startswith("the "))
    return max(span.start, start if led_in else part.start)


def _parts(whole: Span, breaks: list[re.Match[str]]) -> list[Span]:
    starts = [whole.start, *(match.end() for match in breaks)]
    ends = [*(match.start() for match in breaks), whole.end]
    return [Span(start, max(start, end)) for start, end in zip(starts, ends, strict=True)]


def _reach(text: str, parts: list[Span], breaks: list[re.Match[str]], first: int, last: int) -> tuple[int, int]:
    """How far the enumeration goes beyond the parts that are known to be in it: it closes with its one "and"."""
    closes = [bool(_CONJUNCTION.search(match.group())) for match in breaks]
    is_last = first == last and first > 0 and closes[first - 1]
    while not is_last and last < len(breaks) and not any(closes[first:last]):
        if not closes[last] and not _is_item(text, parts[last + 1]):
            break
        last += 1
    while first > 0 and (is_last or not closes[first - 1]):
        if first < last and not _is_item(text, parts[first]):
            break
        if first == 1 and _LEADS_IN.match(text, parts[0].start):
            break
        first, is_last = first - 1, False
    return first, last


def _is_item(text: str, part: Span) -> bool:
    """Whether it reads like an item among others, and not like a clause of its own."""
    words = text[part.start : part.end]
    return 0 < len(words.split()) <= _MOST_WORDS and not _CLAUSE.search(words)


def _in_a_name(text: str, match: re.Match[str]) -> bool:
    """Whether the break lies within a figure or a date ("April 15, 2022") or a place ("Omaha, Neb.")."""
    if match.group().strip() == "," and _STATE.match(text, match.end()):
        return True
    after = text[match.end() : match.end() + 4]
    return match.group().strip() == "," and after.isdigit() and text[match.start() - 1 : match.start()].isdigit()


def _first_start(text: str, part: Span, named: bool) -> int:
    words = text[part.start : part.end]
    if led := _LED.match(words):
        return part.start + led.end() + len(words[led.end() :]) - len(words[led.end() :].lstrip())
    if named and (found := _NAMES_AT_END.search(words)):
        return part.start + found.start()
    opening = _BEFORE_FIRST.match(words)
    return part.start + (opening.end() if opening and opening.end() < len(words) else 0)


def _last_end(text: str, part: Span, named: bool) -> int:
    words = text[part.start : part.end]
    if named and (found := _NAMES_AT_START.match(words)):
        return part.start + found.end()
    closing = _AFTER_LAST.search(words, 1)
    return part.start + closing.start() if closing else part.end


def _trimmed(text: str, part: Span) -> Span:
    start, end = part.start, max(part.start, part.end)
    while start < end and text[start] in " ,;:“”\"'‘’(":
        start += 1
    while end > start and text[end - 1] in " ,;:.“”\"'‘’)":
        if _STATE.fullmatch(text[start:end].rpartition(" ")[2]):
            break
        end -= 1
    return Span(start, end)
