"""What a page prints around an article: buttons, links, prompts. Named here only where it is unmistakable."""

from __future__ import annotations

import re

from bot.layout.patterns import Pattern
from bot.layout.vocabulary import BUTTONS, SECTIONS
from bot.layout.words import ends_sentence

__all__ = ["is_end_mark", "is_furniture", "is_section_label"]

_LONGEST = 320
_LINKS = Pattern(
    r"(?:(?:more|related|read more|read also|also read|see also|read next|must read|don't miss|don’t miss|"
    r"recommended|for more|in case you missed it)\s?:|>>)\s?\S",
    re.IGNORECASE,
)
_PROMPTS = Pattern(
    r"(?:sign up (?:for|to|here)|subscribe to|get (?:the|our) .{0,60}\bnewsletters?|(?:click|tap) here to\b|"
    r"(?:do you have|have you got|got) an? (?:news )?(?:story|tip)\b|"
    r"download (?:our|the) .{0,40}\bapp\b|follow us on\b|(?:this (?:site|website)|we) uses? cookies|"
    r"by clicking\b.{0,80}\bcookies|"
    r"by continuing to (?:use|browse) this (?:site|website))",
    re.IGNORECASE,
)
_RIGHTS = Pattern(
    r"(?:©|\(c\)\s?(?:19|20)\d\d|copyright\s(?:©|\(c\)|(?:19|20)\d\d))|.{0,120}\ball rights reserved\b|"
    r"this material may not be published, broadcast, rewritten",
    re.IGNORECASE,
)
_END_MARK = Pattern(r"\W*(?:end|ends|more|30|xxx|eom)\W*$", re.IGNORECASE)


def is_furniture(text: str) -> bool:
    """True for a button, a link to another article, a newsletter or cookie prompt, a copyright line."""
    if len(text) > _LONGEST:
        return False
    if len(text) <= 60 and text.casefold().strip(" .:·|[]()…>") in BUTTONS:
        return True
    if _LINKS.match(text) and not text.endswith(".") and text.count(" ") <= 30:
        return True
    if len(text) <= 240 and _PROMPTS.match(text) and (text.count(".") + text.count("!") <= 3):
        return True
    return _RIGHTS.match(text) is not None and (not ends_sentence(text) or text.count(" ") <= 30)


def is_end_mark(text: str) -> bool:
    """True for "(END)", "ENDS", "-30-" and the like, which end a wire story."""
    return len(text) <= 12 and (text.isupper() or not text[0].isalpha()) and _END_MARK.match(text) is not None


def is_section_label(text: str) -> bool:
    """True for the name of a newspaper's section, alone or in a trail such as "Home > News > World"."""
    parts = [part.strip().casefold() for part in re.split(r"[>|/»›·]", text[:80])]
    return any(parts) and all(part in SECTIONS for part in parts if part)
