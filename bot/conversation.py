"""Questions one after another: a follow-up is read on its own from the turns before, and the reading is shown."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.followup import Said, readings
from bot.question import bare, checked
from bot.reply import Reply

_REMEMBERED = 6  # turns: what lies further back is not what "they" means
_A_RANK = 0.1  # of confidence that a less likely reading must be better by


class Conversation:
    """A talk about some articles. Safe from several threads: one question is answered after another.

    Args:
        answer: answers a question that stands on its own.
        turns: what was said before, oldest first.
    """

    def __init__(self, answer: Callable[[str], Reply], turns: Sequence[Reply] = ()) -> None:
        self._answer = answer
        self._lock = threading.Lock()
        self._turns = list(turns)

    @property
    def turns(self) -> tuple[Reply, ...]:
        """The replies so far, oldest first; each knows its question and how it was understood."""
        with self._lock:
            return tuple(self._turns)

    def ask(self, question: str, understood: str | None = None) -> Reply:
        """Answer a question, or a follow-up such as "and how many of them died?".

        Args:
            question: as asked.
            understood: how to read it, where the reading that `ask` chose was wrong; None lets it choose.

        Returns:
            A reply to the question as it was understood; `reply.understood` is that reading, or None where it was
            taken as asked. Of several readings it is the one that the articles answer most confidently.

        Raises:
            QuestionError, NoArticlesError, UnknownArticleError, ModelError: as for `Assistant.answer`; the turn is
                not kept then.
        """
        asked = checked(question)
        with self._lock:
            said = [_said(turn) for turn in self._turns[-_REMEMBERED:]]
            meant = readings(asked, said) if understood is None else (checked(understood),)
            replies = [self._answer(one) for one in meant]
            best = max(range(len(replies)), key=lambda rank: _answered(replies[rank]) - _A_RANK * rank)
            taken_as_asked = bare(meant[best]).casefold() == bare(asked).casefold()
            reply = replace(replies[best], question=asked, understood=None if taken_as_asked else meant[best])
            self._turns.append(reply)
        return reply


def _answered(reply: Reply) -> float:
    """Confidence that the best answer is right, whether it was given or withheld."""
    return 1 - reply.confidence if reply.abstained else reply.confidence


def _said(turn: Reply) -> Said:
    answer = ", ".join(one.quote for one in turn.answers)
    return Said(turn.understood or turn.question, answer, turn.question if turn.understood else "")
