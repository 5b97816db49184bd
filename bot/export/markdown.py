"""Evidence as Markdown: what people read, then the same as JSON in a fenced block at the end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from bot.export.document import SHOWN, dumps, hash_of, sealed
from bot.export.lines import Kind, lines

FENCE = "```json copydesk-evidence\n"
_MARKUP = re.compile(r"([\\`*_{}\[\]<>&~|$^]|:(?=//)|^[#=+-])")
_LIST_NUMBER = re.compile(r"^(\d+)([.)])")
_BEFORE = {
    Kind.TITLE: "# ",
    Kind.HEADING: "## ",
    Kind.FACT: "- ",
    Kind.ANSWER: "**",
    Kind.TEXT: "",
    Kind.QUOTE: "> ",
    Kind.PLACE: "> \n> — ",
}


def with_evidence(data: Mapping[str, Any]) -> bytes:
    """The document as a Markdown file in UTF-8; its hash covers what is shown above the block too."""
    shown = "\n".join(_shown(data))
    document = sealed({**data, SHOWN: hash_of(shown)})
    return f"{shown}\n\n{FENCE}{dumps(document)}\n```\n".encode()


def escaped(text: str) -> str:
    r"""One line of text so that Markdown shows exactly its characters, and makes no link of an address.

    >>> escaped("1. <b>*x*</b> a_b")
    '1\\. \\<b\\>\\*x\\*\\</b\\> a\\_b'
    """
    return _LIST_NUMBER.sub(r"\1\\\2", _MARKUP.sub(r"\\\1", text))


def _shown(data: Mapping[str, Any]) -> Iterator[str]:
    before: Kind | None = None
    for line in lines(data):
        if before is not None and not (line.kind is before is Kind.FACT) and line.kind is not Kind.PLACE:
            yield ""
        yield f"{_BEFORE[line.kind]}{escaped(line.text)}{'**' if line.kind is Kind.ANSWER else ''}"
        before = line.kind
