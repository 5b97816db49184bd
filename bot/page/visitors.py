"""Whose session is whose, and how much each visitor may ask: an ASGI middleware.

gradio keeps a visitor's state under a session hash that the browser makes up, and gives it to whoever names the hash.
Here a hash belongs to the cookie, and the account, with which it was first used.
"""

from __future__ import annotations

import json
import re
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from bot.page.asgi import App, Message, Receive, Scope, Send, client_of, headers_of, read_body, refuse, replayed
from bot.page.limits import Buckets

VISITOR = "copydesk.visitor"  # where a scope names the account and the cookie
BUSY = "Copydesk is busy. Try again in a moment."

_API = "/gradio_api"
_COOKIE = "copydesk-visitor"
_TOKEN = re.compile(r"[\w-]{43}")
_MOST_SESSIONS = 20_000
# Far above what a person does, and a classroom behind one address; below what keeps others from their answers.
_BURST, _A_SECOND = 30, 3
_BURST_OF_ADDRESS, _A_SECOND_OF_ADDRESS = 300, 60


class Visitors:
    """Gives each browser a cookie, keeps sessions to their owners, and refuses who asks too much with 503.

    503 is what the page and gradio's clients show as "busy, try again". The application behind finds in
    `scope[VISITOR]` who asks.

    Args:
        app: the application behind.
        clock: seconds, never going back.
    """

    def __init__(self, app: App, clock: Callable[[], float] = time.monotonic) -> None:
        self._app = app
        self._owners: OrderedDict[str, str] = OrderedDict()
        self._visitors = Buckets(_BURST, _A_SECOND, clock=clock)
        self._addresses = Buckets(_BURST_OF_ADDRESS, _A_SECOND_OF_ADDRESS, clock=clock)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it with 400, 403 or 503."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        cookie = _cookie(headers_of(scope).get("cookie", ""))
        owner = scope[VISITOR] = f"{scope.get('copydesk.user', '')}\0{cookie or ''}"
        if scope["path"] == "/" and cookie is None:
            send = _with_cookie(send, secure=scope.get("scheme") == "https")
        if _asks(scope) and not self._may_ask(owner if cookie else None, client_of(scope)):
            await refuse(send, 503, BUSY, [(b"retry-after", b"2")])
            return
        if scope["method"] == "POST" and _names_a_session(scope["path"]):
            body = await read_body(receive)
            if body is None:
                return
            sessions, receive = _sessions_in(body), replayed(body, receive)
        else:
            sessions = _sessions_of(scope)
        if sessions is None:
            await refuse(send, 400, "A session is named by one text.")
        elif all(self._belongs(session, owner) for session in sessions):
            await self._app(scope, receive, send)
        else:
            await refuse(send, 403, "This session is another visitor's. Reload the page.")

    def _may_ask(self, visitor: str | None, address: str) -> bool:
        return self._addresses.take(address) and (visitor is None or self._visitors.take(visitor))

    def _belongs(self, session: str, owner: str) -> bool:
        """Whether the session is the owner's; one that is nobody's becomes theirs."""
        known = self._owners.setdefault(session, owner)
        self._owners.move_to_end(session)
        while len(self._owners) > _MOST_SESSIONS:
            self._owners.popitem(last=False)
        return secrets.compare_digest(known.encode(), owner.encode())


def _asks(scope: Scope) -> bool:
    """Whether the request sets the models, or the parsers of files, to work."""
    path = scope["path"]
    works = path in (f"{_API}/queue/join", f"{_API}/upload", "/mcp") or path.startswith(f"{_API}/call/")
    return scope["method"] == "POST" and works


def _names_a_session(path: str) -> bool:
    return path.startswith((f"{_API}/queue/join", f"{_API}/call/", f"{_API}/cancel", f"{_API}/reset"))


def _sessions_in(body: bytes) -> list[str] | None:
    """The session that a JSON body names, if any; None where it names it in another way than with one text."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        return []  # no JSON: the application refuses it
    session = data.get("session_hash") if isinstance(data, dict) else None
    if session is None:
        return []
    return [session] if isinstance(session, str) else None


def _sessions_of(scope: Scope) -> list[str] | None:
    """The sessions that the path and the query name; None where they name it twice."""
    heartbeat = f"{_API}/heartbeat/"
    named = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("session_hash", [])
    if scope["path"].startswith(heartbeat):
        named = [*named, scope["path"].removeprefix(heartbeat)]
    return named if len(named) <= 1 else None


def _cookie(header: str) -> str | None:
    """The visitor's token; None where there is none, or one that is not of our making."""
    try:
        found = SimpleCookie(header).get(_COOKIE)
    except CookieError:
        return None
    return found.value if found is not None and _TOKEN.fullmatch(found.value) else None


def _with_cookie(send: Send, *, secure: bool) -> Send:
    # Lax, not Strict: who follows a link to the page keeps the sessions of the tabs that are open.
    attributes = "; Path=/; HttpOnly; SameSite=Lax" + ("; Secure" if secure else "")
    cookie = f"{_COOKIE}={secrets.token_urlsafe(32)}{attributes}".encode()

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", ()), (b"set-cookie", cookie), (b"cache-control", b"no-store")]
        await send(message)

    return sending
