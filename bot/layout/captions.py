"""Picture captions, known by the credit that ends or begins them."""

from __future__ import annotations

import re

from bot.layout.patterns import Pattern
from bot.layout.words import ends_sentence, is_agency

__all__ = ["final_agency", "is_caption", "is_credit_only"]

_LONGEST = 900  # characters of a caption, its credit included
_TAIL = 160  # characters at its end where a credit is looked for

_LABEL = (
    r"(?:(?:file\s|handout\s|courtesy\s|photo\s|image\s|picture\s)?"
    r"(?:photo(?:graph)?s?|pictures?|pics?|images?|illustrations?|photo\sillustration|credit|source))"
)
_OPENING = Pattern(
    rf"(?:{_LABEL}(?:\scredit|\scourtesy)?\s?(?::|\.\.\.|…)\s?\S"
    r"|(?:image|photo|media|video|picture)\s(?:caption|source|credit)\s?[,:]\s?\S"
    r"|file(?:\sphoto|\simage)?(?:\s?:|\s[–—-]|[–—-]+\s)\s?\S|\(?files?\)\s"
    r"|caption:\s?\S)",
    re.IGNORECASE,
)
# "Source: Reuters" is an agency line and "Credit: the mayor" may be prose, so both need a capital after them.
_PLAIN_LABEL = Pattern(r"(?:source|credit|credits)\s?:", re.IGNORECASE)
_BRACKETED = Pattern(r"\[[^\[\]@]{2,70}\]$")
_PARENTHESIS = Pattern(r"\(([^()]{2,110}(?:\([^()]{1,30}\))?)\)\.?$")
_CREDIT_WORD = Pattern(
    r"\b(?:photos?|photographs?|pictures?|pic|images?|image credit|courtesy|getty|handout|file|illustration|"
    r"screengrab|screenshot|screen capture)\b",
    re.IGNORECASE,
)
_NAME = r"[^\W\d_][\w'’.&-]{0,30}(?:\s[\w'’.&,-]{1,30}){0,6}"
_SLASHED = Pattern(rf"[©-]?\s?(?:photo(?:graph)?:?\s)?(?P<credit>{_NAME}(?:\s?/\s?{_NAME}){{1,4}})$", re.IGNORECASE)
_STOP = Pattern(r"[.!?][\"”’)]?\s+(?=\S)")
_CLOSING = Pattern(
    r"(?:(?<=[.!?\"”’)]\s)|(?<=[.!?\"”’)]))"
    r"(?:(?:photo|photograph|picture|pic|(?:image |photo )?credit|image|(?:photo )?illustration)s?"
    r"(?:\s?(?::|\.\.\.|…)\s?|\s(?:by|courtesy)\s)(?=\W?(?-i:[^\W\d_a-z]))[^.!?]{2,110}\.?"
    r"|©\s?[^.!?]{2,60}|(?:getty images|reuters|afp|ap|yonhap|xinhua|epa|shutterstock|alamy))$",
    re.IGNORECASE,
)
_BY_LABEL = Pattern(r"(?:photo(?:graph)?s?|pictures?|illustrations?|images?) by (?:[A-Z][\w'’.-]+[ /,]*){1,8}\.?$")
_FINAL_AGENCY = Pattern(r"[.!?][\"”’]?\s\(([^()]{2,40})\)$")
_SMALL_WORDS = frozenset(
    ("via", "for", "of", "the", "de", "van", "von", "and", "picture", "alliance", "dpa", "al", "bin")
)
_LIBRARIES = frozenset(("getty images", "getty", "alamy", "shutterstock", "epa", "epa-efe", "istock", "adobe stock"))


def is_caption(text: str) -> bool:
    """True where `text` carries the credit of a picture and is short enough to stand below one."""
    if len(text) > _LONGEST or text[:3].casefold() == "by ":
        return False
    return _opens_as_caption(text) or is_credit_only(text) or _ends_in_credit(text)


