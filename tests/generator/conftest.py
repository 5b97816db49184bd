"""The harbour fire, what models are asked about it, and tiny models that answer with one truth and one lie."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
import tiny_models
from scripted import HURT, LIE, TRUTH, Scripted

import bot
from bot.generator import Generator, Message, load_generator


@pytest.fixture(scope="session")
def fire() -> bot.Article:
    return bot.Article.from_paragraphs(
        [
            f"The fire broke out at 2 a.m. in a warehouse at the harbour of Hallin. {TRUTH}",
            "Mayor Sue Hill thanked the crews on Monday. “They were magnificent,” she said.",
        ],
        title="Harbour fire",
    )


@pytest.fixture(scope="session")
def prompt(fire: bot.Article, models: bot.Models) -> list[Message]:
    """What a model is asked when the desk is asked how many people were hurt."""
    generator = Scripted(TRUTH)
    desk = bot.Assistant(models=models, generator=generator)
    desk.add(fire)
    desk.answer(HURT)
    return generator.asked[0]


@pytest.fixture(scope="session", params=tiny_models.KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="session")
def taught_folder(prompt: list[Message], tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """From a kind to the folder of a model that answers every question with one truth and one lie."""

    @cache
    def save(kind: str) -> Path:
        folder = tmp_path_factory.mktemp("taught") / kind
        return tiny_models.save(folder, kind, says=f"{TRUTH} {LIE}", asked=prompt)

    return save


@pytest.fixture(scope="session")
def taught(kind: str, taught_folder: Callable[[str], Path]) -> Generator:
    """A model that answers every question with one truth and one lie."""
    return load_generator(taught_folder(kind))


@pytest.fixture(scope="session")
def untaught(kind: str, prompt: list[Message], tmp_path_factory: pytest.TempPathFactory) -> Generator:
    """A model of random weights: it rambles."""
    folder = tmp_path_factory.mktemp("untaught") / kind
    return load_generator(tiny_models.save(folder, kind, chat=tiny_models.CHAT, asked=prompt))
