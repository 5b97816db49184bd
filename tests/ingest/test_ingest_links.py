"""Links: what is fetched, and what never is. All servers are on loopback, behind a resolver of the tests' own."""

from __future__ import annotations

import gzip
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from servers import is_loopback, local, only, page, redirect, serving

import bot
from bot.errors import (
    ArticleError,
    CopydeskError,
    LinkFailedError,
    LinkRefusedError,
    NotTextError,
    TooLargeError,
    UnsupportedSourceError,
)
from bot.ingest.network import Network, is_public
from bot.ingest.web import fetch

PAGE = b"""<!doctype html><html><head><title>Pier reopens</title></head><body><article><h1>Pier reopens</h1>
<p>The pier at Marrick reopened on Saturday after two years of repairs.</p>
<p>It cost 1.2 million euros, the mayor said.</p></article></body></html>"""


@pytest.fixture
def no_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever connects or asks a name server fails the test."""

    def never(*_: object, **__: object) -> None:
        raise AssertionError("a connection was made")

    monkeypatch.setattr(socket, "create_connection", never)
    monkeypatch.setattr(socket, "getaddrinfo", never)


def test_a_page_is_fetched_and_read() -> None:
    with serving({"/a?b=c": page(PAGE, "Content-Type: text/html; charset=utf-8")}) as site:
        article = bot.read_article(site.url("/a?b=c#top"), network=local(site))
        (same,) = bot.read_articles(site.url("/a?b=c"), network=local(site))
    assert (article.title, article.url) == ("Pier reopens", site.url("/a?b=c"))
    assert [one.text for one in article.paragraphs][1:] == ["It cost 1.2 million euros, the mayor said."]
    assert same == article


def test_what_is_sent_is_a_plain_request(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    answers = {"/1": page(b"", "Location: /2", "Set-Cookie: seen=1; Path=/", status="301 Moved"), "/2": page(PAGE)}
    with serving(answers) as site:
        fetch(site.url("/1"), local(site))
    first, second = (request.splitlines() for request in site.requests)
    assert first[0] == "GET /1 HTTP/1.1"
    assert f"Host: paper.test:{site.port}" in first
    assert second[0] == "GET /2 HTTP/1.1"
    assert not [line for line in first + second if line.casefold().startswith(("cookie", "referer", "authorization"))]


@pytest.mark.parametrize("body", [gzip.compress(PAGE), gzip.compress(PAGE[:100]) + gzip.compress(PAGE[100:])[:0]])
def test_a_packed_page_is_unpacked(body: bytes) -> None:
    with serving({"/": page(body, "Content-Encoding: gzip")}) as site:
        assert fetch(site.url(), local(site)).data == PAGE[: len(gzip.decompress(body))]


def test_the_other_kinds_come_by_link_too(tmp_path: Path) -> None:
    item = b"<item><title>A</title><description>The bridge opened on Monday.</description></item>"
    feed = b"<rss><channel>" + item + b"</channel></rss>"
    answers = {"/feed": page(feed), "/text": page(b"Pier reopens\n\nThe pier at Marrick reopened on Saturday.")}
    with serving(answers) as site:
        (entry,) = bot.read_articles(site.url("/feed"), network=local(site))
        assert bot.read_article(site.url("/text"), network=local(site)).url == site.url("/text")
        with pytest.raises(UnsupportedSourceError, match="read_articles"):
            bot.read_article(site.url("/feed"), network=local(site))
    assert isinstance(entry, bot.Article)


SPECIAL = [
    "127.0.0.1", "127.9.9.9", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.100.100.200",
    "168.63.129.16", "192.0.0.192", "192.88.99.1", "198.18.0.1", "203.0.113.5", "224.0.0.1", "240.0.0.1",
    "255.255.255.255", "::1", "::", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "64:ff9b::7f00:1",
    "64:ff9b::808:808", "64:ff9b:1::1", "2002:7f00:1::1", "2002:808:808::1", "2001::1", "2001:db8::1", "fe80::1",
    "fec0::1", "fc00::1", "fd00:ec2::254", "ff02::1",
]  # fmt: skip


@pytest.mark.parametrize("address", SPECIAL)
@pytest.mark.usefixtures("no_connection")
def test_special_addresses_are_refused(address: str) -> None:
    host = f"[{address}]" if ":" in address else address
    for link in (f"http://{host}/", f"https://{host}/latest/meta-data/"):
        with pytest.raises(LinkRefusedError, match="not on the open internet"):
            bot.read_article(link)
    for answer in ([address], ["93.184.216.34", address]):  # one bad address among good ones is enough
        with pytest.raises(LinkRefusedError, match="not on the open internet"):
            fetch("http://paper.test/", Network(look_up=lambda _host, found=answer: found))


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "2606:4700::1111", "2a00:1450:4001::200e"])
def test_public_addresses_are_allowed(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "host", ["2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "127.1", "017700000001", "127.0.0.1.", "1.2.3.4.5"]
)
@pytest.mark.usefixtures("no_connection")
def test_addresses_in_disguise_are_refused(host: str) -> None:
    with pytest.raises(LinkRefusedError):
        bot.read_article(f"http://{host}/")


@pytest.mark.usefixtures("no_connection")
def test_localhost_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    for host in ("localhost", "LOCALHOST.", "intranet"):
        with pytest.raises(LinkRefusedError):
            fetch(f"http://{host}/", Network(look_up=lambda _host: ["127.0.0.1", "::1"]))


@pytest.mark.parametrize(
    "link",
    [
        "file:///etc/passwd",
        "gopher://paper.test/1",
        "ftp://paper.test/a.txt",
        "http://paper.test:22/",
        "https://paper.test:8080/",
        "http://ann:secret@paper.test/",
        "http://paper.test@169.254.169.254/",
        "http:///etc/passwd",
        "http://pa\\per.test/",
        "http://paper.test:99999/",
        "http://[::1/",
        f"http://paper.test/{'a' * 900}",
    ],
)
@pytest.mark.usefixtures("no_connection")
def test_links_of_other_forms_are_refused(link: str) -> None:
    with pytest.raises(LinkRefusedError if "aaa" not in link else CopydeskError) as caught:
        bot.read_article(link, network=Network(look_up=lambda _host: ["127.0.0.1"]))
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "to", ["http://169.254.169.254/latest/", "http://meta.test/", "file:///etc/passwd", "//[::1]/"]
)
def test_a_redirect_is_checked_like_a_link(to: str) -> None:
    with serving({"/": redirect(to)}) as site:
        known = local(site, hosts={"meta.test": ["169.254.169.254"]})
        network = Network(known.look_up, only("127.0.0.1"), known.ports | {80})
        with pytest.raises(LinkRefusedError):
            bot.read_article(site.url(), network=network)
    assert len(site.requests) == 1


def test_a_redirect_to_another_port_is_refused() -> None:
    with (
        serving({"/": page(PAGE)}) as inner,
        serving({"/": redirect(inner.url())}) as outer,
        pytest.raises(LinkRefusedError, match=f"port {inner.port}"),
    ):
        fetch(outer.url(), local(outer))
    assert inner.requests == []


def test_a_name_that_changes_its_address_gains_nothing() -> None:
    """DNS rebinding: the name is looked up once, and the connection goes to the address that was checked."""
    with serving({"/": page(PAGE)}, "127.0.0.2") as public:
        asked: list[str] = []

        def look_up(host: str) -> list[str]:
            asked.append(host)
            return ["127.0.0.2"] if len(asked) == 1 else ["127.0.0.1"]

        network = Network(look_up, only("127.0.0.2"), frozenset([public.port]))
        assert fetch(public.url(host="rebind.test"), network).data == PAGE
        assert asked == ["rebind.test"]
        with pytest.raises(LinkRefusedError, match=r"127\.0\.0\.1"):
            fetch(public.url(host="rebind.test"), network)


def test_the_next_address_is_tried_where_one_does_not_answer() -> None:
    with serving({"/": page(PAGE)}) as site:
        network = local(site, hosts={"paper.test": ["127.0.0.3", "127.0.0.1"]})
        assert fetch(site.url(), network).data == PAGE


def test_redirects_end() -> None:
    answers = {f"/{n}": redirect(f"/{n + 1}") for n in range(5)}
    with serving({**answers, "/5": page(PAGE), "/loop": redirect("/loop")}) as site:
        assert fetch(site.url("/0"), local(site)).url == site.url("/5")
        with pytest.raises(LinkFailedError, match="more than 5 times"):
            fetch(site.url("/loop"), local(site))
        with pytest.raises(LinkFailedError, match="more than 4 times"):
            fetch(site.url("/0"), local(site, redirects=4))


@pytest.mark.parametrize("status", ["404 Not Found", "500 Oops", "403 Forbidden", "204 No Content", "304 Same"])
def test_another_status_is_an_error(status: str) -> None:
    with serving({"/": page(PAGE, status=status)}) as site, pytest.raises(LinkFailedError, match=status[:3]):
        bot.read_article(site.url(), network=local(site))


def test_a_picture_is_no_article() -> None:
    picture = page(b"\x89PNG\r\n\x1a\n" + bytes(60), "Content-Type: text/html")
    with serving({"/": picture}) as site, pytest.raises(NotTextError, match="PNG"):
        bot.read_article(site.url(), network=local(site))


def endless() -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\n\r\n"
    while True:
        yield b"<p>More and more. " * 4_000


@pytest.mark.parametrize(
    "answer",
    [
        endless,
        page(b"x" * 200_001),
        page(gzip.compress(bytes(50_000_000), 1), "Content-Encoding: gzip"),
        b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\nx",
    ],
    ids=["endless", "long", "gzip bomb", "announced"],
)
def test_too_much_is_refused(answer: bytes) -> None:
    with serving({"/": answer}) as site, pytest.raises(TooLargeError, match="200,000 bytes"):
        fetch(site.url(), local(site, most_bytes=200_000))


@pytest.mark.parametrize("start", [b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\n\r\n"], ids=["head", "body"])
def test_a_server_that_trickles_is_left(start: bytes) -> None:
    """A byte now and then keeps no connection open: the time is for all of it."""
    left = threading.Event()

    def trickle() -> Iterator[bytes]:
        yield start
        while not left.wait(0.01):
            yield b"x"

    with serving({"/": trickle}) as site:
        try:
            with pytest.raises(LinkFailedError, match=r"within 0\.3 seconds"):
                fetch(site.url(), local(site, seconds=0.3))
        finally:
            left.set()


def test_a_name_server_that_is_silent_is_left() -> None:
    answered = threading.Event()

    def look_up(_host: str) -> list[str]:
        answered.wait()
        return []

    try:
        with pytest.raises(LinkFailedError, match="does not answer"):
            fetch("http://paper.test/", Network(look_up=look_up, seconds=0.1))
    finally:
        answered.set()


def test_no_such_name() -> None:
    def look_up(_host: str) -> list[str]:
        raise socket.gaierror(-2, "Name or service not known")

    with pytest.raises(LinkFailedError, match="not found"):
        fetch("http://paper.test/", Network(look_up=look_up))


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"nonsense\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nshort",
        page(b"zz", "Content-Encoding: gzip"),
    ],
    ids=["nothing", "no HTTP", "cut off", "not packed"],
)
def test_a_broken_answer_is_an_error(answer: bytes) -> None:
    with serving({"/": answer}) as site, pytest.raises(LinkFailedError):
        fetch(site.url(), local(site))


def test_a_packing_that_was_not_asked_for_is_refused() -> None:
    with serving({"/": page(PAGE, "Content-Encoding: br")}) as site, pytest.raises(LinkFailedError, match="'br'"):
        fetch(site.url(), local(site))


def test_a_closed_port_is_an_error() -> None:
    with serving({}) as site:
        network, link = local(site), site.url()
    with pytest.raises(LinkFailedError, match="could not be fetched"):
        fetch(link, network)


def test_the_certificate_must_be_for_the_name(tls_site: tuple[int, Path]) -> None:
    port, authority = tls_site
    trusting = ssl.create_default_context(cafile=str(authority))
    network = Network(lambda _host: ["127.0.0.1"], is_loopback, frozenset([port]), trusting)
    assert fetch(f"https://paper.test:{port}/", network).data == PAGE
    with pytest.raises(LinkFailedError, match="certificate"):
        fetch(f"https://other.test:{port}/", network)
    with pytest.raises(LinkFailedError, match="certificate"):  # the usual authorities do not know it
        fetch(f"https://paper.test:{port}/", Network(network.look_up, is_loopback, network.ports))


@pytest.mark.parametrize("charset", ["windows-1252", "x-klingon", None])
def test_the_servers_encoding_is_taken_where_there_is_one(charset: str | None) -> None:
    text = "<html><body><h1>Café</h1><p>The café in Zürich reopened on Monday, its owner said.</p></body></html>"
    body = text.encode("cp1252" if charset == "windows-1252" else "utf-8")
    field = f"Content-Type: text/html{f'; charset={charset}' if charset else ''}"
    with serving({"/": page(body, field)}) as site:
        assert bot.read_article(site.url(), network=local(site)).title == "Café"


def test_errors_say_what_to_do() -> None:
    with serving({}) as site:
        for link in ("file:///etc/passwd", "http://127.0.0.1/", site.url()):
            with pytest.raises(ArticleError) as caught:
                bot.read_article(link, network=local(site) if link == site.url() else None)
            assert caught.value.got.endswith(".")
            assert caught.value.remedy.endswith(".")
