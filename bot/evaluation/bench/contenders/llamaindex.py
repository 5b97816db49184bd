"""LlamaIndex with its own vector store, as its starter tutorial for local models sets it up."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from llama_index.core import Document, Settings, StorageContext, VectorStoreIndex, load_index_from_storage
from llama_index.embeddings.huggingface import HuggingFaceEmbedding


def build(articles: Sequence[dict[str, Any]], store: Path, model: str) -> None:
    """Index a document a paragraph and persist it."""
    Settings.embed_model = HuggingFaceEmbedding(model_name=model)
    documents = [
        Document(text=text, id_=f"{one['id']}:{number}")
        for one in articles
        for number, text in enumerate(one["paragraphs"], 1)
    ]
    VectorStoreIndex.from_documents(documents).storage_context.persist(persist_dir=str(store))


def load(store: Path, model: str) -> Callable[[str, int], list[str]]:
    """Load the index from its folder."""
    Settings.embed_model = HuggingFaceEmbedding(model_name=model)
    index = load_index_from_storage(StorageContext.from_defaults(persist_dir=str(store)))
    retrievers: dict[int, Any] = {}

    def search(query: str, k: int) -> list[str]:
        if k not in retrievers:
            retrievers[k] = index.as_retriever(similarity_top_k=k)
        return [one.node.ref_doc_id for one in retrievers[k].retrieve(query)]

    return search
