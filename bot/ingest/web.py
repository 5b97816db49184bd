"""Fetches the page behind a link: no cookies, no proxy, nothing kept, and nowhere but to the open internet."""

from __future__ import annotations

import re
import ssl
import time
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import httpcore
import httpx

from bot.errors import LinkFailedError, LinkRefusedError, TooLargeError
from bot.ingest.network import Network, PinnedBackend

__all__ = ["Fetched", "fetch"]

_LONGEST_LINK = 4_000
_REDIRECTS = (301, 302, 303, 307, 308)
_HEADERS = (
    (b"User-Agent", b"Mozilla/5.0 (compatible; Copydesk)"),
    (
        b"Accept",
        b"text/html,application/xhtml+xml,application/xml;q=0.9,application/pdf;q=0.9,text/plain;q=0.8,*/*;q=0.5",
    ),
    (b"Accept-Language", b"en,*;q=0.5"),
    (b"Accept-Encoding", b"gzip"),  # the one packing whose unpacking is held to the limit here
    (b"Connection", b"close"),
)


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a link led to.

    Attributes:
        url: where it was in the end, behind the redirects.
        data: the body, unpacked.
        charset: what the server said of its encoding.
    """

    url: str
    data: bytes
    charset: str | None


def fetch(link: str, network: Network) -> Fetched:
    """Fetch `link` by GET.

    Raises:
        LinkRefusedError: it, or where it redirects to, is no http(s) link on an allowed port of an allowed
            address, or carries a user's name.
        LinkFailedError: no such site, no answer in time, a status other than 200, too many redirects.
        TooLargeError: more than `network.most_bytes`, unpacked.
    """
    deadline = time.monotonic() + network.seconds
    url = _checked(link, network)
    for _hop in range(network.redirects + 1):
        try:
            found = _get(url, network, deadline)
        except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError, ssl.SSLError) as error:
            raise _failed(url, network, error) from error
        if isinstance(found, Fetched):
            return found
        try:
            url = _checked(str(url.join(found)), network)
        except httpx.InvalidURL as error:
            raise _refused(found, "it is no link") from error
    raise LinkFailedError(
        f"{_short(link)} redirects more than {network.redirects} times.",
        "a link that leads to a page.",
        "Open it in a browser, and use the address shown there.",
    )


def _checked(link: str, network: Network) -> httpx.URL:
    """The link taken apart, if its form is one that is fetched; its host is checked when it is connected to."""
    link = link.strip()
    if len(link) > _LONGEST_LINK or re.search(r"[\s\\\x00-\x20\x7f]", link):
        raise _refused(link, "it is too long, or holds spaces or backslashes")
    try:
        url = httpx.URL(link)
        host = url.raw_host
    except (httpx.InvalidURL, ValueError) as error:
        raise _refused(link, "it is no link") from error
    if url.scheme not in ("http", "https"):
        raise _refused(link, f"it is of the kind {url.scheme}:")
    if not host:
        raise _refused(link, "it names no site")
    if url.userinfo:
        raise _refused(link, "it carries a user's name")
    if (url.port or {"http": 80, "https": 443}[url.scheme]) not in network.ports:
        raise _refused(link, f"it leads to port {url.port}")
    return url.copy_with(fragment=None)


def _get(url: httpx.URL, network: Network, deadline: float) -> Fetched | str:
    """What `url` answers: the page, or where it redirects to."""
    tls = network.tls if url.scheme == "http" or network.tls else httpx.create_ssl_context(trust_env=False)
    request = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
    headers = [(b"Host", url.netloc), *_HEADERS]
    # A pool of its own for each hop: no connection is used for another name.
    with (
        httpcore.ConnectionPool(tls, network_backend=PinnedBackend(network, deadline)) as pool,
        pool.stream("GET", request, headers=headers) as response,
    ):
        fields = httpx.Headers(response.headers)
        if response.status in _REDIRECTS and "location" in fields:
            return fields["location"]
        if response.status != 200:
            raise LinkFailedError(
                f"{_short(str(url))} answers with status {response.status}.",
                "status 200 and a page.",
                "Check the link in a browser; a page behind a login must be saved or copied.",
            )
        data = b"".join(_unpacked(response.iter_stream(), fields, url, network.most_bytes))
    charset = re.search(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", fields.get("content-type", ""), re.IGNORECASE)
    return Fetched(str(url), data, charset and charset[1])


def _unpacked(chunks: Iterable[bytes], fields: httpx.Headers, url: httpx.URL, most: int) -> Iterator[bytes]:
    """The body piece by piece; it stops where there is more than `most` of it, before more is unpacked."""
    packing = fields.get("content-encoding", "identity").strip().casefold() or "identity"
    if packing not in ("identity", "gzip", "x-gzip"):
        raise LinkFailedError(
            f"{_short(str(url))} answers packed as {packing[:40]!r}.", "gzip, or unpacked.", "Save the page to a file."
        )
    length = fields.get("content-length", "")
    if length.isdigit() and int(length) > most:
        raise _too_large(url, most)
    unpacker = None if packing == "identity" else zlib.decompressobj(31)
    size = 0
    for chunk in chunks:
        rest = chunk
        while rest:
            try:
                piece = rest if unpacker is None else unpacker.decompress(rest, most + 1 - size)
            except zlib.error as error:
                raise LinkFailedError(
                    f"{_short(str(url))} answers with damaged data: {error}.", "a whole page.", "Try again later."
                ) from error
            rest = b"" if unpacker is None else unpacker.unconsumed_tail
            size += len(piece)
            if size > most:
                raise _too_large(url, most)
            yield piece


def _too_large(url: httpx.URL, most: int) -> TooLargeError:
    return TooLargeError(
        f"{_short(str(url))} answers with more than {most:,} bytes.",
        f"at most {most:,} bytes.",
        "Save or copy its text.",
    )


def _failed(url: httpx.URL, network: Network, error: Exception) -> LinkFailedError:
    if isinstance(error, httpcore.TimeoutException):
        reason = f"did not answer within {network.seconds:g} seconds"
    else:
        reason = f"could not be fetched ({' '.join(str(error).split())[:200] or type(error).__name__})"
    return LinkFailedError(
        f"{_short(str(url))} {reason}.",
        "a site that answers.",
        "Check the link in a browser, and try again; or save the page to a file, and read that.",
    )


def _refused(link: str, reason: str) -> LinkRefusedError:
    return LinkRefusedError(
        f"The link {_short(link)} is not followed: {reason}.",
        "http:// or https:// on the usual port of a public site, without a user's name.",
        "Check the link; what only a browser may open must be saved to a file.",
    )


def _short(link: str) -> str:
    """A link for a message: not endless, and without what is secret in it."""
    return re.sub(r"//[^/@\s]*@", "//…@", "".join(map(_shown, link[:200])))


def _shown(character: str) -> str:
    return character if character.isprintable() else "?"
