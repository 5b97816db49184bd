"""Files of the page that the browser keeps: fonts, served from here and from nowhere else."""

from __future__ import annotations

from importlib import resources

from bot.page.asgi import App, Receive, Scope, Send

FOLDER = "/static/copydesk/"
_TYPES = {".woff2": b"font/woff2"}
_FOREVER = (b"cache-control", b"public, max-age=31536000, immutable")


def stylesheet() -> str:
    """The whole style of the page, its parts in the order in which they build on one another."""
    return "".join(_read(name) for name in _STYLES)


def script() -> str:
    """The whole script of the page; it runs once, with `element` and `trigger` of the component that holds it."""
    return "".join(_read(name) for name in _SCRIPTS)


_STYLES = ("type.css", "frame.css", "library.css", "talk.css", "article.css", "views.css", "narrow.css")
_SCRIPTS = ("page.js", "cite.js", "talk.js", "library.js", "refused.js", "keys.js", "focus.js", "strip.js")


class Assets:
    """Answers requests for the fonts; passes everything else on.

    Args:
        app: the application behind.
    """

    def __init__(self, app: App) -> None:
        self._app = app
        fonts = resources.files("bot.page") / "fonts"
        self._files = {f"{FOLDER}{one.name}": one for one in fonts.iterdir() if one.name.endswith(tuple(_TYPES))}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer or pass on. A file is known by its exact name: no path is ever put together."""
        found = self._files.get(scope["path"]) if scope["type"] == "http" else None
        if found is None:
            await self._app(scope, receive, send)
            return
        kind = next(_TYPES[suffix] for suffix in _TYPES if found.name.endswith(suffix))
        headers = [(b"content-type", kind), _FOREVER]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": found.read_bytes()})


def _read(name: str) -> str:
    return (resources.files("bot.page") / name).read_text(encoding="utf-8")
