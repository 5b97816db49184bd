"""Plain messages of the desk, as escaped HTML: the greeting, what is going on, errors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.article import Article
from bot.errors import CopydeskError
from bot.page.html import citation_link, counted, escape, isolated, shortened
from bot.reply import Citation

ECHOED_CHARACTERS = 400
BROKEN = "Something went wrong inside Copydesk. Nothing is lost: try again."


def shown_question(question: str) -> str:
    """The question as it is repeated: of a very long one, its beginning."""
    line = " ".join(question[: 10 * ECHOED_CHARACTERS].split()) or "…"
    return shortened(line, ECHOED_CHARACTERS)


def welcome_html(count: int, kind: str) -> str:
    """What stands where nothing has been said.

    Args:
        count: of the articles held.
        kind: what they are, such as "sample article".
    """
    held = f"{counted(count, kind)} {'is' if count == 1 else 'are'} on the desk" if count else "No article is here yet"
    add = '<button type="button" class="quiet" data-do="open-add">Add articles</button>'
    return (
        f'<div class="welcome" data-modes="ask"><h2 class="greeting">{held}.</h2><p>Ask a question. The answer is in '
        "the articles’ own words, and each sentence ends in the paragraph that proves it: "
        '<span class="cite">¶3</span>. Where the articles do not say, Copydesk says so.</p>'
        f'<p class="hint">{add} by pasting a text or a link, or drop files anywhere on this page.</p></div>'
        '<div class="welcome" data-modes="summarise"><h2 class="greeting">What is the story?</h2><p>Say how long the '
        "summary shall be, and what it shall be about. Its sentences are the articles’ own, each with its "
        "paragraph.</p></div>"
    )


def pending_html(words: str) -> str:
    """What stands in the place of an answer that is being worked on."""
    return f'<div class="said pending" role="status"><p>{escape(words)}</p></div>'


def reading_html(found: Sequence[Citation], articles: Mapping[str, Article]) -> str:
    """The paragraphs that are being read for an answer."""
    if not found:
        return pending_html("Reading …")
    links = " ".join(citation_link(one, articles) for one in found)
    return f'<div class="said pending" role="status"><p>Reading {links} …</p></div>'


def said_html(text: str) -> str:
    """A plain message from the desk."""
    return f'<div class="said"><p>{isolated(text)}</p></div>'


def stopped_html() -> str:
    """What stands in the place of an answer that was not waited for."""
    return '<div class="said stopped"><p>Stopped.</p></div>'


def error_html(error: CopydeskError) -> str:
    """What was got, what was expected, and what to do, each on its line."""
    lines = (
        f"<p><b>{isolated(error.got)}</b> {isolated(error.remedy)}</p>",
        f'<p class="hint">Expected: {isolated(error.expected)}</p>',
    )
    return f'<div class="said error" role="alert">{"".join(lines)}</div>'
