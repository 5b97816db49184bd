"""From characters to blocks: where a paragraph begins and ends.

Three habits are told apart over the whole text: paragraphs between blank lines, one paragraph per line, and
lines wrapped by hand at a fixed width. Only in the last are lines joined again, by a single space.
"""

from __future__ import annotations

from typing import NamedTuple

from bot.errors import TooLargeError
from bot.layout.patterns import Pattern

__all__ = ["BOLD", "PICTURE", "Block", "split_blocks", "trim"]

BOLD, PICTURE = 7, 8

_LINE_BREAK = Pattern("\r\n|[\n\r\x0b\x0c\x85\u2028]")
_INVISIBLE = "\ufeff\u200b\u200c\u200d\u200e\u200f\u2060\u00ad"
_EDGE = _INVISIBLE + " \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u2028\u2029" + "".join(map(chr, range(0x2000, 0x200B)))
_EDGE += "\u202f\u205f\u3000"
_SENTENCE_END = Pattern(r"[.!?…:;]['\"”’»)\]*_]*$")
_ATX = Pattern(r"(#{1,6})[ \t]+(\S.*)")
_CLOSING_HASHES = Pattern(r"[ \t]#+$")
_IMAGE = Pattern(r"!\[([^\[\]]{0,600})\]\([^()]{0,800}\)$")
_UNDERLINE = Pattern(r"(?:={3,}|-{3,})$")
_BOLD_LINE = Pattern(r"(\*\*|__)([^*_]{1,120})\1$")
_MOST_LINES = 100_000  # 2,000,000 characters in lines of 20
_WIDEST_WRAP = 160  # characters; no one wraps by hand wider than this
_NARROWEST_WRAP = 30
_QUOTED_SHARE = 0.9  # of the lines, before "> " is taken for e-mail quoting


class Block(NamedTuple):
    """A run of text that stands by itself.

    Attributes:
        text: without the white space around it.
        gap: True where a blank line (or the text's beginning) precedes it.
        level: 1 to 6 for a Markdown heading, `BOLD` for a line in bold, `PICTURE` for the text that stands
            for a Markdown picture, 0 for anything else.
    """

    text: str
    gap: bool
    level: int = 0


def trim(text: str) -> str:
    """`text` without the white space and the invisible characters around it."""
    return text.strip(_EDGE)


def split_blocks(text: str) -> list[Block]:
    """Blocks of `text` in order; those without a single letter or digit are ornaments and left out.

    Raises:
        TooLargeError: more than 100,000 lines with something on them.
    """
    lines = _LINE_BREAK.split(text.replace("\u2029", "\n\n"))
    if len(lines) > _MOST_LINES and (written := sum(map(bool, lines))) > _MOST_LINES:
        raise TooLargeError(
            f"The text has {written:,} lines.",
            f"at most {_MOST_LINES:,} lines in one article.",
            "Split it into its articles and read them one by one.",
        )
    bare = _unquoted([trim(line) for line in lines])
    joins = _joins(lines, bare)
    blocks: list[Block] = []
    gap = True
    index = 0
    while index < len(bare):
        if not bare[index]:
            gap = True
            index += 1
            continue
        end = index + 1
        if joins:
            while end in joins:
                end += 1
        piece = bare[index] if end == index + 1 else " ".join(bare[index:end])
        following = bare[end] if end < len(bare) else ""
        block = _block(piece, gap, following)
        if any(map(str.isalnum, block.text)):
            blocks.append(block)
            gap = False
        index = end
    return blocks


def _block(piece: str, gap: bool, following: str) -> Block:
    """A block with its Markdown heading marks, if any, read and taken off."""
    first = piece[0]
    if first == "#" and (match := _ATX.match(piece)):
        return Block(trim(_CLOSING_HASHES.sub("", match[2])), gap, len(match[1]))
    if first == "!" and (match := _IMAGE.match(piece)):
        return Block(trim(match[1]), gap, PICTURE)
    if first in "*_" and (match := _BOLD_LINE.match(piece)):
        return Block(trim(match[2]), gap, BOLD)
    if following[:3] in ("===", "---") and gap and len(piece) < 200 and _UNDERLINE.match(following):
        return Block(piece, gap, 1 if following[0] == "=" else 2)
    return Block(piece, gap)


def _unquoted(lines: list[str]) -> list[str]:
    """Lines without the "> " of an e-mail reply, where nearly all of them carry it."""
    written = [line for line in lines if line]
    quoted = sum(line[0] == ">" for line in written)
    if not quoted or quoted < _QUOTED_SHARE * len(written):
        return lines
    return [trim(line.lstrip(">")) for line in lines]


def _joins(lines: list[str], bare: list[str]) -> set[int]:
    """Numbers of the lines that continue the line before them; empty where the text is not hard-wrapped."""
    inner = [n for n in range(1, len(bare)) if bare[n] and bare[n - 1]]
    flowing = [n for n in inner if _flows(bare[n - 1], bare[n])]
    if not flowing:
        return set()
    lengths = [len(line.rstrip()) for line in lines]
    width = max(lengths[n - 1] for n in flowing)
    if not _NARROWEST_WRAP <= width <= _WIDEST_WRAP:
        return set()
    indented = {n for n in inner if _is_indented(lines, n)}
    full = {n for n in inner if _is_full(lengths[n - 1], bare[n], width)}
    long = [n for n in inner if lengths[n - 1] > width // 2 and n not in indented]
    # A wrapped line breaks off in mid-sentence where the width runs out; a paragraph's own seldom does.
    broken = [n for n in full if not _SENTENCE_END.search(bare[n - 1])]
    if len(broken) < 0.55 * len(long) or len(flowing) < 0.3 * len(full):
        return set()
    return {n for n in full | set(flowing) if not _starts_anew(lines, bare, n)}


def _flows(line: str, following: str) -> bool:
    """True where a sentence visibly runs on: no full stop here, a small letter there."""
    return following[0].islower() and line[-1] not in ".!?…:;" and len(line) >= _NARROWEST_WRAP


def _is_full(length: int, following: str, width: int) -> bool:
    """True where the next line's first word would not have fitted within `width`, give or take."""
    word = following[:width].split(None, 1)[0]
    return width * 0.92 <= length + 1 + len(word) and length <= width + 2


def _is_indented(lines: list[str], n: int) -> bool:
    """True where line `n` begins further in than the one before it."""
    line, before = lines[n], lines[n - 1]
    return len(line) - len(line.lstrip()) > len(before) - len(before.lstrip())


def _starts_anew(lines: list[str], bare: list[str], n: int) -> bool:
    """True where line `n` begins a paragraph by its indentation, or is a list item or a Markdown mark."""
    if _is_indented(lines, n) and not bare[n][0].islower():
        return True
    if bare[n][0] in "-–":
        return bare[n][1:2] == " " and not bare[n][2:3].islower()
    return bare[n][0] in "•‣◦*#►"
