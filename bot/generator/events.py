"""Server-sent events of a chat completion: from bytes to the pieces of text in them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from bot.errors import EndpointError

MOST_BYTES = 4_000_000  # of an answer with everything around it; one of 1,000 tokens has about 300,000
_REMEDY = "Check that the URL is that of an OpenAI-compatible server, such as http://127.0.0.1:8080/v1."


def lines_of(chunks: Iterable[bytes]) -> Iterator[str]:
    """Lines without their ends, of at most 4 MB in all. Raises `EndpointError` for more, or for no UTF-8."""
    held, size = b"", 0
    for chunk in chunks:
        size += len(chunk)
        if size > MOST_BYTES:
            raise EndpointError(f"The endpoint sent more than {MOST_BYTES:,} bytes.", "a short answer.", _REMEDY)
        *lines, held = (held + chunk).split(b"\n")
        yield from map(_decoded, lines)
    if held:
        yield _decoded(held)


def pieces_of(lines: Iterable[str]) -> Iterator[str]:
    """The pieces of text in a stream of events.

    Raises:
        EndpointError: a line is no event, the server reports an error, or the stream breaks off before its end.
    """
    for line in lines:
        name, _, value = line.partition(":")
        if name != "data":  # a comment that keeps the connection alive, another field, or an empty line
            if name not in {"", "event", "id", "retry"}:
                raise garbage(line)
            continue
        if value.strip() == "[DONE]":
            return
        text, ended = _read(parsed(value))
        if text:
            yield text
        if ended:
            return
    raise broken_off()


def whole(body: str) -> str:
    """The text of an answer that was not streamed. Raises `EndpointError`."""
    data = parsed(body)
    if "error" in data:
        raise reported(data["error"])
    try:
        text = data["choices"][0]["message"]["content"]
    except (KeyError, IndexError, TypeError):
        raise garbage(body) from None
    if not isinstance(text, str):
        raise garbage(body)
    return text


def parsed(text: str) -> dict[str, Any]:
    """A JSON object. Raises `EndpointError`."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise garbage(text) from None
    if not isinstance(data, dict):
        raise garbage(text)
    return data


def broken_off() -> EndpointError:
    """What to raise for an answer without its end."""
    return EndpointError(
        "The endpoint broke off in the middle of its answer.", "a whole stream.", "Ask again; look at its log."
    )


def garbage(text: str) -> EndpointError:
    """What to raise for an answer that is none, with its beginning."""
    return EndpointError(f"The endpoint sent {text.strip()[:80]!r}.", "a chat completion, as OpenAI has it.", _REMEDY)


def reported(error: Any) -> EndpointError:
    """What to raise for an error that the server reports in its own words."""
    message = error.get("message", error) if isinstance(error, dict) else error
    return EndpointError(f"The endpoint reports: {str(message)[:200]}.", "an answer.", "Look at the endpoint's log.")


def _read(data: dict[str, Any]) -> tuple[str, bool]:
    """The text of an event, and whether it is the last."""
    if data.get("error"):
        raise reported(data["error"])
    try:
        choices = data["choices"]
        if not choices:  # an event with the usage alone
            return "", False
        text = choices[0].get("delta", {}).get("content") or ""
        ended = choices[0].get("finish_reason") is not None
    except (KeyError, IndexError, TypeError, AttributeError):
        raise garbage(json.dumps(data)) from None
    if not isinstance(text, str):
        raise garbage(json.dumps(data))
    return text, ended


def _decoded(line: bytes) -> str:
    try:
        return line.rstrip(b"\r").decode("utf-8")
    except UnicodeDecodeError:
        raise garbage(repr(line[:80])) from None
