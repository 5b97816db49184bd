"""One visitor's desk: the articles they loaded, the one they look at, and what has been said. Nobody else's."""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from bot.archive.readonly import read_only
from bot.article import Article
from bot.errors import ArticleError, CopydeskError, UnknownArticleError
from bot.ingest import Refused, read_articles
from bot.ingest.visible import visible
from bot.page.html import title_of
from bot.page.messages import error_html, question_html, reply_html, said_html, welcome_html
from bot.page.shelf import Shelf, choices_of
from bot.render_data import cited_ids
from bot.reply import Reply
from bot.settings import MAX_ARTICLE_CHARACTERS

_MOST_ARTICLES = 200
_MOST_CHARACTERS = 4 * MAX_ARTICLE_CHARACTERS  # in all the articles of one visitor
_MOST_MESSAGES = 200
_MOST_NAMED = 5  # sources that could not be read, in one notice
# Nothing else that a visitor types is ever opened: a path would be one of this machine's.
_LINK = re.compile(r"https?://\S+$", re.IGNORECASE)

Message = dict[str, str]

_log = logging.getLogger(__name__)


class Visit:
    """What one visitor has before them. Safe from several threads.

    Args:
        shelf: shared with the other visitors; nothing of a visitor is kept in it. Its articles are loaded.

    Attributes:
        shown: the id of the article shown, or None where none is loaded.
        notice: the last message about adding and removing; empty where all went well.
    """

    def __init__(self, shelf: Shelf) -> None:
        self._desk = shelf.assistant()
        self._fixed = shelf.library is not None
        self._lock = threading.RLock()
        self.shown: str | None = shelf.articles[0].id if shelf.articles else None
        self.notice = ""
        self._messages: list[Message] = [first_message(shelf.count)]

    @property
    def article(self) -> Article | None:
        """The article shown; None where there is none, or where it has left the library meanwhile."""
        shown = self.shown
        try:
            return None if shown is None else self._desk.article(shown)
        except UnknownArticleError:
            return None

    def messages(self, pending: str = "") -> list[Message]:
        """What has been said, oldest first; `pending`, HTML, stands where the next reply will be."""
        with self._lock:
            waiting = [_message("assistant", pending)] if pending else []
            return [*self._messages, *waiting]

    def choices(self) -> list[tuple[str, str]]:
        """Headline and id of each article loaded; of a library the first 500, and the one shown."""
        shown = self.article
        return choices_of(self._desk, [] if shown is None else [shown])

    def show(self, article_id: str) -> None:
        """Turn to an article; a notice where it is no longer loaded."""
        with self._lock:
            self.notice = ""
            try:
                self.shown = self._desk.article(article_id).id
            except CopydeskError:
                self.notice = "That article has been removed. Add it again to see the passage."

    def put(self, question: str) -> None:
        """Note a question in the conversation, before it is answered."""
        self._say("user", question_html(_without_surrogates(question)))

    def answer(self, question: str, only_shown: bool) -> None:
        """Answer a question that was put, from all articles or from the one shown; an error is a reply too."""
        within = [self.shown] if only_shown and self.shown else None
        self._reply(lambda: self._desk.answer(_without_surrogates(question), within), within)

    def summarise(self) -> None:
        """Summarise the article shown."""
        within = [self.shown] if self.shown else []
        self._reply(lambda: self._desk.summarise(within), within)

    def add_text(self, text: str) -> bool:
        """Load what was pasted, an article's text or a link, and show it; False and a notice where that cannot be."""
        try:
            if self._fixed or _LINK.match(text.strip()):
                return self._add_all([text.strip()])
            self._add([Article.from_text(visible(text))])
        except CopydeskError as error:
            self.notice = str(error)
        return not self.notice

    def add_files(self, paths: Iterable[Path]) -> bool:
        """Load the articles in some files and show the first; False and a notice where one could not be read."""
        return self._add_all(paths)

    def _add_all(self, sources: Iterable[Path | str]) -> bool:
        """Load every article of some files or links; what cannot be read is named, and the rest is loaded."""
        if self._fixed:
            self.notice = str(read_only())
            return False
        read: list[Article] = []
        failed: list[str] = []
        for source in sources:
            try:
                for item in read_articles(source):
                    if isinstance(item, Refused):
                        failed.append(_named(item.error, source))
                    else:
                        read.append(item)
            except CopydeskError as error:
                failed.append(_named(error, source))
        try:
            self._add(read)
        except CopydeskError as error:
            failed.append(str(error))
        self.notice = " ".join(failed[:_MOST_NAMED] + (["…"] if len(failed) > _MOST_NAMED else []))
        return not failed

    def remove(self) -> None:
        """Forget the article shown and turn to the first of the others."""
        with self._lock:
            self.notice = str(read_only()) if self._fixed else ""
            if self.shown is not None and not self._fixed:
                title = title_of(self._desk.article(self.shown))
                self._desk.remove(self.shown)
                left = self._desk.articles()
                self.shown = left[0].id if left else None
                self._say("assistant", said_html(f"Removed: {title}"))

    def _add(self, articles: Sequence[Article]) -> None:
        with self._lock:
            held = self._desk.articles()
            characters = sum(len(one.text) for article in (*held, *articles) for one in article.paragraphs)
            if len(held) + len(articles) > _MOST_ARTICLES or characters > _MOST_CHARACTERS:
                raise ArticleError(
                    "The desk is full.",
                    f"at most {_MOST_ARTICLES} articles with {_MOST_CHARACTERS:,} characters in all.",
                    "Remove an article first.",
                )
            self.notice = ""
            for article in articles:
                self._desk.add(article)
                self._say("assistant", said_html(f"Added: {title_of(article)}"))
            if articles:
                self.shown = articles[0].id

    def _reply(self, work: Callable[[], Reply], within: Sequence[str] | None) -> None:
        """Say what `work` finds, or why it cannot; whatever happens, the visitor keeps their desk and is told."""
        try:
            reply = work()
        except CopydeskError as error:
            self._say("assistant", error_html(error))
        except Exception:
            _log.exception("a question could not be answered")
            self._say("assistant", said_html("Something went wrong inside Copydesk. Nothing is lost: try again."))
        else:
            self._say("assistant", self._drawn(reply, within))

    def _drawn(self, reply: Reply, within: Sequence[str] | None) -> str:
        try:
            several = [entry.id for entry in self._desk.archive.entries(limit=2)]  # "the article" or "the articles"
            articles = {one: self._desk.article(one) for one in {*cited_ids(reply), *several}}
        except UnknownArticleError:
            return said_html("The article that answers this has been removed meanwhile. Ask again.")
        asked = len(self._desk.archive) if within is None else len(within)
        return reply_html(reply, articles, single=asked == 1)

    def _say(self, role: str, content: str) -> None:
        with self._lock:
            self._messages = [*self._messages, _message(role, content)][-_MOST_MESSAGES:]


def first_message(count: int) -> Message:
    """The greeting, with the number of articles loaded."""
    return _message("assistant", welcome_html(count))


def _message(role: str, content: str) -> Message:
    return {"role": role, "content": content}


def _named(error: CopydeskError, source: Path | str) -> str:
    """The error without the folder that uploads are kept in."""
    return str(error).replace(str(source), source.name) if isinstance(source, Path) else str(error)


def _without_surrogates(text: str) -> str:
    """The text with "?" for each half of a surrogate pair, which no model and no file could take."""
    return text.encode("utf-8", "replace").decode("utf-8")
