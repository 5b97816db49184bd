"""Whom a pronoun or a surname means: the earlier words of the same article, where only one can be meant."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.article import Span
from bot.attribution.words import BODIES, DAYS, DETERMINERS, HE, OPENERS, PLACES, PREPOSITIONS, SHE, TITLES
from bot.reply import Citation

_NEAR = 3  # paragraphs that a pronoun reaches back
_NAME = re.compile(
    r"(?<![\w.])[A-Z][\w’'-]*\.?(?:\s(?:(?:de|van|von|bin|al|der|da|del|la|di|du|den|el|ter)\s)*[A-Z][\w’'-]*\.?)+"
)
_LEADING = OPENERS | PREPOSITIONS | DETERMINERS
_ABBREVIATED = re.compile(r"\b(?:[A-Z]|Jr|Sr)\.$")
_POSSESSIVE = re.compile(r"[’']s?$")


@dataclass(frozen=True, slots=True)
class _Known:
    """A speaker or a name that stood earlier."""

    words: Citation
    kind: str  # "person", "body" or "several"


@dataclass(slots=True)
class People:
    """Who was named so far, in reading order."""

    _full: dict[str, dict[str, Citation]] = field(default_factory=dict)  # a name's end or beginning -> full names
    _recent: list[_Known] = field(default_factory=list)
    _genders: dict[str, str] = field(default_factory=dict)  # a name's last word -> "he" or "she"

    def note_names(self, names: Iterable[Citation]) -> None:
        """Remember the full names among these runs of capitalised words."""
        for citation in names:
            words = bare_name(citation.quote)
            if len(words) >= 2 and words[0].lower() not in _LEADING:
                for key in {words[0], words[-1]}:
                    self._full.setdefault(key, {}).setdefault(" ".join(words), citation)

    def note_speaker(self, words: Citation) -> None:
        """Remember who spoke, or of whom a sentence is."""
        self._recent.append(_Known(words, kind_of(words.quote)))
        for word in words.quote.lower().replace(".", "").split()[:2]:
            if word in HE | SHE and (name := bare_name(words.quote)):
                self._genders[name[-1]] = "he" if word in HE else "she"

    def fuller(self, words: Citation) -> Citation | None:
        """An earlier full name for a lone surname; None where none or several fit."""
        name = bare_name(words.quote)
        if len(name) != 1:
            return None
        known = self._full.get(name[0], {})
        ended = {full: cited for full, cited in known.items() if full.endswith(f" {name[0]}")}
        fitting = list((ended or known).values())
        earlier = [one for one in fitting if (one.paragraph, one.start) < (words.paragraph, words.start)]
        return earlier[0] if len(fitting) == 1 and earlier else None

    def meant(self, pronoun: str, paragraph: int) -> Citation | None:
        """Who a pronoun stands for: the last of its kind within a few paragraphs."""
        wanted = {"he": "person", "she": "person", "they": "several", "we": "several", "it": "body"}.get(
            pronoun.lower()
        )
        for known in reversed(self._recent):
            if paragraph - known.words.paragraph > _NEAR:
                return None
            if known.kind == wanted and self._fits(known, pronoun.lower()):
                return known.words
        return None

    def _fits(self, known: _Known, pronoun: str) -> bool:
        name = bare_name(known.words.quote)
        gender = self._genders.get(name[-1]) if name else None
        return pronoun not in ("he", "she") or gender in (None, pronoun)


def names_in(text: str) -> Iterable[Span]:
    """Runs of two or more capitalised words, without the full stop of their sentence."""
    for found in _NAME.finditer(text):
        stop = found.group().endswith(".") and not _ABBREVIATED.search(found.group())
        yield Span(found.start(), found.end() - stop)


def bare_name(words: str) -> list[str]:
    """The capitalised words of a personal name, without titles; empty for anything else.

    >>> bare_name("Prime Minister Lee Jae-myung"), bare_name("the ministry"), bare_name("Mr Kim’s")
    (['Lee', 'Jae-myung'], [], ['Kim'])
    """
    tokens = [_POSSESSIVE.sub("", word.strip(".,")) for word in words.split()]
    kept = [word for word in tokens if word[:1].isupper() and word.lower().strip(".") not in TITLES | DAYS]
    if not kept or any(word.lower() in BODIES | PLACES for word in tokens):
        return []
    if kept[0].lower() in DETERMINERS or (tokens[0].lower() in DETERMINERS and len(tokens) > 1):
        return []
    return kept


def kind_of(words: str) -> str:
    """Whether words mean a "person", a "body" or "several": what pronoun can stand for them."""
    lows = words.lower().split()
    head = next(
        (at for at, low in enumerate(lows) if low in ("of", "for", "from", "at", "in", "with", "on", "by")), len(lows)
    )
    last = lows[head - 1] if head else lows[0]
    if "and" in lows[:head] or last == "police" or last in ("people", "men", "women", "some", "many", "others"):
        return "several"
    if any(low in BODIES for low in lows[:head][-2:]) or (words.isupper() and len(words) <= 5):
        return "body"
    name = bare_name(words)
    if name and words.split()[max(head - 1, 0)][:1].isupper():
        return "person"
    return "several" if last.endswith("s") and not last.endswith("ss") else "person"
