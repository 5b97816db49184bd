"""txtai with stored content and its `hybrid=True`: words and vectors together, as Copydesk has them."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from txtai import Embeddings


def build(articles: Sequence[dict[str, Any]], store: Path, model: str) -> None:
    """Index the texts and save the index."""
    embeddings = Embeddings(path=model, content=True, hybrid=True)
    embeddings.index(
        (f"{one['id']}:{number}", text) for one in articles for number, text in enumerate(one["paragraphs"], 1)
    )
    embeddings.save(str(store))


def load(store: Path, model: str) -> Callable[[str, int], list[str]]:
    """Load the index, which names its model."""
    del model
    embeddings = Embeddings()
    embeddings.load(str(store))
    return lambda query, k: [one["id"] for one in embeddings.search(query, k)]
