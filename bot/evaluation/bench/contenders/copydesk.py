"""Copydesk: a library in a folder, and `desk.search`."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from bot import Assistant, Models, Settings
from bot.evaluation.library import article_of


def build(articles: Sequence[dict[str, Any]], store: Path, model: str) -> None:
    """Add the articles in one go; the first search builds the index, and closing writes it."""
    with Assistant.open(store, Models(Settings(encoder=model))) as desk:
        desk.archive.add_many([article_of(one) for one in articles])
        desk.search("harbour fire", 1)


def load(store: Path, model: str) -> Callable[[str, int], list[str]]:
    """Open the library."""
    desk = Assistant.open(store, Models(Settings(encoder=model)))

    def search(query: str, k: int) -> list[str]:
        cited = [one.citation for one in desk.search(query, k)]
        return [f"{one.article_id}:{one.paragraph}" for one in cited]

    return search
