"""What a generative model promises, and where what it writes is cut off."""

from __future__ import annotations

from collections.abc import Generator as Stream
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias

Pieces: TypeAlias = Stream[str, None, None]  # of text, in order; closing it stops whoever writes


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a prompt. Its text is text alone: what looks like a model's control token in it is none."""

    role: Literal["system", "user"]
    text: str


class Generator(Protocol):
    """What writes. Safe from several threads."""

    @property
    def name(self) -> str:
        """Which model this is, for evidence and messages."""
        ...

    @property
    def context(self) -> int:
        """Tokens that the model reads at once."""
        ...

    def fits(self, messages: Sequence[Message], most: int) -> bool:
        """Whether the context holds the prompt and, where both share it, an answer of `most` tokens."""
        ...

    def generate(self, messages: Sequence[Message], most: int, stop: Sequence[str] = ()) -> Pieces:
        """Write an answer.

        Args:
            messages: the prompt: a system's and a user's message, or a user's alone.
            most: tokens at most, at least 1.
            stop: where one of these strings begins the answer ends, without it.

        Returns:
            The answer in pieces, none of them empty, as they are written. Closing it stops the model.

        Raises:
            GeneratorError: while iterating: the model failed, or its server did.
        """
        ...


def until(pieces: Pieces, stop: Sequence[str]) -> Pieces:
    """The pieces up to the first of the strings in `stop`; then whoever writes them is stopped.

    >>> list(until((piece for piece in ("The end.", "\\nQues", "tion: Who?")), ["\\nQuestion:"]))
    ['The end.']
    """
    held = ""  # what may be the beginning of a stop
    with closing(pieces):
        for piece in pieces:
            held += piece
            ends = [place for one in stop if (place := held.find(one)) >= 0]
            if ends:
                held = held[: min(ends)]
                break
            safe = len(held) - _begun(held, stop)
            if safe:
                yield held[:safe]
                held = held[safe:]
    if held:
        yield held


def _begun(text: str, stop: Sequence[str]) -> int:
    """Characters at the end of `text` with which one of the stops begins."""
    longest = max(map(len, stop), default=0)
    sizes = range(min(longest - 1, len(text)), 0, -1)
    return next((size for size in sizes if any(one.startswith(text[-size:]) for one in stop)), 0)
