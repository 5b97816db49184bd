"""What a page says of its article for machines: JSON-LD (schema.org's NewsArticle and kin), OpenGraph, meta fields."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import html

from bot.ingest.tree import said
from bot.ingest.visible import visible
from bot.ingest.wire import web_address
from bot.layout.words import is_agency, normalise

__all__ = ["Facts", "facts_of"]

_MOST_JSON = 1_000_000  # characters of one JSON-LD block
_LONGEST = 2_000  # characters of a field
_MOST_TAGS = 40
_ARTICLES = {"article", "blogposting", "liveblogposting", "report", "socialmediaposting"}
_META = {
    "title": ("og:title", "twitter:title", "dc.title", "parsely-title", "sailthru.title", "headline"),
    "standfirst": ("og:description", "twitter:description", "dc.description", "description"),
    "published": (
        "article:published_time", "og:article:published_time", "parsely-pub-date", "datepublished", "dc.date.issued",
        "dcterms.created", "sailthru.date", "pubdate", "publishdate", "publish-date", "date", "dc.date", "cxenseparse:"
        "recs:publishtime",
    ),
    "updated": ("article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "lastmod"),
    "section": ("article:section", "og:article:section", "parsely-section", "section", "cxenseparse:section"),
    "byline": ("author", "article:author", "parsely-author", "dc.creator", "byl", "sailthru.author", "dcterms.creator"),
    "site": ("og:site_name", "application-name", "twitter:site"),
}  # fmt: skip


@dataclass(slots=True)
class Facts:
    """The fields of `Article` as printed for machines, each None where the page lacks it.

    Attributes:
        published, updated: not yet read, as printed.
        site: the newspaper's name.
    """

    title: str | None = None
    standfirst: str | None = None
    byline: str | None = None
    agency: str | None = None
    published: str | None = None
    updated: str | None = None
    section: str | None = None
    url: str | None = None
    site: str | None = None
    tags: list[str] = field(default_factory=list)


def facts_of(root: html.HtmlElement) -> Facts:
    """Read them; JSON-LD wins over the meta fields, which say more to search engines than to readers."""
    facts = Facts()
    meta = _meta_fields(root)
    linked = _linked_data(root, normalise(meta.get("og:title", [""])[0]))
    if linked:
        _take_linked(facts, linked)
    for name, keys in _META.items():
        if getattr(facts, name) is None:
            setattr(facts, name, next((meta[key][0] for key in keys if key in meta), None))
    if facts.byline is None or "/" in facts.byline or facts.byline.startswith(("http", "@")):
        facts.byline = next((one for one in meta.get("author", []) if "/" not in one and one[0] != "@"), None)
    facts.byline = facts.byline and re.sub(r"^by\s+", "", facts.byline, flags=re.IGNORECASE)
    if facts.byline and is_agency(facts.byline):
        facts.agency, facts.byline = facts.agency or facts.byline, None
    if facts.byline and facts.site and facts.byline.casefold() == facts.site.casefold():
        facts.byline = None
    tags = facts.tags or meta.get("article:tag") or _keywords(meta.get("news_keywords") or meta.get("keywords") or [])
    facts.tags = list(dict.fromkeys(tags))[:_MOST_TAGS]
    facts.url = _address(root, meta, facts.url)
    return facts


def _meta_fields(root: html.HtmlElement) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = {}
    for element in root.iter("meta"):
        key = (element.get("property") or element.get("name") or element.get("itemprop") or "").strip().casefold()
        content = _field(element.get("content"))
        if key and content:
            fields.setdefault(key, []).append(content)
    return fields


def _address(root: html.HtmlElement, meta: dict[str, list[str]], linked: str | None) -> str | None:
    canonical = [element.get("href") for element in root.xpath("//link[@rel='canonical']")]
    return next(filter(None, map(web_address, [*canonical, *meta.get("og:url", []), linked])), None)


def _linked_data(root: html.HtmlElement, headline: str) -> dict[str, Any] | None:
    """The JSON-LD object of the page's article: that with the page's headline, else the first."""
    found: list[dict[str, Any]] = []
    for element in root.xpath("//script[contains(translate(@type, 'LDJSON', 'ldjson'), 'ld+json')]"):
        text = (element.text or "").strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
        if 0 < len(text) <= _MOST_JSON:
            try:
                found += [one for one in _objects(json.loads(text, strict=False)) if _is_article(one)]
            except (ValueError, RecursionError):
                continue
    same = (one for one in found if headline and normalise(str(one.get("headline", ""))) == headline)
    return next(same, found[0] if found else None)


def _objects(data: Any) -> Iterator[dict[str, Any]]:
    """The objects at the top of a JSON-LD block, in its graph and as a page's main entity; lists of links are not."""
    for one in data if isinstance(data, list) else [data]:
        if isinstance(one, dict):
            yield one
            for key in ("@graph", "mainEntity"):
                inner = one.get(key)
                yield from (each for each in (inner if isinstance(inner, list) else [inner]) if isinstance(each, dict))


