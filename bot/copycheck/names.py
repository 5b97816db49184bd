"""Names in a text: runs of capitalised words, initials and acronyms; and when one name stands for another."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from bot.words import STOP

_WORD = r"(?:(?:[A-Z]\.){1,4}|[A-ZÀ-ÖØ-ÞŁŚŽČĐ](?:[\w’'&-]*\w)?\b)"
_LINK = r"(?: (?:de|la|le|van|von|der|den|bin|ibn|al|el|da|dos|du|of(?: the)?|&)(?= [A-Z])| al-(?=[A-Z]))"
_NAME = re.compile(rf"(?<![\w’'-]){_WORD}(?:{_LINK}? {_WORD})*")
_POSSESSIVE = re.compile(r"[’']s?$")
_CALENDAR_WORDS = (
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december jan feb mar apr jun jul aug sep sept oct nov dec gmt bst est utc am pm"
)
_CALENDAR = frozenset(_CALENDAR_WORDS.split())
_TITLES_WORDS = (
    "mr mrs ms miss dr prof professor sir dame lord lady president prime minister chancellor king queen prince "
    "princess mayor governor senator sen rep judge justice chief general gen colonel col sgt sergeant captain capt "
    "lt officer secretary director ceo chairman chairwoman chair pope bishop archbishop saint rev coach detective "
    "inspector former acting deputy vice councillor mp msp congresswoman congressman spokesman spokeswoman premier "
    "ambassador"
)
_TITLES = frozenset(_TITLES_WORDS.split())
_OPENING = (
    "yet still however meanwhile although though since despite among during between against within without "
    "according every each another many much few several officials police people experts asked speaking earlier "
    "later last next today yesterday tomorrow now once only even instead finally first second third two three four "
    "five six seven eight nine ten eleven twelve twenty thirty forty fifty dozens hundreds thousands nearly almost "
    "around roughly nobody everyone someone nothing everything let yes please thanks thank further here there"
)
_OPENERS = STOP | frozenset(_OPENING.split())
_ALIASES = (
    "us usa united states america american americans washington",
    "uk united kingdom britain british great britons",
    "eu european union europe europeans",
    "un united nations",
    "uae emirates emirati",
    "russia russian russians moscow kremlin",
    "china chinese beijing",
    "germany german germans berlin",
    "france french paris",
    "spain spanish spaniards",
    "italy italian italians",
    "ireland irish",
    "scotland scottish scots scot",
    "wales welsh",
    "england english",
    "netherlands dutch holland",
    "denmark danish danes dane",
    "sweden swedish swedes swede",
    "norway norwegian norwegians",
    "finland finnish finns",
    "poland polish poles pole",
    "greece greek greeks",
    "turkey turkish turks türkiye",
    "ukraine ukrainian ukrainians kyiv",
    "switzerland swiss",
    "austria austrian",
    "portugal portuguese",
    "belgium belgian",
    "czech czechia",
    "hungary hungarian",
    "israel israeli israelis",
    "palestine palestinian palestinians",
    "iran iranian iranians tehran",
    "iraq iraqi iraqis",
    "saudi saudis",
    "afghanistan afghan afghans",
    "pakistan pakistani",
    "india indian indians",
    "japan japanese tokyo",
    "korea korean koreans",
    "philippines filipino filipinos philippine",
    "thailand thai",
    "vietnam vietnamese",
    "myanmar burma burmese",
    "australia australian australians",
    "zealand zealander zealanders",
    "canada canadian canadians",
    "mexico mexican mexicans",
    "brazil brazilian brazilians",
    "argentina argentine argentinian",
    "peru peruvian",
    "cuba cuban",
    "egypt egyptian egyptians",
    "kenya kenyan",
    "nigeria nigerian",
    "africa african",
    "asia asian",
)
_ALIAS_OF = {word: number for number, words in enumerate(_ALIASES) for word in words.split()}
_WEAK_WORDS = "united states great union nations of the and &"
_LONGEST_ACRONYM = 7
_WEAK = frozenset(_WEAK_WORDS.split())


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a text.

    Attributes:
        start, end: its characters, without a possessive's "’s".
        text: as written there.
        parts: its words, lower-case, without dots, titles and links; at least one.
    """

    start: int
    end: int
    text: str
    parts: tuple[str, ...]


def names_in(text: str, known: Collection[str] = ()) -> list[Name]:
    """The names of a sentence in order.

    Args:
        text: a sentence.
        known: words, lower-case, that are names elsewhere; a single capitalised word that opens the sentence, or a
            quotation in it, is taken for a name only if it is one of them.

    >>> [name.text for name in names_in("The minister, Anna de Vries, met Kim's envoy of the U.N. on Monday.")]
    ['Anna de Vries', 'Kim', 'U.N.']
    """
    return [name for found in _NAME.finditer(text) if (name := _name(text, *found.span(), known))]


