"""Has a file read in a process of its own, with limits on time and memory, so that a hostile one ends only that."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bot.article import Article
from bot.errors import ReaderStoppedError
from bot.ingest.kinds import Kind
from bot.ingest.wire import Hint, Refused, from_data
from bot.settings import Cage

__all__ = ["read_apart"]

_KEPT = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "TMPDIR", "TEMP", "TMP")


def read_apart(kind: Kind, data: bytes, hint: Hint, cage: Cage) -> list[Article | Refused]:
    """The articles in `data`, read by `bot.ingest.child` in a process that ends with them.

    Args:
        kind: which reader.
        data: the whole file.
        hint: what else is known of it.
        cage: the process's limits.

    Raises:
        ArticleError: what the reader found wrong with the file as a whole.
        ReaderStoppedError: it ran into a limit, or came to grief.
    """
    order = {"kind": kind.value, "hint": [hint.name, hint.url, hint.charset], "limits": [cage.cpu_seconds, cage.memory]}
    # Files, not pipes: neither side waits for the other, and the system can limit what is written.
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as taken:
        given.write(json.dumps(order).encode() + b"\n" + data)
        given.seek(0)
        status = _run([sys.executable, "-P", "-m", "bot.ingest.child"], given.fileno(), taken.fileno(), cage, hint)
        taken.seek(0)
        answer = taken.read()
    if status != 0:
        raise _stopped(hint, f"it ended with status {status}" if status > 0 else f"signal {-status} ended it")
    try:
        items = [from_data(item) for item in json.loads(answer)]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _stopped(hint, "what it said makes no sense") from error
    if len(items) == 1 and isinstance(items[0], Refused) and items[0].source == "":
        raise items[0].error
    return items


def _run(command: Sequence[str], given: int, taken: int, cage: Cage, hint: Hint) -> int:
    """Run the reader to its end, its failure or the end of its time; whatever happens, it does not stay behind."""
    process = subprocess.Popen(
        command, stdin=given, stdout=taken, stderr=subprocess.DEVNULL, env=_environment(), close_fds=True
    )
    try:
        return process.wait(cage.seconds)
    except subprocess.TimeoutExpired as error:
        raise _stopped(hint, f"it took more than {cage.seconds:g} seconds") from error
    finally:
        process.kill()
        process.wait()


def _environment() -> dict[str, str]:
    """As little as Python needs: what reads a stranger's file need not know this process's secrets."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    home = str(Path(__file__).resolve().parents[2])
    kept["PYTHONPATH"] = os.pathsep.join([home, *(path for path in sys.path if path)])
    # Threads of a numerical library would each reserve memory; the readers use none.
    return kept | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def _stopped(hint: Hint, reason: str) -> ReaderStoppedError:
    return ReaderStoppedError(
        f"Reading {hint.name} was stopped: {reason}.",
        "a file that is read within the limits on time and memory.",
        "Open it in the program it belongs to, copy its text, and read that.",
    )
