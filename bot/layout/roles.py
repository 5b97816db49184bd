"""What each paragraph left over is for: body, cross-head or caption."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.layout.blocks import BOLD, PICTURE, Block
from bot.layout.captions import final_agency, is_caption, is_credit_only
from bot.layout.furniture import is_furniture
from bot.layout.headline import is_repeat
from bot.layout.model import Role
from bot.layout.patterns import Pattern
from bot.layout.words import ends_sentence, is_prose

__all__ = ["assign_roles"]

_FINE_BLOCKS = 10_000  # no article has as many; beyond, paragraphs are not told apart one by one
_NUMBERED = Pattern(r"\d{1,3}[.)]\s\S")
_LONGEST_HEADING = 90  # characters
_HEADING_WORDS = 13


def assign_roles(blocks: list[Block], title: str) -> list[tuple[str, Role]]:
    """Roles for what is left, without the furniture."""
    if len(blocks) > _FINE_BLOCKS:
        return [(block.text, Role.BODY) for block in blocks]
    kept = [block for block in blocks if block.level or not is_furniture(block.text)]
    captions = {number for number, block in enumerate(kept) if _is_caption_at(kept, number)}
    return [
        (block.text, Role.CAPTION if number in captions else _role(kept, number, captions))
        for number, block in enumerate(kept)
        if not (number <= 1 and is_repeat(block.text, title))
    ]


def _is_caption_at(blocks: Sequence[Block], number: int) -> bool:
    """True for a caption; its credit may stand on the next line, with no blank line between."""
    text = blocks[number].text
    if blocks[number].level:
        return blocks[number].level == PICTURE
    if final_agency(text):
        # "(Yonhap)" ends a caption, and it ends a whole story: there no paragraph follows.
        return len(text) < 500 and any(is_prose(later.text) for later in blocks[number + 1 : number + 12])
    if is_caption(text):
        return True
    if number + 1 == len(blocks) or len(text) > 400 or blocks[number + 1].gap or not blocks[number].gap:
        return False
    return is_credit_only(blocks[number + 1].text)


def _role(blocks: Sequence[Block], number: int, captions: set[int]) -> Role:
    """Heading or body, for a block that is no caption."""
    block = blocks[number]
    if 0 < block.level < BOLD:
        return Role.HEADING
    if len(block.text) > _LONGEST_HEADING or number + 1 == len(blocks):
        return Role.BODY
    if not _is_title_like(block.text) or (number == 0 and not _NUMBERED.match(block.text)):
        return Role.BODY
    after = next((n for n in range(number + 1, min(number + 3, len(blocks))) if n not in captions), None)
    if after is None or not is_prose(blocks[after].text) or _is_title_like(blocks[after].text):
        return Role.BODY
    # One stray line may stand above a cross-head, a link for instance; two make this the end of a list.
    above = [blocks[n] for n in range(max(number - 3, 0), number) if n not in captions][-2:]
    return Role.HEADING if number == 0 or any(is_prose(b.text) or b.level for b in above) else Role.BODY


def _is_title_like(text: str) -> bool:
    """True for a short line without a full stop that begins like a title and is neither speech nor label."""
    if text.count(" ") >= _HEADING_WORDS or text[-1] in ".!,;:…-–—" or text[0] in '"“•‣◦►@(*-–—>':
        return False
    first = text.lstrip("'‘«")[:1]
    if not (first.isupper() or first.isdigit()) or re.search(r":\S|https?:|@\w", text):
        return False
    if _NUMBERED.match(text):
        return True
    if first.isdigit() and text.count(" ") < 2:
        return False
    return not ends_sentence(text) or text[-1] == "?"
