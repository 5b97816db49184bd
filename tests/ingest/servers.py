"""Small servers on loopback, and networks that know no other place."""

from __future__ import annotations

import contextlib
import ipaddress
import socketserver
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from bot.ingest.network import Address, Network

Answer = bytes | Callable[[], Iterable[bytes]]


def page(body: bytes, *fields: str, status: str = "200 OK") -> bytes:
    """A whole HTTP answer."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *fields, "", ""]
    return "\r\n".join(lines).encode() + body


def redirect(to: str) -> bytes:
    return page(b"", f"Location: {to}", status="302 Found")


class Site(socketserver.ThreadingTCPServer):
    """Answers each path with the bytes it was given, and keeps the requests."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, answers: Mapping[str, Answer], host: str = "127.0.0.1") -> None:
        super().__init__((host, 0), _Handler)
        self.answers = answers
        self.requests: list[str] = []

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def url(self, path: str = "/", host: str = "paper.test") -> str:
        return f"http://{host}:{self.port}{path}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that has heard enough and hung up is no error."""


class _Handler(socketserver.StreamRequestHandler):
    server: Site

    def handle(self) -> None:
        head = b""
        while not head.endswith(b"\r\n\r\n") and (line := self.rfile.readline()):
            head += line
        self.server.requests.append(head.decode("latin-1"))
        path = head.split(b" ")[1].decode() if b" " in head else ""
        answer = self.server.answers.get(path, page(b"", status="404 Not Found"))
        for piece in [answer] if isinstance(answer, bytes) else answer():
            self.wfile.write(piece)


@contextlib.contextmanager
def serving(answers: Mapping[str, Answer], host: str = "127.0.0.1") -> Iterator[Site]:
    """A site that answers while the block runs."""
    with Site(answers, host) as site:
        thread = threading.Thread(target=site.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield site
        finally:
            site.shutdown()
            thread.join()


def is_loopback(address: Address) -> bool:
    return address.is_loopback


def local(*sites: Site, hosts: Mapping[str, list[str]] | None = None, **limits: Any) -> Network:
    """A network of these sites: every name is 127.0.0.1 unless `hosts` says otherwise."""

    def look_up(host: str) -> list[str]:
        return (hosts or {}).get(host, ["127.0.0.1"])

    limits = {"seconds": 5.0, "allows": is_loopback, **limits}
    return Network(look_up=look_up, ports=frozenset(site.port for site in sites), **limits)


def only(text: str) -> Callable[[Address], bool]:
    """Allows one address."""
    return lambda address: address == ipaddress.ip_address(text)
