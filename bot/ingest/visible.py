"""Takes out of a text what no reader sees and what only deceives: it splits words, turns their order, hides notes."""

from __future__ import annotations

from bot.layout.patterns import Pattern

__all__ = ["visible"]

# Left alone, since languages need them: the joiners (Persian, emoji) and the direction marks (Hebrew, Arabic).
_UNSEEN = Pattern(
    "[\u200b\u2060-\u2064\ufeff\u00ad"  # zero-width space, word joiner, invisible operators, soft hyphen
    "\u202a-\u202e\u2066-\u2069"  # embeddings, overrides and isolates, which turn the order of what is shown
    "\U000e0000-\U000e007f]"  # tags: whole messages in characters that nothing draws
)


def visible(text: str) -> str:
    """`text` without zero-width spaces, soft hyphens, direction overrides and tag characters.

    >>> visible("Sam\\u200bsung \\u202eevil")
    'Samsung evil'
    """
    return text if text.isascii() else _UNSEEN.sub("", text)
