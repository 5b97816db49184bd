"""Whether an editor would take an answer: a comparison more forgiving than `bot.evaluation.squad`'s."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

_QUALIFIERS = r"\b(?:a|an|the|about|around|at least|more than|over|nearly|some|approximately|roughly)\b"
_MARKS = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-"})
CLAUSES = frozenset(("why", "attribution", "quote"))  # kinds of question that a clause answers
_CLAUSE_F1 = 0.5


def normalise(text: str) -> str:
    """Lower case, one kind of quotation mark and dash, no articles, qualifiers or punctuation, single spaces."""
    text = re.sub(_QUALIFIERS, " ", text.translate(_MARKS).lower())
    text = re.sub(r"[^\w\s%$£€.]", " ", text)
    return " ".join(re.sub(r"\.(?!\d)", " ", text).split())


def token_f1(answer: str, gold: str) -> float:
    """Harmonic mean of token precision and recall after `normalise` (Rajpurkar et al. 2016), in [0, 1]."""
    got, wanted = normalise(answer).split(), normalise(gold).split()
    shared = sum((Counter(got) & Counter(wanted)).values())
    return 2 * shared / (len(got) + len(wanted)) if shared else float(got == wanted)


def best_f1(answer: str, golds: Sequence[str]) -> float:
    """The best token F1 with any of the acceptable answers."""
    return max((token_f1(answer, gold) for gold in golds), default=0.0)


def acceptable(answer: str, golds: Sequence[str], kind: str) -> bool:
    """Whether an editor would take the answer: equal, or one holds the other as whole words.

    Args:
        answer: the system's words.
        golds: acceptable answers.
        kind: of the question; for `CLAUSES` a token F1 of 0.5 is enough too.
    """
    got = f" {normalise(answer)} "
    if not got.strip():
        return False
    wanted = [f" {normalise(gold)} " for gold in golds if normalise(gold)]
    if any(got in one or one in got for one in wanted):
        return True
    return kind in CLAUSES and best_f1(answer, golds) >= _CLAUSE_F1
