"""A generator that says what a test gives it, and notes what it was asked; a question, a truth and a lie to give it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.errors import GeneratorError
from bot.generator import Message
from bot.generator.base import Pieces, until

HURT = "How many people were hurt?"
TRUTH = "Nine people were hurt, the coast guard said."
LIE = "Forty people were killed, the coast guard said."


class Scripted:
    """Says the same to everything.

    Args:
        says: the whole answer.
        context: characters that it reads and writes; a token is a character here.
        fails_after: words after which it fails; None for never.

    Attributes:
        asked: each prompt, in order.
        said: words that were taken from it.
        closed: answers that have ended or were stopped.
    """

    name = "scripted"

    def __init__(self, says: str, *, context: int = 100_000, fails_after: int | None = None) -> None:
        self._says = says
        self.context = context
        self._fails_after = fails_after
        self.asked: list[list[Message]] = []
        self.said = 0
        self.closed = 0

    def fits(self, messages: Sequence[Message], most: int) -> bool:
        return sum(len(one.text) for one in messages) + most <= self.context

    def generate(self, messages: Sequence[Message], most: int, stop: Sequence[str] = ()) -> Pieces:
        self.asked.append(list(messages))
        return until(self._pieces(messages, most), stop)

    def _pieces(self, messages: Sequence[Message], most: int) -> Pieces:
        if not self.fits(messages, most):
            raise GeneratorError("Too long.", "a shorter prompt.", "Show less.")
        try:
            for count, word in enumerate(self._says.split(" ")[:most]):
                if count == self._fails_after:
                    raise GeneratorError("It failed.", "an answer.", "Ask again.")
                self.said += 1
                yield word if count == 0 else f" {word}"
        finally:
            self.closed += 1
