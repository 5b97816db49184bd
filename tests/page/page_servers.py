"""Starts the real server on a free port of this machine, and asks it as a browser or a program does."""

import html
import http.client
import json
import re
import socket
import uuid
from base64 import b64encode
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar
from urllib.parse import urlsplit

import anyio

from bot.models import Models
from bot.page.machine import Machine
from bot.page.passwords import Passwords
from bot.page.shelf import Shelf
from bot.page.tools import Tools

Result = TypeVar("Result")

_TAG = re.compile(r"<[^<>]*>")
_VISIT = re.compile(r'data-visit=\\"([^"\\]+)\\"')
_CANDIDATE = re.compile(r'data-candidate=\\"([^"\\]+)\\"')


def run(function: Callable[[], Awaitable[Result]]) -> Result:
    """Run a coroutine function in a thread: the browser's tests have an event loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(anyio.run, function).result()


@contextmanager
def served(models: Models, shelf: Shelf | None = None, *, passwords: Passwords | None = None) -> Iterator[str]:
    """The address of a page that is served while the block runs, with its tools for programs."""
    import app  # noqa: PLC0415  gradio takes seconds to import: not for the tests that do without

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    blocks = app.build_app(models, shelf)
    tools = Tools(Machine(models, shelf.library if shelf else None))
    app.serve(blocks, "127.0.0.1", port, passwords=passwords, tools=tools)
    yield f"http://127.0.0.1:{port}"
    blocks.close(verbose=False)


def ask(address: str, path: str, method: str = "GET", body: bytes | str | None = None, **headers: str):
    """One request: status, text and headers of the answer."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=30)
    connection.request(method, path, body, headers)
    response = connection.getresponse()
    text = response.read().decode("utf-8", "replace")
    connection.close()
    return response.status, text, response.headers


def post(address: str, path: str, data: object, **headers: str):
    """One request with a JSON body."""
    return ask(address, path, "POST", json.dumps(data), **{"Content-Type": "application/json"}, **headers)


def basic(name: str, password: str) -> str:
    """An Authorization header."""
    return "Basic " + b64encode(f"{name}:{password}".encode()).decode()


class Program:
    """A visitor's browser without its screen: a cookie, a session, and the page's own events.

    Args:
        address: of the server.
        session: the session's hash; empty for a new one.
        headers: sent with every request.
    """

    def __init__(self, address: str, session: str = "", **headers: str) -> None:
        self.address = address
        self.session = session or uuid.uuid4().hex
        self.headers = headers
        _, _, found = ask(address, "/", **headers)
        cookie = found["set-cookie"]
        if cookie:
            self.headers = headers | {"Cookie": cookie.partition(";")[0]}
        self.config = json.loads(ask(address, "/config", **self.headers)[1])

    def event(self, kind: str) -> int:
        """The number of an event of the page, such as "order"; each kind is there once."""
        (found,) = [one["id"] for one in self.config["dependencies"] if kind in {name for _, name in one["targets"]}]
        return found

    def join(self, kind: str, *values: object, sent: object = None, **more: object):
        """Trigger an event; the inputs are the visitor's state, which only the server has, and `values`.

        Args:
            kind: "order", "move", "bring", "arrive", "take" or "upload".
            values: of inputs after the state.
            sent: what the page's script sends along.
            more: of the request's body, instead of what stands there.
        """
        event = {"data": [None, *values], "fn_index": self.event(kind), "event_data": sent} | more
        return post(self.address, "/gradio_api/queue/join", event | {"session_hash": self.session}, **self.headers)

    def heard(self) -> str:
        """Everything that the server tells the session, until its events are done."""
        _, text, _ = ask(self.address, f"/gradio_api/queue/data?session_hash={self.session}", **self.headers)
        return text

    def does(self, kind: str, *values: object, **sent: object) -> str:
        """Trigger an event and hear what comes of it, without the tags and references."""
        status, text, _ = self.join(kind, *values, sent=sent)
        assert status == 200, text
        return html.unescape(_TAG.sub("", self.heard()))

    def asks(self, question: str) -> str:
        """Ask all articles."""
        self.does("move", do="scope", scope="all")  # whoever adds an article goes on by asking that one
        return self.does("order", do="ask", question=question)

    def adds(self, text: str) -> str:
        """Read an article and keep it as it was read."""
        title = text.partition("\n")[0]
        found = dict.fromkeys(_CANDIDATE.findall(self._drawn("bring", do="read", text=text)))
        return self.does("bring", do="store", rows=[{"id": one, "keep": True, "title": title} for one in found])

    def secret(self) -> str:
        """The name of the visit, as the page gets it to find the visit again."""
        return _VISIT.findall(self._drawn("arrive", visit=""))[-1]

    def _drawn(self, kind: str, **sent: object) -> str:
        assert self.join(kind, sent=sent)[0] == 200
        return self.heard()
