"""Web pages, from a file or a link: headline, credits and captions apart from the body, the page's furniture out.

trafilatura finds the body; what the page says of itself for machines fills the fields; `bot.layout` reads the
lines that are left as it reads a newspaper's plain text.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from datetime import date, datetime
from urllib.parse import urlsplit

import trafilatura
from lxml import etree, html

from bot.article import Article, Role
from bot.errors import DamagedFileError, EmptyTextError, UnsafeFileError
from bot.ingest.facts import Facts, facts_of
from bot.ingest.plain import decode_declared
from bot.ingest.tree import INLINE, captions_of, drop_furniture, drop_hidden, lines_of, main_of, printed, said
from bot.ingest.visible import visible
from bot.ingest.wire import Hint, as_moment, web_address
from bot.layout import read_layout
from bot.layout.credits import read_credit
from bot.layout.furniture import is_furniture
from bot.layout.headline import is_repeat
from bot.layout.stamps import read_stamps
from bot.layout.words import is_prose, looks_like_outlet, normalise

__all__ = ["fragment_lines", "read", "read_page"]

_CHARSET = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_CLASS = "concat(' ', translate(@class, '_-ABCDEFGHIJKLMNOPQRSTUVWXYZ', '  abcdefghijklmnopqrstuvwxyz'), ' ')"
_STANDFIRSTS = ("standfirst", "subtitle", "subheadline", "subhead", "dek", "deck", "article intro", "sub title")
_STANDFIRST = (
    "//*[self::p or self::h2 or self::div or self::span][contains(@itemprop, 'alternativeHeadline') or "
    + " or ".join(f"contains({_CLASS}, ' {name} ')" for name in _STANDFIRSTS)
    + "]"
)
_BYLINES = "//*[@rel='author' or @itemprop='author' or contains(@class, 'byline') or contains(@class, 'author-name')]"
_LEAST = 0.5  # of the page's running text
_LONGEST_TITLE = 500  # characters
_REACH = 20  # lines from the top among which the headline is looked for


def read(data: bytes, hint: Hint) -> Iterator[Article]:
    """The article of one page.

    Raises:
        UnsafeFileError: the document type declares entities.
        EmptyTextError, NoBodyError: there is no article on it.
        NotTextError, EncodingError, TooLargeError: as for plain text.
    """
    yield read_page(_decode(data, hint), hint)


def read_page(text: str, hint: Hint) -> Article:
    """As `read`, of a page that is decoded already."""
    root = _parse(text, hint.name)
    facts = facts_of(root)
    drop_hidden(root)
    named = _visible_facts(root, facts)
    drop_furniture(root)
    main = main_of(root)
    title = _headline(root, main, facts)
    captions = captions_of(main)
    lines = _body_lines(main, named.standfirst, title)
    layout = read_layout(visible("\n\n".join(lines)) or title or " ", title=title)
    # Short lines that the page itself names as something else are no cross-heads.
    plain = {_squeezed(said(one)) for one in main.xpath(".//li|.//tr|.//dt|.//dd")} | {
        _squeezed(named.standfirst or "")
    }
    body = [
        (text, Role.BODY if _squeezed(text) in plain else role)
        for text, role in layout.paragraphs
        if role is not Role.CAPTION
    ]
    inline = [text for text, role in layout.paragraphs if role is Role.CAPTION]
    captions = list(dict.fromkeys([*inline, *map(visible, captions)]))
    return Article.from_paragraphs(
        [*body, *((caption, Role.CAPTION) for caption in captions)],
        title=layout.title,
        published=_exact(_moment(facts.published), _moment(named.published), layout.published),
        updated=_exact(_moment(facts.updated), layout.updated),
        byline=facts.byline or layout.byline or named.byline,
        agency=facts.agency or layout.agency,
        dateline=layout.dateline,
        url=_address(facts.url, hint.url) or web_address(layout.url),
        tags=facts.tags or layout.tags or named.tags,
        standfirst=named.standfirst or facts.standfirst,
        section=facts.section,
    )


def fragment_lines(text: str) -> list[str]:
    """The lines of a piece of HTML, as feeds and e-mails carry it, hidden parts and furniture taken out."""
    if not text.strip():
        return []
    root = _parse(f"<html><body><div>{text}</div></body></html>", "the text")
    drop_hidden(root)
    drop_furniture(root)
    return lines_of(root)


def _parse(text: str, name: str) -> html.HtmlElement:
    """The page's tree. A declaration goes first: lxml takes none in a `str`."""
    head = text[:20_000]
    if re.search(r"<!doctype[^>\[]{0,500}\[", head, re.IGNORECASE) or re.search(r"<!entity\b", head, re.IGNORECASE):
        raise UnsafeFileError(
            f"{name} declares entities of its own in its document type.",
            "a page as a browser saves it, which declares none.",
            "Open it in a browser, copy the article's text, and read that.",
        )
    text = re.sub(r"^\s*\ufeff?<\?xml[^>]{0,500}\?>", "", text)
    try:
        return html.document_fromstring(text, parser=html.HTMLParser(remove_comments=True, remove_pis=True))
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        if not re.sub(r"<[^>]*>", "", text).strip():
            raise EmptyTextError(f"{name} is an empty page.", "a page with an article.", "Check the file.") from error
        if getattr(error, "lineno", None) == 0:  # so lxml says that there is no memory left
            raise MemoryError from error
        raise DamagedFileError(
            f"{name} could not be read as a page: {error}.", "HTML.", "Open it in a browser, and copy the text."
        ) from error


def _decode(data: bytes, hint: Hint) -> str:
    """The page's characters: a byte order mark, the server, the page itself, in this order; else by its bytes."""
    declared = _CHARSET.search(data[:4096])
    names = [hint.charset, declared[1].decode("ascii", "replace") if declared else None]
    return decode_declared(data, names, hint.name)


