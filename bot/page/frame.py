"""What never changes on the page: the masthead with the modes, and the forms in which each mode is asked."""

from __future__ import annotations

from bot.page.assets import FOLDER
from bot.page.export import exportable
from bot.page.html import options_html
from bot.page.visit import Visit

FONTS = "".join(
    f'<link rel="preload" href="{FOLDER}{name}" as="font" type="font/woff2" crossorigin>'
    for name in ("source-serif-4-latin-opsz-normal.woff2", "source-sans-3-latin-wght-normal.woff2")
)
_MODES = (
    ("ask", "Ask"),
    ("summarise", "Summarise"),
    ("check", "Check copy"),
    ("timeline", "Timeline"),
    ("compare", "Compare"),
)
_OPENINGS = {
    "check": (
        "Does the draft say what the articles say?",
        "Each sentence is held against them: figures, names, dates, quotations and who said them. What differs is "
        "marked, with the article’s words beside it.",
    ),
    "timeline": (
        "What happened when?",
        "Every day that the articles name, in order. “Friday” or “last month” is worked out from the article’s own "
        "date, and the rule is shown.",
    ),
    "compare": (
        "Do the articles agree?",
        "One question is put to each of them, and the answers stand side by side, the newest first. Tick articles in "
        "the library to compare only those.",
    ),
}
_MOON = (
    '<svg viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="6"/><path d="M8 2a6 6 0 0 1 0 12z"/></svg>'
)
_EXPORTS = (("md", "Markdown"), ("docx", "Word"), ("json", "JSON"))


def masthead_html() -> str:
    """The name, the modes, and what folds panels away."""
    buttons = "".join(
        f'<button type="button" data-mode-to="{mode}" aria-pressed="{str(mode == "ask").lower()}">{words}</button>'
        for mode, words in _MODES
    )
    return (
        '<header id="masthead"><h1>Copydesk</h1>'
        f'<nav id="modes" aria-label="What to do">{buttons}</nav>'
        '<p id="folds"><button type="button" data-fold="library" aria-pressed="true" title="Show or hide the library">'
        f'{_panel(1)}Library</button><button type="button" data-fold="article" aria-pressed="true" '
        f'title="Show or hide the article">{_panel(9)}Article</button>'
        '<button type="button" data-do="light" aria-label="Light or dark" title="Light or dark">'
        f"{_MOON}</button></p></header>"
        '<nav id="panes" aria-label="Panels"><button type="button" data-pane-to="library">Library</button>'
        '<button type="button" data-pane-to="work" aria-pressed="true">Desk</button>'
        '<button type="button" data-pane-to="article">Article</button></nav>'
        '<button type="button" id="back">← Back to the answer</button>'
        '<div id="peek" role="tooltip" hidden><p class="peeked"></p><p class="source"></p></div>'
        '<div id="refused" role="alert" hidden><p></p><button type="button" data-do="hide-refusal" class="quiet">'
        "Close</button></div>"
    )


def scope_html(visit: Visit) -> str:
    """Which articles are asked, and what can be done with the talk as a whole."""
    options = options_html(visit.scopes(), visit.scope)
    turns = any(turn.kind != "note" for turn in visit.talk.turns)
    exports = ""
    if exportable(visit):
        kinds = "".join(
            f'<button type="button" data-do="export" data-kind="{kind}">{words}</button>' for kind, words in _EXPORTS
        )
        exports = (
            '<details class="menu"><summary>Export</summary><div role="group" aria-label="Export the conversation as">'
            f"{kinds}</div></details>"
        )
    clear = '<button type="button" class="quiet" data-do="clear">Clear</button>' if turns else ""
    return (
        f'<div id="scope-bar" data-visit="{visit.token}"><label for="scope">Reading</label><select id="scope" '
        f'data-do="scope">{options}</select>'
        f'<span class="whole">{exports}{clear}</span></div>'
    )


def composer_html() -> str:
    """The forms of asking and of summarising, below the conversation."""
    return (
        '<form id="ask" data-form="ask" data-modes="ask" autocomplete="off"><label class="sr" '
        'for="question">Question</label>'
        '<textarea id="question" name="question" rows="1" enterkeyhint="send" placeholder="Ask the articles">'
        "</textarea>"
        '<button type="submit" class="main send">Ask</button>'
        '<button type="button" class="main stop" data-do="stop">Stop</button></form>'
        '<form id="summarise" data-form="summarise" data-modes="summarise" autocomplete="off">'
        '<label>Length<input name="length" inputmode="numeric" value="3" size="4"></label>'
        '<label><span class="sr">Unit</span><select name="unit"><option value="sentences">sentences'
        '</option><option value="words">words</option></select></label>'
        '<label class="wide">About<input name="focus" placeholder="the gist, or what Kim said"></label>'
        '<button type="submit" class="main send">Summarise</button>'
        '<button type="button" class="main stop" data-do="stop">Stop</button></form>'
    )


def views_html(visit: Visit) -> str:
    """The modes beside the conversation: what each asks for, and its last result."""
    results = visit.results
    check = (
        f'<section class="view" data-modes="check" aria-label="Check copy">{_opening(visit, "check")}'
        '<form data-form="check" autocomplete="off">'
        '<label class="sr" for="draft">Draft</label><textarea id="draft" name="draft" rows="12" '
        'placeholder="Paste a draft or a summary"></textarea>'
        '<p class="row"><button type="submit" class="main">Check</button></p></form>'
        f'<div class="result" aria-live="polite">{results.get("check", "")}</div></section>'
    )
    timeline = (
        f'<section class="view" data-modes="timeline" aria-label="Timeline">{_opening(visit, "timeline")}'
        '<form data-form="timeline">'
        '<p class="row"><button type="submit" class="main">Draw the timeline</button></p></form>'
        f'<div class="result" aria-live="polite">{results.get("timeline", "")}</div></section>'
    )
    compare = (
        f'<section class="view" data-modes="compare" aria-label="Compare">{_opening(visit, "compare")}'
        '<form data-form="compare" autocomplete="off">'
        '<label class="sr" for="comparing">Question to put to each article</label><p class="row"><input id="comparing" '
        'name="question" '
        'placeholder="How many people were hurt?"><button type="submit" class="main">Compare</button></p></form>'
        f'<div class="result" aria-live="polite">{results.get("compare", "")}</div></section>'
    )
    return check + timeline + compare


def _opening(visit: Visit, mode: str) -> str:
    """What a mode is for, hidden once it has a result: taken out, it would move the forms, and what is typed there."""
    question, words = _OPENINGS[mode]
    hidden = " hidden" if mode in visit.results else ""
    return f'<div class="welcome"{hidden}><h2 class="greeting">{question}</h2><p>{words}</p></div>'


def _panel(x: int) -> str:
    """The sign of a panel that folds away, at the left or at the right of the page."""
    return (
        '<svg viewBox="0 0 16 16" aria-hidden="true"><rect x="1" y="2.5" width="14" height="11" rx="1.5"/>'
        f'<path d="M{x} 2.5h6v11h-6z"/></svg>'
    )
