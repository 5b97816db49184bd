"""From the pieces that a model writes to whole sentences as they are completed, without the marks that models add."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.sentences import sentence_spans

_THOUGHT, _THOUGHT_ENDS = "<think>", "</think>"
_LIST_MARK = re.compile(r"^(?:[-*•–#]+(?:\s+|$)|\(?\d{1,2}[.)](?:\s+|$)|\[\d+\]\s*|(?:Answer|Summary):\s*)+")
_REFERENCE = re.compile(r"\s*\[(?:¶\s*)?\d+(?:\s*[,;–-]\s*\d+)*\]")
_STRESS = re.compile(r"\*\*|__|`")


def sentences_of(pieces: Iterable[str]) -> Iterator[str]:
    """Each sentence once it is complete: once the next one begins, or the line or the answer ends.

    List marks, paragraph numbers in brackets and marks of emphasis are taken off: a citation is never read out of
    what a model writes. What a model thinks before its answer is left out.

    Args:
        pieces: of an answer, in order.

    >>> list(sentences_of(["- Nine people ", "were hurt [1]. The", " pass is shut.\\n"]))
    ['Nine people were hurt.', 'The pass is shut.']
    """
    held = ""
    for piece in _without_thoughts(pieces):
        *lines, held = (held + piece).split("\n")
        for line in lines:
            yield from _split(line)
        spans = sentence_spans(held)
        if len(spans) > 1 and _is_closed(held[: spans[-1].start]):
            yield from _split(held[: spans[-1].start])
            held = held[spans[-1].start :]
    yield from _split(held)


def _split(text: str) -> Iterator[str]:
    line = _STRESS.sub("", _REFERENCE.sub("", _LIST_MARK.sub("", text.strip())))
    for span in sentence_spans(line):
        yield line[span.start : span.end]


def _is_closed(text: str) -> bool:
    """Whether every quotation in it has ended: what follows may belong to one that has not."""
    return text.count("“") == text.count("”") and text.count('"') % 2 == 0


def _without_thoughts(pieces: Iterable[str]) -> Iterator[str]:
    """The pieces without a `<think>` … `</think>` at their beginning."""
    held = ""
    undecided = thinking = True
    for piece in pieces:
        if not undecided:
            yield piece
            continue
        held += piece
        begun = held.lstrip()
        thinking = begun.startswith(_THOUGHT)
        if thinking and _THOUGHT_ENDS in begun:
            held, thinking = begun.partition(_THOUGHT_ENDS)[2], False
        elif thinking or _THOUGHT.startswith(begun):
            continue
        undecided = False
        yield held
    if undecided and not thinking:
        yield held
