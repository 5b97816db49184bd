"""ROUGE-1, -2 and -L (Lin 2004): how much of a reference summary's words, pairs and order a summary has.

Words are runs of letters and digits, lower-cased and cut to their stems (Porter 1980) where they have more than three
letters, as in Google’s `rouge-score`. ROUGE-L takes each text as one sequence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import snowballstemmer

_WORD = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Rouge:
    """F1 of words, of pairs of words, and of the longest common subsequence, each in [0, 1]."""

    one: float
    two: float
    longest: float


def rouge(summary: str, reference: str) -> Rouge:
    """The scores of a summary against one reference; 0 where either has no words.

    >>> rouge("Nine boats burned.", "A boat burned, then nine.")
    Rouge(one=0.75, two=0.3333333333333333, longest=0.5)
    """
    found, wanted = stems(summary), stems(reference)
    return Rouge(_overlap(found, wanted, 1), _overlap(found, wanted, 2), _longest(found, wanted))


def stems(text: str) -> list[str]:
    """The words of a text as they are compared.

    >>> stems("The boats’ crews were 12")
    ['the', 'boat', 'crew', 'were', '12']
    """
    return [_stem(word) if len(word) > 3 else word for word in _WORD.findall(text.lower())]


@cache
def _stem(word: str) -> str:
    return str(_stemmer().stemWord(word))


@cache
def _stemmer() -> Any:
    return snowballstemmer.stemmer("porter")


def _overlap(found: Sequence[str], wanted: Sequence[str], size: int) -> float:
    ours, theirs = _runs(found, size), _runs(wanted, size)
    return _f1((ours & theirs).total(), ours.total(), theirs.total())


def _runs(words: Sequence[str], size: int) -> Counter[tuple[str, ...]]:
    return Counter(tuple(words[place : place + size]) for place in range(len(words) - size + 1))


def _longest(found: Sequence[str], wanted: Sequence[str]) -> float:
    row = [0] * (len(wanted) + 1)
    for word in found:
        diagonal = 0
        for place, other in enumerate(wanted, start=1):
            above = row[place]
            row[place] = diagonal + 1 if word == other else max(above, row[place - 1])
            diagonal = above
    return _f1(row[-1], len(found), len(wanted))


def _f1(common: int, found: int, wanted: int) -> float:
    return 2 * common / (found + wanted) if common else 0.0
