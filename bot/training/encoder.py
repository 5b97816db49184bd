"""Learn a map of the questions' vectors: `python -m bot.training.encoder --data FOLDER --valid FOLDER --out FOLDER`.

A search ranks by the inner product of a question's and a paragraph's vector, so a matrix on the side of the questions
changes which paragraphs are near, and leaves a library's vectors as they are: nothing need be embedded again.

The matrix learns to tell the paragraph that answers from those of the other questions of its batch and from hard ones:
other paragraphs of the same article, and what the encoder as it is ranks high and does not answer (InfoNCE: van den
Oord et al. 2018; both kinds of negatives: Karpukhin et al. 2020). It begins as the identity. A run is seeded; vectors
are written as they are made, and a run that was stopped goes on from those.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.numpy import save_file

from bot.evaluation import finding
from bot.evaluation.data import read_rows
from bot.evaluation.remembering import RememberingEncoder
from bot.training.documents import documents
from embeddings import Encoder, SentenceEncoder
from embeddings.store import Vectors

_CHUNK = 1000  # texts whose vectors are written at once
_SKIPPED = 5  # the best ranked wrong ones are often right after all: nobody marked every paragraph that answers
_RANKED = 25  # ranks below those, from which hard negatives are drawn
_NEVER = -1e4


@dataclass(frozen=True, slots=True)
class Recipe:
    """A whole run.

    Attributes:
        mix: data set -> (articles, consecutive passages an article, questions), all at most.
        rate: peak learning rate of AdamW, falling to 0 in a line.
        decay: of AdamW, towards the identity.
        batch: questions a step.
        epochs: how often each question is seen.
        ranked: hard negatives a question that the encoder ranks high.
        siblings: hard negatives a question of the same article.
        scale: what cosines are multiplied by, as in the encoder's own training.
        seed: of everything that is drawn.
    """

    mix: Mapping[str, tuple[int, int, int]]
    rate: float = 1e-3
    decay: float = 10.0
    batch: int = 256
    epochs: int = 4
    ranked: int = 4
    siblings: int = 1
    scale: float = 20.0
    seed: int = 0


TRIED = Recipe(
    {
        "squad11": (200, 4, 3600),
        "tydiqa_en": (600, 1, 640),
        "qed_nq": (700, 1, 730),
        "shifts-wiki": (167, 3, 2400),
        "shifts-reddit": (400, 1, 1900),
        "shifts-amazon": (150, 1, 700),
        "onestopqa_evidence": (40, 6, 700),
        "qamr": (500, 1, 3000),
        "tweetqa": (800, 1, 1200),
    }
)


@dataclass(frozen=True, slots=True)
class Pair:
    """A question, the places of the paragraphs that answer it, and those of its article's."""

    question: str
    answering: tuple[int, ...]
    article: range


def gather(folder: Path, recipe: Recipe) -> tuple[list[str], list[Pair]]:
    """The paragraphs of all articles, and the questions about them; the same for the same seed.

    Raises:
        TrainingDataError: a row of a data set is not as it should be.
    """
    rng = random.Random(recipe.seed)
    paragraphs: list[str] = []
    pairs: list[Pair] = []
    for name, (articles, together, questions) in recipe.mix.items():
        rows = list(read_rows(folder / f"{name}.jsonl.gz"))
        held = len(rows) // together
        drawn = sorted(rng.sample(range(held), min(held, articles)))
        rows = [row for one in drawn for row in rows[one * together : (one + 1) * together]]
        asked = [one for one in documents(rows, together, rng) if one.answers]
        places: dict[str, range] = {}
        for one in rng.sample(asked, min(questions, len(asked))):
            if one.article.id not in places:
                places[one.article.id] = range(len(paragraphs), len(paragraphs) + len(one.article.paragraphs))
                paragraphs += [paragraph.text for paragraph in one.article.paragraphs]
            article = places[one.article.id]
            answering = {article[number - 1] for number, _ in one.answers}
            pairs.append(Pair(one.question, tuple(sorted(answering)), article))
    return paragraphs, pairs


def embedded(encode: Callable[[Sequence[str]], Vectors], texts: Sequence[str], folder: Path) -> Vectors:
    """Vectors of the texts, float32 [n, dimension]; those that a folder has from an earlier run are not made again.

    Args:
        encode: as an encoder's.
        texts: n, at least 1.
        folder: of this encoder and use alone, made if missing: a file of vectors for every 1,000 texts, named by them.
    """
    folder.mkdir(parents=True, exist_ok=True)
    parts = []
    for first in range(0, len(texts), _CHUNK):
        chunk = texts[first : first + _CHUNK]
        path = folder / f"{hashlib.sha256(json.dumps(chunk).encode()).hexdigest()[:16]}.npy"
        if not path.is_file():
            np.save(path.with_suffix(".new.npy"), encode(chunk))
            path.with_suffix(".new.npy").replace(path)
        parts.append(np.load(path))
    return np.concatenate(parts)


