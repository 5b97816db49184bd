"""A server that speaks OpenAI's chat completions, such as llama.cpp's, vLLM's, or a hosted one.

It is used where somebody names its URL and nowhere else: questions and paragraphs are sent there. Redirects are not
followed, no proxy is taken from the environment, and an unencrypted connection leaves this machine only on request.
"""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Generator as Stream
from collections.abc import Sequence
from typing import Any

import httpx

from bot.errors import EndpointError
from bot.generator import events
from bot.generator.base import Message, Pieces, until

_BYTES_A_TOKEN = 3  # of prose; English has four or more, so a prompt that is said to fit does
_RETRIED = {429, 503}  # the server says that it did nothing
_PAUSES = (0.5, 2.0)  # seconds before each further try
_LONGEST_PAUSE = 10.0  # that a server may ask for
_TIMEOUT = httpx.Timeout(60.0, connect=5.0)
_EXAMPLE = "one such as http://127.0.0.1:8080/v1."
_REMEDIES = {
    400: "Ask about fewer articles, give --context if the model reads less than 4,096 tokens, or see the server's log.",
    401: "Set the environment variable that holds the key.",
    403: "Use a key that may use this model.",
    404: "Check the URL, which usually ends in /v1, and the model's name.",
    429: "Wait, or ask for a higher limit.",
}


class OpenAIGenerator:
    """A model behind an OpenAI-compatible endpoint. Safe from several threads; each call connects anew.

    Args:
        url: of the API, such as "http://127.0.0.1:8080/v1"; https, or http to this machine.
        model: its name there.
        key: sent as a bearer token; None for none.
        context: tokens that the model reads at once, at least 256.
        plain_http: whether text may go unencrypted to another machine.
        seconds: that an answer may take in all.
        pauses: seconds before each further try where the server cannot be reached or says it did nothing.

    Raises:
        EndpointError: the URL is none, or plain http to another machine.
    """

    def __init__(
        self,
        url: str,
        model: str,
        key: str | None = None,
        *,
        context: int = 4_096,
        plain_http: bool = False,
        seconds: float = 300.0,
        pauses: Sequence[float] = _PAUSES,
    ) -> None:
        self._url = checked_url(url, plain_http=plain_http)
        self._model = model
        self._headers = {"Accept-Encoding": "identity"} | ({"Authorization": f"Bearer {_clean(key)}"} if key else {})
        self._context = context
        self._seconds = seconds
        self._pauses = tuple(pauses)

    @property
    def name(self) -> str:
        """The model's name and where it is."""
        return f"{self._model} at {self._url}"

    @property
    def context(self) -> int:
        """Tokens that the model is said to read at once."""
        return self._context

    def fits(self, messages: Sequence[Message], most: int) -> bool:
        """Whether prompt and answer fit, at a token for every 3 bytes: the model's own tokenizer is not known here."""
        size = sum(len(one.text.encode("utf-8", "replace")) for one in messages)
        return size / _BYTES_A_TOKEN + most <= self._context

    def generate(self, messages: Sequence[Message], most: int, stop: Sequence[str] = ()) -> Pieces:
        """Have an answer of at most `most` tokens written, up to the first of the strings in `stop`.

        Raises:
            EndpointError: while iterating: the server cannot be reached, refuses, or breaks its protocol.
        """
        return until(self._pieces(messages, most), stop)

    def _pieces(self, messages: Sequence[Message], most: int) -> Pieces:
        body = {
            "model": self._model,
            "messages": [{"role": one.role, "content": one.text} for one in messages],
            "max_tokens": most,
            "temperature": 0,
            "stream": True,
        }
        deadline = time.monotonic() + self._seconds
        with httpx.Client(timeout=_TIMEOUT, trust_env=False, follow_redirects=False, headers=self._headers) as client:
            response = self._accepted(client, body, deadline)
            try:
                chunks = _in_time(response, deadline)
                if response.headers.get("content-type", "").startswith("application/json"):
                    yield from filter(None, [events.whole("\n".join(events.lines_of(chunks)))])
                else:
                    yield from events.pieces_of(events.lines_of(chunks))
            except httpx.HTTPError as error:
                raise events.broken_off() from error
            finally:
                response.close()

    def _accepted(self, client: httpx.Client, body: dict[str, Any], deadline: float) -> httpx.Response:
        """The response to a request that was accepted; asked for again only where nothing was done for it."""
        request = client.build_request("POST", f"{self._url}/chat/completions", json=body)
        for pause in (*self._pauses, None):
            try:
                response = client.send(request, stream=True)
            except httpx.HTTPError as error:
                arrived = not isinstance(error, httpx.ConnectError | httpx.ConnectTimeout)
                if arrived or pause is None:  # what may have arrived is not sent again
                    raise _unreachable(self._url, error) from error
            else:
                if response.status_code == httpx.codes.OK:
                    return response
                failure = _refused(response, deadline)
                if pause is None or response.status_code not in _RETRIED:
                    raise failure
                pause = _asked_pause(response, pause)
            time.sleep(pause)
        raise AssertionError("the last try returns or raises")


