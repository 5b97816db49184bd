"""Many visitors at once: `python -m bot.evaluation.load --visitors 20 [--questions 5] [--json FILE]`.

Starts the real server, `copydesk serve`, in a process of its own; each visitor is an HTTP client with a cookie and a
session, who asks through the page's own events, one question after the other, and waits for the end of each answer. All
begin at once. A refusal is a 503, "busy, try again": counted, and not asked again. Run it on a quiet machine.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import httpx

QUESTIONS = (
    "How many engineers were deployed?",
    "When was the ceremony held?",
    "What title did the dead receive?",
    "How many combat troops were sent?",
    "What did the president say about the weather?",
)
_API = "/gradio_api"
_READY_SECONDS = 120.0
_PARTS = 10  # of the run, after each of which the server's memory is read


@dataclass(frozen=True, slots=True)
class Asked:
    """How one question ended: "answered", "refused" or what went wrong, and after how many seconds."""

    outcome: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Load:
    """What a run measured.

    Attributes:
        visitors: at once.
        answered, refused, failed: questions by how they ended.
        p50, p95, longest: seconds of those that were answered; 0 where none was.
        a_second: questions answered a second.
        ready: seconds from the command to the page.
        memory: megabytes resident before the first question with loaded models, and after each tenth of the run.
        failures: what went wrong, each kind once.
    """

    visitors: int
    answered: int
    refused: int
    failed: int
    p50: float
    p95: float
    longest: float
    a_second: float
    ready: float
    memory: tuple[float, ...]
    failures: tuple[str, ...]


class Visitor:
    """One visitor's browser without its screen.

    Args:
        client: with the server's address and cookies of its own.
    """

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client
        self._session = uuid.uuid4().hex
        self._event: dict[str, Any] = {}

    async def arrive(self) -> None:
        """Open the page and find how it asks. Raises `httpx.HTTPError`."""
        (await self._client.get("/")).raise_for_status()
        config = (await self._client.get("/config")).raise_for_status().json()
        (asks,) = [one for one in config["dependencies"] if "order" in {kind for _, kind in one["targets"]}]
        inputs = [None] * len(asks["inputs"])  # the visitor's state, which only the server has
        self._event = {"fn_index": asks["id"], "session_hash": self._session, "data": inputs}

    async def ask(self, question: str) -> Asked:
        """Ask all articles, and listen until the answer is whole."""
        begin = time.perf_counter()
        try:
            outcome = await self._asked(self._event | {"event_data": {"do": "ask", "question": question}})
        except httpx.HTTPError as error:
            outcome = f"{type(error).__name__}: {error}"
        return Asked(outcome, time.perf_counter() - begin)

    async def _asked(self, event: dict[str, Any]) -> str:
        joined = await self._client.post(f"{_API}/queue/join", json=event)
        if joined.status_code == httpx.codes.SERVICE_UNAVAILABLE:
            return "refused"
        joined.raise_for_status()
        listening = self._client.stream("GET", f"{_API}/queue/data", params={"session_hash": self._session})
        outcome = "the server stopped talking"
        async with listening as stream:
            async for line in stream.aiter_lines():
                message = json.loads(line.removeprefix("data: ")) if line.startswith("data: ") else {}
                if message.get("msg") == "process_completed":
                    outcome = "answered" if message["success"] else f"an error: {message['output']}"
        return outcome


async def visit(address: str, visitors: int, questions: int, memory: list[float], process: int) -> list[Asked]:
    """Let all visitors ask at once, `questions` each, one after the other; `memory` gets the server's after each part.

    Args:
        address: of the server.
        visitors: how many, at least 1.
        questions: how often each asks, at least 1.
        memory: grows by megabytes.
        process: the server's id.
    """
    # Nothing is kept alive: the server may close a connection just as it is used again, which a browser makes good.
    limits = httpx.Limits(max_connections=2, max_keepalive_connections=0)
    clients = [httpx.AsyncClient(base_url=address, timeout=300, limits=limits) for _ in range(visitors)]
    present = [Visitor(client) for client in clients]
    done: list[Asked] = []
    part = max(1, visitors * questions // _PARTS)

    async def stay(visitor: Visitor, number: int) -> None:
        for turn in range(questions):
            done.append(await visitor.ask(QUESTIONS[(number + turn) % len(QUESTIONS)]))
            if len(done) % part == 0:
                memory.append(resident(process))

    try:
        for visitor in present:
            await visitor.arrive()
        await asyncio.gather(*(stay(visitor, number) for number, visitor in enumerate(present)))
    finally:
        await asyncio.gather(*(client.aclose() for client in clients))
    return done


def measure(visitors: int, questions: int, options: Sequence[str] = ()) -> Load:
    """Start a server, load its models, let the visitors ask, stop it.

    Args:
        visitors: at once, at least 1.
        questions: how often each asks, at least 1.
        options: further ones of `copydesk serve`.

    Raises:
        RuntimeError: the server did not start, or could not answer before the load began.
    """
    with _server(options) as (process, address, ready):
        (first,) = asyncio.run(visit(address, 1, 1, [], process))
        if first.outcome != "answered":
            raise RuntimeError(f"the server does not answer: {first.outcome}")
        memory = [resident(process)]
        begin = time.perf_counter()
        done = asyncio.run(visit(address, visitors, questions, memory, process))
        seconds = time.perf_counter() - begin
    return _load(visitors, done, seconds, ready, memory)


def _load(visitors: int, done: Sequence[Asked], seconds: float, ready: float, memory: Sequence[float]) -> Load:
    times = [one.seconds for one in done if one.outcome == "answered"] or [0.0]
    refused = sum(one.outcome == "refused" for one in done)
    failures = sorted({one.outcome for one in done} - {"answered", "refused"})
    answered = sum(one.outcome == "answered" for one in done)
    return Load(
        visitors=visitors,
        answered=answered,
        refused=refused,
        failed=len(done) - answered - refused,
        p50=median(times),
        p95=quantiles(times, n=20, method="inclusive")[-1] if len(times) > 1 else times[0],
        longest=max(times),
        a_second=answered / seconds,
        ready=ready,
        memory=tuple(memory),
        failures=tuple(failures),
    )


def resident(process: int) -> float:
    """Megabytes of memory that a process holds now; 0 where the system does not tell (it does on Linux)."""
    try:
        status = Path(f"/proc/{process}/status").read_text("ascii")
    except OSError:
        return 0.0
    (size,) = [line.split()[1] for line in status.splitlines() if line.startswith("VmRSS:")]
    return int(size) / 1024


@contextmanager
def _server(options: Sequence[str]) -> Iterator[tuple[int, str, float]]:
    """The process, the address and the seconds until the page was there of a server on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "bot", "serve", "--port", str(port), *options]
    begin = time.perf_counter()
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(address, server, begin + _READY_SECONDS)
        yield server.pid, address, time.perf_counter() - begin
    finally:
        server.terminate()
        server.wait()


