"""What a line looks like: sentence or label, name or place. Lists here are general, never one newspaper's."""

from __future__ import annotations

import re

from bot.layout.patterns import Pattern
from bot.layout.vocabulary import AGENCIES, NEVER_NAMES, OUTLET_WORDS, PARTICLES

__all__ = [
    "ends_sentence",
    "is_agency",
    "is_capitalised",
    "is_person",
    "is_prose",
    "is_shouted",
    "looks_like_outlet",
    "normalise",
]

_CLOSERS = "\"'”’»)]*_ "
_STOPS = (".", "!", "?", "…")
_LONG = 220  # characters; no headline or credit is longer
_WORD = Pattern(r"[^\W\d_]+(?:['’.-]+[^\W\d_]+)*\.?$")


def ends_sentence(text: str) -> bool:
    """True where `text` ends with a full stop, a question or an exclamation mark, quoted or not."""
    tail = text[-48:]
    if tail.rstrip(_CLOSERS).endswith(_STOPS):
        return True
    # "… by Friday. (PTI)": a credit in brackets may stand behind the full stop.
    return tail[-1:] in (")", "]") and tail[: max(tail.rfind("("), tail.rfind("["))].rstrip(_CLOSERS).endswith(_STOPS)


def is_prose(text: str) -> bool:
    """True for running text: a whole sentence of at least four words, or more words than a headline has."""
    if len(text) > _LONG:
        return True
    count = text.count(" ") + 1
    return count > 28 or (count >= 4 and ends_sentence(text)) or (count >= 10 and text[-1] == ":")


def is_shouted(text: str) -> bool:
    """True where every letter is a capital."""
    return text.isupper()


def normalise(text: str) -> str:
    """`text` as compared with a headline: without case, spacing, quotes, and punctuation at the end."""
    folded = " ".join(text[:1000].casefold().split()).translate(_QUOTES)
    return folded.rstrip(" .!…'\"").lstrip(" '\"")


_QUOTES = str.maketrans("‘’“”", "''\"\"")


def is_agency(text: str) -> bool:
    """True for the name of a news agency, with "The" or without."""
    return len(text) <= 40 and text.casefold().removeprefix("the ") in AGENCIES


def looks_like_outlet(text: str) -> bool:
    """True for a line such as "Westerby Evening Post": capitalised words, one of which names a newspaper."""
    words = re.sub(r"\([^()]{0,40}\)", " ", text[:80]).split()
    if not 1 < len(words) <= 7 or not is_capitalised(words):
        return False
    return any(word.casefold().strip(",.") in OUTLET_WORDS for word in words)


def is_capitalised(words: list[str]) -> bool:
    """True where each of `words` begins with a capital, small joining words aside."""
    small = {"of", "the", "and", "for", "in", "&"}
    return all(word[0].isupper() or word in small for word in words)


def is_person(text: str) -> bool:
    """True where `text` has the shape of a name: one to five capitalised words, none of them a common one.

    Shape only: "Port Sarren" passes too, so the caller asks for a position or a "By" as well.
    """
    words = text.split()
    if not 1 <= len(words) <= 5 or len(text) > 60:
        return False
    for word in words:
        if word.casefold() in PARTICLES:
            continue
        if word.casefold().strip(".") in NEVER_NAMES or not _WORD.match(word):
            return False
        if not (word[0].isupper() or word[:2] in ("d'", "d’", "al", "de")):
            return False
    return words[0][0].isupper() and words[-1].casefold() not in PARTICLES
