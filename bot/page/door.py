"""Who may come in: an ASGI middleware that asks for name and password (HTTP Basic, RFC 7617) before everything."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import logging
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable

import anyio

from bot.errors import PasswordFileError
from bot.page.asgi import App, Receive, Scope, Send, client_of, headers_of, refuse
from bot.page.limits import Buckets
from bot.page.passwords import Passwords

_log = logging.getLogger(__name__)

_CHALLENGE = (b"www-authenticate", b'Basic realm="Copydesk", charset="UTF-8"')
_GUESSES, _GUESSES_A_SECOND = 10, 1 / 60  # for one name
_TRIES, _TRIES_A_SECOND = 30, 1 / 10  # from one address
_OPEN = "/gradio_api/startup-events"  # gradio asks itself for it, once, before it says that it is there
_REMEMBERED = 10_000
_REMEMBER_SECONDS = 12 * 3600
_AT_ONCE = 1  # a hash takes 32 MB and all of a core


class Door:
    """Lets in whoever the file of passwords names, and slows guesses down.

    Who came in once is remembered, by a keyed hash in memory, until the file changes or half a day has passed: so a
    page's many requests cost one scrypt, and guesses at a name do not lock out those who are in.

    Args:
        app: the application behind; it finds the name in `scope["copydesk.user"]`.
        passwords: who may come in.
        clock: seconds, never going back.
    """

    def __init__(self, app: App, passwords: Passwords, clock: Callable[[], float] = time.monotonic) -> None:
        self._app = app
        self._passwords = passwords
        self._clock = clock
        self._key = secrets.token_bytes(32)
        self._version: object = None
        self._inside: OrderedDict[bytes, float] = OrderedDict()
        self._guesses = Buckets(_GUESSES, _GUESSES_A_SECOND, clock=clock)
        self._tries = Buckets(_TRIES, _TRIES_A_SECOND, clock=clock)
        self._hashing = anyio.CapacityLimiter(_AT_ONCE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it with 401, 429 or 503."""
        if scope["type"] != "http" or scope["path"] == _OPEN:
            await self._app(scope, receive, send)
            return
        given = _credentials(headers_of(scope).get("authorization", ""))
        if given is None:
            await refuse(send, 401, "Name and password, please.", [_CHALLENGE])
            return
        try:
            wait = await self._refusal(*given, client_of(scope))
        except PasswordFileError:
            _log.exception("nobody can come in")
            await refuse(send, 503, "The file of passwords cannot be read. Tell whoever runs this server.")
            return
        if wait is None:
            scope["copydesk.user"] = given[0]
            await self._app(scope, receive, send)
        elif wait:
            await refuse(send, 429, f"Too many guesses. Try again in {wait} s.", [_retry(wait)])
        else:
            await refuse(send, 401, "The name or the password is wrong.", [_CHALLENGE])

    async def _refusal(self, name: str, password: str, address: str) -> int | None:
        """None for who may come in; else 0, or the seconds to wait before the next guess."""
        version = self._passwords.version()
        if version != self._version:
            self._version = version
            self._inside.clear()
        mark = hmac.digest(self._key, f"{name}\0{password}".encode("utf-8", "surrogatepass"), hashlib.sha256)
        if self._clock() < self._inside.get(mark, 0):
            return None
        # Taken before the hash, not after it: a hundred guesses at once shall not all be heard.
        for buckets, key in ((self._tries, address), (self._guesses, name)):
            if not buckets.take(key):
                return buckets.wait(key)
        if not await anyio.to_thread.run_sync(self._passwords.fits, name, password, limiter=self._hashing):
            return 0
        self._tries.give(address)
        self._guesses.give(name)
        self._inside[mark] = self._clock() + _REMEMBER_SECONDS
        while len(self._inside) > _REMEMBERED:
            self._inside.popitem(last=False)
        return None


def _credentials(header: str) -> tuple[str, str] | None:
    """Name and password of an Authorization header; None where it has none."""
    scheme, _, encoded = header.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        name, colon, password = base64.b64decode(encoded.strip(), validate=True).decode("utf-8").partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return (name, password) if colon else None


def _retry(seconds: int) -> tuple[bytes, bytes]:
    return b"retry-after", str(seconds).encode()
