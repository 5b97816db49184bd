"""Suite `attribution`: whether what is said is found, and whose it is, against annotated articles (PolNeAR's form)."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.article import Article, Span
from bot.attribution import attributions
from bot.evaluation.asking import Figures
from bot.evaluation.measures import mean
from bot.reply import Citation

NAME = "attribution"
_HALF = 0.5  # of a content's characters
_SPEECH = re.compile(r"\b(?:said|says?|saying|told|tells?|wrote|writes|added|adds|adding|asked|according to)\b", re.I)
_TAIL = re.compile(r",|\(|\s(?:of|for|from|at|in|who|which|that|on|with|to|by|about|released|conducted|reported)\b")


@dataclass(frozen=True, slots=True)
class Claim:
    """Words that somebody says, in an article taken as one text.

    Attributes:
        speaker: where the speaker stands; None where the annotators found none.
        content: one piece of what is said.
        cue: the cue's words.
    """

    speaker: Span | None
    content: Span
    cue: str


def figures(path: Path, without: Collection[str] = ()) -> Figures:
    """Precision, recall and F1 of contents, and of contents with the right speaker.

    A content counts as found where more than half of its characters are in contents of the other side. A speaker is
    right where each side's head lies in the other's words. Annotators also mark attitudes and deeds ("supports",
    "attacks on"), so recall is given for verbs of speech apart.

    Args:
        path: gzipped JSON Lines of `{"id", "text", "attributions": [{"source", "cue", "content"}]}`, each of them a
            list of `[start, words]`; paragraphs are parted by empty lines.
        without: ids of articles to pass over.
    """
    found: list[list[bool]] = [[], []]  # of predicted contents: any gold one, one of the same speaker
    wanted: list[list[bool]] = [[], []]
    speech: list[list[bool]] = [[], []]
    for record in _records(path, without):
        gold, predicted = list(_gold(record)), list(_predicted(record))
        for place, same in enumerate((False, True)):
            found[place] += [
                _met(one, predicted_by, record["text"], same) for one, predicted_by in _each(predicted, gold)
            ]
            sourced = [one for one in gold if one.speaker]
            hits = [_met(one, others, record["text"], same) for one, others in _each(sourced, predicted)]
            wanted[place] += hits
            speech[place] += [hit for hit, one in zip(hits, sourced, strict=True) if _SPEECH.search(one.cue)]
    return _table(found, wanted, speech)


def _table(found: list[list[bool]], wanted: list[list[bool]], speech: list[list[bool]]) -> Figures:
    shown: Figures = {"contents, annotated": float(len(wanted[0])), "contents, found": float(len(found[0]))}
    for place, what in enumerate(("content", "content and speaker")):
        precision, recall = mean(found[place]), mean(wanted[place])
        shown |= {
            f"{what}, precision": precision,
            f"{what}, recall": recall,
            f"{what}, F1": 2 * precision * recall / (precision + recall) if precision + recall else 0.0,
            f"{what}, recall of verbs of speech": mean(speech[place]),
        }
    return shown | {"speaker right, of contents found": mean(speech[1]) / (mean(speech[0]) or 1.0)}


def _each(some: Sequence[Claim], others: Sequence[Claim]) -> Iterator[tuple[Claim, Sequence[Claim]]]:
    for one in some:
        yield one, [other for other in others if _shared(one.content, other.content)]


def _met(one: Claim, others: Sequence[Claim], text: str, same_speaker: bool) -> bool:
    """Whether more than half of a claim's characters are in others', of the same speaker if that is asked."""
    fitting = [other for other in others if not same_speaker or _same(one.speaker, other.speaker, text)]
    return sum(_shared(one.content, other.content) for other in fitting) > _HALF * len(one.content)


def _shared(one: Span, other: Span) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def _same(one: Span | None, other: Span | None, text: str) -> bool:
    """Whether two spans name the same speaker at the same place."""
    if one is None or other is None:
        return False
    return one.start <= _head(other, text) < one.end and other.start <= _head(one, text) < other.end


def _head(span: Span, text: str) -> int:
    """Where the last word of a phrase begins, without what follows a comma or a preposition."""
    words = text[span.start : span.end]
    tail = _TAIL.search(words)
    core = words[: tail.start()].rstrip() if tail and tail.start() else words.rstrip()
    return span.start + core.rfind(" ") + 1


def _records(path: Path, without: Collection[str]) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            if record["id"] not in without:
                yield record


def _gold(record: dict[str, Any]) -> Iterator[Claim]:
    for one in record["attributions"]:
        source = one["source"]
        speaker = Span(source[0][0], source[-1][0] + len(source[-1][1])) if source else None
        cue = " ".join(words for _, words in one["cue"])
        for start, words in one["content"]:
            yield Claim(speaker, Span(start, start + len(words)), cue)


def _predicted(record: dict[str, Any]) -> Iterator[Claim]:
    paragraphs, starts, at = [], [], 0
    for piece in record["text"].split("\n\n"):
        if piece.strip():
            paragraphs.append(piece)
            starts.append(at)
        at += len(piece) + 2
    for one in attributions(Article.from_paragraphs(paragraphs)):
        for content in one.contents:
            cue = one.cue.quote if one.cue else ""
            yield Claim(_placed(one.speaker, starts), _placed(content, starts), cue)


def _placed(citation: Citation, starts: Sequence[int]) -> Span:
    """A citation as characters of the whole text."""
    first = starts[citation.paragraph - 1]
    return Span(first + citation.start, first + citation.end)
