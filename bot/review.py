"""What checking copy finds: `Review` of a draft, `Checked` sentence, `Difference`; `QuoteCheck` of one quotation."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from bot.article import Span
from bot.reply import Citation


class Label(StrEnum):
    """What the articles say of a sentence; the worst that applies."""

    SUPPORTED = "supported"
    CLOSE = "close"  # the articles have something like it and nothing against it, but not all of its words: read it
    CONTRADICTED = "contradicted"
    QUOTE_ALTERED = "quote altered"
    QUOTE_ABSENT = "quote absent"
    NOT_FOUND = "not found"

    @property
    def is_flag(self) -> bool:
        """Whether something is wrong with a sentence so labelled."""
        return self not in {Label.SUPPORTED, Label.CLOSE}


class Kind(StrEnum):
    """What differs between a draft and an article."""

    NUMBER = "number"
    NAME = "name"
    DATE = "date"
    NEGATION = "negation"
    SPEAKER = "speaker"
    QUOTE = "quote"


@dataclass(frozen=True, slots=True)
class Difference:
    """Words of a draft beside those of an article.

    Attributes:
        kind: what differs.
        span: the draft's words, as characters of the whole draft.
        draft: those words.
        source: what the article says instead; None where it says nothing of the kind.
    """

    kind: Kind
    span: Span
    draft: str
    source: Citation | None


@dataclass(frozen=True, slots=True)
class Checked:
    """A sentence of a draft.

    Attributes:
        span: where it stands, as characters of the draft.
        text: the sentence; `draft[span.start:span.end]`.
        label: what the articles say of it.
        citations: the sentences of the articles that support or contradict it, the best first; empty where none does.
        differences: what differs, in the draft's order; empty where it is supported.
    """

    span: Span
    text: str
    label: Label
    citations: tuple[Citation, ...] = ()
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class Review:
    """A draft checked against articles, sentence by sentence.

    Attributes:
        draft: as given.
        sentences: each of its sentences, in order.
    """

    draft: str
    sentences: tuple[Checked, ...]

    def __post_init__(self) -> None:
        for one in self.sentences:
            if self.draft[one.span.start : one.span.end] != one.text:
                raise ValueError(f"a checked sentence must stand in its draft: {one.text!r}")

    @property
    def counts(self) -> Counter[Label]:
        """How many sentences of each label."""
        return Counter(one.label for one in self.sentences)

    @property
    def flagged(self) -> tuple[Checked, ...]:
        """The sentences that something is wrong with, in order: those that are neither supported nor close."""
        return tuple(one for one in self.sentences if one.label.is_flag)


class Wording(StrEnum):
    """Whether an article has the words of a quotation."""

    EXACT = "exact"
    ALTERED = "altered"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class QuoteCheck:
    """A quotation looked up in articles.

    Attributes:
        quote: as given, without quotation marks around it.
        wording: whether the words are an article's.
        citation: the article's words, or those that come closest; None where nothing does.
        changes: what was changed, each a pair of the quotation's words and the article's, either of them empty for an
            addition or an omission; empty unless altered.
        speaker: who says it in the article, in its words; None where it names nobody.
    """

    quote: str
    wording: Wording
    citation: Citation | None = None
    changes: tuple[tuple[str, str], ...] = ()
    speaker: str | None = None
