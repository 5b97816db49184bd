"""What the articles have in a name's place: the draft's sentence with "who" for the name, put to the reader.

A reader that answers questions judges a free paraphrase better than shared words do. Its answer counts where it is a
name, and where it is much likelier than the draft's own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from bot.article import Article, Span
from bot.attribution import Attribution
from bot.attribution.words import PRONOUNS
from bot.copycheck.names import Name, names_in
from bot.finding import Finding
from bot.reply import Citation
from bot.windows import Passage

Read: TypeAlias = Callable[[str, Sequence[Passage]], Sequence[Finding]]

_MOST_QUESTIONS = 300  # of one draft; what comes after is judged without the reader
_LONGEST_ANSWER = 12  # words; of what is longer the first name counts
_UNSEEN = -9.0  # score of a name that is not among the answers
_PLACE = re.compile(r"\b(?:in|at|near|off|from|to|into|outside|across|around) (?:the )?$")
_ENDS = " .!?”\"'"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the reader finds in a name's place.

    Attributes:
        own: score of the draft's own name, or of another of the same person.
        other: of the likeliest other name.
        citation: that other name where it stands; None where there is none.
    """

    own: float
    other: float
    citation: Citation | None

    def gainsays(self, least: float, margin: float) -> bool:
        """Whether the other name is likely, and by so much likelier than the draft's own."""
        return self.other >= least and self.other - self.own >= margin


class Asker:
    """Puts questions to a reader for one draft.

    Args:
        read: finds answers in passages, best first.
    """

    def __init__(self, read: Read) -> None:
        self._read = read
        self._left = _MOST_QUESTIONS

    def ask(
        self,
        question: str,
        places: Sequence[tuple[Article, int]],
        known: frozenset[str],
        own: Callable[[Name], bool],
        said: Callable[[Article], tuple[Attribution, ...]],
    ) -> Answer | None:
        """The answer to a question; None where too many were asked already.

        Args:
            question: with "who" in a name's place.
            places: paragraphs to read, as articles and numbers.
            known: words, lower-case, that are names in the articles.
            own: whether a name is the draft's own.
            said: who says what in an article: an answer "she" means whom she stands for there.
        """
        if not self._left:
            return None
        self._left -= 1
        passages = _passages(places)
        best_own, best_other, citation = _UNSEEN, _UNSEEN, None
        for one in self._read(question, passages):
            article = passages[one.passage].article
            found = _named(Citation.of(article, one.paragraph, one.span), said(article))
            named = names_in(found.quote, known)
            if any(own(name) for name in named):
                best_own = max(best_own, one.score)
            elif named and one.score > best_other:
                best_other, citation = one.score, _short(article, found, named[0])
        return Answer(best_own, best_other, citation)


def _short(article: Article, found: Citation, first: Name) -> Citation:
    """An answer, or of a long one its first name."""
    if len(found.quote.split()) <= _LONGEST_ANSWER:
        return found
    return Citation.of(article, found.paragraph, Span(found.start + first.start, found.start + first.end))


def _named(found: Citation, said: Sequence[Attribution]) -> Citation:
    """An answer, or where it is a speaker's pronoun, whom it stands for."""
    if found.quote.lower() in PRONOUNS:
        for one in said:
            if one.named and (one.speaker.paragraph, one.speaker.start) == (found.paragraph, found.start):
                return one.named
    return found


def is_place(text: str, start: int) -> bool:
    """Whether the words before a name make it a place's."""
    return bool(_PLACE.search(text[:start]))


def question_of(text: str, start: int, end: int) -> str:
    """A sentence with a question word in place of the name at [start, end).

    >>> question_of("Kim opened the bridge in Hallin.", 0, 3), question_of("Kim opened the bridge in Hallin.", 25, 31)
    ('Who opened the bridge in Hallin?', 'Kim opened the bridge in what place?')
    """
    before, after = text[:start], text[end:].rstrip(_ENDS)
    word = "what place" if is_place(text, start) else "who"
    return f"{before}{word if before.strip() else word.capitalize()}{after}?"


def _passages(places: Sequence[tuple[Article, int]]) -> list[Passage]:
    numbers: dict[str, tuple[Article, set[int]]] = {}
    for article, number in places:
        numbers.setdefault(article.id, (article, set()))[1].add(number)
    return [Passage(article, tuple(sorted(found))) for article, found in numbers.values()]
