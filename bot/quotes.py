"""Quotations of a paragraph or an article as character spans: which words stand between which marks."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from bot.article import Paragraph, Span

_MARK = re.compile(r"``|''|[\"“”„«»‘’‚'`]")
_DOUBLE = frozenset(('"', "“", "”", "„", "«", "»", "``", "''"))
_OPENS = frozenset(("“", "„", "«", "``", "‘", "‚", "`"))
_BEFORE_OPENING = frozenset(" \t\n\r\u00a0\u2009\u202f([{—–-/:…“‘\"'«„")
_AFTER_CLOSING = frozenset(" \t\n\r\u00a0\u2009\u202f.,;:!?)]}—–-/…”’\"'»")
# Words that begin with a dropped letter: their mark opens nothing.
_ELIDED = re.compile(r"(?:\d0s|em|tis|twas|twere|cause|til|till|n|round|bout|ere)\b", re.IGNORECASE)
_INCHES = re.compile(r"\d['’]\s?\d{1,2}$")  # 6'2" is a height
_SINGLE_CLOSING = re.compile(r"(?<=\S)['’](?=[\s.,;:!?)\]}—–\-/…”’\"'»]|$)")
_SINGLE_OPENING = re.compile(r"(?:(?<=[\s(\[—–“\"])|^)['’‘‚`](?=\w)")
_PLURAL = re.compile(r"s['’]\s[a-z]")
_SENTENCE_END = re.compile(r"[.!?…]$")
_SHORT_WORDS = 4  # a quotation of so few words, without an end of its own, may be a title or words held at a distance


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words between quotation marks.

    Attributes:
        span: with the marks; to the paragraph's end where no mark closes it.
        inside: without them.
        depth: 0 for the outermost, 1 for a quotation within a quotation, and so on.
        closed: whether a mark closes it in this paragraph.
        goes_on: whether it began in an earlier paragraph, which left it open.
    """

    span: Span
    inside: Span
    depth: int = 0
    closed: bool = True
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class _Open:
    """A mark that still waits for its other half; `family` is the mark that closes it."""

    start: int
    end: int
    family: str


def quotations(text: str) -> tuple[Quotation, ...]:
    """The quotations of a paragraph, by their beginnings; an odd mark that closes nothing is passed over.

    >>> text = "“He said ‘no’ twice,” Kim’s aide said."
    >>> [(text[one.span.start : one.span.end], one.depth) for one in quotations(text)]
    [('“He said ‘no’ twice,”', 0), ('‘no’', 1)]
    """
    found: list[Quotation] = []
    waiting: list[_Open] = []
    singles = _Singles.of(text)
    for mark in _MARK.finditer(text):
        family = _family(mark.group())
        if _closes(text, mark, waiting, singles):
            while waiting[-1].family != family:  # a mark of the other kind, left open inside
                waiting.pop()
            opened = waiting.pop()
            if opened.end < mark.start():
                found.append(Quotation(Span(opened.start, mark.end()), Span(opened.end, mark.start())))
        elif _opens(text, mark, singles):
            if waiting and waiting[-1].family == family:  # never closed: a new one begins instead
                waiting.pop()
            waiting.append(_Open(mark.start(), mark.end(), family))
    left = next((one for one in waiting if one.family == "double"), None)
    if left and text[left.end :].strip():
        end = len(text.rstrip())
        found.append(Quotation(Span(left.start, end), Span(left.end, end), closed=False))
    return _with_depths(found)


def article_quotations(paragraphs: Iterable[Paragraph]) -> Iterator[tuple[Paragraph, tuple[Quotation, ...]]]:
    """Each paragraph with its quotations; one that a paragraph leaves open goes on where the next opens one again."""
    left_open = False
    for paragraph in paragraphs:
        found = quotations(paragraph.text)
        if left_open and found and not paragraph.text[: found[0].span.start].strip():
            found = (replace(found[0], goes_on=True), *found[1:])
        left_open = any(not one.closed for one in found)
        yield paragraph, found


def outermost(found: Iterable[Quotation]) -> tuple[Quotation, ...]:
    """Those that stand in no other."""
    return tuple(one for one in found if one.depth == 0)


def is_speech(text: str, quotation: Quotation) -> bool:
    """Whether the words were spoken or written as such; a few words without an end may be a title or a nickname.

    >>> text = "The “smart” bin cost £900. “It is a bin,” the mayor said."
    >>> [is_speech(text, one) for one in quotations(text)]
    [False, True]
    """
    words = text[quotation.inside.start : quotation.inside.end].strip()
    if not quotation.closed or quotation.goes_on or _SENTENCE_END.search(words):
        return True
    return words.endswith(",") or len(words.split()) > _SHORT_WORDS


def _family(sign: str) -> str:
    return "double" if sign in _DOUBLE else "single"


def _with_depths(found: Iterable[Quotation]) -> tuple[Quotation, ...]:
    """In order, each knowing in how many others it stands."""
    ends: list[int] = []
    placed = []
    for one in sorted(found, key=lambda one: (one.span.start, -one.span.end)):
        while ends and ends[-1] <= one.span.start:
            ends.pop()
        placed.append(replace(one, depth=len(ends)))
        ends.append(one.span.end)
    return tuple(placed)


def _closes(text: str, mark: re.Match[str], waiting: list[_Open], singles: _Singles) -> bool:
    """Whether the mark ends a quotation that is open."""
    sign, start = mark.group(), mark.start()
    family = _family(sign)
    opened = next((one for one in reversed(waiting) if one.family == family), None)
    if opened is None or (sign in _OPENS and (sign, text[opened.start]) != ("“", "„")):
        return False
    if family == "single":
        return singles.closes(start)
    if sign == '"' and _INCHES.search(text, max(0, start - 6), start):
        return False
    after = text[mark.end() : mark.end() + 1]
    return sign in "”»“" or not text[start - 1].isspace() or not after or after in _AFTER_CLOSING


def _opens(text: str, mark: re.Match[str], singles: _Singles) -> bool:
    """Whether the mark begins a quotation."""
    sign, after = mark.group(), text[mark.end() : mark.end() + 1]
    if not after or after.isspace():
        return False
    free = mark.start() == 0 or text[mark.start() - 1] in _BEFORE_OPENING
    if _family(sign) == "double":
        return sign in _OPENS or (free and (sign != "”" or after.isalnum()))
    return free and not _ELIDED.match(text, mark.end()) and singles.last > mark.end()


@dataclass(frozen=True, slots=True)
class _Singles:
    """Where single marks may close: `firm` where hardly anything else can be meant, `soft` after a plural's s.

    All ascending; `openings` are where one may open, and `last` is the last place where one may close, or -1.
    """

    firm: list[int]
    soft: frozenset[int]
    openings: list[int]
    last: int

    @classmethod
    def of(cls, text: str) -> _Singles:
        """Of a paragraph."""
        places = [mark.start() for mark in _SINGLE_CLOSING.finditer(text)]
        soft = frozenset(place for place in places if _PLURAL.match(text, place - 1))
        openings = [mark.start() for mark in _SINGLE_OPENING.finditer(text)]
        return cls([place for place in places if place not in soft], soft, openings, max(places, default=-1))

    def closes(self, place: int) -> bool:
        """Whether the mark there closes; that of "the workers’ rights’" does not, for a firm one follows."""
        if place not in self.soft:
            at = bisect_left(self.firm, place)
            return at < len(self.firm) and self.firm[at] == place
        after = bisect_left(self.firm, place)
        following = bisect_left(self.openings, place)
        if after == len(self.firm):
            return True
        return following < len(self.openings) and self.openings[following] < self.firm[after]
