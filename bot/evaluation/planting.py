"""Errors planted by script in true sentences, and light rewriting that keeps them true. Seeded; no model is used."""

from __future__ import annotations

import calendar
import random
import re
from collections.abc import Callable, Sequence

from bot.review import Kind

_MONTHS = list(calendar.month_name)[1:]
_WEEKDAYS = list(calendar.day_name)
_WORDS = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_NOT_NAMES = {
    *_MONTHS,
    *_WEEKDAYS,
    "I",
    "The",
    "A",
    "An",
    "But",
    "And",
    "In",
    "On",
    "At",
    "He",
    "She",
    "It",
    "We",
    "They",
}
_NUMBER = re.compile(
    r"(?<![\w.,$£€-])(?:[$£€])?(\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)(?![\w,]|\.\d|-\w|:\d)|\b(" + "|".join(_WORDS) + r")\b"
)
_NAME = re.compile(r"(?<=[a-z,] )(?:[A-Z][a-z]{2,}(?:-[A-Z]?[a-z]+)?)(?: [A-Z][a-z]{2,})*(?=[ ,.;’'])")
_QUOTE = re.compile(r"[“\"]([^“”\"]{25,})[”\"]")
_SPEAKER = re.compile(
    r"(?:(?<=[,”\"] )said ([A-Z][a-z]+(?: [A-Z][a-z]+)+)|\b([A-Z][a-z]+(?: [A-Z][a-z]+)*) (?:said|says|told|added)\b|"
    r"[Aa]ccording to ([A-Z][a-z]+(?: [A-Z][a-z]+)+))"
)
_AUXILIARY = re.compile(
    r"\b(is|are|was|were|will|has|have|had|can|could|would|should)"
    r"(?! not|n[’']t|\b.{0,12}\bnever) (?=[a-z])"
)
_NOT = re.compile(
    r"\b(is|are|was|were|will|has|have|had|could|would|should|did|does|do) not\b|"
    r"\b(is|are|was|were|has|have|had|could|would|should|did|does|do)n[’']t\b"
)
_FLIPS = [
    ("rose", "fell"),
    ("increased", "decreased"),
    ("increase", "decrease"),
    ("won", "lost"),
    ("gained", "lost"),
    ("accepted", "rejected"),
    ("approved", "rejected"),
    ("confirmed", "denied"),
    ("allowed", "banned"),
    ("supports", "opposes"),
    ("opened", "closed"),
    ("began", "ended"),
    ("higher", "lower"),
    ("more than", "less than"),
    ("before", "after"),
]


def plant(kind: Kind, sentence: str, names: Sequence[str], words: Sequence[str], rng: random.Random) -> str | None:
    """The sentence with one error of a kind; None where it has nothing that could be wrong in that way.

    Args:
        kind: of the error.
        sentence: a true one.
        names: that could stand there instead, of the same article and of others.
        words: of the same article, to alter quotations with.
        rng: chooses.
    """
    planters: dict[Kind, Callable[[], str | None]] = {
        Kind.NUMBER: lambda: _number(sentence, rng),
        Kind.NAME: lambda: _name(sentence, names, rng),
        Kind.DATE: lambda: _date(sentence, rng),
        Kind.NEGATION: lambda: _negation(sentence, rng),
        Kind.SPEAKER: lambda: _speaker(sentence, names, rng),
        Kind.QUOTE: lambda: _quote(sentence, words, rng),
    }
    planted = planters[kind]()
    return planted if planted != sentence else None


def names_of(text: str) -> list[str]:
    """The names in the middle of a text's sentences, each once."""
    found = dict.fromkeys(match.group() for match in _NAME.finditer(text))
    return [name for name in found if not set(name.split()) & _NOT_NAMES]


def speakers_of(text: str) -> list[str]:
    """The full names beside a verb of saying, each once."""
    found = [next(filter(None, match.groups())) for match in _SPEAKER.finditer(text)]
    return [name for name in dict.fromkeys(found) if not set(name.split()) & _NOT_NAMES]


def _outside_quotes(sentence: str, pattern: re.Pattern[str]) -> list[re.Match[str]]:
    quoted = [match.span() for match in _QUOTE.finditer(sentence)]
    return [one for one in pattern.finditer(sentence) if not any(a <= one.start() < b for a, b in quoted)]


