"""Whether a sentence denies what its evidence says, or says the opposite."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.copycheck.case import Case
from bot.copycheck.polarity import negated, opposites, plain_negation
from bot.copycheck.quotes import quotations
from bot.copycheck.words import Word
from bot.review import Difference, Kind

_SAME_MATTER = 0.45  # least overlap at which opposites contradict
_SAME_MEANING = 0.55  # or least nearness of meaning
_NEARBY = 3  # words beside a word in which its negation may stand


def polarity(case: Case) -> Iterator[Difference]:
    """At most one difference: a negation that only one side has on a word that both have, or a pair of opposites."""
    if case.evidence.overlap < _SAME_MATTER and case.evidence.similarity < _SAME_MEANING:
        return
    mine, theirs = _outside(case), _theirs(case)
    found = _inserted(case) or _removed(case) or _denied(case, mine, theirs) or _opposed(case, mine, theirs)
    if found is not None:
        yield found


def _outside(case: Case) -> list[Word]:
    return [word for word in case.words if case.free(word.start, word.end)]


def _theirs(case: Case) -> Sequence[Word]:
    """The words of the nearest sentence; where mine quotes, without its quotations, which are looked up alone."""
    if not case.quoted:
        return case.near.words
    spans = quotations(case.near.text)
    return [word for word in case.near.words if not any(span.start <= word.start < span.end for span in spans)]


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


def _denied(case: Case, mine: Sequence[Word], theirs: Sequence[Word]) -> Difference | None:
    """A shared word that one side negates and the other does not."""
    my_negated = {mine[one.word].stem: mine[one.by] for one in negated(mine)}
    their_negated = {theirs[one.word].stem: theirs[one.by] for one in negated(theirs)}
    my_stems, their_stems = {word.stem for word in mine}, {word.stem for word in theirs}
    for word, by in my_negated.items():
        if word in their_stems and word not in their_negated and not _softened(theirs, word):
            there = next(one for one in theirs if one.stem == word)
            return case.difference(Kind.NEGATION, by.start, by.end, case.near.cite(there.start, there.end))
    for word, by in their_negated.items():
        if word in my_stems and word not in my_negated and not _softened(mine, word):
            here = next(one for one in mine if one.stem == word)
            return case.difference(Kind.NEGATION, here.start, here.end, case.near.cite(by.start, by.end))
    return None


def _softened(words: Sequence[Word], stem: str) -> bool:
    """Whether any negation stands near the word, so that the sides may say the same in other words."""
    for index, word in enumerate(words):
        if word.stem == stem:
            near = words[max(0, index - _NEARBY - 3) : index + _NEARBY]
            if any(plain_negation(other) for other in near) or negated(near):
                return True
    return False


def _opposed(case: Case, mine: Sequence[Word], theirs: Sequence[Word]) -> Difference | None:
    """A word whose opposite stands in the evidence, where neither side negates."""
    for index, place in opposites(mine, theirs):
        word, other = mine[index], theirs[place]
        if _softened(mine, word.stem) != _softened(theirs, other.stem):
            continue
        here = case.place(word.start, word.end)
        if here[0] <= other.start < here[1]:
            return case.difference(Kind.NEGATION, word.start, word.end, case.near.cite(other.start, other.end))
    return None
