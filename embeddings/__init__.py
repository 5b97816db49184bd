"""Embeddings turns text into vectors, scores and hits, and knows no articles.

`ParagraphIndex(SentenceEncoder())` is all most callers need. Importing this loads numpy and tantivy and no
more: onnxruntime or torch comes with a `SentenceEncoder`, faiss with an index.
"""

from embeddings.clusters import ClusteredCodes, centres_of, load_codes, make_codes
from embeddings.codes import CodeIndex
from embeddings.encoder import Encoder, SentenceEncoder
from embeddings.errors import (
    DuplicateKeyError,
    EmbeddingsError,
    EncoderError,
    IndexFileError,
    InputError,
    UnknownKeyError,
)
from embeddings.fusion import fuse
from embeddings.hybrid import HybridIndex, check_query
from embeddings.index import Hit, ParagraphIndex
from embeddings.lexical import LexicalIndex
from embeddings.store import Store
from embeddings.vectors import VectorIndex
from embeddings.words import WordRule, under

__all__ = [
    "ClusteredCodes",
    "CodeIndex",
    "DuplicateKeyError",
    "EmbeddingsError",
    "Encoder",
    "EncoderError",
    "Hit",
    "HybridIndex",
    "IndexFileError",
    "InputError",
    "LexicalIndex",
    "ParagraphIndex",
    "SentenceEncoder",
    "Store",
    "UnknownKeyError",
    "VectorIndex",
    "WordRule",
    "centres_of",
    "check_query",
    "fuse",
    "load_codes",
    "make_codes",
    "under",
]
