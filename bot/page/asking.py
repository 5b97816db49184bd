"""What a visitor asks of the desk, step by step: after each step there is something new to show."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypedDict

from bot.errors import CopydeskError
from bot.page.compare import Side, compare_html
from bot.page.html import counted, shortened
from bot.page.messages import BROKEN, error_html, pending_html, reading_html, said_html
from bot.page.replies import cited, reply_html
from bot.page.review import review_html
from bot.page.sent import Sent
from bot.page.timeline import timeline_html
from bot.page.visit import Visit
from bot.render import reply_text
from bot.reply import Reply

_MOST_SENTENCES, _MOST_WORDS = 30, 1_000
_MOST_COMPARED = 8
_GONE = "The article that answers this has been removed meanwhile. Ask again."

_log = logging.getLogger(__name__)

Steps = Iterator[None]


def ask(visit: Visit, sent: Sent) -> Steps:
    """Ask a question."""
    question = sent.text("question")
    yield from _answered(visit, visit.talk.open("ask", question, _looking(visit)), question)


def retry(visit: Visit, sent: Sent) -> Steps:
    """Ask a question again, of the articles that are chosen now."""
    turn = visit.talk.turn(sent.number("turn", 0, 10**9, 0))
    if turn is not None and turn.kind == "ask" and visit.talk.reopen(turn.number, turn.question, _looking(visit)):
        yield from _answered(visit, turn.number, turn.question)


def edit(visit: Visit, sent: Sent) -> Steps:
    """Ask another question in the place of one."""
    number, question = sent.number("turn", 0, 10**9, 0), sent.text("question")
    if visit.talk.reopen(number, question, _looking(visit)):
        yield from _answered(visit, number, question)


def correct(visit: Visit, sent: Sent) -> Steps:
    """Ask a question again, read as the visitor means it."""
    turn = visit.talk.turn(sent.number("turn", 0, 10**9, 0))
    if turn is not None and visit.talk.reopen(turn.number, turn.question, _looking(visit)):
        yield from _answered(visit, turn.number, turn.question, sent.text("question"))


class Size(TypedDict, total=False):
    """How long a summary is: one of the two."""

    words: int
    sentences: int


def summarise(visit: Visit, sent: Sent) -> Steps:
    """Summarise the chosen articles in so many sentences or words, with a focus or without."""
    about, focus = visit.about, sent.text("focus").strip()
    in_words = sent.text("unit") == "words"
    length = sent.number("length", 1, _MOST_WORDS if in_words else _MOST_SENTENCES, 3)
    named = f"{counted(length, 'word' if in_words else 'sentence')} on {about.words}"
    if focus:
        named += f": {shortened(focus, 120)}"
    number = visit.talk.open("summarise", f"Summary in {named}", pending_html("Reading every paragraph …"))
    yield
    size: Size = {"words": length} if in_words else {"sentences": length}
    with _told(visit, number):
        reply = visit.desk.summarise(about.within, focus=focus or None, filters=about.filters, **size)
        visit.asked = focus or visit.asked
        _close(visit, number, reply)
    yield


def compare(visit: Visit, sent: Sent) -> Steps:
    """Put one question to each of the chosen articles, and the answers side by side."""
    question = sent.text("question")
    sides: list[Side] = []
    with _shown(visit, "compare"):
        about = visit.about
        ids = list(about.within or ())
        if not ids:
            found = visit.desk.search(question, 5 * _MOST_COMPARED, about.filters)
            ids = list(dict.fromkeys(one.citation.article_id for one in found))
        ids = ids[:_MOST_COMPARED]
        for number, one in enumerate(ids, start=1):
            visit.results["compare"] = pending_html(f"Reading article {number} of {len(ids)} …")
            yield
            sides.append(Side(visit.desk.article(one), visit.desk.answer(question, [one])))
        together = visit.desk.answer(question, ids)
        visit.asked = question
        visit.results["compare"] = compare_html(question, sides, together)
    yield


def check(visit: Visit, sent: Sent) -> Steps:
    """Check a draft against the chosen articles."""
    visit.results["check"] = pending_html("Checking each sentence against the articles …")
    yield
    with _shown(visit, "check"):
        about = visit.about
        review = visit.desk.check(sent.text("draft"), about.within, about.filters)
        places = [one for sentence in review.sentences for one in sentence.citations]
        places += [one.source for sentence in review.sentences for one in sentence.differences if one.source]
        held = visit.articles({one.article_id for one in places})
        visit.results["check"] = review_html(review, held)
    yield


def timeline(visit: Visit, sent: Sent) -> Steps:
    """Put what the chosen articles date in order."""
    del sent
    visit.results["timeline"] = pending_html("Reading for dates …")
    yield
    with _shown(visit, "timeline"):
        about = visit.about
        events = visit.desk.timeline(about.within, about.filters)
        ids = {place.article_id for event in events for place in event.statement.citations}
        visit.results["timeline"] = timeline_html(events, visit.articles(ids))
    yield


ORDERS: dict[str, Callable[[Visit, Sent], Steps]] = {
    "ask": ask,
    "retry": retry,
    "edit": edit,
    "correct": correct,
    "summarise": summarise,
    "compare": compare,
    "check": check,
    "timeline": timeline,
}


def _looking(visit: Visit) -> str:
    if visit.shelf.ready:
        return pending_html("Looking for the paragraphs that bear on it …")
    return pending_html("Reading … The first answer takes longer: the models are loading.")


def _answered(visit: Visit, number: int, question: str, understood: str | None = None) -> Steps:
    """Show what is being read, then the answer."""
    yield
    with _told(visit, number):
        read = understood or question
        found = visit.find(read)
        if visit.talk.tell(number, reading_html(found, visit.articles({one.article_id for one in found}))):
            visit.asked = read
            yield
            reply = visit.answer(question, understood, visit.talk.before(number))
            if _close(visit, number, reply):
                visit.asked = reply.understood or question
    yield


def _close(visit: Visit, number: int, reply: Reply) -> bool:
    """Say what was found, unless an article that it cites is gone."""
    held = visit.articles(cited(reply))
    if set(held) != cited(reply):
        return visit.talk.close(number, said_html(_GONE))
    plain = f"{reply.question}\n{reply_text(reply, held)}" if reply.question else reply_text(reply, held)
    return visit.talk.close(number, reply_html(reply, held, visit.about.count), reply, plain)


@contextmanager
def _told(visit: Visit, number: int) -> Iterator[None]:
    """Say in the turn why there is no answer; whatever happens, the visitor keeps their desk."""
    try:
        yield
    except CopydeskError as error:
        visit.talk.close(number, error_html(error))
    except Exception:
        _log.exception("a question could not be answered")
        visit.talk.close(number, said_html(BROKEN))


@contextmanager
def _shown(visit: Visit, mode: str) -> Iterator[None]:
    """Say in the mode why there is no result."""
    try:
        yield
    except CopydeskError as error:
        visit.results[mode] = error_html(error)
    except Exception:
        _log.exception("%s could not be done", mode)
        visit.results[mode] = said_html(BROKEN)
