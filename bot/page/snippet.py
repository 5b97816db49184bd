"""What a search of the library shows of a paragraph: the place where the words that were searched for stand."""

from __future__ import annotations

import re

from bot.page.html import escape
from bot.reply import Match

_RELATED = 0.25  # cosine of query and paragraph, below which only the query's own words make it a find
_LETTERS = 3  # of a word that is looked for; shorter ones stand everywhere
_BEFORE = 60  # characters shown before the first word found
_LONGEST = 180


def bears(match: Match, query: str) -> bool:
    """Whether a paragraph is worth showing: a search by meaning always finds something, however far from it."""
    pattern = _words(query)
    return match.similarity >= _RELATED or bool(pattern and pattern.search(match.citation.quote))


def snippet_html(text: str, query: str) -> str:
    """At most 180 characters of the text in one line, from shortly before the first of the query's words, all marked.

    Words of the text that begin as a word of the query does are marked too: "rates" for "rate".

    Args:
        text: a paragraph.
        query: as typed; words of fewer than three letters mark nothing.
    """
    line = " ".join(text.split())
    pattern = _words(query)
    first = pattern.search(line) if pattern else None
    start = _begin(line, first.start()) if first and len(line) > _LONGEST else 0
    end = len(line) if len(line) - start <= _LONGEST else line.rfind(" ", start, start + _LONGEST)
    end = end if end > start else start + _LONGEST
    shown = line[start:end]
    marked = _marked(shown, pattern) if pattern else escape(shown)
    return f'<bdi dir="auto">{"… " if start else ""}{marked}{" …" if end < len(line) else ""}</bdi>'


def _words(query: str) -> re.Pattern[str] | None:
    words = sorted({word for word in re.findall(r"\w+", query) if len(word) >= _LETTERS}, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\w*", re.IGNORECASE) if words else None


def _begin(line: str, found: int) -> int:
    """The start of a word, not far before what was found."""
    return line.find(" ", found - _BEFORE) + 1 if found > _BEFORE else 0


def _marked(text: str, pattern: re.Pattern[str]) -> str:
    parts: list[str] = []
    at = 0
    for match in pattern.finditer(text):
        parts += [escape(text[at : match.start()]), f"<b>{escape(match[0])}</b>"]
        at = match.end()
    return "".join([*parts, escape(text[at:])])
