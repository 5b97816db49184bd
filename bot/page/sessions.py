"""gradio keeps a session for every call of a program, for ever; this lets go of those that hold nothing.

Such a session is one without a visitor's articles: visitors keep theirs until an hour after their page was closed.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

import anyio

_EVERY_SECONDS = 10.0
_IDLE = timedelta(seconds=30)
_UNCLAIMED = timedelta(minutes=10)  # an answer that nobody fetched

Lifespan = Callable[[object], AbstractAsyncContextManager[None]]


def sweep(holder: Any, queue: Any, now: datetime) -> int:
    """Forget sessions without a visitor's state that have been idle for 30 s; how many they were.

    Args:
        holder: gradio's `StateHolder`.
        queue: gradio's `Queue`; a session that waits for an answer from it stays for ten minutes.
        now: in local time without a zone, as gradio notes it.
    """
    gone = 0
    for session, state in list(holder.session_data.items()):
        waits = bool(queue.pending_event_ids_session.get(session))
        idle = now - holder.time_last_used.get(session, datetime.min) > (_UNCLAIMED if waits else _IDLE)
        if idle and not state.state_data:
            holder.session_data.pop(session, None)
            holder.time_last_used.pop(session, None)
            queue.pending_event_ids_session.pop(session, None)
            gone += 1
    for session, events in list(queue.pending_event_ids_session.items()):
        if not events and session not in holder.session_data:
            queue.pending_event_ids_session.pop(session, None)
    return gone


def sweeping(sessions: Callable[[], tuple[Any, Any]]) -> Lifespan:
    """A lifespan during which `sweep` runs again and again.

    Args:
        sessions: gives gradio's state holder and queue.
    """

    @asynccontextmanager
    async def lifespan(app: object) -> AsyncIterator[None]:
        del app
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(_sweep_on, sessions)
            yield
            tasks.cancel_scope.cancel()

    return lifespan


async def _sweep_on(sessions: Callable[[], tuple[Any, Any]]) -> None:
    while True:
        await anyio.sleep(_EVERY_SECONDS)
        sweep(*sessions(), datetime.now())


def together(*lifespans: Lifespan) -> Lifespan:
    """One lifespan of several, ended in the opposite order."""

    @asynccontextmanager
    async def lifespan(app: object) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            for one in lifespans:
                await stack.enter_async_context(one(app))
            yield

    return lifespan
