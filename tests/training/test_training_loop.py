"""The loop learns, is the same for the same seed, and goes on from its checkpoint."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path

import pytest
import torch
from tokenizers import Tokenizer
from transformers import BertConfig, BertForQuestionAnswering

from bot.article import Article
from bot.reader import SHIPPED_READER
from bot.training import reader
from bot.training.examples import Example, Shape
from bot.training.recipe import SHIPPED, Part, Recipe, Stage
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
        own = next(at for at, place in enumerate(window.places) if place)
        made.append(Example(window.token_ids, window.question_tokens, own, first, first))
    return made


RECIPE = Recipe(rate=5e-3, batch_tokens=96, warmup=0.0)


def plan(found: list[Example]) -> list[list[Example]]:
    rng = random.Random(RECIPE.seed)
    return [batch for _ in range(40) for batch in reader.batches(found, RECIPE.batch_tokens, rng)]


def loss(model: BertForQuestionAnswering, found: list[Example]) -> float:
    with torch.inference_mode():
        return reader.loss_of(model.eval(), found, "cpu").item()


def test_it_learns_and_repeats_itself(tmp_path: Path, found: list[Example]) -> None:
    losses = []
    for name in ("a", "b"):
        model = small_model()
        before = loss(model, found)
        (tmp_path / name).mkdir()
        reader.train(model, plan(found), RECIPE, tmp_path / name, "cpu", minutes=10)
        losses.append(loss(model, found))
        assert losses[-1] < before / 4
    assert losses[0] == losses[1]


def test_an_interrupted_run_ends_as_an_uninterrupted_one(
    tmp_path: Path, found: list[Example], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, parts = small_model(), small_model()
    reader.train(whole, plan(found), RECIPE, tmp_path, "cpu", minutes=1e9)
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
        reader.train(parts, plan(found), RECIPE, tmp_path, "cpu", minutes=1e9)
    monkeypatch.setattr(reader, "loss_of", real)
    parts = small_model()
    reader.train(parts, plan(found), RECIPE, tmp_path, "cpu", minutes=1e9)
    for one, other in zip(whole.parameters(), parts.parameters(), strict=True):
        assert torch.allclose(one, other, atol=1e-6)


def test_batches_hold_every_window_once_and_keep_to_their_size(found: list[Example]) -> None:
    made = reader.batches(found, 96, random.Random(4))
    assert sorted(id(one) for batch in made for one in batch) == sorted(map(id, found))
    assert all(len(batch) * max(len(one.token_ids) for one in batch) <= 96 for batch in made)


def test_every_part_of_the_recipe_is_a_set_of_a_known_kind() -> None:
    """A name that is misspelt would only be noticed once the training has begun."""
    for stage in SHIPPED.stages:
        for name, part in stage.mix.items():
            assert name.isidentifier() or "-" in name
            assert part.questions > 0
            assert part.together >= 1
            assert max(part.shape.neighbours) <= 3


def test_a_stage_is_made_the_same_again(tmp_path: Path) -> None:
    passage = "The Lady Ann left Port Moss on Friday with 214 passengers. Nine people were hurt in a fire on board."
    row = {"ctx": passage, "qas": [{"q": f"How many passengers, {n}?", "ans": [[43, "214"]]} for n in range(9)]}
    with gzip.open(tmp_path / "boats.jsonl.gz", "wt") as file:
        file.write(json.dumps(row) + "\n")
    tokenizer = Tokenizer.from_file(str(SHIPPED_READER / "tokenizer.json"))
    stage = Stage("one", {"boats": Part(5, shape=Shape(withheld=0.5), matching="passengers, [0-6]")})

    def made(seed: int) -> list[Example]:
        return reader.load_examples(tmp_path, stage, WindowMaker(tokenizer, 128), random.Random(seed))

    assert made(1) == made(1)
    assert len({tuple(one.token_ids[: one.question_tokens]) for one in made(1)}) == 5
    assert made(1) != made(2)
