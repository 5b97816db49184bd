"""What all visitors share and none can change: the models, a library or the samples, and the samples' vectors."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from importlib import resources

import numpy as np

from bot.archive import MemoryArchive, ReadOnlyArchive
from bot.article import Article
from bot.assistant import Assistant
from bot.errors import CopydeskError
from bot.models import Models
from bot.page.html import shortened, title_of
from embeddings import Encoder
from embeddings.store import Vectors

_FIRST_SAMPLE = "engineers.txt"
_MOST_CHOICES = 500  # headlines of a library that the page lists


class Shelf:
    """The samples, ready for each new visitor without embedding them again. Safe from several threads.

    Args:
        models: what reads and summarises.
        articles: what every visitor finds; the first is shown. None for the samples that come with Copydesk.
        library: what every visitor asks instead, and none can change; each visitor has a desk of their own without one.

    Attributes:
        articles: as given; of a library the first.
        count: how many articles a visitor finds.
        library: as given, but read-only.
        ready: whether the models have been loaded.
    """

    def __init__(
        self, models: Models, articles: Sequence[Article] | None = None, library: Assistant | None = None
    ) -> None:
        self.library = None if library is None else Assistant(ReadOnlyArchive(library.archive), models)
        if self.library is not None:
            articles = [self.library.article(one.id) for one in self.library.archive.entries(limit=1)]
        self.articles = sample_articles() if articles is None else tuple(articles)
        self.count = len(self.articles) if self.library is None else len(self.library.archive)
        self.ready = False
        self._models = models
        self._encoder: Encoder | None = None
        self._lock = threading.Lock()

    def warm_up(self) -> None:
        """Load the models and embed the samples. An error is left for the first question, which meets it again."""
        try:
            _ = self._models.reader, self._models.summariser
            if self.library is None:
                self.encoder()
            elif self.count:
                self.library.search("the", 1)  # opens the index
        except CopydeskError:
            return
        self.ready = True

    def choices(self) -> list[tuple[str, str]]:
        """Headline and id of each article that a visitor finds; of a library as `Visit.choices` has them."""
        if self.library is not None:
            return choices_of(self.library, self.articles)
        return [(shortened(title_of(article)), article.id) for article in self.articles]

    def encoder(self) -> Encoder:
        """The models' encoder, which knows the samples by heart. Raises `EncoderError`."""
        with self._lock:
            if self._encoder is None:
                texts = [paragraph.text for article in self.articles for paragraph in article.paragraphs]
                self._encoder = KnowingEncoder(self._models.encoder, texts)
            return self._encoder

    def assistant(self) -> Assistant:
        """The library's desk; without a library a new one that holds the articles and is nobody else's."""
        if self.library is not None:
            return self.library
        desk = Assistant(MemoryArchive(self.encoder), self._models)
        for article in self.articles:
            desk.add(article)
        return desk


def choices_of(desk: Assistant, shown: Sequence[Article]) -> list[tuple[str, str]]:
    """Headline and id of each article of a desk, the first 500, and of those that are shown."""
    titles = {entry.id: entry.title for entry in desk.archive.entries(limit=_MOST_CHOICES)}
    titles.update({article.id: article.title for article in shown if article.id not in titles})
    return [(shortened(title or title_of(desk.article(one))), one) for one, title in titles.items()]


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
