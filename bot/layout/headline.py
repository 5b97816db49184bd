"""Which of the lines above the first paragraph is the headline."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.layout.blocks import Block
from bot.layout.datelines import is_lone_dateline
from bot.layout.furniture import is_section_label
from bot.layout.patterns import Pattern
from bot.layout.words import ends_sentence, is_prose, is_shouted, looks_like_outlet, normalise

__all__ = ["find_headline", "is_repeat", "may_be_headline", "printed_headline"]

_LABELLED = Pattern(r"(?:title|headline|subject|heading)\s?:\s*(?:(?:fwd?|re)\s?:\s*)*(\S.*)$", re.IGNORECASE)
_LONGEST_SENTENCE = 18  # words of a headline that ends in a full stop
_LONGEST_QUESTION = 14  # words of one that asks, with no byline or date to show that it is a headline
_REACH = 12  # blocks from the top among which a headline is looked for


def printed_headline(text: str) -> str | None:
    """The headline of a line "Headline: …" or an e-mail's "Subject: …"; None for any other line."""
    match = _LABELLED.match(text) if len(text) < 400 else None
    return match[1] if match else None


def find_headline(lines: Sequence[Block], introduced: bool) -> tuple[str, int] | None:
    """The headline among the blocks left at the top, and how many blocks it takes with it.

    Args:
        lines: what is left of the top once credits, captions and furniture are out, in order.
        introduced: True where the first of them is followed at once by a byline or a date.

    Returns:
        The headline as printed, and the number of leading blocks it uses up (a section label or a newspaper's
        name above it goes with it); None where the text begins with its first paragraph.
    """
    for number, block in enumerate(lines[:_REACH]):
        if block.level == 1 and number <= 2:
            return block.text, number + 1
        if is_prose(block.text) and block.level == 0:
            break
    if not lines or is_lone_dateline(lines[0].text):
        return None
    first = lines[0].text
    if is_prose(first) and not _is_sentence_headline(first, introduced, len(lines)):
        return None
    if first[-1] == ":" or first[0] in "•‣◦►*":
        return None
    if len(lines) > 1 and _is_kicker(first, lines[1].text):
        return lines[1].text, 2
    return first, 1


def may_be_headline(text: str) -> bool:
    """True for a short question, exclamation or cut-off line that is not quoted speech."""
    if len(text) > 200 or len(text.split()) > _LONGEST_SENTENCE:
        return False
    bare = text.rstrip("\"'’”» ")
    return bare.endswith(("...", "…")) or (bare[-1:] in ("?", "!") and text[0] not in "\"“‘'«")


def is_repeat(text: str, title: str) -> bool:
    """True where `text` is the headline again, case, quotes and a cut-off end ("…") aside."""
    if not title or len(text) > len(title) * 2 + 400:
        return False
    one, other = normalise(text), normalise(title)
    if one == other:
        return one != ""
    return title.rstrip().endswith(("...", "…")) and len(other) >= 20 and one.startswith(other)


def _is_sentence_headline(text: str, introduced: bool, blocks: int) -> bool:
    """True for a headline that ends like a sentence: a question, or one with a byline right below."""
    if blocks < 2 or len(text.split()) > _LONGEST_SENTENCE or not ends_sentence(text):
        return False
    return introduced or (may_be_headline(text) and len(text.split()) <= _LONGEST_QUESTION)


def _is_kicker(text: str, following: str) -> bool:
    """True for a section label or a newspaper's name above the headline proper."""
    if is_prose(following) or following[-1] == ":" or is_lone_dateline(following):
        return False
    words, next_words = text.split(), following.split()
    if is_section_label(text) or (looks_like_outlet(text) and len(words) <= 5 and len(next_words) >= 4):
        return not is_section_label(following)
    return (
        is_shouted(text)
        and not is_shouted(following)
        and len(words) <= 5
        and len(next_words) >= 4
        and len(text) < len(following)
    )
