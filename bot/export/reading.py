"""An evidence file back into data: which quotes it holds, and whether it is as it was written."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.errors import EvidenceError
from bot.export.document import FORMAT, SEAL, SHOWN, VERSION, hash_of, seal_of
from bot.export.markdown import FENCE

_MOST_BYTES = 50_000_000
_REMEDY = "Give a file that `Reply.export` or `copydesk ask … --export FILE` wrote."


@dataclass(frozen=True, slots=True)
class Quote:
    """A quote as the file has it; nothing of it is believed."""

    article: str
    paragraph: int
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Source:
    """An article as the file describes it.

    Attributes:
        id, title, published, url, content_sha256: as in the document; the date in ISO form.
    """

    id: str
    title: str
    published: str | None
    url: str | None
    content_sha256: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a file holds.

    Attributes:
        intact: whether its hash is right, that of what it shows included.
        quotes: each once, in the order of the file.
        sources: by id.
    """

    intact: bool
    quotes: tuple[Quote, ...]
    sources: Mapping[str, Source]


def read_evidence(data: bytes) -> Evidence:
    """Read a JSON, Markdown or Word file that was exported.

    Raises:
        EvidenceError: it is none, is damaged, or was written by a newer version.
    """
    if len(data) > _MOST_BYTES:
        raise EvidenceError(f"The file has {len(data):,} bytes.", f"at most {_MOST_BYTES:,}.", _REMEDY)
    text, shown, whole = _opened(data)
    try:
        document = json.loads(text, object_pairs_hook=_without_doubles, parse_constant=_no_number)
        if document["format"] != FORMAT:
            raise ValueError(f"its format is {document['format']!r}")
        if document["version"] != VERSION:
            raise ValueError(f"its version is {document['version']!r}, and {VERSION} is read")
        intact = whole and document[SEAL] == seal_of(document)
        if shown is not None:
            intact = intact and document[SHOWN] == hash_of(shown)
        quotes = tuple(dict.fromkeys(_quote(one) for reply in document["replies"] for one in _quotes(reply)))
        sources = {one["id"]: _source(one) for one in document["articles"]}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise EvidenceError(
            f"The file is no evidence that can be read: {error}.", "evidence, whole.", _REMEDY
        ) from error
    return Evidence(intact, quotes, sources)


def _opened(data: bytes) -> tuple[str, str | None, bool]:
    """(the JSON, what the file shows beside it or None, whether nothing follows what belongs there)."""
    if data.startswith(b"PK"):
        from bot.export.word import read_word  # noqa: PLC0415  only a Word file needs python-docx

        return (*read_word(data), True)
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise EvidenceError("The file is no text in UTF-8.", "JSON, Markdown or Word.", _REMEDY) from error
    if text.lstrip().startswith("{"):
        return text, None, True
    shown, fence, rest = text.rpartition(FENCE)
    inside, end, after = rest.partition("\n```")
    if not fence or not end:
        raise EvidenceError("The file holds no evidence.", "a block of it at the end.", _REMEDY)
    return inside, shown, not after.strip()


def _quotes(reply: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from reply["answers"]
    for statement in reply["statements"]:
        yield from statement["quotes"]
        yield from (one["words"] for one in statement["dates"])
    if reply["nearest"]:
        yield reply["nearest"]


def _quote(record: Mapping[str, Any]) -> Quote:
    found = Quote(record["article"], record["paragraph"], record["start"], record["end"], record["quote"])
    numbers = (found.paragraph, found.start, found.end)
    if not isinstance(found.article, str) or not isinstance(found.quote, str) or not all(map(_is_count, numbers)):
        raise TypeError("a quote's place or words are of the wrong type")
    return found


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _source(record: Mapping[str, Any]) -> Source:
    found = Source(record["id"], record["title"], record["published"], record["url"], record["content_sha256"])
    if not all(isinstance(one, str | None) for one in (found.id, found.title, found.published, found.url)):
        raise TypeError("an article's description is of the wrong type")
    return found


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A name given twice would show a reader one value and a program the other."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name is given twice")
    return found


def _no_number(text: str) -> float:
    raise ValueError(f"{text} is no number")