def ranked_high(questions: Vectors, paragraphs: Vectors, pairs: Sequence[Pair]) -> NDArray[np.int64]:
    """Of each question the places of the paragraphs that are near and do not answer, int64 [n, 25 at most].

    The five nearest are left out, where that leaves any.
    """
    most = len(paragraphs) - max(len(pair.answering) for pair in pairs)
    asked, held = torch.tensor(questions), torch.tensor(paragraphs)
    found = []
    for first in range(0, len(pairs), _CHUNK):
        scores = asked[first : first + _CHUNK] @ held.T
        for row, pair in enumerate(pairs[first : first + _CHUNK]):
            scores[row, list(pair.answering)] = -torch.inf
        found.append(scores.topk(min(_SKIPPED + _RANKED, most)).indices)
    nearest: NDArray[np.int64] = torch.cat(found).numpy()
    return nearest[:, min(_SKIPPED, most - 1) :]


def fit(questions: Vectors, paragraphs: Vectors, pairs: Sequence[Pair], recipe: Recipe) -> Vectors:
    """The matrix m, float32 [d, d], for which `question @ m` is nearest to the paragraph that answers.

    Args:
        questions: float32 [n, d], rows of length 1.
        paragraphs: float32 [p, d], likewise.
        pairs: n.
        recipe: rate, batch, epochs, negatives, seed.
    """
    rng = np.random.default_rng(recipe.seed)
    near = ranked_high(questions, paragraphs, pairs)
    asked, held = torch.tensor(questions), torch.tensor(paragraphs)
    change = torch.zeros(questions.shape[1], questions.shape[1], requires_grad=True)
    optimiser = torch.optim.AdamW([change], lr=recipe.rate, weight_decay=recipe.decay)
    batches = [
        order[first : first + recipe.batch]
        for order in (rng.permutation(len(pairs)) for _ in range(recipe.epochs))
        for first in range(0, len(pairs), recipe.batch)
    ]
    for step, batch in enumerate(batches):
        optimiser.param_groups[0]["lr"] = recipe.rate * (1 - step / len(batches))
        right = np.array([pairs[one].answering[0] for one in batch])
        columns = np.concatenate([right, _negatives(batch, near, pairs, recipe, rng)])
        answers = torch.tensor(_other_answers(batch, columns, pairs))
        mapped = torch.nn.functional.normalize(asked[batch] + asked[batch] @ change, dim=1)
        scores = (recipe.scale * mapped @ held[columns].T).masked_fill(answers, _NEVER)
        loss = torch.nn.functional.cross_entropy(scores, torch.arange(len(batch)))
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
        optimiser.step()
        if step % (len(batches) // 8 + 1) == 0:
            print(f"step {step}/{len(batches)}  loss {loss.item():.3f}", flush=True)
    learned: Vectors = (torch.eye(questions.shape[1]) + change.detach()).numpy()
    return learned


def _negatives(
    batch: NDArray[np.int64],
    near: NDArray[np.int64],
    pairs: Sequence[Pair],
    recipe: Recipe,
    rng: np.random.Generator,
) -> NDArray[np.int64]:
    """Places of hard negatives of a batch's questions, one after another."""
    drawn = [near[one][rng.integers(0, near.shape[1], recipe.ranked)] for one in batch]
    for one in batch:
        others = [place for place in pairs[one].article if place not in pairs[one].answering]
        if others:
            drawn.append(rng.choice(others, recipe.siblings))
    return np.concatenate(drawn)


def _other_answers(batch: NDArray[np.int64], columns: NDArray[np.int64], pairs: Sequence[Pair]) -> NDArray[np.bool_]:
    """Whether a column answers a row's question, too, bool [questions, columns]; False for the row's own."""
    found = np.stack([np.isin(columns, pairs[one].answering) for one in batch])
    np.fill_diagonal(found, False)
    return found


class Mapped:
    """An encoder whose questions go through a matrix, float32 [dimension, dimension]."""

    def __init__(self, encoder: Encoder, matrix: Vectors) -> None:
        self._encoder, self._matrix = encoder, matrix
        self.name, self.dimension = encoder.name, encoder.dimension
        self.encode_passages, self.split = encoder.encode_passages, encoder.split

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """float32 [n, dimension], rows of length 1."""
        found: Vectors = self._encoder.encode_queries(texts) @ self._matrix
        lengths: Vectors = np.linalg.norm(found, axis=1, keepdims=True)
        return found / lengths


def main(argv: Sequence[str] | None = None) -> int:
    """Learn a matrix, write it, and print how well search ranks without and with it."""
    parser = argparse.ArgumentParser(prog="python -m bot.training.encoder", description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of the training sets, .jsonl.gz")
    parser.add_argument("--valid", type=Path, required=True, help="folder of the validation sets")
    parser.add_argument("--corpus", type=Path, help="articles to search beside the desk's, .jsonl.gz")
    parser.add_argument("--out", type=Path, required=True, help="folder to write; vectors in it are used again")
    options = parser.parse_args(argv)
    encoder = SentenceEncoder()
    texts, pairs = gather(options.data, TRIED)
    print(f"{len(pairs):,} questions, {len(texts):,} paragraphs", flush=True)
    kept = options.out / encoder.name
    questions = embedded(encoder.encode_queries, [one.question for one in pairs], kept / "questions")
    matrix = fit(questions, embedded(encoder.encode_passages, texts, kept / "paragraphs"), pairs, TRIED)
    save_file({"queries": matrix}, options.out / "queries.safetensors")
    once = RememberingEncoder(encoder)
    for name, one in (("as it is", once), ("mapped", Mapped(once, matrix))):
        found = finding.passages(options.valid, one) | finding.figures(options.valid, one, options.corpus)
        print(name, *(f"{value:9.3f}  {figure}" for figure, value in found.items()), sep="\n", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
