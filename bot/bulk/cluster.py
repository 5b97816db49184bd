"""Workers by Ray Data: on this machine alone, or on a cluster that runs already. The only import of Ray."""

from __future__ import annotations

import json
import logging
import os
import re
import secrets
import shutil
import socket
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from typing import Any, TypeVar

from bot.bulk.parts import missing
from bot.errors import WorkersError

T = TypeVar("T")
Task = dict[str, Any]  # as JSON has it
Work = Callable[[Task], Task]
Hands = Callable[[Callable[[], Work], Sequence[Task]], Iterator[Task]]

_NAMED = re.compile(r"(?!ray\.)[\w.]+(?:Error|Exception): \S")
_BLOCKS = 4_096  # of tasks, at most
_STORE = 128 << 20  # bytes of shared memory: files, not objects, carry what is large
_CONNECT = 5  # seconds
_STARTS = 3


@contextmanager
def workers(count: int, address: str | None) -> Iterator[Hands]:
    """Have `count` workers, and give their hands: (what makes a worker's function, tasks) -> results.

    A result comes as soon as its task is done; one whose worker is killed is done again by another. A machine's own
    workers listen to nobody who has not this run's secret.

    Args:
        count: at least 1.
        address: a cluster's, such as `ray://host:10001` or `auto`; None for this machine alone.

    Raises:
        MissingPackageError: the extra `ray` is not installed.
        WorkersError: there is no such cluster, or it is too small; a worker cannot work.
    """
    if count < 1:
        raise WorkersError(
            f"{count} workers cannot embed anything.", "at least 1.", "Leave a core for the rest: N - 1."
        )
    ray = import_ray(address)
    folder = None
    begun = not ray.is_initialized()
    try:
        if begun:
            folder = tempfile.mkdtemp(prefix="copydesk-ray-", dir="/tmp") if address is None else None
            _begin(ray, count, address, folder)
        _require_room(ray, count)
        yield lambda make, tasks: _run(ray, count, make, tasks)
    finally:
        if begun:
            ray.shutdown()
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)


def import_ray(address: str | None) -> Any:
    """The module ray, with its settings made. Raises `MissingPackageError`."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"  # nothing is sent to its makers
    os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")  # what it has to say is in its errors
    if address is None and "ray" not in sys.modules:  # it reads these once, when it is imported
        os.environ["RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER"] = "0"  # on any system: listen on the loopback alone
        os.environ["RAY_AUTH_MODE"] = "token"
        os.environ.setdefault("RAY_AUTH_TOKEN", secrets.token_hex(32))
    try:
        return _quietly(lambda: import_module("ray"))
    except ImportError as error:
        raise missing("ray") from error


def _begin(ray: Any, count: int, address: str | None, folder: str | None) -> None:
    quiet = {"log_to_driver": False, "logging_level": logging.ERROR}
    own = {
        "num_cpus": count + 1,  # one for Ray's own work, or the workers wait for ever
        "include_dashboard": False,
        "object_store_memory": _STORE,
        "_temp_dir": folder,
    }

    def start() -> None:
        ray.shutdown()  # what is left of a try before
        ray.init(**quiet, **(own if address is None else {"address": address}))

    try:
        if address is not None:
            _require_answer(address)
        _again(start)
    except (ConnectionError, OSError, RuntimeError, ValueError) as error:
        place = "this machine" if address is None else address
        raise WorkersError(
            f"Ray does not start on {place}: {_line(error)}.",
            "a cluster that runs, with the same versions of Ray and Python.",
            "Check the address with `ray status`.",
        ) from error


def _again(start: Callable[[], object]) -> None:
    """Start Ray; on a machine so busy that half a minute is too short for that, once more."""
    for left in range(_STARTS - 1, -1, -1):
        try:
            _quietly(start)
            return
        except Exception as error:  # Ray raises a bare one where a process of its own is not there in time
            if not left or type(error) is not Exception:
                raise RuntimeError(str(error)) from error


def _require_answer(address: str) -> None:
    """Try whether somebody listens there: Ray itself would wait for minutes. Raises OSError, ValueError."""
    host, _, port = address.rpartition("://")[2].rpartition(":")
    if host:
        socket.create_connection((host, int(port)), _CONNECT).close()


def _require_room(ray: Any, count: int) -> None:
    found = int(ray.cluster_resources().get("CPU", 0))
    if found <= count:
        raise WorkersError(
            f"The cluster has {found} CPUs for {count} workers.",
            "one more than workers.",
            f"Use --workers {max(found - 1, 1)}, or a larger cluster.",
        )


def _run(ray: Any, count: int, make: Callable[[], Work], tasks: Sequence[Task]) -> Iterator[Task]:
    """Let workers do tasks, and give each result as it comes."""
    if not tasks:
        return
    try:
        rows = _quietly(lambda: _begun(count, make, tasks))
        while (row := _quietly(lambda: next(rows, None))) is not None:
            yield json.loads(row["result"])
    except (ray.exceptions.RayError, RuntimeError) as error:
        raise WorkersError(
            f"A worker cannot go on: {_line(error)}.",
            "workers with Copydesk, its models, the sources and the folder of parts at the same paths.",
            "Put that right and run it again: what is done is kept.",
        ) from error


def _begun(count: int, make: Callable[[], Work], tasks: Sequence[Task]) -> Iterator[dict[str, Any]]:
    """The rows of results, as Ray Data gives them; it does again, as often as it takes, what a lost worker had."""
    data = import_module("ray.data")
    data.DataContext.get_current().enable_progress_bars = False
    logging.getLogger("ray.data").setLevel(logging.CRITICAL)
    rows = [{"task": json.dumps(one)} for one in tasks]
    done = data.from_items(rows, override_num_blocks=min(len(rows), _BLOCKS)).map(
        _Worker,
        fn_constructor_args=(make,),
        compute=data.ActorPoolStrategy(size=min(count, len(tasks)), max_tasks_in_flight_per_actor=2),
        num_cpus=1,
    )
    return iter(done.iter_rows())


def _quietly(action: Callable[[], T]) -> T:
    """Without Ray's warnings about itself."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return action()


class _Worker:
    """A worker's function as Ray calls it, made once in its process."""

    def __init__(self, make: Callable[[], Work]) -> None:
        self._work = make()

    def __call__(self, row: dict[str, Any]) -> dict[str, str]:
        return {"result": json.dumps(self._work(json.loads(row["task"])))}


def _line(error: BaseException) -> str:
    """What happened in the worker: the innermost line that names an error other than one of Ray's."""
    lines: list[str] = []
    cause: BaseException | None = error
    while cause is not None:
        lines += [line.strip() for line in str(cause).splitlines() if line.strip()]
        cause = cause.__cause__
    named = [line for line in lines if _NAMED.match(line)]
    return (named or lines or [type(error).__name__])[-1].rstrip(".")