def _wait_for(address: str, server: subprocess.Popen[bytes], until: float) -> None:
    while True:
        try:
            httpx.get(address, timeout=10).raise_for_status()
        except httpx.HTTPError:
            if server.poll() is not None or time.perf_counter() > until:
                raise RuntimeError(f"the server did not start; its exit status is {server.poll()}") from None
            time.sleep(0.02)
        else:
            return


def main(argv: Sequence[str] | None = None) -> int:
    """Print the figures and write JSON; 1 where a question failed."""
    parser = argparse.ArgumentParser(
        prog="python -m bot.evaluation.load", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--visitors", type=int, default=20, metavar="N", help="at once (default: 20)")
    parser.add_argument("--questions", type=int, default=5, metavar="N", help="each visitor asks (default: 5)")
    parser.add_argument("--library", metavar="DIR", help="a library for all visitors (default: a desk for each)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there")
    options = parser.parse_args(argv)
    found = measure(options.visitors, options.questions, ["--library", options.library] if options.library else [])
    print(f"{os.cpu_count()} cores; page ready after {found.ready:.1f} s")
    print(f"{found.visitors} visitors: {found.answered} answered, {found.refused} refused, {found.failed} failed")
    print(f"p50 {found.p50:.2f} s, p95 {found.p95:.2f} s, longest {found.longest:.2f} s, {found.a_second:.1f} a second")
    print(f"memory {' '.join(f'{size:.0f}' for size in found.memory)} MB")
    print("\n".join(found.failures))
    if options.json:
        options.json.write_text(json.dumps(asdict(found), indent=1), "utf-8")
    return 1 if found.failed else 0


if __name__ == "__main__":
    sys.exit(main())
