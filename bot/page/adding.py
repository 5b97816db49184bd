"""From what a visitor brings to articles that are kept: read, shown for correction, stored; each can be stopped."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from bot.article import Article
from bot.assistant import Assistant
from bot.errors import ArticleError, CopydeskError
from bot.ingest import Refused, read_articles
from bot.ingest.visible import visible
from bot.page.html import counted, title_of
from bot.page.sent import Sent
from bot.page.shelf import Shelf
from bot.settings import MAX_ARTICLE_CHARACTERS

_MOST_KEPT = MAX_ARTICLE_CHARACTERS  # of a text that could not be read: it is sent back with the panel
_MOST_READ = 500  # of one source: a feed, a file of many rows
_MOST_COMPARED = 30  # candidates held against what is there: each takes a few milliseconds for each article held
_MOST_NAMED = 5  # sources that could not be read, in one notice
_TOLD_EVERY = 0.2  # seconds between two words on how far it is
_AT_ONCE = 4  # articles stored and embedded between two such words: about a second, after which it can be stopped
_WARMING = "news"  # a search embeds what is new
# Nothing else that a visitor types is ever opened: a path would be one of this machine's.
_LINKS = re.compile(r"\s*(?:https?://\S+\s*)+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An article that was read and is not kept yet.

    Attributes:
        article: as it was read.
        alike: the headline of one that is held and nearly the same; empty where there is none.
        held: whether this very article is.
    """

    article: Article
    alike: str = ""
    held: bool = False


