"""The conversation on the page: its turns, each a question and what came of it."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.page.html import escape, isolated
from bot.page.messages import shown_question, stopped_html
from bot.reply import Reply

_MOST_TURNS = 100


class State(StrEnum):
    """How far a turn has come."""

    WORKING = "working"
    DONE = "done"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Turn:
    """A question or an order, and what came of it.

    Attributes:
        number: counts up and never changes.
        kind: "ask", "summarise" or "note", a message that nobody asked for.
        question: as it was put.
        html: the answer, or what is going on.
        state: how far it has come.
        reply: what the answer was drawn from; None for an error or a message.
        plain: the answer with its citations as text, to be copied.
    """

    number: int
    kind: str
    question: str
    html: str
    state: State = State.WORKING
    reply: Reply | None = None
    plain: str = ""


class Talk:
    """The turns of one visitor, the last hundred of them. Safe from several threads."""

    def __init__(self) -> None:
        self._turns: dict[int, Turn] = {}
        self._next = 1
        self._lock = threading.Lock()

    @property
    def turns(self) -> tuple[Turn, ...]:
        """Oldest first."""
        with self._lock:
            return tuple(self._turns.values())

    @property
    def replies(self) -> tuple[Reply, ...]:
        """What was answered, oldest first."""
        return tuple(turn.reply for turn in self.turns if turn.reply is not None)

    def before(self, number: int) -> tuple[Reply, ...]:
        """What was answered to the questions before a turn, oldest first."""
        earlier = (turn for turn in self.turns if turn.number < number and turn.kind == "ask")
        return tuple(turn.reply for turn in earlier if turn.reply is not None)

    @property
    def working(self) -> bool:
        """Whether an answer is being worked on."""
        return any(turn.state is State.WORKING for turn in self.turns)

    def turn(self, number: int) -> Turn | None:
        """The turn of that number, if it is still there."""
        with self._lock:
            return self._turns.get(number)

    def open(self, kind: str, question: str, html: str) -> int:
        """Begin a turn and return its number."""
        with self._lock:
            number = self._next
            self._next += 1
            self._turns[number] = Turn(number, kind, question, html)
            for oldest in list(self._turns)[:-_MOST_TURNS]:
                del self._turns[oldest]
            return number

    def reopen(self, number: int, question: str, html: str) -> bool:
        """Begin a turn again, with another question or the same; False where it is gone."""
        with self._lock:
            turn = self._turns.get(number)
            if turn is None:
                return False
            self._turns[number] = Turn(number, turn.kind, question, html)
            return True

    def note(self, html: str) -> None:
        """Say something that nobody asked for."""
        number = self.open("note", "", html)
        self.close(number, html)

    def tell(self, number: int, html: str) -> bool:
        """Say how far a turn has come; False where nobody waits for it any more."""
        return self._change(number, html=html)

    def close(self, number: int, html: str, reply: Reply | None = None, plain: str = "") -> bool:
        """End a turn; False where nobody waited for it any more."""
        return self._change(number, html=html, reply=reply, plain=plain, state=State.DONE)

    def stop(self) -> None:
        """Wait for no answer any more; what comes later is dropped."""
        with self._lock:
            for number, turn in self._turns.items():
                if turn.state is State.WORKING:
                    self._turns[number] = replace(turn, html=stopped_html(), state=State.STOPPED)

    def clear(self) -> None:
        """Forget everything that was said."""
        with self._lock:
            self._turns.clear()

    def _change(self, number: int, **changes: object) -> bool:
        with self._lock:
            turn = self._turns.get(number)
            if turn is None or turn.state is not State.WORKING:
                return False
            self._turns[number] = replace(turn, **changes)  # type: ignore[arg-type]
            return True


def talk_html(turns: Iterable[Turn], greeting: str, suggestions: Iterable[str]) -> str:
    """The conversation, and questions to go on with.

    Args:
        turns: oldest first.
        greeting: HTML that stands where nothing has been said.
        suggestions: questions that the articles can answer.
    """
    shown = tuple(turns)
    asked = [turn.number for turn in shown if turn.kind == "ask"]
    last = asked[-1] if asked else 0
    body = "".join(_turn(turn, last) for turn in shown) or greeting
    working = any(turn.state is State.WORKING for turn in shown)
    return (
        '<div class="talk" role="log" aria-label="Conversation" aria-live="polite" '
        f'data-working="{str(working).lower()}" '
        f'data-turns="{shown[-1].number if shown else 0}" tabindex="0">{body}{_suggested(suggestions)}</div>'
    )


def _turn(turn: Turn, last: int) -> str:
    if turn.kind == "note":
        return f'<section class="turn note" data-turn="{turn.number}">{turn.html}</section>'
    edit = _button("edit", "Edit", "Edit this question") if turn.number == last else ""
    question = (
        f'<div class="asked"><h2 class="question" dir="auto">{escape(shown_question(turn.question))}</h2>{edit}</div>'
    )
    understood = turn.reply.understood if turn.reply else None
    reading = ""
    if understood and understood.casefold() != turn.question.strip().casefold():
        correct = _button("correct", "Change", "Change how the question was understood")
        reading = f'<p class="understood">Understood as <q>{isolated(understood)}</q> {correct}</p>'
    return (
        f'<section class="turn {turn.state}" data-turn="{turn.number}" data-kind="{escape(turn.kind)}" '
        f'aria-label="{escape(shown_question(turn.question))}">{question}{reading}'
        f'<div class="came">{turn.html}</div>{_actions(turn)}</section>'
    )


def _actions(turn: Turn) -> str:
    if turn.state is State.WORKING:
        return ""
    copy = _button("copy", "Copy", "Copy this answer with its citations") if turn.plain else ""
    again = _button("retry", "Ask again", "Ask this again, of the articles chosen now") if turn.kind == "ask" else ""
    plain = f'<pre class="plain" hidden>{escape(turn.plain)}</pre>' if turn.plain else ""
    source = f'<span class="source-question" hidden>{escape(turn.question[:2_000])}</span>'
    return f'<p class="actions">{copy}{again}</p>{plain}{source}'


def _button(action: str, words: str, label: str) -> str:
    return f'<button type="button" class="quiet" data-do="{action}" title="{escape(label)}">{words}</button>'


def _suggested(questions: Iterable[str]) -> str:
    buttons = "".join(
        f'<button type="button" dir="auto" data-do="suggested">{escape(one)}</button>' for one in questions
    )
    return (
        f'<div class="suggested" data-modes="ask" role="group" aria-label="Questions to ask">{buttons}</div>'
        if buttons
        else ""
    )
