"""The same question put to each of several articles: which of them say the same, and which say otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.compare import Comparison, bounded, compared, counted, names_in
from bot.composer import Proof, proven
from bot.finding import Finding
from bot.question import Wanted, wanted
from bot.reader import Reader
from bot.same_story import Story
from bot.verdict import Verdict, verdict
from bot.windows import Passage

_MOST_OTHERS = 5  # articles that are heard beside the one that answers best: three short readings each
_SURE = 0.25  # confidence from which an article may disagree
_HEARD = 0.12  # and from which it may agree
_SURE_OF_NAMES = 0.6  # names differ for many reasons: a question may have several right ones
_ALSO_SAID = 1.5  # logits below an article's best, within which its other findings count as said as well
_PEOPLE = frozenset(("people", "persons", "person", "others", "men", "women", "more"))
# Questions whose answers may be compared: there is one right one.
_ONE_ANSWER = frozenset((Wanted.FIGURE, Wanted.DAY, Wanted.PERSON, Wanted.PLACE, Wanted.THING))


@dataclass(frozen=True, slots=True)
class Voice:
    """What one article answers.

    Attributes:
        proof: its best answer.
        confidence: that it is right, in [0, 1].
        others: what else it may be taken to answer.
    """

    proof: Proof
    confidence: float
    others: tuple[str, ...] = ()


def voices(
    question: str, passages: Sequence[Passage], findings: Sequence[Finding], best: Verdict, reader: Reader
) -> list[Voice]:
    """What the articles of one story answer, each read on its own: the best first, then the others by confidence.

    Args:
        question: as asked.
        passages: at most one of each article.
        findings: what the reader found there, best first.
        best: of all of these.
        reader: the same.

    Returns:
        At least the best; other articles where they tell of the same event and answer confidently.
    """
    story = Story(passages[best.best.passage].article)
    heard = []
    for place in dict.fromkeys(one.passage for one in findings):
        if place == best.best.passage or not story.is_told_by(passages[place].article, question):
            continue
        own = [one for one in findings if one.passage == place]
        found = verdict(question, passages, own, reader)
        if found is not None:
            heard.append(_voice(question, passages, own, found, reader))
        if len(heard) == _MOST_OTHERS:
            break
    first = _voice(question, passages, [one for one in findings if one.passage == best.best.passage], best, reader)
    return [first, *sorted(heard, key=lambda one: -one.confidence)]


def sides(question: str, heard: Sequence[Voice]) -> list[list[Voice]]:
    """Those who say the same together: one side where nobody disagrees, else the newest article's side first.

    Args:
        question: as asked.
        heard: the best first; what cannot be compared with it is left out.
    """
    found = [[heard[0]]]
    for voice in heard[1:]:
        standing = [_stands(question, voice, side[0]) for side in found]
        if Comparison.SAME in standing and voice.confidence >= _HEARD:
            found[standing.index(Comparison.SAME)].append(voice)
        elif _may_differ(question, voice) and all(one is Comparison.DIFFERENT for one in standing):
            found.append([voice])
    return sorted(found, key=lambda side: max(_day(one.proof) for one in side), reverse=True)


def _voice(question: str, passages: Sequence[Passage], own: Sequence[Finding], found: Verdict, reader: Reader) -> Voice:
    near = [one for one in own if one != found.best and one.score >= found.best.score - _ALSO_SAID]
    others = tuple(proven(question, passages, one).answer.quote for one in near)
    return Voice(proven(question, passages, found.best), reader.calibration.confidence(found.signals), others)


def _may_differ(question: str, voice: Voice) -> bool:
    return voice.confidence >= _SURE and wanted(question) in _ONE_ANSWER


def _stands(question: str, one: Voice, other: Voice) -> Comparison:
    """How what two articles answer compares; what either says besides may show that they agree after all."""
    mine, theirs = one.proof.answer.quote, other.proof.answer.quote
    found = compared(mine, theirs)
    if found is not Comparison.DIFFERENT:
        return found
    if _counts(question, mine) != _counts(question, theirs):
        return Comparison.UNLIKE
    # What leaves its figure open, as "more than 25,000", goes with many another figure, and shows no agreement.
    again = [compared(mine, also) for also in other.others if not bounded(also)]
    again += [compared(theirs, also) for also in one.others if not bounded(also)]
    if Comparison.SAME in again:
        return Comparison.SAME
    if any(character.isdigit() for character in mine + theirs) or not (names_in(mine) and names_in(theirs)):
        return found
    known = _names_of(one.proof) & names_in(theirs) or _names_of(other.proof) & names_in(mine)
    unsure = min(one.confidence, other.confidence) < _SURE_OF_NAMES
    return Comparison.UNLIKE if known or unsure else found


def _counts(question: str, words: str) -> set[str]:
    """What a figure counts beside what the question names and people."""
    return {one for one in counted(words) if one not in question.casefold() and one not in _PEOPLE}


def _names_of(proof: Proof) -> set[str]:
    return {name for paragraph in proof.article.paragraphs for name in names_in(paragraph.text)}


def _day(proof: Proof) -> date:
    """The article's date; the first day there is where it has none."""
    published = proof.article.published
    return date.min if published is None else date(published.year, published.month, published.day)
