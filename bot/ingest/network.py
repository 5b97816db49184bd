"""Which addresses a link may lead to, and connections that go to no other.

A name is looked up once for each connection; every address found is checked, and the connection goes to one of
those, so that a name that changes its address in between (DNS rebinding) gains nothing. TLS still checks the
certificate against the name.
"""

from __future__ import annotations

import ipaddress
import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import httpcore

from bot.errors import LinkFailedError, LinkRefusedError

__all__ = ["Address", "Network", "PinnedBackend", "is_public", "look_up"]

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# Beside what `is_global` refuses: clouds' metadata, and IPv6 that wraps IPv4 or was never the world's.
_NEVER = tuple(
    map(
        ipaddress.ip_network,
        (
            "168.63.129.16/32",  # Azure's platform
            "192.0.0.0/24",
            "192.88.99.0/24",  # 6to4 relays
            "::/96",
            "::ffff:0:0/96",
            "64:ff9b::/96",
            "64:ff9b:1::/48",
            "2001::/32",  # Teredo
            "2002::/16",
            "fec0::/10",
        ),
    )
)


def is_public(address: Address) -> bool:
    """True for an address of the open internet: none that is private, local, multicast or special, or wraps one."""
    if not address.is_global or address.is_multicast or address.is_reserved or address.is_unspecified:
        return False
    return not any(address.version == network.version and address in network for network in _NEVER)


def look_up(host: str) -> list[str]:
    """The addresses of a name, as the system finds them. Raises OSError."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclass(frozen=True, slots=True)
class Network:
    """Where links may lead, and what fetching one may cost. The defaults are for the open internet.

    Attributes:
        look_up: from a host's name to its addresses; raises OSError.
        allows: whether an address may be connected to.
        ports: that may be connected to.
        tls: how servers prove their name; None for the usual authorities.
        seconds: for all of it, redirects included.
        most_bytes: of the page, unpacked.
        redirects: at most so many.
    """

    look_up: Callable[[str], Sequence[str]] = look_up
    allows: Callable[[Address], bool] = is_public
    ports: frozenset[int] = frozenset((80, 443))
    tls: ssl.SSLContext | None = None
    seconds: float = 15.0
    most_bytes: int = 5_000_000
    redirects: int = 5

    def addresses(self, host: str, deadline: float) -> list[str]:
        """The addresses of `host`, all of them allowed.

        Args:
            host: a name or an address, as in a link, without brackets.
            deadline: on `time.monotonic`'s clock.

        Raises:
            LinkRefusedError: one of them is not allowed, or `host` is a number in disguise.
            LinkFailedError: there is no such name, or looking it up took too long.
        """
        found = [host] if _is_written_out(host) else self._looked_up(host, deadline)
        for text in found:
            try:
                allowed = self.allows(ipaddress.ip_address(text))
            except ValueError:
                allowed = False
            if not allowed:
                raise _private(host, text)
        return found

    def _looked_up(self, host: str, deadline: float) -> list[str]:
        """Look a name up, in a thread of its own: the system's own way to do it knows no deadline."""
        answer: queue.SimpleQueue[Sequence[str] | OSError] = queue.SimpleQueue()

        def ask() -> None:
            try:
                answer.put(self.look_up(host))
            except (OSError, UnicodeError) as error:
                answer.put(OSError(str(error)))

        threading.Thread(target=ask, daemon=True).start()
        try:
            found = answer.get(timeout=max(deadline - time.monotonic(), 0))
        except queue.Empty:
            found = OSError("the name server does not answer")
        if isinstance(found, OSError) or not found:
            reason = f": {found}" if isinstance(found, OSError) else ""
            raise LinkFailedError(
                f"{host} was not found{reason}.", "a site on the open internet.", "Check the link and the connection."
            )
        return list(found)


def _is_written_out(host: str) -> bool:
    """True for an address in its usual form. Raises `LinkRefusedError` for one in figures of another form."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        last = host.rstrip(".").rsplit(".", 1)[-1].casefold()
        # No top-level domain is a number; systems read 2130706433, 0x7f.1 and 0177.0.0.1 as addresses.
        if not last or last.isdigit() or last.startswith("0x"):
            raise _private(host, "a number in disguise") from None
        return False
    return True


def _private(host: str, address: str) -> LinkRefusedError:
    return LinkRefusedError(
        f"{host} leads to {address}, which is not on the open internet.",
        "a public site.",
        "Save the page to a file, and read that.",
    )


class PinnedBackend(httpcore.NetworkBackend):
    """Connections to checked addresses only, which all end at one deadline.

    Args:
        network: the rules.
        deadline: on `time.monotonic`'s clock; whatever still waits then raises httpcore's timeouts.
    """

    def __init__(self, network: Network, deadline: float) -> None:
        self._network = network
        self._deadline = deadline
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first of the host's addresses that answers. Raises as `Network.addresses`."""
        failed: Exception = httpcore.ConnectError("no address")
        for address in self._network.addresses(host, self._deadline):
            try:
                left = _left(self._deadline, httpcore.ConnectTimeout)
                return _Stream(self._plain.connect_tcp(address, port, left, local_address), self._deadline)
            except httpcore.ConnectError as error:
                failed = error
        raise failed

    def connect_unix_socket(self, path: str, timeout: float | None = None, socket_options: Any = None) -> Any:
        """No link leads to one. Raises httpcore.UnsupportedProtocol."""
        raise httpcore.UnsupportedProtocol(path)


class _Stream(httpcore.NetworkStream):
    """A connection whose every wait ends at the deadline; a server that sends a byte now and then gains nothing."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._deadline, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._deadline, httpcore.WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        left = _left(self._deadline, httpcore.ConnectTimeout)
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, left), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(deadline: float, late: type[Exception]) -> float:
    """Seconds until the deadline; raises `late` behind it."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise late("the time is up")
    return left
