"""What the server refuses before the page sees it: an ASGI middleware that allows what the page needs, and no more."""

from __future__ import annotations

import ipaddress
from collections.abc import Collection
from urllib.parse import urlsplit

from bot.page.asgi import App, Message, Receive, Scope, Send, refuse

_API = "/gradio_api"
_PATHS = {
    *("/", "/config", "/favicon.ico", "/manifest.json", "/robots.txt", "/theme.css", f"{_API}/theme.css"),
    *(f"{_API}{path}" for path in ("/info", "/startup-events", "/reset", "/cancel", "/queue/join", "/queue/data")),
    *(f"{_API}{path}" for path in ("/upload", "/upload_progress", "/app_id")),
}
_FOLDERS = ("/assets/", "/static/", f"{_API}/heartbeat/", f"{_API}/call/")
_METHODS = ("GET", "HEAD", "POST")
_HEADERS = (
    # gradio's own page needs inline scripts and styles, and builds its templates with Function().
    (
        b"content-security-policy",
        b"default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
        b"img-src 'self' data: blob:; font-src 'self' data:; worker-src 'self' blob:; connect-src 'self'; "
        b"object-src 'none'; base-uri 'self'; form-action 'none'; frame-ancestors 'none'",
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
)


class Guard:
    """Refuses foreign hosts, foreign origins, paths the page does not use, and bodies beyond a size.

    Files, proxying, monitoring and deep links of the framework are among the paths not used. A host is trusted
    where it is an IP address, "localhost", or named: a site that points its own name here (DNS rebinding) is not.

    Args:
        app: the application behind.
        hosts: further host names to answer to, in lower case, without ports.
        most_bytes: the longest request body.
        paths: further paths that are there.
    """

    def __init__(
        self, app: App, hosts: Collection[str] = (), most_bytes: int = 64_000_000, paths: Collection[str] = ()
    ) -> None:
        self._app = app
        self._paths = {*_PATHS, *paths}
        self._hosts = {"localhost", *hosts}
        self._most_bytes = most_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it with 400, 403, 404 or 413."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        refusal = _not_http(scope) or self._refusal(scope)
        if refusal:
            await _refuse(send, *refusal)
            return
        await self._app(scope, _limited(receive, self._most_bytes), _with_headers(send))

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        """The status and reason to refuse a request with, or None."""
        headers = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
        host = headers.get(b"host", "")
        if not self._trusted(host):
            return 400, "This host name is not one that Copydesk answers to. See --trust-host."
        origin = headers.get(b"origin")
        if origin is not None and urlsplit(origin).netloc.lower() != host.lower():
            return 403, "Requests from other sites are refused."
        path = scope["path"]
        if scope["method"] not in _METHODS or not (path in self._paths or path.startswith(_FOLDERS)):
            return 404, "There is nothing here."
        length = headers.get(b"content-length", "0")
        if not length.isdigit() or int(length) > self._most_bytes:
            return 413, f"At most {self._most_bytes:,} bytes at once."
        return None

    def _trusted(self, host: str) -> bool:
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        return name in self._hosts or _is_address(name)


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _not_http(scope: Scope) -> tuple[int, str] | None:
    return None if scope["type"] == "http" else (403, "")


def _limited(receive: Receive, most_bytes: int) -> Receive:
    """`receive`, as if the client had left once a body without a declared length grows too long."""
    taken = 0

    async def limited() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        return {"type": "http.disconnect"} if taken > most_bytes else message

    return limited


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", ()), *_HEADERS]
        await send(message)

    return sending


async def _refuse(send: Send, status: int, reason: str) -> None:
    if reason:
        await refuse(send, status, reason, list(_HEADERS))
    else:
        await send({"type": "websocket.close", "code": 1008})
