"""The top of a text: what stands above the first paragraph, and the headline among it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.layout.blocks import BOLD, PICTURE, Block, trim
from bot.layout.captions import is_caption
from bot.layout.credits import Credit, read_bare_credit, read_credit
from bot.layout.datelines import is_lone_dateline
from bot.layout.draft import Draft
from bot.layout.furniture import is_furniture
from bot.layout.headline import find_headline, is_repeat, may_be_headline, printed_headline
from bot.layout.patterns import Pattern
from bot.layout.stamps import read_stamps
from bot.layout.words import is_prose

__all__ = ["read_head", "read_mail_header", "settle_headline"]

_HEAD_BLOCKS = 40  # from the top
_HEAD_PROSE = 2  # paragraphs: a standfirst and the first of the story
_MAIL = Pattern(r"(?:from|to|cc|bcc|sent|date|reply-to|subject)\s?:\s?\S", re.IGNORECASE)


def read_mail_header(blocks: list[Block]) -> tuple[str | None, list[Block]]:
    """An e-mail's subject, and the blocks below its header; the day it was sent is not the article's."""
    size = 0
    while size < min(len(blocks), 12) and _MAIL.match(blocks[size].text) and len(blocks[size].text) < 400:
        size += 1
    names = {block.text.split(":", 1)[0].strip().casefold() for block in blocks[:size]}
    if not names & {"from", "to", "sent"} or len(names) < 2:
        return None, blocks
    subjects = (printed_headline(block.text) for block in blocks[:size])
    return next(filter(None, subjects), None), blocks[size:]


def read_head(blocks: Sequence[Block], draft: Draft, title: str | None) -> tuple[list[Block], list[Block], bool]:
    """Take the credits off the top.

    Returns:
        What is left of the top, the blocks below it, and whether a credit follows at once on the first of
        what is left.
    """
    kept: list[Block] = []
    credited = introduced = False
    prose = number = 0
    while number < min(len(blocks), _HEAD_BLOCKS) and prose < _HEAD_PROSE:
        block = blocks[number]
        used, credit = _credit_at(blocks, number, bool(kept) or title is not None)
        if credit is None and not is_lone_dateline(block.text):
            below = "headline" if prose == 0 and (kept or title is not None) else "prose" if prose else "top"
            credit = _bare_credit_at(blocks, number, below, credited)
            used = 1
        if credit is not None:
            draft.add(credit)
            introduced = introduced or len(kept) == 1
            number += used
            credited = True
            continue
        credited = False
        number += 1
        if not (is_furniture(block.text) and block.level == 0):
            kept.append(block)
            heads = len(kept) == 1 and may_be_headline(block.text)
            prose += is_prose(block.text) and not heads and not _is_picture(block)
    return kept, list(blocks[number:]), introduced


def _credit_at(blocks: Sequence[Block], number: int, below_headline: bool) -> tuple[int, Credit | None]:
    """How many blocks the credit at `number` takes, and the credit, if it is one by its own form."""
    block = blocks[number]
    if 0 < block.level < BOLD or is_caption(block.text) or is_lone_dateline(block.text):
        return 0, None
    credit = read_credit(block.text)
    if credit is None:
        return 0, None
    if credit.wants_date:
        if number + 1 == len(blocks) or not (following := read_credit(f"{block.text} {blocks[number + 1].text}")):
            return 0, None
        return 2, following
    unlabelled = credit.byline is not None and not re.match(r"\W*(?:by|words|text|written|author)\b", block.text, re.I)
    if unlabelled and not below_headline and not read_stamps(block.text).labelled:
        return 0, None
    return 1, credit


def _bare_credit_at(blocks: Sequence[Block], number: int, below: str, credited: bool) -> Credit | None:
    """A credit known only by its place: a name or a newspaper beside other credits or below the headline.

    Args:
        blocks: the text's.
        number: of the line in question.
        below: what has been seen above it: "headline", "prose", or nothing, "top".
        credited: True where the line above it is a credit.
    """
    block = blocks[number]
    if block.level not in (0, BOLD) or is_caption(block.text):
        return None
    credit = read_bare_credit(block.text)
    if credit is None:
        return None
    following = blocks[number + 1].text if number + 1 < len(blocks) else ""
    beside = credited or (bool(following) and len(following) < 200 and _is_credit(following))
    if beside or credit.byline is None or below != "headline":
        return credit if beside else None
    named_below = any(credit.byline in later.text for later in blocks[number + 1 : number + 4])
    alone = (is_prose(following or "x") or is_lone_dateline(following)) and not named_below
    return credit if alone and len(credit.byline.split()) <= 6 else None


def _is_credit(text: str) -> bool:
    """True for a credit by its own form, or a newspaper's name."""
    if read_credit(text) is not None:
        return True
    bare = read_bare_credit(text)
    return bare is not None and bare.byline is None


def settle_headline(
    top: list[Block], introduced: bool, title: str | None, mail_title: str | None
) -> tuple[str, list[Block]]:
    """The headline, and what is left of the top without it."""
    if top and (labelled := printed_headline(top[0].text)):
        top = [Block(labelled, True, 1), *top[1:]]
    captions = [block for block in top if _is_picture(block)]
    lines = [block for block in top if block not in captions] if captions else top
    known = title or mail_title
    if known:
        kept = [block for number, block in enumerate(top) if number > 5 or not is_repeat(block.text, known)]
        found = find_headline([block for block in kept if block not in captions], introduced)
        # A different headline in the text is kept as a heading: dropping it would lose words.
        marked = {found[0]} if found and found[1] == 1 and len(kept) == len(top) else set()
        return trim(known), [Block(b.text, b.gap, 2) if b.text in marked and _is_short(b.text) else b for b in kept]
    found = find_headline(lines, introduced)
    if found is None:
        return "", top
    headline, used = found
    dropped = lines[:used]
    return headline, [block for block in top if not any(block is gone for gone in dropped)]


def _is_picture(block: Block) -> bool:
    return block.level == PICTURE or is_caption(block.text)


def _is_short(text: str) -> bool:
    return len(text) <= 200 and not is_prose(text)
