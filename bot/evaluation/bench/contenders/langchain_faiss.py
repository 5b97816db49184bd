"""LangChain with its FAISS vector store, as its documentation sets them up."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from langchain_community.vectorstores import FAISS
from langchain_huggingface import HuggingFaceEmbeddings


def build(articles: Sequence[dict[str, Any]], store: Path, model: str) -> None:
    """Embed the texts and save the store."""
    texts = [text for one in articles for text in one["paragraphs"]]
    names = [{"name": f"{one['id']}:{number}"} for one in articles for number in range(1, len(one["paragraphs"]) + 1)]
    vectors = FAISS.from_texts(texts, HuggingFaceEmbeddings(model_name=model), metadatas=names)
    vectors.save_local(str(store))


def load(store: Path, model: str) -> Callable[[str, int], list[str]]:
    """Load the store; it is a pickle of our own, hence the flag."""
    embeddings = HuggingFaceEmbeddings(model_name=model)
    vectors = FAISS.load_local(str(store), embeddings, allow_dangerous_deserialization=True)
    return lambda query, k: [one.metadata["name"] for one in vectors.similarity_search(query, k=k)]