def _name(text: str, start: int, end: int, known: Collection[str]) -> Name | None:
    """The name in a run of capitalised words; None where nothing is left of it."""
    words = [(start + one.start(), start + one.end()) for one in re.finditer(r"[^\s]+", text[start:end])]
    opens = _opens(text, start)
    while words:
        first, last = words[0]
        plain = stripped(text[first:last])
        single = len(words) == 1
        dropped = plain in _CALENDAR or plain in _TITLES or (opens and plain in _OPENERS) or plain == "i"
        if dropped or (
            opens
            and single
            and plain not in known
            and text[first:last].replace("-", "").isalpha()
            and not text[first:last].isupper()
        ):
            words, opens = words[1:], opens and plain in _OPENERS
        else:
            break
    while words and stripped(text[slice(*words[-1])]) in _CALENDAR:
        words.pop()
    if not words:
        return None
    end = words[-1][1]
    if possessive := _POSSESSIVE.search(text[words[0][0] : end]):
        end = words[0][0] + possessive.start()
    parts = tuple(part for first, last in words if (part := stripped(text[first:last])) not in _WEAK or len(words) < 3)
    parts = tuple(part for part in parts if part and part not in _TITLES)
    return Name(words[0][0], end, text[words[0][0] : end], parts) if parts and end > words[0][0] else None


def _opens(text: str, start: int) -> bool:
    """Whether what begins there opens the sentence or a quotation, so that its capital says nothing."""
    before = text[:start].rstrip()
    return not before or before[-1] in "“\"'‘([—:.?!…"


def stripped(word: str) -> str:
    """A word of a name, lower-case, without dots and possessive."""
    return _POSSESSIVE.sub("", word.lower()).replace(".", "").replace("’", "'").strip("'-")


def names_of(texts: Iterable[str]) -> tuple[frozenset[str], tuple[Name, ...]]:
    """The words, lower-case, that are names in some sentences by more than their place; and names of several words."""
    found = {name.parts: name for text in texts for name in names_in(text)}
    return frozenset(part for parts in found for part in parts), tuple(one for one in found.values() if one.parts[1:])


def stands_for(one: Name, other: Name) -> bool:
    """Whether two names can be one: the parts of the shorter are parts of the longer, or they are known aliases.

    >>> kim, un, jane, who = names_in("and Kim or Kim Jong Un or Jane Kim or WHO")
    >>> long = names_in("the World Health Organization")[0]
    >>> stands_for(kim, un), stands_for(un, jane), stands_for(who, long)
    (True, False, True)
    """
    mine, theirs = set(_expanded(one)), set(_expanded(other))
    if mine <= theirs or theirs <= mine or _acronym(one, other) or _acronym(other, one):
        return True
    if _country(one) & _country(other):
        return True
    return all(_matched(part, theirs) for part in mine) or all(_matched(part, mine) for part in theirs)


def _matched(part: str, others: Collection[str]) -> bool:
    """Whether a part of a name is, or is a form of, one of some others."""
    alias = _ALIAS_OF.get(part, -1) if part not in _WEAK else -1
    return any(_alike(part, other) or _ALIAS_OF.get(other, -2) == alias for other in others)


def _expanded(name: Name) -> Iterator[str]:
    for part in name.parts:
        yield from part.split("-")


def _country(name: Name) -> set[int]:
    """The places that a name is another name of, as a whole."""
    if name.parts[:2] == ("united", "states"):
        return {_ALIAS_OF["us"]}
    return {_ALIAS_OF[part] for part in name.parts if part in _ALIAS_OF} if len(name.parts) == 1 else set()


def spelt_out(one: Name, text: str) -> bool:
    """Whether a text has the words that an acronym is made of, such as "Immigration and Customs Enforcement"."""
    letters = one.parts[0].upper()
    if len(one.parts) > 1 or not 3 <= len(letters) <= _LONGEST_ACRONYM or not letters.isalpha():
        return False
    if one.text.replace(".", "") != letters:
        return False
    small = r"(?: (?:and|of|the|for|on|in|to|&))*"
    return re.search(rf"\b{(small + ' ').join(rf'{letter}[a-z]+' for letter in letters)}\b", text) is not None


def _acronym(short: Name, long: Name) -> bool:
    initials = "".join(part[0] for part in long.parts if part not in STOP)
    return (
        len(short.parts) == 1 and len(initials) > 1 and short.parts[0] == initials and short.text.upper() == short.text
    )


def _alike(one: str, other: str) -> bool:
    """Whether two words are forms of one name: "Cuba" and "Cuban", "Johnson" and "Johnsons"."""
    short, long = sorted((one, other), key=len)
    return one == other or (len(short) >= 4 and long.startswith(short) and len(long) - len(short) <= 2)