def final_agency(text: str) -> str | None:
    """The agency in brackets behind the last sentence, "… on Friday. (Yonhap)", or None.

    It ends a caption as well as a whole story; only the position tells which.
    """
    match = _FINAL_AGENCY.search(text[-60:]) if text[-1:] == ")" else None
    return match[1] if match and is_agency(match[1]) else None


def is_credit_only(text: str) -> bool:
    """True for a line that is a picture's credit and nothing more: "Daniel Leal/AFP/Getty Images"."""
    if len(text) > _TAIL:
        return False
    if _BY_LABEL.match(text) and text.count(" ") <= 10:
        return True
    slashed = _SLASHED.match(text)
    return slashed is not None and _names_a_source(slashed["credit"]) and _is_slash_credit(slashed["credit"])


def _opens_as_caption(text: str) -> bool:
    """True for "FILE PHOTO: …", "Photograph: …", "Image caption, …"."""
    match = _OPENING.match(text)
    if match is None:
        return False
    if text[:6].casefold() == "photos":
        # "Photos: Jane Roe" is a credit, "Photos: The storm in pictures" a link to others.
        return text.count(" ") <= 6 and all(word[0].isupper() for word in text.split() if word[0].isalpha())
    if not _PLAIN_LABEL.match(text):
        return True
    rest = text[match.end() - 1 :].strip()
    return rest[:1].isupper() and len(rest) < 90 and not ends_sentence(rest) and text[:6].casefold() == "credit"


def _ends_in_credit(text: str) -> bool:
    """True where the last words are a credit: "[YONHAP]", "(AP Photo/Jane Roe)", ". Jane Roe/Reuters"."""
    tail = text[-_TAIL:]
    if tail[-1] == "]":
        bracket = _BRACKETED.search(tail)
        return bracket is not None and _is_bracket_credit(bracket[0][1:-1])
    if parenthesis := _PARENTHESIS.search(tail):
        return _is_parenthesis_credit(parenthesis[1])
    if _CLOSING.search(tail):
        return True
    if "/" not in tail:
        return False
    # Behind each full stop in turn, since an initial has one too: "… on Friday. J. Roe/Reuters".
    rests = (_SLASHED.match(tail, stop.end()) for stop in _STOP.finditer(tail))
    return any(rest is not None and _is_slash_credit(rest["credit"]) for rest in rests)


def _is_bracket_credit(inside: str) -> bool:
    """True for "YONHAP", "KCNA/YONHAP", "Photo by Jane Roe", "Courtesy of the museum"."""
    if any(map(str.isdigit, inside)) and not inside.isupper():
        return False
    parts = [part.strip() for part in inside.split("/")]
    return inside.isupper() or any(map(is_agency, parts)) or _CREDIT_WORD.search(inside) is not None


def _is_parenthesis_credit(inside: str) -> bool:
    """True for "AP Photo/Jane Roe", "Photo: Jane Roe/Courier", "Jane Roe / The Gazette", "Yonhap"."""
    if _CREDIT_WORD.search(inside):
        return inside[0].isupper() and (len(inside.split()) <= 12)
    parts = [part.strip() for part in inside.split("/")]
    if len(parts) > 1:
        return _is_slash_credit(inside)
    return False  # a lone agency is `final_agency`'s


def _is_slash_credit(credit: str) -> bool:
    """True where names are parted by strokes and one of them has two words or is a known source."""
    parts = [part.strip(" .") for part in credit.split("/")]
    if any(not part or not (part[0].isupper() or is_agency(part)) for part in parts):
        return False
    words = [word for part in parts for word in part.split() if word[0].islower()]
    if any(word not in _SMALL_WORDS for word in words):
        return False
    return _names_a_source(credit) or (len(parts) >= 2 and any(" " in part for part in parts))


def _names_a_source(credit: str) -> bool:
    """True where a part of a credit is a news agency or a picture library."""
    parts = [part.strip(" .") for part in re.split(r"/|\bvia\b", credit)]
    return any(
        is_agency(part) or part.casefold() in _LIBRARIES or "Getty" in part or "AP Photo" in part for part in parts
    )
