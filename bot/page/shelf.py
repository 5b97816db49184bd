"""What all visitors share: the models and the articles that are there when they come. What each adds is their own."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from importlib import resources

import numpy as np

from bot.archive import Archive, LayeredArchive, MemoryArchive, ReadOnlyArchive
from bot.article import Article
from bot.assistant import Assistant
from bot.errors import CopydeskError
from bot.models import Models
from bot.settings import MAX_ARTICLE_CHARACTERS
from embeddings import Encoder
from embeddings.store import Vectors

_FIRST_SAMPLE = "engineers.txt"
_WARMING = "What happened?"


class Shelf:
    """The samples, ready for each new visitor without embedding them again. Safe from several threads.

    Args:
        models: what reads and summarises.
        articles: what every visitor finds; the first is shown. None for the samples that come with Copydesk.

    Attributes:
        kind: what its articles are, such as "sample article".
        library: a desk of what all may read and none can change, for programs; None where there is no library.
        ready: whether the models have been loaded.
        most_articles, most_characters: how much a visitor may add; None for any amount.
    """

    kind = "sample article"
    library: Assistant | None = None
    most_articles: int | None = 200
    most_characters: int | None = 4 * MAX_ARTICLE_CHARACTERS

    def __init__(self, models: Models, articles: Sequence[Article] | None = None) -> None:
        self.articles = sample_articles() if articles is None else tuple(articles)
        self.ready = False
        self._models = models
        self._encoder: Encoder | None = None
        self._lock = threading.Lock()

    def warm_up(self) -> None:
        """Load the models and embed the samples. An error is left for the first question, which meets it again."""
        try:
            _ = self._models.reader, self._models.summariser, self.encoder()
        except CopydeskError:
            return
        self.ready = True

    def encoder(self) -> Encoder:
        """The models' encoder, which knows the samples by heart. Raises `EncoderError`."""
        with self._lock:
            if self._encoder is None:
                texts = [paragraph.text for article in self.articles for paragraph in article.paragraphs]
                self._encoder = KnowingEncoder(self._models.encoder, texts)
            return self._encoder

    def assistant(self) -> Assistant:
        """A new desk that holds the articles and is nobody else's."""
        desk = Assistant(MemoryArchive(self.encoder), self._models)
        for article in self.articles:
            desk.add(article)
        return desk

    def removable(self, desk: Assistant, article_id: str) -> bool:
        """Every article: a desk is its visitor's alone."""
        del desk, article_id
        return True


class LibraryShelf(Shelf):
    """A library that visitors read; what each adds lies above it in memory. Safe from several threads.

    Args:
        models: what reads and summarises.
        archive: the library.
    """

    kind = "article"

    def __init__(self, models: Models, archive: Archive) -> None:
        super().__init__(models, ())
        self._archive = archive
        self.library = Assistant(ReadOnlyArchive(archive), models)

    def warm_up(self) -> None:
        """Load the models and the library's index."""
        try:
            _ = self._models.reader, self._models.summariser, self._models.encoder
            if len(self._archive):
                self._archive.search(_WARMING, 1)
        except CopydeskError:
            return
        self.ready = True

    def assistant(self) -> Assistant:
        """A new desk: the library, and room for what is nobody else's."""
        own = MemoryArchive(lambda: self._models.encoder)
        return Assistant(LayeredArchive(self._archive, own), self._models)

    def removable(self, desk: Assistant, article_id: str) -> bool:
        """What the visitor added."""
        archive = desk.archive
        return isinstance(archive, LayeredArchive) and archive.own(article_id)


class EditedShelf(LibraryShelf):
    """A library that visitors read and change: what one adds or removes, all do."""

    most_articles = None
    most_characters = None

    def assistant(self) -> Assistant:
        """The library itself."""
        return Assistant(self._archive, self._models)

    def removable(self, desk: Assistant, article_id: str) -> bool:
        """Every article."""
        del desk, article_id
        return True


class KnowingEncoder:
    """An encoder that has encoded some passages beforehand and takes their vectors from memory.

    Args:
        encoder: what encodes.
        passages: texts to know.
    """

    def __init__(self, encoder: Encoder, passages: Sequence[str]) -> None:
        self._encoder = encoder
        self._known = dict(zip(passages, encoder.encode_passages(passages), strict=True))

    @property
    def name(self) -> str:
        """The encoder's name: its vectors are the same."""
        return self._encoder.name

    @property
    def dimension(self) -> int:
        """Length of the vectors."""
        return self._encoder.dimension

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """As the encoder does."""
        return self._encoder.encode_queries(texts)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """As the encoder does, but only for the texts that are not known: float32 [n, dimension]."""
        fresh = [text for text in texts if text not in self._known]
        vectors = dict(zip(fresh, self._encoder.encode_passages(fresh), strict=True))
        rows = [self._known[text] if text in self._known else vectors[text] for text in texts]
        return np.stack(rows) if rows else np.zeros((0, self.dimension), np.float32)

    def split(self, text: str) -> list[tuple[int, int]]:
        """As the encoder does."""
        return self._encoder.split(text)


def sample_articles() -> tuple[Article, ...]:
    """The articles in `bot/samples`; the one to show comes first."""
    folder = resources.files("bot") / "samples"
    names = sorted(file.name for file in folder.iterdir() if file.name.endswith((".txt", ".md")))
    names.sort(key=lambda name: name != _FIRST_SAMPLE)
    return tuple(Article.from_text((folder / name).read_text(encoding="utf-8")) for name in names)