def _visible_facts(root: html.HtmlElement, facts: Facts) -> Facts:
    """Standfirst, byline and time as the page prints them; looked for before the furniture goes, and beside it."""
    found = Facts()
    for text in printed(root, _STANDFIRST):
        if 20 <= len(text) <= 600 and not is_furniture(text):
            found.standfirst = visible(text)
            break
    for text in printed(root, _BYLINES):
        credit = read_credit(text if text[:3].casefold() == "by " else f"By {text}") if len(text) < 200 else None
        if credit and credit.byline and credit.byline.casefold() != (facts.site or "").casefold():
            found.byline = visible(credit.byline)
            break
    found.tags = list(printed(root, "//a[contains(@rel, 'tag')]"))[:40]
    times = [
        element.get("datetime", "") for element in root.xpath("//article//time[@datetime]|//main//time[@datetime]")
    ]
    found.published = next(filter(None, times), None) or next(
        (element.get("content") or element.get("datetime") for element in root.xpath("//*[@itemprop='datePublished']")),
        None,
    )
    return found


def _headline(root: html.HtmlElement, main: html.HtmlElement, facts: Facts) -> str | None:
    """The headline as printed, if the page shows which it is; else as named for machines."""
    marked = list(printed(root, "//*[@itemprop='headline'][not(self::meta)]"))
    inside, every = list(printed(main, ".//h1")), list(printed(root, "//h1"))
    known = facts.title and _without_site(facts.title, facts.site)
    same = [text for text in every if known and normalise(text) == normalise(known)]
    for found in (same, marked, inside if main is not root else []):
        if len(found) == 1 or (found and found is same):
            return visible(found[0])
    if known:
        return known
    if every:
        return visible(every[0])
    title = next(printed(root, "//head/title"), None)
    return title and visible(_without_site(title[:_LONGEST_TITLE], facts.site))


def _without_site(title: str, site: str | None) -> str:
    """A page's title without the newspaper's name behind it: "Bridge reopens | World | The Courier"."""
    while match := re.fullmatch(r"(.{8,}?)\s+[|–—·-]\s+([^|–—·]{2,60})", title):
        last = match[2].strip()
        named = site is not None and (last.casefold() in site.casefold() or site.casefold() in last.casefold())
        if not (named or looks_like_outlet(last) or "|" in title):
            break
        title = match[1].strip()
    first, _colon, rest = title.partition(": ")
    return (
        rest if len(rest) > 8 and (first.casefold() == (site or "").casefold() or looks_like_outlet(first)) else title
    )


def _body_lines(main: html.HtmlElement, standfirst: str | None, title: str | None) -> list[str]:
    """The article's lines, as the page parts them: those that trafilatura takes for the body's.

    All of them, where it takes less than half of what the page has: then it has mistaken the body.
    """
    own = lines_of(main)
    taken = _squeezed(_chosen(main))
    lines = [line for line in own if _squeezed(line.removeprefix("## ")) in taken]
    if sum(map(len, lines)) < _LEAST * sum(len(line) for line in own if is_prose(line)):
        lines = own
    heads = [n for n, line in enumerate(lines[:_REACH]) if title and is_repeat(line.removeprefix("## "), title)]
    if heads and not any(map(is_prose, lines[: heads[-1]])):
        lines = lines[heads[-1] + 1 :]
    while lines and lines[-1].startswith("## "):
        lines.pop()
    if standfirst:
        lines = [standfirst, *(line for line in lines if not is_repeat(line.removeprefix("## "), standfirst))]
    return lines


def _chosen(main: html.HtmlElement) -> str:
    """What trafilatura takes for the text of the article, unparted; empty where it finds none."""
    inner = main.find("body") if main.tag == "html" else main
    if inner is None:
        return ""
    page = html.document_fromstring("<html><body></body></html>")
    page.body.append(copy.deepcopy(inner))
    for element in page.iter(*INLINE):  # by whose classes trafilatura would take words out of a sentence
        element.attrib.pop("class", None)
        element.attrib.pop("id", None)
    try:
        found = trafilatura.bare_extraction(page, include_comments=False, include_tables=True, favor_recall=True)
    except (ValueError, TypeError, AttributeError, IndexError, RecursionError):  # on trees that it was not made for
        return ""
    return "" if found is None or isinstance(found, dict) else "".join(found.body.itertext())


def _squeezed(text: str) -> str:
    """Letters and digits alone: the two part lines, cells and punctuation each in its own way."""
    return "".join(filter(str.isalnum, text))


def _address(named: str | None, fetched: str | None) -> str | None:
    """The address that the page names for itself, unless it was fetched from another site than that."""
    if fetched is None or (named is not None and _site(named) == _site(fetched)):
        return named
    return web_address(fetched)


def _site(address: str) -> str:
    host = urlsplit(address).hostname or ""
    return re.sub(r"^(?:www|m|mobile|amp)\.", "", host)


def _moment(text: str | None) -> date | datetime | None:
    """A date from markup: ISO 8601, or in words as a person would write it."""
    if not text:
        return None
    return as_moment(text) or read_stamps(f"Published: {text}"[:240]).published


def _exact(*moments: date | datetime | None) -> date | datetime | None:
    """The first that is known; where that is a day alone, with the time of day another gives for it."""
    known = [moment for moment in moments if moment is not None]
    timed = (one for one in known if isinstance(one, datetime) and one.date() == known[0])
    return next(timed, known[0]) if known else None


def plain_title(text: str) -> str:
    """A title without the markup that feeds put into theirs."""
    return said(_parse(f"<div>{text}</div>", "the title")) if "<" in text or "&" in text else " ".join(text.split())
