"""What a pronoun of a follow-up may mean: what the turns before name, ranked by where and how often they name it.

The ranking is a conditional logit (McFadden 1974) over a handful of counts, learned by `bot.training.antecedents` from
open follow-ups and what they were rewritten to.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.phrases import has_title, is_person, is_plural, names, things
from bot.question import Wanted, wanted

MOST_ANSWER_WORDS = 8  # of an answer that is put into a question
_HE = r"(?:he|him|his|himself)"
_SHE = r"(?:she|her|hers|herself)"
_NAMES_SOMETHING = frozenset((Wanted.PERSON, Wanted.SPEAKER, Wanted.PLACE, Wanted.THING))
_NO_NOUN = frozenset((Wanted.FIGURE, Wanted.DAY, Wanted.REASON, Wanted.WORDS, Wanted.YES_OR_NO))
_NOUN = re.compile(r"(?:[A-Z]|(?:the|an?|two|three|four|five|six|seven|eight|nine|ten|his|her|their|its)\b)")
_MAN = re.compile(r"\b(?:Mr|Sir|Lord|King|Prince|(?:\w*man|boy|father|son|husband|brother|king|prince|actor))\b")
_WOMAN = re.compile(
    r"\b(?:Mrs|Ms|Miss|Dame|Lady|Queen|Princess|(?:\w*woman|girl|mother|daughter|wife|sister|queen|princess|actress))\b"
)
_FURTHEST = 4  # turns back, from which on further makes no difference


class Pronoun(StrEnum):
    """What a pronoun points at."""

    HE = "he"
    SHE = "she"
    MANY = "many"  # they, them, their
    THING = "thing"  # it, its
    THIS = "this"  # this, that
    PLACE = "place"  # there


@dataclass(frozen=True, slots=True)
class Said:
    """A turn as later ones refer to it.

    Attributes:
        question: as it was understood.
        answer: the short answer; empty where the articles did not say.
        asked: the question as it was asked; empty where it was understood as asked.
    """

    question: str
    answer: str
    asked: str = ""


# What `candidates` knows of each phrase.
FEATURES = (
    "turns back in a question",
    "turns back in an answer",
    "mentions",
    "named first",
    "is a name",
    "is a person",
    "is plural",
    "has several words",
    "answers the last question",
)
# Log-odds a unit of each of these. Learned from CANARD (CC BY-SA 4.0), and set against its bent for biographies: what
# the last question was answered with, and what is plural where "they" is meant, count for more.
_OF_PERSONS = (-0.45, -0.05, 1.9, 1.6, 0.8, 0.7, -0.3, -0.8, 1.0)
_OF_THINGS = (-0.6, -0.3, 0.9, 0.7, 0.5, 0.3, -0.4, -1.1, 2.0)
_WEIGHTS = {
    Pronoun.HE: _OF_PERSONS,
    Pronoun.SHE: _OF_PERSONS,
    Pronoun.MANY: (-0.2, 0.0, 2.6, 1.1, 0.4, 0.0, 2.0, -0.6, 0.8),
    Pronoun.THING: _OF_THINGS,
    Pronoun.THIS: (-0.2, -0.8, 0.9, 0.3, 0.3, 0.0, -0.2, -0.6, 2.0),
    Pronoun.PLACE: _OF_THINGS,
}
_UNLIKELY = 3.0  # log-odds that what looks to be of another kind than the pronoun loses
_MARGIN = 2.5  # log-odds behind the likeliest, from which on nothing is meant


def antecedents(pronoun: Pronoun, said: Sequence[Said]) -> list[str]:
    """What a pronoun may mean, the likeliest first; empty where the turns name nothing.

    Args:
        pronoun: what it points at.
        said: the turns before, oldest first; at least one.

    >>> antecedents(Pronoun.SHE, [Said("Who opened the bridge in Ayr?", "Mayor Sue Hill")])[0]
    'Mayor Sue Hill'
    """
    weights = _WEIGHTS[pronoun]
    found = candidates(said)
    scores = {
        phrase: sum(weight * value for weight, value in zip(weights, values, strict=True))
        - _UNLIKELY * _is_unlike(pronoun, phrase, said)
        - _UNLIKELY * _is_surely_unlike(pronoun, phrase, said)
        for phrase, values in found.items()
    }
    least = max(scores.values(), default=0.0) - _MARGIN
    return sorted((phrase for phrase in scores if scores[phrase] >= least), key=lambda phrase: -scores[phrase])


def candidates(said: Sequence[Said]) -> dict[str, tuple[float, ...]]:
    """The phrases of these turns that a pronoun may mean, the latest first, each with its `FEATURES`."""
    places: dict[str, list[_Mention]] = {}
    for back, turn in enumerate(reversed(said)):
        asked = [*names(turn.question), *things(turn.question)]
        for in_answer, phrases in ((True, _of_answer(turn)), (False, asked)):
            for rank, phrase in enumerate(phrases):
                places.setdefault(phrase, []).append(_Mention(back, in_answer, rank))
    newest = short(said[-1].answer) if wanted(said[-1].question) in _NAMES_SOMETHING else ""
    return {
        phrase: (*_counts(_mentions(phrase, places)), *_kinds(phrase), float(phrase == newest)) for phrase in places
    }


@dataclass(frozen=True, slots=True)
class _Mention:
    back: int  # turns
    in_answer: bool
    rank: int  # among the phrases of that question or answer


def short(answer: str) -> str:
    """The answer where it is short enough to stand in a question; else empty."""
    return answer.strip(" .,;:") if len(answer.split()) <= MOST_ANSWER_WORDS else ""


def _of_answer(turn: Said) -> list[str]:
    answer, kind = short(turn.answer), wanted(turn.question)
    parts = [*names(turn.answer), *things(turn.answer)]
    if kind is Wanted.PLACE and answer:
        return list(dict.fromkeys([answer, *parts]))
    if answer and _NOUN.match(answer) and kind not in _NO_NOUN:
        return [answer] if is_plural(answer) else list(dict.fromkeys([answer, *parts]))
    return parts


def _mentions(phrase: str, places: dict[str, list[_Mention]]) -> list[_Mention]:
    """Where a phrase is named, by all its words or by the last: "Hume" is David Hume."""
    last = phrase.split()[-1]
    return places[phrase] + (places.get(last, []) if last != phrase else [])


def _counts(found: Sequence[_Mention]) -> tuple[float, ...]:
    asked = [one.back for one in found if not one.in_answer]
    told = [one.back for one in found if one.in_answer]
    return (
        min(_FURTHEST, *asked, _FURTHEST),
        min(_FURTHEST, *told, _FURTHEST),
        math.log1p(len(found)),
        float(any(one.rank == 0 and not one.in_answer for one in found)),
    )


def _kinds(phrase: str) -> tuple[float, ...]:
    plural = is_plural(phrase)
    return (
        float(phrase.removeprefix("the ")[:1].isupper()),
        float(is_person(phrase) and not plural),
        float(plural),
        float(len(phrase.split()) > 1),
    )


def _is_unlike(pronoun: Pronoun, phrase: str, said: Sequence[Said]) -> bool:
    """Whether a phrase is of another kind than the pronoun, as far as its words and the turns tell."""
    plural, name = is_plural(phrase), all(word[0].isupper() for word in phrase.split())
    person = (is_person(phrase) or _answers(phrase, said, Wanted.PERSON, Wanted.SPEAKER)) and not plural
    match pronoun:
        case Pronoun.HE | Pronoun.SHE:
            known = bool(said[-1].answer) and wanted(said[-1].question) in (Wanted.PERSON, Wanted.SPEAKER)
            return (
                _sex(phrase, said) not in ("", pronoun)
                or not (person or (name and not known))  # where "who" was answered, "he" is hardly the firm
                or _is_place(phrase, said)
            )
        case Pronoun.THING | Pronoun.THIS:
            return person or plural
        case Pronoun.MANY:
            return person or (not plural and _is_place(phrase, said))
        case Pronoun.PLACE:
            return not _is_place(phrase, said)


def _is_surely_unlike(pronoun: Pronoun, phrase: str, said: Sequence[Said]) -> bool:
    """Whether a title or the answer to "who" makes a person of what "it" or "there" would mean."""
    told = has_title(phrase) or _answers(phrase, said, Wanted.PERSON, Wanted.SPEAKER)
    if pronoun is Pronoun.PLACE:
        return told or is_person(phrase)
    return pronoun in (Pronoun.THING, Pronoun.THIS) and told


def _is_place(phrase: str, said: Sequence[Said]) -> bool:
    """Whether a name stands where places stand: behind "in", "at", "to", or as the answer to "where"."""
    name = phrase.removeprefix("the ")
    before = re.compile(rf"\b(?:in|at|near|from|to|outside|across) (?:the )?{re.escape(name)}\b")
    return _answers(phrase, said, Wanted.PLACE) or (
        name[:1].isupper() and not is_person(phrase) and any(before.search(turn.question) for turn in said)
    )


def _answers(phrase: str, said: Sequence[Said], *kinds: Wanted) -> bool:
    return any(short(turn.answer) == phrase and wanted(turn.question) in kinds for turn in said)


def _sex(phrase: str, said: Sequence[Said]) -> str:
    """Whether a phrase is a he or a she, as far as its words or the pronouns that meant it tell; empty for neither."""
    if _WOMAN.search(phrase) or _MAN.search(phrase):
        return Pronoun.SHE if _WOMAN.search(phrase) else Pronoun.HE
    for turn in said:
        if turn.asked and phrase in turn.question and phrase not in turn.asked:
            he, she = (re.search(rf"\b{one}\b", turn.asked, re.IGNORECASE) for one in (_HE, _SHE))
            if bool(he) != bool(she):
                return Pronoun.HE if he else Pronoun.SHE
    return ""
