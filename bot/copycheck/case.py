"""One sentence of a draft beside its evidence: what every comparison starts from."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.article import Article, Span
from bot.attribution import Attribution
from bot.copycheck.alignment import slot
from bot.copycheck.asking import Answer, Asker, question_of
from bot.copycheck.evidence import Evidence, Source
from bot.copycheck.names import Name, stands_for
from bot.numbers import Figure
from bot.reply import Citation
from bot.review import Difference, Kind
from bot.words import Word

_OWNING = ("’s", "'s", "’ ", "' ")


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence to compare.

    Attributes:
        text: the sentence.
        offset: where it begins in the draft.
        words: its words.
        quoted: its quotations, which are looked up word for word and not compared again.
        evidence: what the articles have nearest.
        pairs: which of its words stand where in the nearest sentence.
        known: words, lower-case, that are names in the articles.
        people: the names of several words in the articles.
        figures: reads the figures of a text.
        said: who says what in an article.
        asker: asks the reader.
    """

    text: str
    offset: int
    words: tuple[Word, ...]
    quoted: tuple[Span, ...]
    evidence: Evidence
    pairs: dict[int, int]
    known: frozenset[str]
    people: tuple[Name, ...]
    figures: Callable[[str], tuple[Figure, ...]]
    said: Callable[[Article], tuple[Attribution, ...]]
    asker: Asker

    @property
    def near(self) -> Source:
        """The nearest sentence of the articles."""
        return self.evidence.best[0]

    @property
    def others(self) -> tuple[Source, ...]:
        """What else may support it: other near sentences, and those around the nearest."""
        return tuple(one for one in self.evidence.around if one is not self.near)

    def free(self, start: int, end: int) -> bool:
        """Whether these characters lie outside of quotations."""
        return not any(span.start < end and start < span.end for span in self.quoted)

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where the nearest sentence has something else in place of these characters; empty where it has nothing."""
        return slot(self.words, self.near.words, self.pairs, start, end)

    def same(self, one: Name, other: Name) -> bool:
        """Whether two names can be one, by themselves or as parts of a longer one of the articles."""
        if stands_for(one, other):
            return True
        return any(stands_for(one, full) and stands_for(other, full) for full in self.people)

    def asked(self, one: Name, place: Span) -> Answer | None:
        """What the reader finds in a name's place, in the paragraphs of the evidence and the one before the nearest.

        None for an owner: asked whose minister it is, a reader names the minister.

        Args:
            one: the name.
            place: the words of the sentence that "who" stands for: the name, or all that says who speaks.
        """
        if self.text.startswith(_OWNING, one.end):
            return None
        places = [(source.article, source.paragraph) for source in self.evidence.around]
        places.append((self.near.article, max(1, self.near.paragraph - 1)))
        end = place.end + (place.end > one.end and self.text.startswith(",", place.end))  # that closes an apposition
        question = question_of(self.text, place.start, end)
        return self.asker.ask(question, places, self.known, lambda other: self.same(one, other), self.said)

    def difference(self, kind: Kind, start: int, end: int, source: Citation | None) -> Difference:
        """A difference of these characters of the sentence."""
        span = Span(self.offset + start, self.offset + end)
        return Difference(kind, span, self.text[start:end], source)


def within(place: tuple[int, int], start: int, end: int) -> bool:
    """Whether [start, end) touches a place."""
    return start < place[1] and place[0] < end


def texts(sources: Iterable[Source]) -> list[str]:
    """The texts of some sentences."""
    return [one.text for one in sources]
