"""Evidence as lines that a reader sees, before they become Markdown or Word. One home for their order and wording."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, auto
from typing import Any

_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
_UNPRINTABLE = frozenset({"Cc", "Cs", "Cn"})


class Kind(Enum):
    """What a line is."""

    TITLE = auto()
    HEADING = auto()
    FACT = auto()
    ANSWER = auto()
    TEXT = auto()
    QUOTE = auto()
    PLACE = auto()


@dataclass(frozen=True, slots=True)
class Line:
    """A line of evidence: its kind, and its text, in which nothing is markup."""

    kind: Kind
    text: str


def lines(data: Mapping[str, Any]) -> Iterator[Line]:
    """The lines of a document, each free of line breaks and of characters that are not seen or turn the text around."""
    numbers = {article["id"]: number for number, article in enumerate(data["articles"], start=1)}
    for kind, text in _all(data, numbers):
        yield Line(kind, printable(text))


def printable(text: str) -> str:
    """The text in one line; what is no character to see is named, such as "[U+202E]".

    >>> printable("one\\n two\\u202e\\x00")
    'one two[U+202E][U+0000]'
    """
    named = "".join(
        f"[U+{ord(one):04X}]"
        if one in _TURNING or (unicodedata.category(one) in _UNPRINTABLE and not one.isspace())
        else one
        for one in text
    )
    return " ".join(named.split())


def _all(data: Mapping[str, Any], numbers: Mapping[str, int]) -> Iterator[tuple[Kind, str]]:
    yield Kind.TITLE, "Evidence"
    yield Kind.FACT, f"Articles accessed: {_day(data['accessed'])}, {data['accessed_is']}"
    yield Kind.FACT, f"Copydesk {data['copydesk']}"
    for part, name in data["models"].items():
        yield Kind.FACT, f"{part}: {name}"
    for turn, reply in enumerate(data["replies"], start=1):
        yield Kind.HEADING, f"{turn}. {reply['question'] or 'Summary'}"
        yield from _reply(reply, numbers)
    yield Kind.HEADING, "Articles"
    for article in data["articles"]:
        yield Kind.TEXT, f"[{numbers[article['id']]}] {article['title'] or 'An article without a headline'}"
        yield from ((Kind.FACT, fact) for fact in _facts(article, data["accessed"]))


def _reply(reply: Mapping[str, Any], numbers: Mapping[str, int]) -> Iterator[tuple[Kind, str]]:
    if reply["understood"]:
        yield Kind.TEXT, f"Understood as: {reply['understood']}"
    if reply["abstained"]:
        yield Kind.ANSWER, "The article does not say." if len(numbers) < 2 else "The articles do not say."
        if reply["nearest"]:
            yield Kind.TEXT, "The nearest passage:"
            yield from _quote(reply["nearest"], numbers)
        return
    if reply["differs"]:
        yield Kind.TEXT, "The articles differ."
    for answer in reply["answers"]:
        yield Kind.ANSWER, f"{answer['quote']} ({_place(answer, numbers)})"
    if reply["answers"]:
        yield Kind.TEXT, f"Confidence: {reply['confidence']:.0%}"
    for statement in reply["statements"]:
        if statement["text"] != " ".join(one["quote"] for one in statement["quotes"]):
            yield Kind.TEXT, statement["text"]
        if statement["speaker"]:
            yield Kind.TEXT, f"According to {statement['speaker']}:"
        for quote in statement["quotes"]:
            yield from _quote(quote, numbers)
        for one in statement["dates"]:
            last = "" if one["first"] == one["last"] else f" to {_day(one['last'])}"
            yield Kind.FACT, f"“{one['words']['quote']}” is {_day(one['first'])}{last}: {one['rule']}"


def _quote(quote: Mapping[str, Any], numbers: Mapping[str, int]) -> Iterator[tuple[Kind, str]]:
    yield Kind.QUOTE, quote["quote"]
    yield Kind.PLACE, _place(quote, numbers)


def _place(quote: Mapping[str, Any], numbers: Mapping[str, int]) -> str:
    return f"[{numbers[quote['article']]}] ¶{quote['paragraph']}, characters {quote['start']}-{quote['end']}"


def _facts(article: Mapping[str, Any], accessed: str) -> Iterator[str]:
    if article["byline"]:
        yield f"By {article['byline']}"
    if article["agency"]:
        yield f"Agency: {article['agency']}"
    yield f"Published: {_day(article['published']) if article['published'] else 'no date in the article'}"
    if article["updated"]:
        yield f"Updated: {_day(article['updated'])}"
    yield f"Accessed: {_day(accessed)}"
    if article["url"]:
        yield f"URL: {article['url']}"
    yield f"SHA-256 of its content: {article['content_sha256']}"


def _day(iso: str) -> str:
    """An ISO date, or date and time, as "13 December 2025" and what follows it."""
    day = date.fromisoformat(iso[:10])
    shown = f"{day.day} {day:%B} {day.year}"
    return shown if len(iso) == 10 else f"{shown}, {datetime.fromisoformat(iso):%H:%M %Z}".rstrip()