def checked_url(url: str, *, plain_http: bool) -> str:
    """The URL without a slash at its end.

    Args:
        url: of an API.
        plain_http: whether http to another machine is allowed.

    Raises:
        EndpointError: it is no http(s) URL, holds a password, or is plain http to another machine.
    """
    try:
        parts = httpx.URL(url)
    except (httpx.InvalidURL, TypeError, ValueError) as error:  # not repeated: it may hold a password
        raise EndpointError(f"The endpoint's URL is none: {error}.", _EXAMPLE, "Check it.") from None
    if parts.userinfo or parts.query or parts.fragment:
        raise EndpointError(
            "The endpoint's URL holds a name and password, a query or a fragment.",
            "scheme, host, port and path alone.",
            "Give a key through the environment variable.",
        )
    if parts.scheme not in {"http", "https"} or not parts.host:
        raise EndpointError(f"{url!r} is no web address.", _EXAMPLE, "Check it.")
    if parts.scheme == "http" and not plain_http and not _is_here(parts.host):
        raise EndpointError(
            f"{url} is not encrypted and leads to another machine.",
            "https, or http to 127.0.0.1.",
            "Use https, or allow it with --plain-http if the network between is your own.",
        )
    return str(parts).rstrip("/")


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.casefold() == "localhost"


def _clean(key: str) -> str:
    """A key as a header may hold it. Raises `EndpointError`, which does not repeat it."""
    if not (stripped := key.strip()).isascii() or not stripped.isprintable():
        raise EndpointError("The key holds characters that no key has.", "printable ASCII.", "Copy it again.")
    return stripped


def _in_time(response: httpx.Response, deadline: float) -> Stream[bytes, None, None]:
    """The body's bytes as they come, until the deadline on `time.monotonic`'s clock."""
    for chunk in response.iter_raw():
        yield chunk
        if time.monotonic() > deadline:
            raise EndpointError("The endpoint takes too long.", "an answer in a few minutes.", "Use a faster model.")


def _asked_pause(response: httpx.Response, usual: float) -> float:
    """Seconds until the next try: what the server asks for, within reason."""
    try:
        return min(max(float(response.headers.get("retry-after", usual)), 0.0), _LONGEST_PAUSE)
    except ValueError:  # a date
        return usual


def _refused(response: httpx.Response, deadline: float) -> EndpointError:
    """What a response that is no 200 means. Reads a little of its body and closes it."""
    words = b""
    try:
        for chunk in _in_time(response, deadline):
            words += chunk
            if len(words) > 2_000:
                break
    except (httpx.HTTPError, EndpointError):
        words = b""
    finally:
        response.close()
    said = " ".join(words.decode("utf-8", "replace").split())[:200]
    status = response.status_code
    return EndpointError(
        f"The endpoint answered {status} {response.reason_phrase}{': ' if said else ''}{said}.",
        "200 OK.",
        _REMEDIES.get(status, "See the server's log." if status >= 500 else "Check the URL."),
    )


def _unreachable(url: str, error: Exception) -> EndpointError:
    return EndpointError(
        f"{url} cannot be reached: {str(error) or type(error).__name__}.", "a server.", "Start it, or check the URL."
    )
