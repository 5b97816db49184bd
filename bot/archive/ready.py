"""Articles whose vectors are there already: from another library, or made by workers. Checked before they are kept."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from bot.archive.base import Archive
from bot.archive.rows import Window, vector_of, windows_of
from bot.article import Article
from bot.errors import VectorError
from embeddings import Encoder

LENGTH_TOLERANCE = 1e-2  # of a unit vector in half precision

Model = tuple[str, int]  # an encoder's name and dimension


@dataclass(frozen=True, slots=True)
class Ready:
    """An article with the vectors of its windows.

    Attributes:
        article: the article.
        windows: by paragraph and place; those of a paragraph cover its text, as `Encoder.split` cuts it.
    """

    article: Article
    windows: tuple[Window, ...]


class Library(Archive, Protocol):
    """An archive that keeps vectors beside its articles, so that they need not be made twice."""

    def model(self) -> Model | None:
        """The name and the dimension of the model that made the vectors; None where there are none yet."""

    def holds(self, article_ids: Collection[str]) -> set[str]:
        """Those of the ids that are held, as current articles or as older versions."""

    def ready(self, article_ids: Sequence[str]) -> list[Ready]:
        """Articles with their vectors. Raises `UnknownArticleError`, `LibraryDamagedError`."""

    def add_ready(self, ready: Sequence[Ready], model: Model) -> list[str]:
        """Keep articles as `add_many` does, with vectors that are made already; no encoder is loaded.

        Args:
            ready: articles with their windows.
            model: whose vectors they are.

        Raises:
            VectorError: windows do not cover their article, or a vector is none of the model's.
            LibraryModelError: the library's vectors are another model's.
        """


class Keeping:
    """How a library keeps articles, wherever its rows are: vectors are made first, outside of any transaction.

    A library gives `holds`, `_load_encoder` and `_keep`; and `_expect`, if it can refuse a model before all that work.
    """

    _load_encoder: Callable[[], Encoder]

    def add(self, article: Article) -> str:
        """Keep an article and return its id; one that is held already stays as it is, and is current again.

        Raises:
            LibraryFullError: no room; the article is not kept.
            LibraryModelError: the library's vectors are another model's.
            NotTextError: the article holds half a character.
            EncoderError: the embedding model cannot be loaded.
        """
        return self.add_many([article])[0]

    def add_many(self, articles: Sequence[Article]) -> list[str]:
        """Keep articles as `add` does, all of them or none, in one transaction."""
        held = self.holds([one.id for one in articles])
        new = [one for one in {one.id: one for one in articles}.values() if one.id not in held]
        if not new:
            whole = self._keep(articles, [], None)
        else:  # what takes long comes before the transaction: others write meanwhile
            encoder = self._load_encoder()
            model = (encoder.name, encoder.dimension)
            self._expect(model)
            whole = self._keep(articles, embedded(new, encoder), model)
        # What was held when this began, another process has removed since: now it is new.
        return [one.id for one in articles] if whole else self.add_many(articles)

    def add_ready(self, ready: Sequence[Ready], model: Model) -> list[str]:
        """Keep articles with vectors that are made already. Raises `VectorError`, and as `add` does."""
        for one in ready:
            check_ready(one, model[1])
        articles = [one.article for one in ready]
        self._keep(articles, ready, model)
        return [one.id for one in articles]

    def holds(self, article_ids: Collection[str]) -> set[str]:
        """Those of the ids that are held, as current articles or as older versions."""
        raise NotImplementedError

    def _keep(self, articles: Sequence[Article], ready: Sequence[Ready], model: Model | None) -> bool:
        """Keep articles in one transaction; False, and nothing is kept, where one is neither held nor ready."""
        raise NotImplementedError

    def _expect(self, model: Model) -> None:
        """Refuse another model than the library's. Raises `LibraryModelError`."""


def embedded(articles: Sequence[Article], encoder: Encoder) -> list[Ready]:
    """Articles with their vectors, made together."""
    made = windows_of(list(articles), encoder)
    return [Ready(article, tuple(own)) for article, own in zip(articles, made, strict=True)]


def check_ready(ready: Ready, dimension: int) -> None:
    """Refuse windows that are not all of their article, and what is no unit vector of float16 [dimension].

    Raises:
        VectorError: with the paragraph.
    """
    reached = {one.number: 0 for one in ready.article.paragraphs if one.text.strip()}
    for window in ready.windows:
        place = f"paragraph {window.paragraph}, character {window.start}"
        if window.paragraph not in reached or not 0 <= window.start <= reached[window.paragraph] < window.stop:
            raise _misfit(ready.article, f"a window at {place} leaves a gap, or has no text")
        if len(window.vector) != 2 * dimension:
            got = len(window.vector) // 2
            raise _misfit(ready.article, f"the vector at {place} has {got} dimensions, and the model has {dimension}")
        if not abs(float(np.linalg.norm(vector_of(window.vector))) - 1.0) <= LENGTH_TOLERANCE:
            raise _misfit(ready.article, f"the vector at {place} is not of length 1")
        reached[window.paragraph] = window.stop
    short = [number for number, stop in reached.items() if stop != len(ready.article.paragraph(number).text)]
    if short:
        raise _misfit(ready.article, f"paragraph {short[0]} is not covered to its end")


def _misfit(article: Article, reason: str) -> VectorError:
    return VectorError(
        f"The vectors of {article.title or article.id!r} do not fit it: {reason}.",
        "a vector for each window of its text, by the model that is named.",
        "Embed it again; nothing of this call was kept.",
    )
