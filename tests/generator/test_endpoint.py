"""The endpoint: what is sent and where to, and a named error for each way in which a server can fail."""

from __future__ import annotations

import gzip
import json
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from chat_server import DONE, chatting, delta, event, saying
from scripted import HURT, LIE, TRUTH

import bot
from bot.errors import EndpointError
from bot.generator import Message
from bot.generator.endpoint import OpenAIGenerator, checked_url

ASKED = [Message("system", "Rules."), Message("user", "Question: who?")]
KEY = "sk-secret-of-the-desk"


def generator(url: str, **options: Any) -> OpenAIGenerator:
    return OpenAIGenerator(url, "tiny", **{"pauses": (0.0, 0.0)} | options)


def test_it_sends_the_prompt_and_the_key_and_streams_the_answer() -> None:
    with chatting((200, saying("Nine people were hurt."))) as server:
        pieces = list(generator(server.url, key=KEY).generate(ASKED, 50))
    assert pieces == ["Nine", " people", " were", " hurt."]
    ((headers, body),) = server.requests
    assert headers["authorization"] == f"Bearer {KEY}"
    assert body["messages"] == [{"role": "system", "content": "Rules."}, {"role": "user", "content": "Question: who?"}]
    assert (body["model"], body["max_tokens"], body["stream"], body["temperature"]) == ("tiny", 50, True, 0)


def test_without_a_key_none_is_sent() -> None:
    with chatting((200, saying("Yes."))) as server:
        list(generator(server.url).generate(ASKED, 5))
    assert "authorization" not in server.requests[0][0]


def test_the_desk_checks_what_it_says(models: bot.Models, fire: bot.Article) -> None:
    with chatting((200, saying(f"{TRUTH} {LIE}"))) as server:
        desk = bot.Assistant(models=models, generator=generator(server.url))
        desk.add(fire)
        reply = desk.answer(HURT)
    assert ([one.text for one in reply.statements], reply.struck) == ([TRUTH], 1)
    assert TRUTH in server.requests[0][1]["messages"][-1]["content"]


def test_an_answer_that_is_not_streamed_is_read() -> None:
    whole = json.dumps({"choices": [{"message": {"content": "Nine."}}]}).encode()
    with chatting((200, whole), fields={"Content-Type": "application/json; charset=utf-8"}) as server:
        assert list(generator(server.url).generate(ASKED, 5)) == ["Nine."]


def test_comments_usage_and_odd_line_ends_are_read() -> None:
    def body(_: dict[str, Any]) -> Iterator[bytes]:
        yield b": keep alive\r\n\r\nevent: message\r\n" + delta("Ni").replace(b"\n", b"\r\n")
        text = delta("n\u00e9 \u2014")
        yield text[:30]
        yield text[30:]
        yield event({"choices": [], "usage": {"total_tokens": 3}}) + DONE + b"garbage after the end"

    with chatting((200, body)) as server:
        assert "".join(generator(server.url).generate(ASKED, 5)) == "Nin\u00e9 \u2014"


def breaking_off(_: dict[str, Any]) -> Iterator[bytes]:
    yield delta("Nine people")


def endless(_: dict[str, Any]) -> Iterator[bytes]:
    while True:
        yield b"x" * 65_536


FAILURES: dict[str, tuple[int, Any, str]] = {
    "no key": (
        401,
        b'{"error": {"message": "Incorrect key"}}',
        "401 Unauthorized: .*Incorrect key.*environment variable",
    ),
    "no model": (404, b"no such model", "404 Not Found: no such model.*ends in /v1"),
    "too long": (400, b"maximum context length is 2048", "400 Bad Request: maximum context.*--context"),
    "busy": (429, b"", "429 Too Many Requests.*Wait"),
    "broken": (500, b"<html>oops</html>", "500 Internal Server Error: .*oops.*log"),
    "redirect": (302, b"", "302 Found"),
    "half a stream": (200, breaking_off, "broke off"),
    "nothing": (200, b"", "broke off"),
    "a page": (200, b"<html><body>Welcome</body></html>", "sent '<html>"),
    "no JSON": (200, b"data: {nonsense\n\n", "sent '{nonsense"),
    "no object": (200, b"data: [1, 2]\n\n", "sent"),
    "no choices": (200, event({"id": 1}), "sent"),
    "wrong choices": (200, event({"choices": [7]}), "sent"),
    "no text": (200, event({"choices": [{"delta": {"content": 7}}]}), "sent"),
    "an error": (200, delta("Ni") + event({"error": {"message": "out of memory"}}), "reports: out of memory"),
    "no UTF-8": (200, b"data: \xff\xfe\n\n", "sent"),
    "a zip": (200, gzip.compress(delta("Nine") + DONE), "sent"),
    "deep JSON": (200, b"data: " + b"[" * 100_000 + b"\n\n", "sent"),
    "endless": (200, endless, "more than 4,000,000 bytes"),
}


