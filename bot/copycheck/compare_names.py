"""The names of a sentence, and its speakers, against those of its evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.copycheck.case import Case, within
from bot.copycheck.evidence import Source
from bot.copycheck.names import Name, names_in, stands_for, stripped
from bot.copycheck.speakers import is_unnamed, same_speaker, says_something, speakers_in
from bot.reply import Citation
from bot.review import Difference, Kind

_NEARLY = 0.04  # of the score: a sentence that is nearly as near may be the one meant
_SAME_MATTER = 0.5  # least overlap at which another name in the same place contradicts


def names(case: Case) -> Iterator[Difference]:
    """Each name, or named speaker, that the articles give otherwise or do not have."""
    theirs = names_in(case.near.text, case.known)
    known = case.known | _first_word(case, theirs)
    mine = [one for one in names_in(case.text, known) if case.free(one.start, one.end)]
    speaking = {(one.start, one.end) for one in speakers_in(case.text, known)}
    for one in mine:
        speaks = (one.start, one.end) in speaking
        found = _speaker(case, one) if speaks else _name(case, one, mine, theirs)
        if found is not None:
            yield found


def _first_word(case: Case, theirs: Sequence[Name]) -> frozenset[str]:
    """The first word, if the nearest sentence has a name in its place: then its capital is a name's."""
    first = case.words[0] if case.words else None
    if first is None or 0 in case.pairs or not first.content:
        return frozenset()
    place = case.place(first.start, first.end)
    named = any(within(place, other.start, other.end) for other in theirs)
    return frozenset({stripped(first.text)} if named else ())


def _name(case: Case, one: Name, mine: Sequence[Name], theirs: Sequence[Name]) -> Difference | None:
    if _has(case.near, one, theirs):
        return None
    rival = _rival(case, one, mine, theirs)
    heard = any(_has(source, one, names_in(source.text, case.known)) for source in case.others)
    if heard and (rival is None or case.evidence.overlap < _SAME_MATTER):
        return None
    if rival is None and not heard:
        rival = _of_its_kind(one, mine, theirs)
        if _has_title(case, one) or (rival is None and _is_elsewhere(case, one)):
            return None
    source = None if rival is None else case.near.cite(rival.start, rival.end)
    return case.difference(Kind.NAME, one.start, one.end, source)


def _has(source: Source, one: Name, names: Sequence[Name]) -> bool:
    """Whether a sentence has the name, as a name or at its capitalised beginning."""
    if any(stands_for(one, other) for other in names):
        return True
    held = {word.text.lower() for word in source.words}
    return all(part in held or any(_inside(part, word) for word in held) for part in one.parts)


def _inside(part: str, word: str) -> bool:
    return len(part) >= 4 and (word.startswith(part) or part.startswith(word)) and len(word) >= 4


def _has_title(case: Case, one: Name) -> bool:
    """Whether the headline, byline or place line has it."""
    article = case.near.article
    about = " ".join(
        filter(None, (article.title, article.dateline, article.byline, article.agency, article.standfirst))
    )
    return all(part in about.lower() for part in one.parts)


def _is_elsewhere(case: Case, one: Name) -> bool:
    """Whether the same article has the name elsewhere, and the nearest sentence is not plainly the one rewritten."""
    if case.evidence.overlap >= _SAME_MATTER:
        return False
    return any(
        _has(source, one, names_in(source.text, case.known))
        for source in case.evidence.everything
        if source.article.id == case.near.article.id
    )


def _rival(case: Case, one: Name, mine: Sequence[Name], theirs: Sequence[Name]) -> Name | None:
    """The name that the nearest sentence has in this one's place and the draft's sentence does not have."""
    place = case.place(one.start, one.end)
    for other in theirs:
        if within(place, other.start, other.end) and not any(stands_for(each, other) for each in mine):
            return other
    return None


def _of_its_kind(one: Name, mine: Sequence[Name], theirs: Sequence[Name]) -> Name | None:
    """The likeliest name meant: one that shares a part, else the only one that the draft lacks."""
    free = [other for other in theirs if not any(stands_for(each, other) for each in mine)]
    sharing = [other for other in free if set(other.parts) & set(one.parts)]
    if sharing:
        return sharing[0]
    return free[0] if len(free) == 1 else None


def _speaker(case: Case, one: Name) -> Difference | None:
    """The difference of a speaker, if the evidence has another."""
    near = case.evidence.scores[0] - _NEARLY
    group = [source for source, score in zip(case.evidence.best, case.evidence.scores, strict=True) if score >= near]
    for source in group:
        if same_speaker(one, speakers_in(source.text, case.known)):
            return None
    said = speakers_in(case.near.text, case.known)
    if said:
        return case.difference(Kind.SPEAKER, one.start, one.end, case.near.cite(said[0].start, said[0].end))
    if _has(case.near, one, names_in(case.near.text, case.known)):
        return None
    return _speaker_before(case, one)


def _speaker_before(case: Case, one: Name) -> Difference | None:
    """The difference where the nearest sentence says "she said" or quotes on: the last speaker named before counts."""
    speaks = (
        is_unnamed(case.near.text) or says_something(case.near.text) or any(mark in case.near.text for mark in '“”"')
    )
    for source in case.evidence.before:
        said = speakers_in(source.text, case.known)
        present = names_in(source.text, case.known)
        if same_speaker(one, said) or (not said and same_speaker(one, present)):
            return None
        if said and speaks:
            return case.difference(Kind.SPEAKER, one.start, one.end, source.cite(said[0].start, said[0].end))
    if any(_has(source, one, names_in(source.text, case.known)) for source in case.others):
        return None
    return case.difference(Kind.SPEAKER, one.start, one.end, _last_name(case))


def _last_name(case: Case) -> Citation | None:
    for source in (case.near, *case.evidence.before):
        for name in names_in(source.text, case.known):
            return source.cite(name.start, name.end)
    return None
