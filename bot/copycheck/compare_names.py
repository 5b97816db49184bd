"""The names of a sentence, and its speakers, against those of its evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.article import Span
from bot.copycheck.asking import is_place
from bot.copycheck.case import Case, within
from bot.copycheck.evidence import Source
from bot.copycheck.names import Name, names_in, spelt_out, stands_for, stripped
from bot.copycheck.speakers import own_voices, voices, with_apposition
from bot.reply import Citation
from bot.review import Difference, Kind

_SAME_MATTER = 0.5  # least overlap at which another name in the same place contradicts
_PLAIN = 0.8  # least overlap at which the nearest sentence is plainly the one rewritten
_SURE = 0.3  # least score of an answer that is believed
# Least score of another name, and by how much it must be likelier than the draft's own: where that stands near by, …
_IF_HEARD, _IF_UNHEARD = (3.0, 3.0), (_SURE, 3.0)
_IF_NAMED, _IF_UNNAMED = (3.0, 3.0), (-1.2, 1.0)  # … and of speakers


def names(case: Case) -> Iterator[Difference]:
    """Each name, or named speaker, that the articles give otherwise or do not have."""
    theirs = names_in(case.near.text, case.known)
    speaking = own_voices(case.text)
    known = case.known | _first_word(case, theirs) | _capitalised(case, speaking)
    mine = [one for one in names_in(case.text, known) if case.free(one.start, one.end)]
    for one in mine:
        voice = next((each for each in speaking if _speaks(case, one, each)), None)
        found = _speaker(case, one, voice) if voice else _name(case, one, mine, theirs)
        if found is not None:
            yield found


def _speaks(case: Case, one: Name, voice: Span) -> bool:
    """Whether a name is that of a speaker; "the Texas senator" only begins with one."""
    rest = case.text[one.end : voice.end]
    return voice.start <= one.start and one.end <= voice.end and (not rest or rest.startswith(","))


def _capitalised(case: Case, speaking: Sequence[Span]) -> frozenset[str]:
    """Speakers of one capitalised word behind a quotation, as in "“We lost,” Lee said": the capital is a name's."""
    words = [case.text[voice.start : voice.end] for voice in speaking if voice.start]
    return frozenset(stripped(word) for word in words if word[0].isupper() and word.isalpha())


def _first_word(case: Case, theirs: Sequence[Name]) -> frozenset[str]:
    """The first word, if the nearest sentence has a name in its place: then its capital is a name's."""
    first = case.words[0] if case.words else None
    if first is None or 0 in case.pairs or not first.content:
        return frozenset()
    place = case.place(first.start, first.end)
    named = any(within(place, other.start, other.end) for other in theirs)
    return frozenset({stripped(first.text)} if named else ())


def _name(case: Case, one: Name, mine: Sequence[Name], theirs: Sequence[Name]) -> Difference | None:
    there = _has(case, case.near, one)
    if there and case.evidence.overlap >= _PLAIN:
        return None
    rival = _rival(case, one, mine, theirs)
    certain = not there and rival is not None and case.evidence.overlap >= _SAME_MATTER
    heard = there or any(_has(case, source, one) for source in case.others)
    # A town, its region and the country beyond the border are all answers to "where": a place that is told is believed.
    told = heard and is_place(case.text, one.start)
    if not certain and not told and (answer := case.asked(one, Span(one.start, one.end))) is not None:
        if answer.citation and answer.gainsays(*(_IF_HEARD if heard else _IF_UNHEARD)):
            return case.difference(Kind.NAME, one.start, one.end, answer.citation)
        if answer.own >= _SURE and answer.own > answer.other:
            return None
    if heard and not certain:
        return None
    if rival is None:
        rival = _of_its_kind(case, one, mine, theirs)
        if _has_title(case, one) or _is_elsewhere(case, one):
            return None
    source = None if rival is None else case.near.cite(rival.start, rival.end)
    return case.difference(Kind.NAME, one.start, one.end, source)


def _has(case: Case, source: Source, one: Name) -> bool:
    """Whether a sentence has the name, as a name or at its capitalised beginning."""
    if any(case.same(one, other) for other in names_in(source.text, case.known)):
        return True
    if spelt_out(one, source.text):
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
        _has(case, source, one) for source in case.evidence.everything if source.article.id == case.near.article.id
    )


def _rival(case: Case, one: Name, mine: Sequence[Name], theirs: Sequence[Name]) -> Name | None:
    """The name that the nearest sentence has in this one's place and the draft's sentence does not have."""
    place = case.place(one.start, one.end)
    for other in theirs:
        if within(place, other.start, other.end) and not any(stands_for(each, other) for each in mine):
            return other
    return None


def _of_its_kind(case: Case, one: Name, mine: Sequence[Name], theirs: Sequence[Name]) -> Name | None:
    """The likeliest name meant: one that shares a part, else the only one that the draft lacks."""
    free = [other for other in theirs if not any(case.same(each, other) for each in mine)]
    sharing = [other for other in free if set(other.parts) & set(one.parts)]
    if sharing:
        return sharing[0]
    return free[0] if len(free) == 1 else None


def _speaker(case: Case, one: Name, voice: Span) -> Difference | None:
    """The difference of a speaker, if the evidence has another."""
    heard = voices(case.near, case.said(case.near.article))
    rival = next((each for each in heard if names_in(each.quote, case.known)), None)
    named = any(_names(case, each, one) for each in heard) or (rival is None and _has(case, case.near, one))
    if named and case.evidence.overlap >= _PLAIN:
        return None
    plain = rival is not None and case.evidence.overlap >= _PLAIN
    if not plain and (answer := case.asked(one, with_apposition(case.text, voice))) is not None:
        if answer.citation and answer.gainsays(*(_IF_NAMED if named else _IF_UNNAMED)):
            return case.difference(Kind.SPEAKER, one.start, one.end, answer.citation)
        if answer.own > answer.other:
            return None
    if not named and (rival is not None or not any(_has(case, source, one) for source in case.others)):
        return case.difference(Kind.SPEAKER, one.start, one.end, rival)
    return None


def _names(case: Case, voice: Citation, one: Name) -> bool:
    """Whether a speaker's words name somebody."""
    return any(case.same(one, other) for other in names_in(voice.quote, case.known))
