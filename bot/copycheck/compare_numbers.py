"""The figures of a sentence against those of its evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.article import Span
from bot.copycheck.case import Case, within
from bot.copycheck.days import days_in
from bot.numbers import Figure, compatible
from bot.numbers.agreement import same_unit
from bot.review import Difference, Kind
from bot.words import stem

_ANYBODY = {stem("people"), stem("person"), stem("others")}  # passengers are people too
_SILENT = {"", "year", "ordinal"}  # units that may be left unsaid
_FEW = 2.0  # "both", "a pair", a man and his wife: such counts need not be written in the article


def numbers(case: Case) -> Iterator[Difference]:
    """Each figure that the articles give otherwise, or do not give at all."""
    mine = [one for one in case.figures(case.text) if case.free(one.span.start, one.span.end)]
    theirs = case.figures(case.near.text)
    for one in mine:
        rival = _rival(case, one, mine, theirs)
        if any(_agrees(one, other) for other in theirs):
            wrong = rival if rival and _claimed(one, mine, theirs) else _counted_otherwise(one, theirs)
        elif rival or not _is_said(case, one):
            wrong = rival
            if rival is None and (_may_be_implied(one) or _is_elsewhere(case, one)):
                continue
        else:
            continue
        if wrong is not None:
            yield _difference(case, one, wrong)
        elif not any(_agrees(one, other) for other in theirs):
            yield _difference(case, one, None)


def _agrees(one: Figure, other: Figure) -> bool:
    """Whether both may be said of one thing; an age may go without its "years", a place in a row without its "th"."""
    if one.unit != other.unit and {one.unit, other.unit} <= _SILENT:
        return one.value == other.value
    return compatible(one, other)


def codes(case: Case) -> Iterator[Difference]:
    """Numbers that are no figures, such as clock times and "Season 4", where the nearest sentence has another."""
    spans = [one.span for one in case.figures(case.text)]
    spans += [Span(one.start, one.end) for one in days_in(case.text)]
    held = {word.text for source in case.evidence.around for word in source.words}
    for word in case.words:
        taken = any(span.start < word.end and word.start < span.end for span in spans)
        if taken or word.text in held or not word.text[0].isdigit() or not case.free(word.start, word.end):
            continue
        place = case.place(word.start, word.end)
        rivals = [one for one in case.near.words if one.text[0].isdigit() and within(place, one.start, one.end)]
        if rivals:
            source = case.near.cite(rivals[0].start, rivals[0].end)
            yield case.difference(Kind.NUMBER, word.start, word.end, source)


def _difference(case: Case, one: Figure, other: Figure | None) -> Difference:
    source = None if other is None else case.near.cite(other.span.start, other.span.end)
    return case.difference(Kind.NUMBER, one.span.start, one.span.end, source)


def _rival(case: Case, one: Figure, mine: Sequence[Figure], theirs: Sequence[Figure]) -> Figure | None:
    """What the nearest sentence gives in the figure's place, or of its kind, and no other figure of mine gives."""
    unlike = [other for other in theirs if same_unit(one, other) and not _agrees(one, other)]
    place = case.place(one.span.start, one.span.end)
    there = [other for other in unlike if within(place, other.span.start, other.span.end)]
    if there:
        return there[0]
    if one.unit == "ordinal":
        return None
    free = [other for other in unlike if not any(_agrees(each, other) for each in mine if each is not one)]
    heads = _heads(one)
    alike = [other for other in free if heads & _heads(other)]
    if alike:
        return alike[0]
    return free[0] if free and (one.unit or len(theirs) == 1) else None


def _claimed(one: Figure, mine: Sequence[Figure], theirs: Sequence[Figure]) -> bool:
    """Whether what agrees with the figure is already taken by others of mine."""
    agreeing = [other for other in theirs if _agrees(one, other)]
    claims = [each for each in mine if any(_agrees(each, other) for other in agreeing)]
    return len(claims) > len(agreeing)


def _counted_otherwise(one: Figure, theirs: Sequence[Figure]) -> Figure | None:
    """A figure of the same things with another value, where the value given is that of other things."""
    heads = _heads(one) - _ANYBODY
    if not heads or one.unit:
        return None
    agreeing = [_heads(other) for other in theirs if _agrees(one, other)]
    if any(not counted or counted & heads for counted in agreeing):
        return None
    return next((other for other in theirs if not _agrees(one, other) and _heads(other) & heads), None)


def _heads(one: Figure) -> set[str]:
    """Stems of the words for what is counted."""
    return {stem(word) for word in one.counted.split()[:2]}


def _is_said(case: Case, one: Figure) -> bool:
    """Whether a sentence around says the figure."""
    return any(_agrees(one, other) for source in case.others for other in case.figures(source.text))


def _is_elsewhere(case: Case, one: Figure) -> bool:
    """Whether any sentence says it."""
    return any(_agrees(one, other) for source in case.evidence.everything for other in case.figures(source.text))


def _may_be_implied(one: Figure) -> bool:
    return one.unit == "ordinal" or (not one.unit and one.value <= _FEW)
