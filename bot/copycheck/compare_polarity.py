"""Whether a sentence denies what its evidence says, or says the opposite."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.copycheck.case import Case
from bot.copycheck.evidence import Source
from bot.copycheck.polarity import Told, is_negation, opposed, opposed_in_place, plain_negation, told
from bot.copycheck.quotes import quoted
from bot.review import Difference, Kind
from bot.words import Word

_SAME_MATTER = 0.3  # least overlap at which opposites contradict
_SAME_MEANING = 0.5  # or least nearness of meaning
_ALMOST = 0.85  # of the nearest's score: what may be the sentence meant


def polarity(case: Case) -> Iterator[Difference]:
    """At most one difference: a negation that only one side has on a word that both have, or a pair of opposites."""
    if case.evidence.overlap < _SAME_MATTER and case.evidence.similarity < _SAME_MEANING:
        return
    near = case.evidence.scores[0] * _ALMOST
    group = [source for source, score in zip(case.evidence.best, case.evidence.scores, strict=True) if score >= near]
    compared = (_Sides(case, source).difference() for source in group)
    found = _inserted(case) or _removed(case) or next(filter(None, compared), None)
    if found is not None:
        yield found


def _inserted(case: Case) -> Difference | None:
    """A negation of mine between words that stand side by side, or around one other word, in the evidence."""
    pairs, theirs = case.pairs, case.near.words
    for index, word in enumerate(case.words):
        if not plain_negation(word) or not case.free(word.start, word.end) or index in pairs:
            continue
        left, right = pairs.get(index - 1), pairs.get(index + 1)
        if left is None or right is None or right - left > 2 or any(map(plain_negation, theirs[left + 1 : right])):
            continue
        return case.difference(
            Kind.NEGATION, word.start, word.end, case.near.cite(theirs[left].start, theirs[right].end)
        )
    return None


def _removed(case: Case) -> Difference | None:
    """The same the other way round: only the evidence negates."""
    back = {theirs: mine for mine, theirs in case.pairs.items()}
    mine = case.words
    for index, word in enumerate(case.near.words):
        if not plain_negation(word) or index in back:
            continue
        left, right = back.get(index - 1), back.get(index + 1)
        if left is None or right is None or right - left > 2 or any(map(plain_negation, mine[left + 1 : right])):
            continue
        if case.free(mine[left].start, mine[right].end):
            return case.difference(
                Kind.NEGATION, mine[left].start, mine[right].end, case.near.cite(word.start, word.end)
            )
    return None


class _Sides:
    """What the sentence and one of the articles say and deny, outside of what both quote."""

    def __init__(self, case: Case, source: Source) -> None:
        self._case, self._source = case, source
        apart = quoted(source.text) if case.quoted else []
        mine = [one for one in told(case.text, case.words) if case.free(*_ends(case.words[one.place]))]
        theirs = [
            one
            for one in told(source.text, source.words)
            if not any(span.start <= source.words[one.place].start < span.end for span in apart)
        ]
        self._mine, self._theirs = _Side(case.words, mine), _Side(source.words, theirs)

    def difference(self) -> Difference | None:
        """The first word that one side denies and the other says, or whose opposite the other says."""
        for one in self._mine.told:
            for other in self._theirs.told:
                word, their = self._mine.words[one.place], self._theirs.words[other.place]
                wrong = self._denied(one, other) if word.stem == their.stem else self._opposed(one, other)
                if wrong:
                    here = self._mine.words[one.place if one.by is None else one.by]
                    there = self._theirs.words[other.place if other.by is None else other.by]
                    return self._case.difference(Kind.NEGATION, *_ends(here), self._source.cite(*_ends(there)))
        return None

    def _denied(self, one: Told, other: Told) -> bool:
        """Whether a word that both have is denied by one alone, with nothing on the other side to make up for it."""
        if (one.by is None) == (other.by is None) or not self._mine.words[one.place].content:
            return False
        if one.by is not None:
            return one.firm and not self._theirs.makes_up(other, self._mine.stems(one.clause))
        return other.firm and not self._mine.makes_up(one, self._theirs.stems(other.clause))

    def _opposed(self, one: Told, other: Told) -> bool:
        """Whether two words are opposites of which both sides say, or both deny, their own alone."""
        word, their = self._mine.words[one.place], self._theirs.words[other.place]
        if not opposed_in_place(word, their) or (one.by is None) != (other.by is None):
            return False
        if self._mine.has(their.stem) or self._theirs.has(word.stem):
            return False
        here = self._case.place(word.start, word.end) if self._source is self._case.near else (0, 0)
        if here[0] <= their.start < here[1]:
            return True
        return opposed(word, their) and bool(self._mine.stems(one.clause) & self._theirs.stems(other.clause))


@dataclass(frozen=True, slots=True)
class _Side:
    """A sentence's words, and those of meaning with what is said or denied of them."""

    words: Sequence[Word]
    told: Sequence[Told]

    def has(self, stem: str) -> bool:
        """Whether any word has this stem."""
        return any(word.stem == stem for word in self.words)

    def stems(self, clause: int) -> set[str]:
        """The stems of a clause's words of meaning."""
        places = (one.place for one in self.told if one.clause == clause)
        return {self.words[place].stem for place in places if self.words[place].content}

    def makes_up(self, said: Told, denied: set[str]) -> bool:
        """Whether this side denies something else beside a word, or beside words of the other's denial.

        Then it may say the same in other words.
        """
        return any(
            one.by is not None or is_negation(self.words[one.place])
            for one in self.told
            if one.clause == said.clause or self.stems(one.clause) & denied
        )


def _ends(word: Word) -> tuple[int, int]:
    return word.start, word.end