def _number(sentence: str, rng: random.Random) -> str | None:
    found = [one for one in _outside_quotes(sentence, _NUMBER) if not re.fullmatch(r"(?:1[5-9]|20)\d\d", one[1] or "")]
    dated = re.compile(rf"(?:{'|'.join(name[:3] for name in _MONTHS)})[a-z]*\.? $")
    found = [one for one in found if not dated.search(sentence[: one.start()]) and one[0] not in {"911"}]
    if not found:
        return None
    one = rng.choice(found)
    group = 1 if one[1] else 2
    return sentence[: one.start(group)] + _other_number(one[group], rng) + sentence[one.end(group) :]


def _other_number(written: str, rng: random.Random) -> str:
    if written.isalpha():
        return rng.choice([word for word in _WORDS if word != written])
    value = float(written.replace(",", ""))
    changed = value * rng.choice([0.4, 0.5, 0.7, 1.5, 2.0, 3.0])
    if "." in written:
        return f"{changed:.{len(written.partition('.')[2])}f}"
    whole = round(changed)
    whole = whole if whole != value else whole + rng.choice([1, 2, 3])
    return f"{whole:,}" if "," in written or whole >= 10_000 else str(whole)


def _name(sentence: str, names: Sequence[str], rng: random.Random) -> str | None:
    found = [one for one in _outside_quotes(sentence, _NAME) if not set(one.group().split()) & _NOT_NAMES]
    if not found:
        return None
    one = rng.choice(found)
    others = [name for name in names if not set(name.split()) & set(sentence.replace("’s", "").split())]
    others = [name for name in others if len(name.split()) == len(one.group().split())] or others
    return sentence[: one.start()] + rng.choice(others) + sentence[one.end() :] if others else None


def _date(sentence: str, rng: random.Random) -> str | None:
    pattern = re.compile(
        rf"\b(?:{'|'.join([*_WEEKDAYS, *_MONTHS])})\b(?= \d|,|\.| [a-z]|$)|\b(?<![\d,-])(?:19|20)\d\d\b(?![-\d])"
    )
    found = [one for one in _outside_quotes(sentence, pattern) if one.group() not in {"May", "March"}]
    if not found:
        return None
    one = rng.choice(found)
    written = one.group()
    if written.isdigit():
        other = str(int(written) + rng.choice([-10, -3, -2, -1, 1, 2, 4]))
    else:
        kind = _WEEKDAYS if written in _WEEKDAYS else _MONTHS
        other = rng.choice([name for name in kind if name not in sentence])
    return sentence[: one.start()] + other + sentence[one.end() :]


def _negation(sentence: str, rng: random.Random) -> str | None:
    ways = [f"{sentence[: one.end()]}not {sentence[one.end() :]}" for one in _outside_quotes(sentence, _AUXILIARY)]
    ways += [
        sentence[: one.start()] + (one[1] or one[2]) + sentence[one.end() :] for one in _outside_quotes(sentence, _NOT)
    ]
    ways += [
        sentence[: one.start()] + new + sentence[one.end() :]
        for pair in _FLIPS
        for old, new in (pair, pair[::-1])
        for one in _outside_quotes(sentence, re.compile(rf"\b{old}\b"))
    ]
    return rng.choice(ways) if ways else None


def _speaker(sentence: str, names: Sequence[str], rng: random.Random) -> str | None:
    found = _outside_quotes(sentence, _SPEAKER)
    found = [one for one in found if not set(next(filter(None, one.groups())).split()) & _NOT_NAMES]
    if not found:
        return None
    one = rng.choice(found)
    group = next(number for number in (1, 2, 3) if one[number])
    others = [name for name in names if not set(name.split()) & set(sentence.split())]
    return sentence[: one.start(group)] + rng.choice(others) + sentence[one.end(group) :] if others else None


def _quote(sentence: str, words: Sequence[str], rng: random.Random) -> str | None:
    found = list(_QUOTE.finditer(sentence))
    if not found:
        return None
    one = rng.choice(found)
    inside = list(re.finditer(r"\b[a-z]{4,}\b", one[1]))
    if len(inside) < 3:
        return None
    word = rng.choice(inside)
    start, end = one.start(1) + word.start(), one.start(1) + word.end()
    if rng.random() < 0.3:  # a word left out
        return sentence[:start].rstrip() + " " + sentence[end:].lstrip()
    others = [other for other in words if other.lower() != word.group() and len(other) > 3 and other.islower()]
    return sentence[:start] + rng.choice(others) + sentence[end:] if others else None
