"""The loop learns, is the same for the same seed, and goes on from its checkpoint."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
import torch
from tokenizers import Tokenizer
from transformers import BertConfig, BertForQuestionAnswering

from bot.article import Article
from bot.reader import SHIPPED_READER
from bot.training import reader
from bot.training.examples import Example
from bot.windows import Passage, WindowMaker


def small_model() -> BertForQuestionAnswering:
    torch.manual_seed(3)
    config = BertConfig(
        vocab_size=30522,
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
    )
    return BertForQuestionAnswering(config)


@pytest.fixture(scope="module")
def found() -> list[Example]:
    """Windows of one sentence, whose answer is always its fourth word."""
    tokenizer = Tokenizer.from_file(str(SHIPPED_READER / "tokenizer.json"))
    maker = WindowMaker(tokenizer, 128)
    made = []
    for name in ("boats", "cars", "dogs", "trees", "ships", "birds", "goats", "lamps"):
        article = Article.from_paragraphs([f"There were seven {name} on the hill"])
        (window,) = maker.windows("How many?", [Passage.whole(article)])
        first = next(at for at, place in enumerate(window.places) if place and place.start == 11)
        made.append(Example(window, first, first))
    return made


RECIPE = reader.Recipe(rate=5e-3, batch_tokens=64, warmup=0.0, epochs=40)


def loss(model: BertForQuestionAnswering, found: list[Example]) -> float:
    with torch.inference_mode():
        return reader.loss_of(model.eval(), found, "cpu").item()


def test_it_learns_and_repeats_itself(tmp_path: Path, found: list[Example]) -> None:
    losses = []
    for name in ("a", "b"):
        model = small_model()
        before = loss(model, found)
        (tmp_path / name).mkdir()
        reader.train(model, found, RECIPE, tmp_path / name, "cpu", minutes=10)
        losses.append(loss(model, found))
        assert losses[-1] < before / 4
    assert losses[0] == losses[1]


def test_an_interrupted_run_ends_as_an_uninterrupted_one(
    tmp_path: Path, found: list[Example], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, parts = small_model(), small_model()
    reader.train(whole, found, RECIPE, tmp_path, "cpu", minutes=1e9)
    monkeypatch.setattr(reader, "_STEPS_A_CHECKPOINT", 5)
    steps = 0
    real = reader.loss_of

    def stopped(*arguments: object) -> torch.Tensor:
        nonlocal steps
        steps += 1
        if steps == 14:
            raise KeyboardInterrupt
        return real(*arguments)

    monkeypatch.setattr(reader, "loss_of", stopped)
    with pytest.raises(KeyboardInterrupt):
        reader.train(parts, found, RECIPE, tmp_path, "cpu", minutes=1e9)
    monkeypatch.setattr(reader, "loss_of", real)
    parts = small_model()
    reader.train(parts, found, RECIPE, tmp_path, "cpu", minutes=1e9)
    for one, other in zip(whole.parameters(), parts.parameters(), strict=True):
        assert torch.allclose(one, other, atol=1e-6)


def test_batches_hold_every_window_once_and_keep_to_their_size(found: list[Example]) -> None:
    made = reader.batches(found, 64, random.Random(4))
    assert sorted(id(one) for batch in made for one in batch) == sorted(map(id, found))
    assert all(len(batch) * max(len(one.window.token_ids) for one in batch) <= 64 for batch in made)
