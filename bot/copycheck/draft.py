"""A draft before it is read: whether it can be checked at all, and its sentences."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from bot.article import Span
from bot.errors import DraftError, SourceNotFoundError
from bot.ingest.plain import decode
from bot.sentences import sentence_spans
from bot.settings import MAX_DRAFT_CHARACTERS

_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_MOST_BYTES = 4 * MAX_DRAFT_CHARACTERS  # UTF-8 takes no more
_SAMPLE = 20_000  # characters that show the script


def read_draft(source: Path | BinaryIO) -> str:
    """The text of a draft's file, or of a stream.

    Raises:
        SourceNotFoundError: there is no file that can be read.
        DraftError: it is longer than a draft may be.
        EncodingError, NotTextError: it is no text.
    """
    if not isinstance(source, Path):
        return _decoded(source, "standard input")
    try:
        with source.open("rb") as file:
            return _decoded(file, str(source))
    except OSError as error:
        raise SourceNotFoundError(
            f"The draft {source} cannot be read: {error.strerror}.", "a text file.", "Check the path."
        ) from error


def _decoded(file: BinaryIO, name: str) -> str:
    data = file.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise DraftError(
            f"The draft {name} has more than {_MOST_BYTES:,} bytes.",
            f"at most {MAX_DRAFT_CHARACTERS:,} characters.",
            "Check it in parts, such as a chapter at a time.",
        )
    return decode(data, name)


def require_text(text: str, what: str) -> None:
    """Raise `DraftError` unless the text can be checked.

    Args:
        text: a draft or a quotation.
        what: the word for it, in messages.
    """
    if not any(character.isalnum() for character in text):
        raise DraftError(f"The {what} has no words.", "a text in English.", "Give the sentences to check.")
    if len(text) > MAX_DRAFT_CHARACTERS:
        raise DraftError(
            f"The {what} has {len(text):,} characters.",
            f"at most {MAX_DRAFT_CHARACTERS:,}.",
            "Check it in parts, such as a chapter at a time.",
        )
    script = _other_script(text[:_SAMPLE])
    if script is not None:
        raise DraftError(
            f"The {what} is mostly written in {script} letters.",
            "English, in Latin letters.",
            "Nothing can be said of it: translate it first, or check the English draft.",
        )


def _other_script(text: str) -> str | None:
    """The script of most letters, such as "Cyrillic"; None where it is Latin, or there are no letters."""
    letters = Counter(
        unicodedata.name(character, "unknown ").split(" ")[0] for character in text if character.isalpha()
    )
    if not letters or letters["LATIN"] * 2 >= letters.total():
        return None
    return letters.most_common(1)[0][0].capitalize()


def sentences_of(draft: str) -> Iterator[Span]:
    """The sentences of a draft that have words, in order; a line's end ends a sentence."""
    for line in _LINE.finditer(draft):
        for span in sentence_spans(line.group()):
            start, end = line.start() + span.start, line.start() + span.end
            if any(character.isalnum() for character in draft[start:end]):
                yield Span(start, end)
