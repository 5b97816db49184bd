"""Credit lines: who wrote it, for whom, when, under which address and keywords."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from bot.layout.patterns import Pattern
from bot.layout.stamps import read_stamps
from bot.layout.words import is_agency, is_person, looks_like_outlet

__all__ = ["Credit", "read_bare_credit", "read_credit", "read_tags"]

_LONGEST = 300
_URL = Pattern(
    r"(?:(?:source|url|link|via|original|web|from)\s?:?\s?)?<?((?:https?://|www\.)[^\s<>]{3,})>?$",
    re.IGNORECASE,
)
_TAGS = Pattern(
    r"(?:tags?|keywords?|key words|topics?|filed under|related topics|subjects?)\s?[:：]\s?(\S.*)$",
    re.IGNORECASE,
)
_BARE_TAGS = Pattern(r"tags?\s+(\S.*)$", re.IGNORECASE)
_HASHTAGS = Pattern(r"#\w[\w-]*(?:[\s,]+#\w[\w-]*)*$")
_BY = Pattern(
    r"(?:by|written by|words by|words|text by|text|story by|report by|reported by|authors?|byline|from our)"
    r"(?:\s?:\s?|\s+)(?=\S)",
    re.IGNORECASE,
)
_DESK = Pattern(
    r"\(?\s?(?:reporting|writing|additional reporting|editing|compiled|edited|translated|contributing|"
    r"reporting contributed)(?:\sand\s(?:writing|editing))?(?:\sby\s|\s?:\s)(?P<who>(?-i:[^\W\d_a-z]).*)$",
    re.IGNORECASE,
)
_EMAIL = Pattern(r"[\[(<]?\s?[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+\s?[\])>]?")
_HANDLE = Pattern(r"(?:^|\s)@\w{2,30}\b")
_ROLE = Pattern(
    r"\b(?:staff|writers?|reporters?|correspondents?|editors?|columnists?|critics?|contributors?|contributing|bureau|"
    r"chief|analysts?|journalists?|producers?|desk|special to|intern|fellow|team|agenc(?:y|ies)|freelance)\b",
    re.IGNORECASE,
)
_JOINT = Pattern(r"(,?\s(?:and|AND|And|&|with)\s|\s?[,;|•·/]\s?|\s[–—-]\s|\s{2,})")
_CUT = Pattern(r"\s(?:in|for|of|at|from|special to|on behalf of)\s(?=[A-Z])")
_NAME_BEFORE_POST = Pattern(
    r"((?:[A-Z][\w'’.-]+\s){2,3}?)(?=[a-z]|(?:Arts|Business|Chief|City|Crime|Culture|Defence|Defense|Deputy|Diplomatic|"
    r"Economics|Education|Environment|Food|Foreign|Health|Home|Legal|Media|National|Political|Politics|Religion|"
    r"Science|Senior|Special|Sports?|Staff|Technology|Transport|Travel|World)\b)"
)


@dataclass(frozen=True, slots=True)
class Credit:
    """What one credit line says; the fields are those of `Layout`.

    Attributes:
        wants_date: True for a label such as "Published" whose date stands on the next line.
    """

    published: date | datetime | None = None
    updated: date | datetime | None = None
    byline: str | None = None
    agency: str | None = None
    dateline: str | None = None
    url: str | None = None
    tags: str | None = None
    wants_date: bool = False


def read_credit(line: str) -> Credit | None:
    """What `line` says if it is a credit by its own form, wherever it stands; None for anything else."""
    if len(line) > _LONGEST:
        return None
    line = line.strip("*_ ")
    if not line:
        return None
    if match := _URL.match(line):
        return Credit(url=match[1])
    if (match := _TAGS.match(line)) or (match := _HASHTAGS.match(line)):
        return Credit(tags=match[match.lastindex or 0])
    if line[:4].casefold() in ("tags", "tag ") and (match := _BARE_TAGS.match(line)) and line[-1] not in ".!?":
        return Credit(tags=match[1])
    if match := _DESK.match(line):
        return _read_desk(line, match)
    if is_agency(line.strip("()[]—–-* ")):
        return Credit(agency=line.strip("()[]—–-* "))
    if match := re.match(r"source\s?:\s?(.+)$", line, re.IGNORECASE):
        return Credit(agency=match[1].strip(" .")) if is_agency(match[1].strip(" .")) else None
    return _read_line(line)


def read_bare_credit(line: str) -> Credit | None:
    """A name or a newspaper without any label, a credit only between a headline and the first paragraph."""
    if len(line) > 120 or line[-1] in ".!?:":
        return None
    if looks_like_outlet(line) and not is_agency(line) and _signed(line) is None:
        return Credit()
    if line.startswith("Special ") and _kind_of(line)[0] == "post":
        return Credit()
    names, agency, known = _people(line)
    words = line.split()
    if names is None or not known or (len(words) < 2 and agency is None):
        return None
    each = [name.split() for name in re.split(r",|\b(?:and|AND)\b", names) if name.strip()]
    if "&" in names or any(not 2 <= len(name) <= 4 for name in each):
        return None
    return Credit(byline=names, agency=agency)


def read_tags(raw: str, body: Iterable[str]) -> tuple[str, ...]:
    """Keywords out of a tag line; where nothing parts them, words stay together that do so in the article."""
    if raw.startswith("#"):
        return tuple(dict.fromkeys(tag.strip("#,") for tag in raw.split()))
    for separator in (r"[,;،、]", r"\s?[|•·]\s?", r"\t|\s{2,}", r"#"):
        parts = [part.strip(" .#[]\"'") for part in re.split(separator, raw)]
        if len(parts) > 1:
            return tuple(dict.fromkeys(filter(None, parts)))
    words, text, tags = raw.split(), "\n".join(body), []
    while words:
        size = next((n for n in (4, 3, 2) if len(words) >= n and " ".join(words[:n]) in text), 1)
        tags.append(" ".join(words[:size]))
        words = words[size:]
    return tuple(dict.fromkeys(tags))


def _read_desk(line: str, match: re.Match[str]) -> Credit | None:
    """Those who reported, out of "Reporting by Jane Roe in London; Editing by Ann Lee"."""
    if not line.rstrip(" )").rstrip(".")[-1:].isalnum():
        return None
    who = re.split(r";|\.\s|\s(?:editing|writing)\sby\s", match["who"].rstrip(" )."), flags=re.IGNORECASE)[0].strip()
    capitals = sum(word[0].isupper() for word in who.split())
    if capitals * 2 < len(who.split()):
        return None
    reported = line.lstrip("( ")[:9].casefold() in ("reporting", "written b", "compiled ")
    return Credit(byline=who if reported and "contributed" not in line[:24].casefold() else None)


def _read_line(line: str) -> Credit | None:
    """A byline, a date line, or both in one; None unless every part of the line is accounted for."""
    stamps = read_stamps(line)
    if not stamps.dated:
        if stamps.labelled and not stamps.residue:
            return Credit(wants_date=True)
        return _read_byline(line)
    rest = re.sub(r"\s?\|\s?", " | ", stamps.residue).strip(" |•·")
    if not rest:
        return Credit(stamps.published, stamps.updated) if stamps.labelled or stamps.full else None
    credit = _read_byline(rest)
    if credit is None and (stamps.labelled or stamps.full):
        credit = _read_companion(rest, stamps.timed)
        if credit is not None and credit.dateline:
            credit = Credit(dateline=line)
    if credit is None:
        return None
    return Credit(stamps.published, stamps.updated, credit.byline, credit.agency, credit.dateline)


def _read_companion(rest: str, timed: bool) -> Credit | None:
    """What may share a line with a date: an agency, a newspaper, a writer, a place."""
    if is_agency(rest.strip("()[] ")):
        return Credit(agency=rest.strip("()[] "))
    if looks_like_outlet(rest):
        return Credit()
    if ":" in rest or sum(word[0].islower() for word in rest.split()) > 1:
        return None
    names, agency, known = _people(rest)
    if names is not None and known and len(rest.split()) > 1:
        return Credit(byline=names, agency=agency)
    if timed and is_person(rest.rstrip(",")) and len(rest.split()) <= 3:
        return Credit(dateline=rest)
    return None


def _read_byline(line: str) -> Credit | None:
    """A line that begins with "By" or holds an e-mail address; either alone is a credit without a name."""
    match = _BY.match(line)
    bare = _HANDLE.sub(" ", _EMAIL.sub(" ", line)).strip(" ,;|()[]")
    if match is None:
        if not bare:
            return Credit()
        if bare == line.strip(" ,;|()[]"):
            return None
        names, agency, _known = _people(bare)
        return Credit(byline=names, agency=agency) if names and len(bare.split()) <= 4 else None
    rest = bare[match.end() :].strip()
    if not rest or rest[-1] in "!?:" or (rest[-1] == "." and not re.search(r"\b(?:Jr|Sr|[A-Z])\.$", rest)):
        return None
    if is_agency(rest):
        return Credit(agency=rest)
    if match[0].strip().casefold() in ("words", "text", "from our") and len(rest.split()) < 2:
        return None
    names, agency, _known = _people(rest)
    if names is None and agency is None:
        return None
    return Credit(byline=names, agency=agency)


def _people(text: str) -> tuple[str | None, str | None, bool]:
    """Names as printed, the agency after them, and whether every part of `text` is accounted for.

    "Jane Roe and John Doe, Staff writers, Reuters" gives ("Jane Roe and John Doe", "Reuters", True).
    """
    pieces = _JOINT.split(text)
    names_end, agency, ended, offset = 0, None, False, 0
    for number, piece in enumerate(pieces):
        start, offset = offset, offset + len(piece)
        if number % 2 or not piece.strip():
            continue
        kind, length, source = _kind_of(piece)
        agency = agency or source
        if kind == "other":
            return None, None, False
        if kind == "name" and not ended:
            names_end = start + length
        ended = ended or kind == "post" or length < len(piece)
    names = text[:names_end].strip(" ,;|") or None
    if names is None and agency is None and _ROLE.search(text):
        names = text.strip()
    return names, agency, True


def _kind_of(piece: str) -> tuple[str, int, str | None]:
    """Whether a part of a byline is a "name", a "post" or "other"; how much of it is the name; its agency."""
    piece = piece.rstrip()
    if is_agency(piece):
        return "post", 0, piece
    if signed := _signed(piece):
        return "name", len(signed[0]), signed[1]
    if looks_like_outlet(piece) or (
        _ROLE.search(piece) and len(piece.split()) <= 7 and not re.search(r"[.:!?]\s", piece)
    ):
        named = _leading_name(piece)
        return ("name", len(named), None) if named else ("post", 0, None)
    if piece.startswith(("in ", "at ", "for ")) and len(piece.split()) <= 7:
        return "post", 0, None
    if cut := _CUT.search(piece):
        return ("name", cut.start(), None) if is_person(piece[: cut.start()]) else ("other", 0, None)
    return ("name", len(piece), None) if is_person(piece) else ("other", 0, None)


def _signed(piece: str) -> tuple[str, str] | None:
    """A name and the agency right behind it: "JANE ROE Associated Press"."""
    words = piece.split()
    for size in (3, 2, 1):
        name, source = " ".join(words[:-size]), " ".join(words[-size:])
        if len(words) > size + 1 and is_agency(source) and is_person(name) and piece.startswith(name):
            return name, source
    return None


def _leading_name(piece: str) -> str:
    """The name before a post without a comma: "Jane Roe Political correspondent" gives "Jane Roe"."""
    match = _NAME_BEFORE_POST.match(piece)
    if match is None:
        return ""
    return match[1].strip() if is_person(match[1].strip()) and not _ROLE.search(match[1]) else ""
