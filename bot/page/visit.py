"""One visitor's desk: the articles they have, the one they look at, what they ask, and what has been said."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.archive import Entry, Filters
from bot.article import Article, Span
from bot.assistant import Assistant
from bot.conversation import Conversation
from bot.errors import CopydeskError
from bot.page.adding import Adding
from bot.page.html import title_of
from bot.page.messages import said_html
from bot.page.shelf import Shelf
from bot.page.snippet import bears
from bot.page.talk import Talk
from bot.reply import Citation, Match, Reply

LISTED = 120  # entries shown at once; the others are found by searching
_BEARS = 0.3
_NAMED = 3  # paragraphs named while an answer is worked on
_FOUND = 8  # paragraphs that a search of the library shows
_COLLECTION = "collection:"


@dataclass(frozen=True, slots=True)
class Asked:
    """Which articles an action is about: `within` and `filters` as the Assistant takes them.

    Attributes:
        words: for people.
        count: how many articles that is.
    """

    within: tuple[str, ...] | None
    filters: Filters | None
    words: str
    count: int


class Visit:
    """What one visitor has before them. Safe from several threads.

    Args:
        shelf: shared with the other visitors; nothing of a visitor is kept in it.
        owner: the account and the browser that it belongs to; empty for anybody's.

    Attributes:
        owner: as given.
        token: known to this visitor's browser only; it finds the visit again.
        desk: the articles.
        talk: what was said.
        adding: what is about to be added.
        shown: the id of the article shown, or None.
        scope: which articles are asked: "all", "shown", "ticked" or "collection:NAME".
        ticked: ids, in the order of ticking.
        collection: whose articles the library lists; empty for all.
        query, found: what the library was searched for, and the paragraphs found.
        asked: the question whose evidence the strip shows.
        notice: the last message about the library; empty where all went well.
        results: what stands in the modes beside the conversation, as HTML by mode.
    """

    def __init__(self, shelf: Shelf, owner: str = "") -> None:
        self.owner = owner
        self.token = secrets.token_urlsafe(24)
        self.shelf = shelf
        self.desk: Assistant = shelf.assistant()
        self.talk = Talk()
        self.adding = Adding(shelf, self.desk)
        self.lock = threading.RLock()
        first = self.desk.archive.entries(limit=1)
        self.shown: str | None = first[0].id if first else None
        self.scope = "all"
        self.ticked: dict[str, None] = {}
        self.collection = ""
        self.query = ""
        self.found: list[Match] = []
        self.asked = ""
        self.notice = ""
        self.results: dict[str, str] = {}

    @property
    def article(self) -> Article | None:
        """The article shown; None where there is none, or where it has been removed by another."""
        return None if self.shown is None else self._if_held(self.shown)

    @property
    def entries(self) -> list[Entry]:
        """The articles that the library lists."""
        return self.desk.archive.entries(Filters(collection=self.collection) if self.collection else None, LISTED)

    @property
    def about(self) -> Asked:
        """The articles that are asked."""
        if self.scope == "shown" and self.shown:
            return Asked((self.shown,), None, "the article shown", 1)
        if self.scope == "ticked" and self.ticked:
            return Asked(tuple(self.ticked), None, "the ticked articles", len(self.ticked))
        if self.scope.startswith(_COLLECTION):
            name = self.scope.removeprefix(_COLLECTION)
            count = self.desk.archive.collections().get(name, 0)
            return Asked(None, Filters(collection=name), f"the collection “{name}”", count)
        return Asked(None, None, "all articles", len(self.desk.archive))

    def scopes(self) -> list[tuple[str, str]]:
        """What can be chosen to be asked: value and words."""
        count = len(self.desk.archive)
        found = [("all", f"All {count:,} articles" if count != 1 else "The one article")]
        if self.shown:
            found.append(("shown", "The article shown"))
        if self.ticked:
            found.append(("ticked", f"Ticked ({len(self.ticked)})"))
        named = self.desk.archive.collections().items()
        return found + [(f"{_COLLECTION}{name}", f"{name} ({held})") for name, held in named]

    def articles(self, ids: Collection[str]) -> dict[str, Article]:
        """Articles by id, without those that are gone."""
        found = {one: self._if_held(one) for one in ids}
        return {one: article for one, article in found.items() if article is not None}

    def show(self, article_id: str) -> None:
        """Turn to an article; a notice where it is gone."""
        article = self._if_held(article_id)
        self.notice = "" if article else "That article has been removed. Add it again to see the passage."
        if article:
            self.shown = article.id

    def tick(self, article_id: str) -> None:
        """Choose an article."""
        if self._if_held(article_id):
            self.ticked[article_id] = None

    def untick(self, article_id: str) -> None:
        """Choose an article no longer."""
        with self.lock:
            self.ticked.pop(article_id, None)
            if self.scope == "ticked" and not self.ticked:
                self.scope = "all"

    def choose(self, scope: str) -> None:
        """Choose what is asked; what cannot be chosen changes nothing."""
        if scope in {value for value, _ in self.scopes()}:
            self.scope = scope

    def kept(self, article_ids: Sequence[str]) -> None:
        """Turn to what has just been added, and ask that."""
        with self.lock:
            if not article_ids:
                return
            self.shown = article_ids[0]
            self.scope = "shown"
            if len(article_ids) > 1:
                self.ticked = dict.fromkeys(article_ids)
                self.scope = "ticked"

    def remove(self, article_id: str) -> None:
        """Forget an article; where it was shown, turn to the next."""
        with self.lock:
            self.notice = ""
            try:
                title = title_of(self.desk.article(article_id))
                after = _next(self.desk.archive.entries(limit=LISTED), article_id)
                self.desk.remove(article_id)
            except CopydeskError as error:
                self.notice = str(error)
                return
            self.adding.forget(article_id)
            self.untick(article_id)
            self.found = [one for one in self.found if one.citation.article_id != article_id]
            if self.shown == article_id:
                self.shown = after
                self.scope = "all" if self.scope == "shown" else self.scope
            self.talk.note(said_html(f"Removed: {title}"))

    def search(self, query: str) -> None:
        """Find paragraphs in the library; an empty query ends the search."""
        self.query, self.found, self.notice = query.strip(), [], ""
        if self.query:
            try:
                self.found = [one for one in self.desk.search(self.query, _FOUND) if bears(one, self.query)]
            except CopydeskError as error:
                self.notice = str(error)

    def bearing(self) -> tuple[float, ...]:
        """How strongly the paragraphs of the article shown bear on the last question; empty where none was asked."""
        if not self.asked or self.shown is None:
            return ()
        try:
            return self.desk.bearing(self.asked, self.shown)
        except CopydeskError:
            return ()

    def find(self, question: str) -> list[Citation]:
        """The paragraphs that a question is likely to be answered from, the best first. Raises as the Assistant."""
        about = self.about
        if about.within and len(about.within) == 1:
            article = self.desk.article(about.within[0])
            values = self.desk.bearing(question, article.id)
            best = sorted(range(len(values)), key=lambda place: -values[place])[:_NAMED]
            return [_whole(article, place + 1) for place in best if values[place] >= _BEARS]
        found = [one.citation for one in self.desk.search(question, 4 * _NAMED, about.filters)]
        allowed = None if about.within is None else set(about.within)
        return [one for one in found if allowed is None or one.article_id in allowed][:_NAMED]

    def answer(self, question: str, understood: str | None = None, earlier: Sequence[Reply] = ()) -> Reply:
        """Answer from the articles chosen, in the light of what was asked before.

        Args:
            question: as asked.
            understood: how it is to be read on its own; None to leave that to the conversation.
            earlier: what was answered before, oldest first.

        Raises:
            CopydeskError: as `Assistant.answer`.
        """
        about = self.about

        def answered(asked: str) -> Reply:
            return self.desk.answer(asked, about.within, about.filters)

        return Conversation(answered, earlier).ask(question, understood)

    def begin_again(self) -> None:
        """Forget what was said and found; the articles stay."""
        with self.lock:
            self.talk.stop()
            self.talk.clear()
            self.results.clear()
            self.asked = ""

    def _if_held(self, article_id: str) -> Article | None:
        try:
            return self.desk.article(article_id)
        except CopydeskError:
            return None


def _next(entries: Sequence[Entry], gone: str) -> str | None:
    """The id of the first entry that is another."""
    return next((one.id for one in entries if one.id != gone), None)


def _whole(article: Article, number: int) -> Citation:
    return Citation.of(article, number, Span(0, len(article.paragraph(number).text)))
