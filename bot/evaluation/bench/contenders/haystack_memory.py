"""Haystack with its store in memory and a query pipeline, as its tutorial sets them up."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from haystack import Document, Pipeline
from haystack.components.retrievers.in_memory import InMemoryEmbeddingRetriever
from haystack.document_stores.in_memory import InMemoryDocumentStore
from haystack_integrations.components.embedders.sentence_transformers import (
    SentenceTransformersDocumentEmbedder,
    SentenceTransformersTextEmbedder,
)

_FILE = "documents.json"


def build(articles: Sequence[dict[str, Any]], store: Path, model: str) -> None:
    """Embed a document a paragraph and save the store."""
    documents = [
        Document(content=text, meta={"name": f"{one['id']}:{number}"})
        for one in articles
        for number, text in enumerate(one["paragraphs"], 1)
    ]
    embedder = SentenceTransformersDocumentEmbedder(model=model)
    embedder.warm_up()
    kept = InMemoryDocumentStore()
    kept.write_documents(embedder.run(documents)["documents"])
    store.mkdir(parents=True, exist_ok=True)
    kept.save_to_disk(str(store / _FILE))


def load(store: Path, model: str) -> Callable[[str, int], list[str]]:
    """Load the store and put the pipeline together."""
    pipeline = Pipeline()
    pipeline.add_component("text_embedder", SentenceTransformersTextEmbedder(model=model))
    kept = InMemoryDocumentStore.load_from_disk(str(store / _FILE))
    pipeline.add_component("retriever", InMemoryEmbeddingRetriever(document_store=kept))
    pipeline.connect("text_embedder.embedding", "retriever.query_embedding")

    def search(query: str, k: int) -> list[str]:
        found = pipeline.run({"text_embedder": {"text": query}, "retriever": {"top_k": k}})
        return [one.meta["name"] for one in found["retriever"]["documents"]]

    return search
