"""Datelines: "SEOUL, Dec. 13 (Yonhap) -- ", "WASHINGTON (AP) — ", "New York CNN — ", "NEW DELHI: "."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.layout.patterns import Pattern
from bot.layout.stamps import MONTH
from bot.layout.vocabulary import COLON_PLACES, LABELS
from bot.layout.words import is_agency

__all__ = ["Dateline", "is_lone_dateline", "read_dateline"]

_REACH = 130  # characters from the paragraph's beginning
_DASH = r"(?:\s*(?:—|–|―|‒|--+|−)\s*|\s+-\s*|-\s+)"
_DATE = rf"(?:{MONTH}\s\d{{1,2}}|\d{{1,2}}\s{MONTH})(?:,?\s\d{{4}})?"
_END = Pattern(rf"(?P<dash>{_DASH})|(?P<colon>:\s)|(?P<paren>\((?P<inside>[^()]{{2,40}})\)(?P<after>{_DASH}|:\s|\s*))")
_HAS_DATE = Pattern(rf"[,\s]\s*(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s)?{_DATE}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline found at the start of a paragraph.

    Attributes:
        text: as printed, without the dash or colon that ends it.
        agency: the news agency within it, or None.
        end: the offset at which the paragraph's own text begins.
    """

    text: str
    agency: str | None
    end: int


def read_dateline(paragraph: str) -> Dateline | None:
    """The dateline that begins `paragraph`, or None. The paragraph may hold nothing else ("CNN —")."""
    head = paragraph[:_REACH]
    if not (head[:1].isupper() or head[:1] == "("):
        return None
    for match in _END.finditer(head):
        before = head[: match.start()].strip()
        if len(before) > 80:
            return None
        found = _judge(paragraph, before, match)
        if found is not None:
            return found
        if match["colon"]:
            return None
    return None


def is_lone_dateline(text: str) -> bool:
    """True where a block is a dateline and nothing else."""
    found = read_dateline(text) if len(text) <= _REACH else None
    return found is not None and found.end >= len(text)


def _judge(paragraph: str, before: str, match: re.Match[str]) -> Dateline | None:
    """The dateline that ends at `match`, if what stands before and after it agrees."""
    rest = paragraph[match.end() :].lstrip()
    end = len(paragraph) - len(rest)
    if match["paren"]:
        return _with_parenthesis(before, match, rest, end)
    place, agency = _split_agency(before)
    place, dated = _split_date(place)
    if not rest and match["dash"]:
        if agency is None and re.fullmatch(r"[A-Z]{2,6}", place.split()[-1] if place else ""):
            # A dash with nothing behind it, below a service's initials: "KHN —".
            place, agency = " ".join(place.split()[:-1]), place.split()[-1]
        return Dateline(before, agency, end) if agency and (not place or _is_place(place)) else None
    if not rest or not _begins_sentence(rest):
        return None
    if match["colon"]:
        fits = _is_colon_place(place, dated or agency is not None) and rest.count(" ") >= 6
    else:
        fits = (agency is not None and not place) or (
            _is_place(place) and (agency is not None or dated or _is_shouted_place(place))
        )
    return Dateline(before, agency, end) if fits else None


def _with_parenthesis(before: str, match: re.Match[str], rest: str, end: int) -> Dateline | None:
    """A dateline with its agency in brackets: "(CNN)", "LONDON (Reuters) - ", "MARRICK, June 3 (AP) -- "."""
    inside = match["inside"].strip()
    known = is_agency(re.split(r"[,/]", inside)[0].strip())
    dashed = match["after"].strip() != ""
    place, dated = _split_date(before)
    if rest and not _begins_sentence(rest):
        return None
    if place and not _is_place(place):
        return None
    named = all(word[0].isupper() for word in inside.split()) and len(inside.split()) <= 4
    if known and (dashed or rest):
        fits = bool(place) or rest.count(" ") > 3 or dashed
    else:
        fits = dashed and named and (dated or _is_shouted_place(place))
    if not fits:
        return None
    text = f"{before} ({match['inside']})" if before else f"({match['inside']})"
    return Dateline(text, re.split(r",\s", inside)[0], end)


def _split_agency(before: str) -> tuple[str, str | None]:
    """A place and the agency printed bare after it: "New York CNN Business", "/PRNewswire/" with strokes."""
    if before.endswith("/") and (stroke := before[:-1].rfind("/")) >= 0:
        inside = before[stroke + 1 : -1].strip()
        if is_agency(inside):
            return before[:stroke].strip(" ,"), inside
    words = before.split()
    for size in (3, 2, 1):
        if len(words) >= size and is_agency(" ".join(words[-size:])):
            return " ".join(words[:-size]).rstrip(","), " ".join(words[-size:])
    return before, None


def _split_date(place: str) -> tuple[str, bool]:
    """A place without its date, and whether it had one."""
    match = _HAS_DATE.search(place)
    if match is None or place[match.end() :].strip(" ,."):
        return place, False
    return place[: match.start()].strip(" ,"), True


def _begins_sentence(rest: str) -> bool:
    first = rest.lstrip("\"'“‘«([¿¡ ")[:1]
    return first != "" and not first.islower()


def _is_place(place: str) -> bool:
    """True for up to seven capitalised words: "FORT MYERS, Fla.", "Rock Springs", "WASHINGTON/BEIJING"."""
    words = re.split(r"[\s/]+", place)
    if not place or len(words) > 7 or place[-1] in ";:!?" or re.search(r"\d|[\"“”();:!?—–]", place):
        return False
    small = {
        "of",
        "de",
        "del",
        "do",
        "al",
        "the",
        "and",
        "on",
        "in",
        "near",
        "la",
        "le",
        "da",
        "dos",
        "el",
        "sur",
        "du",
    }
    plain = [word.casefold().strip(".,") for word in words]
    if (plain[0] in LABELS and plain[0] != "new") or set(plain) <= LABELS or not words[0][:1].isupper():
        return False
    return all(word and (word[0].isupper() or word in small) for word in words)


def _is_shouted_place(place: str) -> bool:
    """True where the town itself is in capitals: "JACKSON, Miss." but not "Jackson, Miss."."""
    town = place.split(",")[0]
    return town.isupper() and len(town) > 2 and _is_place(place)


def _is_colon_place(place: str, supported: bool) -> bool:
    """True for a place before a colon: in capitals or a known city, unless a date or agency supports it."""
    if not _is_place(place) or len(place) < 4:
        return False
    if supported or place.casefold().removeprefix("new ").removeprefix("navi ") in COLON_PLACES:
        return True
    return place.isupper() and len(place.split()) <= 3 and not set(place.casefold().split()) & LABELS
