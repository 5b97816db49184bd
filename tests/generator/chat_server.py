"""A server on loopback that speaks OpenAI's chat completions, as well or as badly as a test wants."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable, Iterable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Body = Callable[[dict[str, Any]], Iterable[bytes]]


def event(data: object) -> bytes:
    return f"data: {json.dumps(data)}\n\n".encode()


def delta(text: str, finish: str | None = None) -> bytes:
    return event({"choices": [{"index": 0, "delta": {"content": text}, "finish_reason": finish}]})


DONE = b"data: [DONE]\n\n"


def saying(text: str) -> Body:
    """Streams a text word by word, at most as many words as tokens were asked for."""

    def body(request: dict[str, Any]) -> Iterator[bytes]:
        yield event({"choices": [{"index": 0, "delta": {"role": "assistant"}, "finish_reason": None}]})
        for count, word in enumerate(text.split(" ")[: request["max_tokens"]]):
            yield delta(word if count == 0 else f" {word}")
        yield delta("", "stop") + DONE

    return body


class ChatServer(ThreadingHTTPServer):
    """Answers each request with the next of its turns, and with the last one from then on.

    Attributes:
        turns: pairs of a status and a body; a body of JSON is no stream.
        requests: what was sent: headers and JSON.
        hung_up: set once a client closed its side before the end.
    """

    daemon_threads = True

    def __init__(self, *turns: tuple[int, Body | bytes], fields: dict[str, str] | None = None) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.turns = list(turns)
        self.fields = fields or {}
        self.requests: list[tuple[dict[str, str], dict[str, Any]]] = []
        self.hung_up = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"


class _Handler(BaseHTTPRequestHandler):
    server: ChatServer

    def do_POST(self) -> None:
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.requests.append(({key.lower(): value for key, value in self.headers.items()}, request))
        turns = self.server.turns
        status, body = turns.pop(0) if len(turns) > 1 else turns[0]
        if self.path != "/v1/chat/completions":
            status, body = 404, b"no such page"
        self.send_response(status)
        plain = isinstance(body, bytes)
        kind = {} if "Content-Type" in self.server.fields else {"Content-Type": "text/event-stream"}
        for key, value in (kind | self.server.fields).items():
            self.send_header(key, value)
        self.end_headers()
        try:
            for chunk in [body] if plain else body(request):  # type: ignore[operator, list-item]
                self.wfile.write(chunk)
                self.wfile.flush()
        except OSError:
            self.server.hung_up.set()

    def log_message(self, format: str, *args: Any) -> None:
        """Tests print nothing."""


@contextlib.contextmanager
def chatting(*turns: tuple[int, Body | bytes], fields: dict[str, str] | None = None) -> Iterator[ChatServer]:
    """A server that answers while the block runs."""
    with ChatServer(*turns, fields=fields) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
