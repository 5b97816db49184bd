"""A paragraph as sentences of words, marks and quotations: what attribution reads."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum

from bot.article import Span
from bot.quotes import Quotation, is_speech, outermost
from bot.sentences import sentence_spans

_TOKEN = re.compile(
    r"(?:[A-Z]\.){2,}|[A-Z]\.(?=\s[A-Z])|\b(?:Mr|Mrs|Ms|Dr|Gov|Sen|Rep|Prof|Sgt|Det|Lt|Gen|Col|Rev|Capt|Maj|Sgt|Cpl|Pvt|Adm|Cmdr|Supt|Hon|Atty|Jr|Sr|St|Mt|Ft)\."
    r"|[$£€]?\w+(?:[’'.&,/-]\w+)*(?:[’'](?=\s))?|\S"
)


class Kind(Enum):
    """What a token is."""

    WORD = 1
    MARK = 2
    QUOTE = 3


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a mark, or a whole quotation with its marks; `low` is its text in lower case, "" for a quotation."""

    kind: Kind
    text: str
    span: Span
    low: str = field(default="")

    @property
    def capital(self) -> bool:
        """Whether it is a word that begins with a capital."""
        return self.kind is Kind.WORD and self.text[:1].isupper()

    @property
    def word(self) -> bool:
        """Whether it is a word."""
        return self.kind is Kind.WORD

    @property
    def quote(self) -> bool:
        """Whether it is a quotation."""
        return self.kind is Kind.QUOTE


Tokens = Sequence[Token]


def sentences(text: str, quotations: Sequence[Quotation]) -> Iterator[list[Token]]:
    """The sentences of a paragraph as tokens, each outermost quotation one token; a sentence may be one alone.

    Words held at a distance (“smart” bins) stay words, so that they can be a part of a name or of a clause.
    """
    whole = [one for one in outermost(quotations) if is_speech(text, one) or _after_a_cue(text, one)]
    masked = _masked(text, whole)
    at = 0
    for sentence in _unbroken(masked):
        tokens: list[Token] = []
        place = sentence.start
        while at < len(whole) and whole[at].span.start < sentence.end:
            quotation = whole[at].span
            tokens += _words(text, place, quotation.start)
            tokens.append(Token(Kind.QUOTE, text[quotation.start : quotation.end], quotation))
            place, at = quotation.end, at + 1
        tokens += _words(text, place, sentence.end)
        yield from (tokens[n : n + _MOST] for n in range(0, len(tokens), _MOST))


def _unbroken(text: str) -> Iterator[Span]:
    """The sentences, none of which ends with "Ms." or the like."""
    held: int | None = None
    for one in sentence_spans(text):
        start, held = one.start if held is None else held, None
        if _TITLE_END.search(text, max(start, one.end - 6), one.end):
            held = start
        else:
            yield Span(start, one.end)
    if held is not None:
        yield Span(held, len(text.rstrip()))


_TITLE_END = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Gov|Sen|Rep|Prof|Gen|Col|Rev|Capt|St)\.$")
_MOST = 300  # tokens of a sentence; what is longer has no end that means anything
_STRAY = str.maketrans(dict.fromkeys('“”"«»„', "X"))  # else they would mislead about where a sentence ends
_CUE_BEFORE = re.compile(r"(?:\b(?:said|says|saying|told|wrote|asked|added|called|calls|as|replied)|[,:])\s*$")


def _after_a_cue(text: str, quotation: Quotation) -> bool:
    """Whether a few quoted words follow a verb of saying or a comma."""
    start = quotation.span.start
    return _CUE_BEFORE.search(text, max(0, start - 20), start) is not None


def _words(text: str, start: int, end: int) -> Iterator[Token]:
    for found in _TOKEN.finditer(text, start, end):
        kind = Kind.WORD if found.group()[-1].isalnum() or found.group()[0].isalnum() else Kind.MARK
        yield Token(kind, found.group(), Span(*found.span()), found.group().lower())


def _masked(text: str, whole: Sequence[Quotation]) -> str:
    """The text with each quotation as one word, which ends its sentence only where the quotation's words do."""
    pieces, at = [], 0
    for one in whole:
        pieces.append(text[at : one.span.start].translate(_STRAY))
        length = one.span.end - one.span.start
        last = text[one.inside.end - 1]
        pieces.append(("X" * length)[:-1] + (last if last in ".?!" else "X"))
        at = one.span.end
    return "".join([*pieces, text[at:].translate(_STRAY)])