@pytest.mark.parametrize("case", FAILURES)
def test_a_server_that_fails_is_a_named_error(case: str) -> None:
    status, body, words = FAILURES[case]
    with chatting((status, body)) as server, pytest.raises(EndpointError, match=f"(?s){words}") as caught:
        list(generator(server.url, key=KEY).generate(ASKED, 5))
    assert KEY not in str(caught.value)
    assert len(str(caught.value)) < 600
    assert len(server.requests) == (3 if status == 429 else 1)  # only what was refused untouched is asked again


def test_a_busy_server_is_asked_again_and_its_wish_is_heard() -> None:
    with chatting((429, b""), (503, b""), (200, saying("Nine."))) as server:
        server.fields = {"Retry-After": "0"}
        assert list(generator(server.url, pauses=(30.0, 30.0)).generate(ASKED, 5)) == ["Nine."]


def test_a_server_that_is_not_there_is_a_named_error() -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))  # bound and not listening: nobody else can be there
        url = f"http://127.0.0.1:{held.getsockname()[1]}/v1"
        with pytest.raises(EndpointError, match="cannot be reached"):
            list(generator(url).generate(ASKED, 5))


def test_a_slow_server_is_given_up() -> None:
    ended = threading.Event()

    def dripping(_: dict[str, Any]) -> Iterator[bytes]:
        while not ended.wait(0.01):
            yield b": wait\n"

    with chatting((200, dripping)) as server:
        with pytest.raises(EndpointError, match="too long"):
            list(generator(server.url, seconds=0.1).generate(ASKED, 5))
        ended.set()


def test_closing_hangs_up_on_the_server() -> None:
    def on_and_on(_: dict[str, Any]) -> Iterator[bytes]:
        while True:
            yield delta("and on ")

    with chatting((200, on_and_on)) as server:
        pieces = generator(server.url).generate(ASKED, 5_000)
        next(pieces)
        pieces.close()
        assert server.hung_up.wait(10)


def test_no_proxy_and_no_key_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    with chatting((200, saying("Nine."))) as server:
        assert list(generator(server.url).generate(ASKED, 5)) == ["Nine."]
    assert KEY not in str(server.requests)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8080/v1/",
        "http://[::1]:8080/v1",
        "http://localhost/v1",
        "https://models.example/v1",
        "http://127.9.9.9",
    ],
)
def test_addresses_that_may_be_used(url: str) -> None:
    assert checked_url(url, plain_http=False) == url.rstrip("/")


@pytest.mark.parametrize(
    "url",
    [
        "http://models.example/v1",
        "http://10.0.0.7/v1",
        "http://localhost.example/v1",
        "http://2130706433/v1",
        "http://127.0.0.1.example/v1",
        "ftp://127.0.0.1/v1",
        "file:///etc/passwd",
        "https://me:hunter2@models.example/v1",
        "ftp://me:hunter2@models.example/v1",
        "http://me:hunter2@[::1/v1",
        "https://models.example/v1?key=1",
        "models.example/v1",
        "",
        "http://",
        "http://[::1/v1",
    ],
)
def test_addresses_that_may_not(url: str) -> None:
    with pytest.raises(EndpointError) as caught:
        checked_url(url, plain_http=False)
    assert "hunter2" not in str(caught.value)


def test_plain_http_to_another_machine_on_request() -> None:
    assert checked_url("http://models.example/v1", plain_http=True) == "http://models.example/v1"
    with pytest.raises(EndpointError, match="--plain-http"):
        checked_url("http://models.example/v1", plain_http=False)


@pytest.mark.parametrize("key", ["a\nb", "schlüssel"])
def test_a_key_that_no_header_can_hold_is_an_error_that_does_not_show_it(key: str) -> None:
    with pytest.raises(EndpointError) as caught:
        generator("http://127.0.0.1/v1", key=key)
    assert key not in str(caught.value)


def test_a_prompt_is_said_to_fit_only_with_room_to_spare() -> None:
    reads: Callable[[int], bool] = lambda size: generator("http://127.0.0.1/v1", context=1_000).fits(  # noqa: E731
        [Message("user", "x" * size)], 100
    )
    assert reads(2_700)
    assert not reads(2_701)