class Adding:
    """What one visitor is about to add.

    Args:
        shelf: says how much a visitor may add.
        desk: takes the articles.

    Attributes:
        candidates: read, to be looked at.
        doing: what is going on, such as "Reading: 3 articles so far"; empty where nothing is.
        notice: what could not be read or kept, for the visitor; empty where all went well.
        pasted: what was pasted and gave no article, to be put right; empty where it gave one.
    """

    def __init__(self, shelf: Shelf, desk: Assistant) -> None:
        self._shelf = shelf
        self._desk = desk
        self._stopped = threading.Event()
        self._sizes: dict[str, int] = {}
        self.candidates: tuple[Candidate, ...] = ()
        self.doing = ""
        self.notice = ""
        self.pasted = ""

    def stop(self) -> None:
        """Go on with no more than what has been read or stored."""
        self._stopped.set()

    def discard(self) -> None:
        """Keep nothing of what was read."""
        self.candidates, self.notice, self.pasted = (), "", ""

    def read_text(self, text: str) -> Iterator[None]:
        """Read what was pasted: an article's text, or links, one a line."""
        if _LINKS.fullmatch(text):
            for _ in self.read(text.split()):
                self.pasted = text[:_MOST_KEPT] if self.notice else ""
                yield
            return
        self._begin("Reading …")
        try:
            self._offer([Article.from_text(visible(text))])
        except CopydeskError as error:
            self.notice, self.pasted = str(error), text[:_MOST_KEPT]
        self.doing = ""
        yield

    def read(self, sources: Iterable[Path | str]) -> Iterator[None]:
        """Read every article of some files, links or feeds; what cannot be read is named, and the rest is offered.

        Yields:
            Whenever there is something new to say.
        """
        read: list[Article] = []
        failed: list[str] = []
        self._begin("Reading …")
        yield
        told = time.monotonic()
        for source in sources:
            try:
                for item in read_articles(source):
                    if isinstance(item, Refused):
                        failed.append(_named(item.error, source))
                    else:
                        read.append(item)
                    if self._stopped.is_set() or len(read) >= _MOST_READ:
                        break
                    if time.monotonic() - told > _TOLD_EVERY:
                        self.doing = f"Reading: {counted(len(read), 'article')} so far"
                        yield
                        told = time.monotonic()
            except CopydeskError as error:
                failed.append(_named(error, source))
            if self._stopped.is_set():
                break
        self._offer(read)
        stopped = [f"Stopped: {counted(len(read), 'article')} had been read."] if self._stopped.is_set() else []
        self.notice = " ".join(stopped + failed[:_MOST_NAMED] + (["…"] if len(failed) > _MOST_NAMED else []))
        self.doing = ""
        yield

    def store(self, rows: Sequence[Sent]) -> Iterator[list[str]]:
        """Keep the candidates that were left ticked, as they were corrected; what is not kept when stopped stays one.

        Args:
            rows: of each: its id, whether it is wanted, and its title, byline and date.

        Yields:
            The ids that are kept, at the end; an empty list whenever there is something new to say before.
        """
        try:
            wanted = _corrected(self.candidates, {row.text("id"): row for row in rows})
            self._require_room(wanted)
        except CopydeskError as error:
            self.notice = str(error)
            return
        self._begin(f"Storing {counted(len(wanted), 'article')} …")
        yield []
        kept: list[str] = []
        while len(kept) < len(wanted):
            if self._stopped.is_set():
                self.notice = f"Stopped: {len(kept):,} of {counted(len(wanted), 'article')} were kept."
                break
            try:
                self._keep(wanted[len(kept) : len(kept) + _AT_ONCE], kept)
            except CopydeskError as error:
                self.notice = str(error)
                break
            self.doing = f"Storing: {len(kept):,} of {len(wanted):,}"
            yield []
        self.candidates = tuple(map(Candidate, wanted[len(kept) :]))
        self.doing = ""
        yield kept

    def _keep(self, articles: Sequence[Article], kept: list[str]) -> None:
        """Store articles, add their ids to `kept`, and make them ready: the first question need not wait."""
        for article in articles:
            kept.append(self._desk.add(article))
            self._sizes[kept[-1]] = _size(article)
        self._desk.search(_WARMING, 1)

    def forget(self, article_id: str) -> None:
        """Count an article no more."""
        self._sizes.pop(article_id, None)

    def _begin(self, doing: str) -> None:
        self._stopped.clear()
        self.candidates, self.notice, self.doing, self.pasted = (), "", doing, ""

    def _offer(self, articles: Iterable[Article]) -> None:
        found = {article.id: article for article in articles}
        self.candidates = tuple(self._candidate(number, article) for number, article in enumerate(found.values()))

    def _candidate(self, number: int, article: Article) -> Candidate:
        try:
            self._desk.article(article.id)
        except CopydeskError:
            alike = self._desk.archive.alike(article) if number < _MOST_COMPARED else []
            return Candidate(article, title_of(self._desk.article(alike[0].article_id)) if alike else "")
        return Candidate(article, held=True)

    def _require_room(self, articles: Sequence[Article]) -> None:
        fresh = {article.id: _size(article) for article in articles}
        sizes = self._sizes | fresh
        articles_left, characters_left = self._shelf.most_articles, self._shelf.most_characters
        if articles_left is None or characters_left is None:
            return
        if len(sizes) > articles_left or sum(sizes.values()) > characters_left:
            raise ArticleError(
                "The desk is full.",
                f"at most {articles_left} articles of your own with {characters_left:,} characters in all.",
                "Remove an article first.",
            )


def _corrected(candidates: Sequence[Candidate], rows: dict[str, Sent]) -> list[Article]:
    """The candidates that are wanted, with what was put right. Raises `ArticleError` for a date that is none."""
    wanted = []
    for one in candidates:
        row = rows.get(one.article.id)
        if row is None or not row.flag("keep"):
            continue
        title, byline = row.text("title").strip(), row.text("byline").strip()
        published = _published(row.text("published").strip(), one.article)
        wanted.append(one.article.corrected(title=title, byline=byline or None, published=published))
    return wanted


def _published(given: str, article: Article) -> date | datetime | None:
    """The day that was given; the article's own moment where it is on that day."""
    if not given:
        return None
    if article.published and article.published.isoformat()[:10] == given:
        return article.published
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise ArticleError(
            f"“{given[:40]}” is no date.", "a day such as 2025-12-31, or nothing.", "Correct it in the preview."
        ) from None


def _size(article: Article) -> int:
    return sum(len(paragraph.text) for paragraph in article.paragraphs)


def _named(error: CopydeskError, source: Path | str) -> str:
    """The error without the folder that uploads are kept in."""
    return str(error).replace(str(source), source.name) if isinstance(source, Path) else str(error)
