"""What a visitor does that needs no model and takes no time: turn to an article, tick, choose, remove, stop."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bot.errors import CopydeskError
from bot.page.sent import Sent
from bot.page.visit import Visit

_MOST_ROWS = 500


def show(visit: Visit, sent: Sent) -> None:
    """Turn to an article."""
    visit.show(sent.text("article"))


def tick(visit: Visit, sent: Sent) -> None:
    """Choose an article, or no longer."""
    (visit.tick if sent.flag("wanted") else visit.untick)(sent.text("article"))


def untick(visit: Visit, sent: Sent) -> None:
    """Choose none of them any more."""
    del sent
    for one in list(visit.ticked):
        visit.untick(one)


def scope(visit: Visit, sent: Sent) -> None:
    """Choose what is asked."""
    visit.choose(sent.text("scope"))


def ask_ticked(visit: Visit, sent: Sent) -> None:
    """Ask the ticked articles."""
    del sent
    visit.choose("ticked")


def collection(visit: Visit, sent: Sent) -> None:
    """List the articles of one collection, or all."""
    name = sent.text("name")
    visit.collection = name if name in visit.desk.archive.collections() else ""


def collect(visit: Visit, sent: Sent) -> None:
    """Put the ticked articles into a collection."""
    visit.notice = ""
    try:
        visit.desk.archive.collect(sent.text("name").strip(), list(visit.ticked))
    except CopydeskError as error:
        visit.notice = str(error)
    else:
        untick(visit, sent)


def remove(visit: Visit, sent: Sent) -> None:
    """Forget an article."""
    one = sent.text("article")
    if visit.shelf.removable(visit.desk, one):
        visit.remove(one)


def remove_ticked(visit: Visit, sent: Sent) -> None:
    """Forget the ticked articles, of those that may be removed."""
    del sent
    ticked = list(visit.ticked)
    allowed = [one for one in ticked if visit.shelf.removable(visit.desk, one)]
    for one in allowed:
        visit.remove(one)
    if len(allowed) < len(ticked):
        visit.notice = "What belongs to the library stays: it is open for reading."


def search(visit: Visit, sent: Sent) -> None:
    """Search the library."""
    visit.search(sent.text("query"))


def stop(visit: Visit, sent: Sent) -> None:
    """Wait for no answer."""
    del sent
    visit.talk.stop()


def stop_adding(visit: Visit, sent: Sent) -> None:
    """Read or store no more."""
    del sent
    visit.adding.stop()


def discard(visit: Visit, sent: Sent) -> None:
    """Keep nothing of what was read."""
    del sent
    visit.adding.discard()


def clear(visit: Visit, sent: Sent) -> None:
    """Forget what was said."""
    del sent
    visit.begin_again()


MOVES: dict[str, Callable[[Visit, Sent], None]] = {
    "show": show,
    "tick": tick,
    "untick": untick,
    "scope": scope,
    "ask-ticked": ask_ticked,
    "collection": collection,
    "collect": collect,
    "remove": remove,
    "remove-ticked": remove_ticked,
    "search": search,
    "stop": stop,
    "stop-adding": stop_adding,
    "discard": discard,
    "clear": clear,
}


def read(visit: Visit, sent: Sent) -> Iterator[None]:
    """Read what was pasted."""
    yield from visit.adding.read_text(sent.text("text"))


def store(visit: Visit, sent: Sent) -> Iterator[None]:
    """Keep what was read, as it was corrected."""
    for kept in visit.adding.store(sent.rows("rows", _MOST_ROWS)):
        visit.kept(kept)
        yield
    yield


ADDING: dict[str, Callable[[Visit, Sent], Iterator[None]]] = {"read": read, "store": store}
