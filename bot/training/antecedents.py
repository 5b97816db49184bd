"""Learn what a pronoun of a follow-up means: `python -m bot.training.antecedents --data canard_dev.rewrite.jsonl.gz`.

CANARD (Elgohary et al. 2019, CC BY-SA 4.0) has questions about Wikipedia articles, each with the turns before it and
with what it was rewritten to. A phrase of those turns is what the pronoun means if the rewrite has all its words anew.
The printed weights stand, rounded, in `bot.antecedents`; there, what a journalist's "it" and "he" most often mean, the
answer just given, counts for more than in talks about one person's biography.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.antecedents import FEATURES, Pronoun, Said, candidates

_SHAPES = {
    Pronoun.HE: r"he|him|his",
    Pronoun.SHE: r"she|her|hers",
    Pronoun.MANY: r"they|them|their",
    Pronoun.THING: r"it|its",
}
_NO_ANSWER = "I don't know."
_REMEMBERED = 6
_HELD_OUT = 4  # one title in so many
_RIDGE = 0.005
_STEPS, _RATE = 2_000, 0.5


@dataclass(frozen=True, slots=True)
class Example:
    """A pronoun.

    Attributes:
        title: of the article that the talk is about.
        seen: features of what it may mean [n, f].
        meant: which of these it means [n]; at least one.
    """

    title: str
    seen: NDArray[np.float64]
    meant: NDArray[np.bool_]


def examples(path: Path) -> dict[Pronoun, list[Example]]:
    """The pronouns whose meaning the turns before name, by what they point at."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    rewritten = {(*row["history"], row["question"]): row["rewrite"] for row in rows}
    found: dict[Pronoun, list[Example]] = defaultdict(list)
    for row in rows:
        for pronoun, shape in _SHAPES.items():
            if re.search(rf"\b(?:{shape})\b", row["question"].lower()):
                new = Counter(_words(row["rewrite"])) - Counter(_words(row["question"]))
                seen = candidates(list(_said(row["history"], rewritten)))
                meant = np.array([set(_words(phrase)) <= set(new) for phrase in seen], dtype=bool)
                if meant.any():
                    found[pronoun].append(Example(row["history"][0], np.array(list(seen.values())), meant))
    return found


def _said(history: Sequence[str], rewritten: dict[tuple[str, ...], str]) -> Iterator[Said]:
    """Title, section, then question and answer in turns; the questions as they were rewritten."""
    yield Said(history[0], "")
    turns = list(range(2, len(history) - 1, 2))
    for place in turns[1 - _REMEMBERED :]:
        question = rewritten.get(tuple(history[: place + 1]), history[place])
        answer = history[place + 1]
        yield Said(question, "" if answer == _NO_ANSWER else answer, history[place])


def _words(text: str) -> list[str]:
    return [word for word in re.findall(r"\w+", re.sub(r"[’']s?\b", " ", text.lower())) if word not in ("the", "a")]


def fit(learned: Sequence[Example]) -> NDArray[np.float64]:
    """Weights [f] under which what is meant is likeliest, with a ridge; gradient ascent, as there is one optimum."""
    weights = np.zeros(len(FEATURES))
    for _ in range(_STEPS):
        slope = -2 * _RIDGE * weights
        for one in learned:
            chance = _softmax(one.seen @ weights)
            right = chance * one.meant
            slope += one.seen.T @ (right / right.sum() - chance) / len(learned)
        weights += _RATE * slope
    return weights


def _softmax(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    raised = np.exp(scores - scores.max())
    return np.asarray(raised / raised.sum(), dtype=np.float64)


def main(argv: Sequence[str] | None = None) -> int:
    """Print the weights of each pronoun, and how often the likeliest phrase is meant in talks held out."""
    parser = argparse.ArgumentParser(prog="python -m bot.training.antecedents", description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="canard_dev.rewrite.jsonl.gz")
    options = parser.parse_args(argv)
    for pronoun, found in examples(options.data).items():
        titles = sorted({one.title for one in found})
        random.Random(0).shuffle(titles)
        kept = set(titles[len(titles) // _HELD_OUT :])
        weights = fit([one for one in found if one.title in kept])
        held_out = [one for one in found if one.title not in kept]
        right = [one.meant[np.argmax(one.seen @ weights)] for one in held_out]
        print(f"{pronoun}: {len(found)} pronouns, {len(held_out)} held out, {np.mean(right or [0]):.3f} right")
        print("\n".join(f"  {name:26}{weight:8.2f}" for name, weight in zip(FEATURES, weights, strict=True)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
