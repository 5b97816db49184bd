"""The library's panel as escaped HTML: what is held, what a search found, and how more comes in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.archive import Entry
from bot.archive.filters import outlet_of
from bot.article import Article
from bot.page.adding import Adding, Candidate
from bot.page.html import citation_link, counted, day_of, escape, isolated, notice_html, shortened, title_of
from bot.page.snippet import snippet_html
from bot.page.visit import LISTED, Visit
from bot.render import format_date
from bot.reply import Match

_PREVIEWED = 60  # candidates that can be corrected one by one; further ones are kept as they are or not at all
_SNIPPET = 180


def library_html(visit: Visit) -> str:
    """The whole panel."""
    entries = visit.entries
    held = len(visit.desk.archive)
    parts = (
        f'<div class="library-head"><h2>Library</h2><p class="held">{counted(held, "article")}</p>',
        '<button type="button" class="quiet" data-do="toggle-add" id="add-button" aria-controls="add" ',
        'aria-expanded="false">Add</button></div>',
        _add(visit.adding.pasted),
        _under_way(visit.adding),
        notice_html(visit.notice or visit.adding.notice),
        _preview(visit.adding.candidates),
        _search(visit),
        _found(visit),
        _collections(visit),
        _ticked(visit),
        _entries(visit, entries),
        _more(held, len(entries), visit.collection),
    )
    return f'<div class="library">{"".join(parts)}</div>'


def _add(pasted: str) -> str:
    """The form; what was pasted and could not be read stands in it again."""
    again = " data-again" if pasted else ""
    return (
        '<form id="add" data-form="add" autocomplete="off"><label for="pasted">Text of an article, or links</label>'
        f'<textarea id="pasted" name="text" rows="6"{again} placeholder="Paste an article here, headline, date and '
        f'byline too; or a link to one, or to a feed">{escape(pasted)}</textarea>'
        '<p class="row"><button type="submit" class="main">Read</button>'
        '<button type="button" class="plain" data-do="files">Choose files …</button></p>'
        '<p class="hint">Text, PDF, Word, HTML, e-mail, feeds, CSV, JSON Lines. You can drop files here too.</p></form>'
    )


def _under_way(adding: Adding) -> str:
    if not adding.doing:
        return ""
    return (
        '<div class="under-way" role="status"><span class="bar" aria-hidden="true"></span>'
        f"<p>{escape(adding.doing)}</p>"
        '<button type="button" class="quiet" data-do="stop-adding">Stop</button></div>'
    )


def _preview(candidates: Sequence[Candidate]) -> str:
    """What was read, to be corrected before it is kept."""
    if not candidates:
        return ""
    fresh = [one for one in candidates if not one.held]
    rows = "".join(map(_candidate, candidates[:_PREVIEWED]))
    rest = "".join(
        f'<li class="candidate" hidden data-candidate="{escape(one.article.id)}">{_fields(one.article)}</li>'
        for one in candidates[_PREVIEWED:]
    )
    more = f"<p class='hint'>and {counted(len(candidates) - _PREVIEWED, 'more article')}</p>" if rest else ""
    heading = f"{counted(len(fresh), 'new article')} read, not kept yet" if fresh else "Nothing new was read"
    words = "Keep it" if len(candidates) == 1 else "Keep the ticked"
    return (
        f'<form class="preview" data-form="store" aria-label="Articles read, not kept yet" autocomplete="off">'
        f"<h3>{heading}</h3>"
        '<p class="hint">Put right what was read wrongly, then keep it.</p>'
        f'<ol>{rows}{rest}</ol>{more}<p class="row"><button type="submit" class="main">{words}</button>'
        '<button type="button" class="plain" data-do="discard">Discard</button></p></form>'
    )


def _candidate(one: Candidate) -> str:
    article = one.article
    warning = ""
    if one.held:
        warning = '<p class="warning">This article is in the library already.</p>'
    elif one.alike:
        warning = f'<p class="warning">Nearly the same as {isolated(one.alike)}.</p>'
    words = sum(len(paragraph.text.split()) for paragraph in article.paragraphs)
    begin = shortened(article.paragraphs[0].text, _SNIPPET) if article.paragraphs else ""
    return (
        f'<li class="candidate" data-candidate="{escape(article.id)}">{_fields(article)}{warning}'
        f'<p class="begin"><span>{counted(words, "word")}.</span> {isolated(begin)}</p></li>'
    )


def _fields(article: Article) -> str:
    published = article.published.isoformat()[:10] if article.published else ""
    name = escape(shortened(title_of(article)))
    return (
        f'<label class="keep"><input type="checkbox" name="keep" checked> Keep<span class="sr"> {name}</span></label>'
        f'<label>Headline<input name="title" dir="auto" value="{escape(article.title)}"></label>'
        f'<label>Byline<input name="byline" dir="auto" value="{escape(article.byline or "")}"></label>'
        f'<label>Date<input name="published" type="date" value="{published}"></label>'
    )


def _search(visit: Visit) -> str:
    return (
        '<form class="search" role="search" data-form="search" autocomplete="off"><label class="sr" for="find">'
        f'Search the library</label><input id="find" type="search" name="query" placeholder="Search the library" '
        f'value="{escape(visit.query)}"></form>'
    )


def _found(visit: Visit) -> str:
    if not visit.query:
        return ""
    articles = visit.articles({one.citation.article_id for one in visit.found})
    rows = "".join(_match(one, articles, visit.query) for one in visit.found if one.citation.article_id in articles)
    body = f"<ol>{rows}</ol>" if rows else '<p class="hint">No paragraph bears on this. Try other words.</p>'
    return (
        '<section class="found" aria-label="Paragraphs found"><p class="row"><span>Paragraphs on '
        f"“{isolated(visit.query)}”"
        f'</span><button type="button" class="quiet" data-do="end-search">Clear</button></p>{body}</section>'
    )


def _match(one: Match, articles: dict[str, Article], query: str) -> str:
    article = articles[one.citation.article_id]
    when = f"{format_date(day_of(article.published))} · " if article.published else ""
    return (
        f'<li><p class="snippet">{snippet_html(one.citation.quote, query)}&#160;'
        f"{citation_link(one.citation, articles)}</p>"
        f'<p class="meta">{escape(when)}{escape(shortened(title_of(article)))}</p></li>'
    )


def _collections(visit: Visit) -> str:
    named = visit.desk.archive.collections()
    if not named:
        return ""
    every = [("", "All")] + [(name, f"{name} {count:,}") for name, count in named.items()]
    buttons = "".join(
        f'<button type="button" data-do="collection" data-name="{escape(name)}" '
        f'aria-pressed="{str(name == visit.collection).lower()}">{escape(words)}</button>'
        for name, words in every
    )
    return f'<div class="collections" role="group" aria-label="Collections">{buttons}</div>'


def _ticked(visit: Visit) -> str:
    if not visit.ticked:
        return ""
    return (
        f'<form class="ticked" data-form="collect" autocomplete="off"><p class="row"><span>{len(visit.ticked)} '
        "ticked</span>"
        '<button type="button" class="quiet" data-do="ask-ticked">Ask these</button>'
        '<button type="button" class="quiet" data-do="remove-ticked">Remove</button>'
        '<button type="button" class="quiet" data-do="untick">Clear</button></p>'
        '<p class="row"><label class="sr" for="collect">Name of a collection</label>'
        '<input id="collect" name="name" placeholder="Add to a collection …"><button type="submit" '
        'class="plain">Add</button>'
        "</p></form>"
    )


def _entries(visit: Visit, entries: Iterable[Entry]) -> str:
    rows = "".join(_entry(visit, one) for one in entries)
    return f'<ul class="entries">{rows}</ul>' if rows else '<p class="hint">No article is here yet.</p>'


def _entry(visit: Visit, one: Entry) -> str:
    title = shortened(one.title or "Untitled")
    facts = [
        outlet_of(one.url) or "",
        format_date(day_of(one.published)) if one.published else "",
        one.byline or "",
    ]
    meta = " · ".join(escape(shortened(fact, 40)) for fact in facts if fact)
    current = ' aria-current="true"' if one.id == visit.shown else ""
    ticked = " checked" if one.id in visit.ticked else ""
    remove = ""
    if one.id == visit.shown and visit.shelf.removable(visit.desk, one.id):
        remove = (
            f'<button type="button" class="quiet" data-do="remove" data-article="{one.id}" '
            f'aria-label="Remove {escape(title)}">Remove</button>'
        )
    return (
        f'<li{current} data-entry="{one.id}"><input type="checkbox" data-do="tick" data-article="{one.id}"{ticked} '
        f'aria-label="Tick {escape(title)}"><button type="button" class="entry" data-do="show" data-article="{one.id}"'
        f'{current}><span class="title" dir="auto">{escape(title)}</span><span class="meta">{meta}</span>'
        f"</button>{remove}</li>"
    )


def _more(held: int, shown: int, collection: str) -> str:
    if collection or shown < LISTED or held <= shown:
        return ""
    return f'<p class="hint">and {held - shown:,} more: search for them.</p>'
