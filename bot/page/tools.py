"""The functions for programs as MCP tools at `/mcp`: streamable HTTP, stateless, behind the same door as the page."""

from __future__ import annotations

import functools
import inspect
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Annotated, Any, get_type_hints

import anyio

from bot.errors import CopydeskError, MissingPackageError
from bot.page.asgi import App, Receive, Scope, Send
from bot.page.machine import Data, Machine, documented
from bot.page.visitors import BUSY

PATH = "/mcp"
_AT_ONCE, _WAITING = 4, 100
_MOST_BYTES = 8_000_000


class Tools:
    """An ASGI middleware that answers at `/mcp` and passes everything else on.

    Run the application within `lifespan`, which starts what keeps the tools' requests.

    Args:
        machine: the functions.

    Raises:
        MissingPackageError: the package `mcp` is not installed.
    """

    def __init__(self, machine: Machine) -> None:
        try:
            from mcp.server.mcpserver import MCPServer  # noqa: PLC0415 - an extra, and a second to import
            from mcp.server.transport_security import TransportSecuritySettings  # noqa: PLC0415
        except ImportError as error:
            raise MissingPackageError(
                f"MCP needs the package mcp: {error}.", "mcp 2.", 'Run `pip install "copydesk[mcp]"`.'
            ) from error
        limiter = anyio.CapacityLimiter(_AT_ONCE)
        about = "Ask news articles; every sentence that comes back is cited."
        server = MCPServer("Copydesk", instructions=about, log_level="WARNING")
        for function in machine.functions():
            server.add_tool(_tool(function, limiter), description=documented(function)[0], structured_output=True)
        self._server = server.streamable_http_app(
            streamable_http_path=PATH,
            stateless_http=True,
            json_response=True,
            max_request_body_size=_MOST_BYTES,
            # The guard in front has checked host and origin.
            transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
        )

    @asynccontextmanager
    async def lifespan(self, app: object) -> AsyncIterator[None]:
        """Keep the tools' requests while `app` serves."""
        del app
        async with self._server.router.lifespan_context(self._server):
            yield

    def before(self, app: App) -> App:
        """The application with the tools in front of it."""

        async def answer(scope: Scope, receive: Receive, send: Send) -> None:
            mine = scope["type"] == "http" and scope["path"] == PATH
            await (self._server if mine else app)(scope, receive, send)

        return answer


def _tool(function: Callable[..., Data], limiter: anyio.CapacityLimiter) -> Callable[..., Any]:
    """The function as the server wants it: waiting its turn in a thread, each argument with its description."""
    from mcp.server.mcpserver.exceptions import ToolError  # noqa: PLC0415
    from pydantic import Field  # noqa: PLC0415 - comes with mcp

    @functools.wraps(function)
    async def tool(**arguments: Any) -> Data:
        if limiter.statistics().tasks_waiting >= _WAITING:
            raise ToolError(BUSY)
        try:
            return await anyio.to_thread.run_sync(functools.partial(function, **arguments), limiter=limiter)
        except CopydeskError as error:
            raise ToolError(str(error)) from error

    hints, (_, described) = get_type_hints(function), documented(function)
    signature = inspect.signature(function)
    parameters = [
        one.replace(annotation=Annotated[hints[name], Field(description=described[name])])
        for name, one in signature.parameters.items()
    ]
    tool.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
    return tool
