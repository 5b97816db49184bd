"""Whether a sentence denies what its evidence says, or says the opposite."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.copycheck.case import Case
from bot.copycheck.polarity import Told, is_negation, opposed, opposed_in_place, plain_negation, told
from bot.copycheck.quotes import quoted as quoted_in
from bot.review import Difference, Kind
from bot.words import Word

_SAME_MATTER = 0.3  # least overlap at which opposites contradict
_SAME_MEANING = 0.5  # or least nearness of meaning


def polarity(case: Case) -> Iterator[Difference]:
    """At most one difference: a negation that only one side has on a word that both have, or a pair of opposites."""
    if case.evidence.overlap < _SAME_MATTER and case.evidence.similarity < _SAME_MEANING:
        return
    found = _inserted(case) or _removed(case) or _Sides(case).difference()
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
    """What the sentence and the nearest of the articles say and deny, outside of what both quote."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._words, self._their_words = case.words, case.near.words
        quoted = quoted_in(case.near.text) if case.quoted else []
        self._mine = [one for one in told(case.text, case.words) if case.free(*_ends(case.words[one.place]))]
        self._theirs = [
            one
            for one in told(case.near.text, case.near.words)
            if not any(span.start <= case.near.words[one.place].start < span.end for span in quoted)
        ]

    def difference(self) -> Difference | None:
        """The first word that one side denies and the other says, or whose opposite the other says."""
        for one in self._mine:
            for other in self._theirs:
                word, their = self._words[one.place], self._their_words[other.place]
                if word.stem == their.stem:
                    if self._denied(one, other):
                        return self._shown(one, other)
                elif self._opposed(one, other, word, their):
                    return self._shown(one, other)
        return None

    def _denied(self, one: Told, other: Told) -> bool:
        """Whether a word that both have is denied by one alone, with nothing on the other side to make up for it."""
        if (one.by is None) == (other.by is None):
            return False
        denied, said, words = (one, self._theirs, self._their_words)
        clause = other.clause
        if one.by is None:
            denied, said, words, clause = other, self._mine, self._words, one.clause
        return denied.firm and not self._makes_up(denied, clause, said, words)

    def _makes_up(self, denied: Told, clause: int, said: Sequence[Told], words: Sequence[Word]) -> bool:
        """Whether the side that says the word denies something else beside it, and so may say the same."""
        same = [one for one in said if one.clause == clause]
        if any(one.by is not None or is_negation(words[one.place]) for one in same):
            return True
        mine, my_words = (self._theirs, self._their_words) if said is self._mine else (self._mine, self._words)
        stems = {my_words[one.place].stem for one in mine if one.clause == denied.clause}
        return any(one.by is not None and {words[each.place].stem for each in said if each.clause == one.clause} & stems for one in said)

    def _opposed(self, one: Told, other: Told, word: Word, their: Word) -> bool:
        """Whether two words are opposites of which both sides say, or both deny, their own alone."""
        if not opposed_in_place(word, their) or (one.by is None) != (other.by is None):
            return False
        if any(each.stem == their.stem for each in self._words) or any(each.stem == word.stem for each in self._their_words):
            return False
        here = self._case.place(word.start, word.end)
        if here[0] <= their.start < here[1]:
            return True
        return opposed(word, their) and self._share(one, other)

    def _share(self, one: Told, other: Told) -> bool:
        """Whether the clauses of both words have another word in common."""
        mine = {self._words[each.place].stem for each in self._mine if each.clause == one.clause}
        return bool(mine & {self._their_words[each.place].stem for each in self._theirs if each.clause == other.clause})

    def _shown(self, one: Told, other: Told) -> Difference:
        word = self._words[one.place if one.by is None else one.by]
        their = self._their_words[other.place if other.by is None else other.by]
        return self._case.difference(Kind.NEGATION, *_ends(word), self._case.near.cite(*_ends(their)))


def _ends(word: Word) -> tuple[int, int]:
    return word.start, word.end
