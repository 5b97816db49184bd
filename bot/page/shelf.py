"""What all visitors share: the models and the articles that are there when they come. What each adds is their own."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import resources

from bot.archive import Archive, LayeredArchive, MemoryArchive, ReadOnlyArchive
from bot.article import Article
from bot.assistant import Assistant
from bot.errors import CopydeskError
from bot.models import Models
from bot.page.encoding import SharedEncoder
from bot.settings import MAX_ARTICLE_CHARACTERS
from bot.suggestions import suggest_questions

_FIRST_SAMPLE = "engineers.txt"
_WARMING = "What happened?"
_MOST_QUESTIONS = 200  # suggested of an article: more than a conversation has turns


class Shelf:
    """The samples, ready for each new visitor without embedding or indexing them again. Safe from several threads.

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
        self._questions: dict[str, tuple[str, ...]] = dict.fromkeys((one.id for one in self.articles), ())
        texts = [paragraph.text for article in self.articles for paragraph in article.paragraphs]
        self._encoder = SharedEncoder(lambda: models.encoder, texts)
        self._found = MemoryArchive(lambda: self._encoder)  # what every desk begins with; never changed
        self._found.add_many(self.articles)

    def warm_up(self) -> None:
        """Load the models and index the samples. An error is left for the first question, which meets it again."""
        try:
            _ = self._models.reader, self._models.summariser
            self._encoder.learn()
            self._found.search(_WARMING, 1)
        except CopydeskError:
            return
        self.ready = True

    def assistant(self) -> Assistant:
        """A new desk that holds the articles and is nobody else's; all read one index of them until they change it."""
        return Assistant(self._found.copy(), self._models)

    def questions(self, article: Article) -> tuple[str, ...]:
        """Questions that an article can answer. Those of the shelf's own are remembered, and nothing of a visitor's."""
        found = self._questions.get(article.id) or suggest_questions(article, _MOST_QUESTIONS)
        if article.id in self._questions:
            self._questions[article.id] = found
        return found

    def removable(self, desk: Assistant, article_id: str) -> bool:
        """Every article: a desk is its visitor's alone."""
        del desk, article_id
        return True


class LibraryShelf(Shelf):
    """A library that visitors read; what each adds lies above it in memory. Safe from several threads.

    Args:
        models: what reads and summarises.
        archive: the library.
        encoder: what the library encodes with; None where it has one of its own.
    """

    kind = "article"

    def __init__(self, models: Models, archive: Archive, encoder: SharedEncoder | None = None) -> None:
        super().__init__(models, ())
        self._encoder = encoder or self._encoder
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
        own = MemoryArchive(lambda: self._encoder)
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


def sample_articles() -> tuple[Article, ...]:
    """The articles in `bot/samples`; the one to show comes first."""
    folder = resources.files("bot") / "samples"
    names = sorted(file.name for file in folder.iterdir() if file.name.endswith((".txt", ".md")))
    names.sort(key=lambda name: name != _FIRST_SAMPLE)
    return tuple(Article.from_text((folder / name).read_text(encoding="utf-8")) for name in names)