def _is_article(one: dict[str, Any]) -> bool:
    kinds = one.get("@type")
    names = [str(kind).rsplit("/", 1)[-1].casefold() for kind in (kinds if isinstance(kinds, list) else [kinds])]
    return any(name in _ARTICLES or name.endswith("newsarticle") for name in names)


def _take_linked(facts: Facts, one: dict[str, Any]) -> None:
    facts.title = _field(one.get("headline")) or _field(one.get("name"))
    facts.standfirst = _field(one.get("description")) or _field(one.get("alternativeHeadline"))
    facts.published = _field(one.get("datePublished")) or _field(one.get("dateCreated"))
    facts.updated = _field(one.get("dateModified"))
    sections = one.get("articleSection")
    facts.section = _field(sections[0] if isinstance(sections, list) and sections else sections)
    entity = one.get("mainEntityOfPage")
    facts.url = web_address(one.get("url")) or web_address(entity.get("@id") if isinstance(entity, dict) else entity)
    facts.tags = _keywords(one.get("keywords"))
    facts.site = next((name for name, _person in _names(one.get("publisher"))), None)
    writers = list(_names(one.get("author"))) or list(_names(one.get("creator")))
    sources = [name for key in ("sourceOrganization", "provider", "author") for name, _person in _names(one.get(key))]
    facts.agency = next((name for name in [*sources, facts.site or ""] if is_agency(name)), None)
    people = [name for name, person in writers if person and not is_agency(name)]
    facts.byline = _joined(list(dict.fromkeys(people))) if people else None


def _names(data: Any) -> Iterator[tuple[str, bool]]:
    """Names of people or organisations, and whether each is (or may be) a person."""
    for one in data if isinstance(data, list) else [data]:
        name = _field(one.get("name") if isinstance(one, dict) else one)
        if name and "://" not in name:
            organisation = isinstance(one, dict) and "organization" in str(one.get("@type", "")).casefold()
            yield re.sub(r"^by\s+", "", name, flags=re.IGNORECASE), not organisation


def _joined(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _keywords(data: Any) -> list[str]:
    """Keywords from a list, or from a line with commas; schema.org's "Label:value" keys are not for readers."""
    parts = data if isinstance(data, list) else [data]
    words = [word.strip() for part in map(_field, parts) if part for word in re.split(r"[,;]", part)]
    return [word for word in words if word and len(word) <= 60 and not re.match(r"\w+:\S", word)]


def _field(value: Any) -> str | None:
    """A field's text without markup, invisible characters and line breaks; None for anything that is no text."""
    if not isinstance(value, str) or not value.strip():
        return None
    text = value[:_LONGEST]
    if "<" in text or "&" in text:
        text = said(html.fragment_fromstring(text, create_parent="div")) if "\x00" not in text else ""
    text = " ".join(visible("".join(ch for ch in text if ch.isprintable() or ch.isspace())).split())
    return text or None
