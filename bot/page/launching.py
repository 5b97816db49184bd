"""How the page is served: the options that close what gradio leaves open, and what stands in front of it."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

from starlette.middleware import Middleware

from bot.page.assets import Assets
from bot.page.door import Door
from bot.page.guard import Guard
from bot.page.passwords import Passwords
from bot.page.sessions import sweeping, together
from bot.page.tools import PATH, Tools
from bot.page.visitors import Visitors

_UPLOAD = "8mb"
_SESSIONS = 5_000  # visitors at most; whoever was away longest is forgotten
_CLOSED: dict[str, Any] = {
    "prevent_thread_lock": True,
    "quiet": True,
    "share": False,
    "ssr_mode": False,
    "pwa": False,
    "mcp_server": False,
    "run_history": False,
    "show_error": False,
    "enable_monitoring": False,
    "strict_cors": True,
    "max_file_size": _UPLOAD,
    "state_session_capacity": _SESSIONS,
    "footer_links": [],
}
_UNDOCUMENTED: dict[str, Any] = {"docs_url": None, "redoc_url": None, "openapi_url": None}


def launch_options(
    blocks: Any, hosts: Collection[str], passwords: Passwords | None = None, tools: Tools | None = None
) -> dict[str, Any]:
    """What `blocks.launch` is called with, besides address and looks. Nothing is shared, fetched or reported.

    Args:
        blocks: gradio's.
        hosts: names, besides "localhost" and addresses, by which browsers may call this server.
        passwords: who may come in; None for everybody.
        tools: to be offered over MCP too.
    """
    before = [
        Middleware(Guard, hosts=frozenset(name.lower() for name in hosts), paths={PATH} if tools else ()),
        *([Middleware(Door, passwords=passwords)] if passwords else ()),
        Middleware(Visitors),
        Middleware(Assets),
        *([Middleware(tools.before)] if tools else ()),
    ]
    sweep = sweeping(lambda: (blocks.state_holder, blocks._queue))
    lifespan = together(sweep, *([tools.lifespan] if tools else ()))
    return _CLOSED | {"app_kwargs": _UNDOCUMENTED | {"middleware": before, "lifespan": lifespan}}


def blocked_paths(uploads: Path, *folders: Path) -> list[str]:
    """Those of the folders that no request may name: all but one that uploads pass through."""
    return [str(folder.resolve()) for folder in folders if not uploads.resolve().is_relative_to(folder.resolve())]


def forget_uploads(files: Iterable[Path], uploads: Path) -> None:
    """Delete files that were uploaded, each with the folder that gradio makes for it; nothing outside `uploads`."""
    inside = uploads.resolve()
    for file in files:
        if file.resolve().is_relative_to(inside):
            with contextlib.suppress(OSError):  # gone already, or held by another visitor's upload of the same bytes
                file.unlink()
                file.parent.rmdir()
