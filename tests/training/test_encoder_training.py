"""A map of the questions' vectors: what it learns from, that it learns, and that it changes questions alone."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bot.training import encoder
from bot.training.encoder import Mapped, Pair, Recipe, embedded, fit, gather, ranked_high
from embeddings.store import Vectors

RECIPE = Recipe({"boats": (3, 2, 5)}, rate=0.05, decay=0.0, batch=16, epochs=40)


def turned(seed: int = 0) -> tuple[Vectors, Vectors, list[Pair]]:
    """48 paragraphs, and a question to each that lies where the paragraph does, but for a turn of the whole space."""
    rng = np.random.default_rng(seed)
    paragraphs = rng.normal(size=(48, 12)).astype(np.float32)
    paragraphs /= np.linalg.norm(paragraphs, axis=1, keepdims=True)
    turn, _ = np.linalg.qr(np.random.default_rng(9).normal(size=(12, 12)))
    pairs = [Pair(f"{one}?", (one,), range(one // 4 * 4, one // 4 * 4 + 4)) for one in range(48)]
    return (paragraphs @ turn).astype(np.float32), paragraphs, pairs


def first(questions: Vectors, paragraphs: Vectors) -> float:
    return float(np.mean((questions @ paragraphs.T).argmax(axis=1) == np.arange(len(questions))))


def test_what_is_learned_holds_for_others_and_is_the_same_again() -> None:
    questions, paragraphs, pairs = turned()
    matrix = fit(questions, paragraphs, pairs, RECIPE)
    asked, held, _ = turned(seed=1)
    assert first(asked, held) < 0.2
    assert first(asked @ matrix, held) > 0.7
    assert np.array_equal(matrix, fit(questions, paragraphs, pairs, RECIPE))
    held_back = fit(questions, paragraphs, pairs, replace(RECIPE, decay=10.0))
    assert np.abs(held_back - np.eye(12)).max() < np.abs(matrix - np.eye(12)).max() / 4


def test_a_paragraph_that_answers_too_is_never_a_negative() -> None:
    """Where all paragraphs answer but one, that one is the only hard negative, and without it nothing is learned."""
    questions, paragraphs, _ = turned()
    pairs = [Pair("?", tuple(range(1, 48)), range(48))] * 48
    assert set(ranked_high(questions, paragraphs, pairs).ravel().tolist()) == {0}
    matrix = fit(questions, paragraphs, pairs, replace(RECIPE, epochs=1, ranked=0, siblings=0))
    assert np.array_equal(matrix, np.eye(12))


def test_hard_negatives_are_near_and_wrong() -> None:
    questions, paragraphs, pairs = turned()
    near = ranked_high(questions, paragraphs, pairs)
    assert near.shape == (48, 25)
    order = [one for one in np.argsort(-(paragraphs @ questions[7])).tolist() if one != 7]
    assert near[7].tolist() == order[5:30]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    rows = []
    for n in range(10, 18):
        before = f"The ferry {n} left Port Moss on Friday.\nOn board were "
        asked = {"q": f"How many were on ferry {n}?", "ans": [[len(before), str(n)]]}
        rows.append({"ctx": f"{before}{n} people.", "qas": [asked]})
    with gzip.open(tmp_path / "boats.jsonl.gz", "wt") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
    return tmp_path


def test_pairs_point_at_the_paragraph_that_answers(data: Path) -> None:
    texts, pairs = gather(data, RECIPE)
    assert len(pairs) == 5
    assert len(texts) == len(set(texts)) == 12  # three articles of two passages of two lines
    for pair in pairs:
        (place,) = pair.answering
        assert texts[place] == f"On board were {pair.question.split()[-1].strip('?')} people."
        assert place in pair.article
        assert len(pair.article) == 4
    assert gather(data, RECIPE) == (texts, pairs)
    assert gather(data, replace(RECIPE, seed=1)) != (texts, pairs)


def test_vectors_are_not_made_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder, "_CHUNK", 2)
    made: list[str] = []

    def encode(texts: Sequence[str]) -> Vectors:
        if "stop" in made:
            raise KeyboardInterrupt
        made.extend(texts)
        return np.array([[len(text), 1.0] for text in texts], np.float32)

    texts = ["a", "bb", "ccc", "stop", "eeeee"]
    with pytest.raises(KeyboardInterrupt):
        embedded(encode, texts, tmp_path / "v")
    made.remove("stop")
    assert embedded(encode, texts, tmp_path / "v")[:, 0].tolist() == [1, 2, 3, 4, 5]
    assert made == ["a", "bb", "ccc", "eeeee"]
    assert embedded(encode, ["a", "bbbb"], tmp_path / "v")[:, 0].tolist() == [1, 4]  # other texts, other vectors


def test_only_questions_are_mapped(word_encoder: Any) -> None:
    mapped = Mapped(word_encoder, np.eye(word_encoder.dimension, dtype=np.float32)[::-1].copy())
    asked = word_encoder.encode_queries(["a fire", "on board"])
    assert np.allclose(mapped.encode_queries(["a fire", "on board"]), asked[:, ::-1], atol=1e-6)
    assert np.array_equal(mapped.encode_passages(["a fire"]), word_encoder.encode_passages(["a fire"]))
    assert mapped.name == word_encoder.name


def test_the_command_writes_a_matrix_and_both_tables(
    data: Path, tmp_path: Path, word_encoder: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(encoder, "SentenceEncoder", lambda: word_encoder)
    monkeypatch.setattr(encoder, "TRIED", RECIPE)
    for name in ("passages", "figures"):
        monkeypatch.setattr(encoder.finding, name, lambda _data, one, *_: {type(one).__name__ + " recall": 0.5})
    assert encoder.main(["--data", str(data), "--valid", str(data), "--out", str(tmp_path / "out")]) == 0
    assert (tmp_path / "out" / "queries.safetensors").is_file()
    printed = capsys.readouterr().out
    assert printed.index("RememberingEncoder recall") < printed.index("Mapped recall")
