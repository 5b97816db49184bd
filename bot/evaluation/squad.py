"""SQuAD's own measures: exact match and token F1 of an answer's words (Rajpurkar et al. 2016, the official script)."""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Sequence

_MARKS = str.maketrans("", "", string.punctuation)


def normalise(text: str) -> str:
    """Lower case without ASCII punctuation, "a", "an", "the" and repeated spaces."""
    return " ".join(re.sub(r"\b(?:a|an|the)\b", " ", text.lower().translate(_MARKS)).split())


def exact_match(answer: str, golds: Sequence[str]) -> float:
    """1 where the answer equals a gold one, else 0; no gold answers mean that silence ("") is right."""
    return float(any(normalise(answer) == normalise(gold) for gold in golds or [""]))


def token_f1(answer: str, golds: Sequence[str]) -> float:
    """The best harmonic mean of token precision and recall, in [0, 1]; silence is right where there is no gold."""
    return max(_f1(normalise(answer).split(), normalise(gold).split()) for gold in golds or [""])


def _f1(got: list[str], wanted: list[str]) -> float:
    shared = sum((Counter(got) & Counter(wanted)).values())
    return 2 * shared / (len(got) + len(wanted)) if shared else float(got == wanted)
