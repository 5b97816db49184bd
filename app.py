"""The page in the browser: `build_app` draws it, `serve` opens the port. What it says and shows is made in `bot`."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

from bot import cli
from bot.errors import CopydeskError
from bot.models import Models
from bot.page.asking import ORDERS
from bot.page.assets import script, stylesheet
from bot.page.export import export_html
from bot.page.frame import FONTS, composer_html, masthead_html
from bot.page.launching import blocked_paths, forget_uploads, launch_options
from bot.page.machine import Data, Machine, documented
from bot.page.moves import ADDING, MOVES
from bot.page.passwords import Passwords
from bot.page.screen import Seat, draw
from bot.page.sent import Sent
from bot.page.shelf import Shelf
from bot.page.stubs import without_stubs
from bot.page.tools import Tools
from bot.page.visit import Visit
from bot.page.visitors import VISITOR
from bot.page.visits import Visits

with without_stubs():
    import gradio as gr

_IDLE_SECONDS = 24 * 3600  # a visitor's articles are forgotten after so long without an action
_ASKING: dict[str, Any] = {"concurrency_limit": 3, "concurrency_id": "asking"}
_QUEUED = 200
_LOOKING_SECONDS = 0.005
_KINDS = [".txt", ".md", ".html", ".htm", ".pdf", ".docx", ".eml", ".xml", ".rss", ".atom", ".jsonl", ".csv"]

Long = Callable[[Visit, Sent], Iterator[None]]


class Updates(dict[Any, Any]):
    """What an action changes: a new value by component. Components that are not in it stay as they are."""


class _Blocks(gr.Blocks):  # type: ignore[misc]  # gradio has no types
    """gradio's, but it makes no component anew for each one that an action leaves alone: that took 3 ms a step."""

    async def postprocess_data(self, block_fn: Any, predictions: Any, state: Any) -> list[Any]:
        """What the browser is told of each output: its new value, or that it stays."""
        if not isinstance(predictions, Updates):
            told: list[Any] = await super().postprocess_data(block_fn, predictions, state)
            return told
        for one in block_fn.outputs:
            if one.stateful and one in predictions:
                state[one._id] = predictions[one]
        return [None if one.stateful else predictions.get(one, {"__type__": "update"}) for one in block_fn.outputs]


class _Page:
    """The components, and what each action does to them. What belongs to a visitor is in their `Visit`."""

    def __init__(self, models: Models, shelf: Shelf) -> None:
        self.visits = Visits(shelf, idle_seconds=_IDLE_SECONDS)
        first = Visit(shelf)  # what a visitor sees who has done nothing yet
        drawn = draw(first)
        with _Blocks(
            title="Copydesk", analytics_enabled=False, fill_width=True, delete_cache=(3600, 3600)
        ) as self.blocks:
            self.seat = gr.State(None, time_to_live=_IDLE_SECONDS)
            self.bridge = gr.HTML(masthead_html(), elem_id="top", js_on_load=script(), apply_default_css=False)
            with gr.Row(elem_id="desk", equal_height=False):
                self.parts = {"library": _part("library", drawn["library"])}
                with gr.Column(elem_id="work"):
                    self.parts["scope"] = _part("scope-part", drawn["scope"])
                    self.parts["talk"] = _part("talk", drawn["talk"])
                    _part("composer", composer_html())
                    self.parts["views"] = _part("views", drawn["views"])
                with gr.Column(elem_id="article"):
                    self.parts["sheet"] = _part("sheet", drawn["sheet"])
                    self.parts["strip"] = _part("strip", drawn["strip"])
            self.upload = gr.UploadButton("Choose files", elem_id="upload", file_count="multiple", file_types=_KINDS)
            self.outbox = _part("outbox", "")
            self._connect()
            for function in Machine(models, shelf.library).functions():
                self._offer(function)
        self.blocks.queue(api_open=False, max_size=_QUEUED)
        _calm(self.blocks._queue)

    def _connect(self) -> None:
        """Tie what the page's script sends to functions, none of which is an endpoint for programs."""
        hidden: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden", "trigger_mode": "multiple"}
        asking = hidden | _ASKING
        moving = hidden | {"concurrency_limit": 16, "concurrency_id": "moving"}
        shown = [self.seat, *self.parts.values()]
        self.bridge.order(self._order, [self.seat], shown, **asking)
        self.bridge.move(self._move, [self.seat], shown, **moving)
        self.bridge.bring(self._bring, [self.seat], shown, **moving)
        self.bridge.arrive(self._arrive, [self.seat], shown, **moving)
        self.bridge.take(self._take, [self.seat], [self.outbox], **moving)
        self.upload.upload(self._bring_files, [self.seat, self.upload], shown, **moving)

    def _offer(self, function: Callable[..., Data]) -> None:
        """Make a function an endpoint for programs, documented as its docstring says."""
        about, arguments = documented(function)
        endpoint = gr.api(_told(function), api_description=about, **_ASKING)
        for argument, label in zip(self.blocks.fns[endpoint["id"]].inputs, arguments.values(), strict=True):
            argument.label = label

    def _order(self, seat: Seat | None, event: gr.EventData, request: gr.Request) -> Iterator[Updates]:
        """Ask, summarise, check, compare: what takes models."""
        yield from self._steps(seat, event, request, ORDERS)

    def _bring(self, seat: Seat | None, event: gr.EventData, request: gr.Request) -> Iterator[Updates]:
        """Read or keep articles."""
        yield from self._steps(seat, event, request, ADDING)

    def _bring_files(self, seat: Seat | None, files: Sequence[str] | None, request: gr.Request) -> Iterator[Updates]:
        """Read files that gradio has received, and keep none of them: the paths are its own, not the visitor's."""
        seat, visit = self._seated(seat, Sent(None), request)
        received = [Path(file) for file in files or ()]
        try:
            for _ in visit.adding.read(received):
                yield self._seen(seat, visit)
        finally:
            forget_uploads(received, Path(gr.utils.get_upload_folder()))

    def _steps(
        self, seat: Seat | None, event: gr.EventData, request: gr.Request, known: dict[str, Long]
    ) -> Iterator[Updates]:
        sent = Sent(event._data)
        seat, visit = self._seated(seat, sent, request)
        work = known.get(sent.text("do"))
        for _ in work(visit, sent) if work else ():
            yield self._seen(seat, visit)

    def _move(self, seat: Seat | None, event: gr.EventData, request: gr.Request) -> Updates:
        sent = Sent(event._data)
        seat, visit = self._seated(seat, sent, request)
        if move := MOVES.get(sent.text("do")):
            move(visit, sent)
        return self._seen(seat, visit)

    def _arrive(self, seat: Seat | None, event: gr.EventData, request: gr.Request) -> Updates:
        """A window was reloaded: show what it showed, if its visit is still there."""
        _, visit = self._seated(seat, Sent(event._data), request)
        return self._seen(Seat(visit), visit)

    def _take(self, seat: Seat | None, event: gr.EventData, request: gr.Request) -> Updates:
        """Hand out the conversation as a file, within the page."""
        sent = Sent(event._data)
        _, visit = self._seated(seat, sent, request)
        return Updates({self.outbox: export_html(visit, sent.text("kind"))})

    def _seated(self, seat: Seat | None, sent: Sent, request: gr.Request) -> tuple[Seat, Visit]:
        """The seat and its visit; a new seat in front of the visit that the window names, or of a new one, if none."""
        visit = seat.visit if seat else None
        if seat is None or visit is None:
            owner = _owner(request)
            visit = self.visits.find(sent.text("visit"), owner) or self.visits.begin(owner)
            seat = Seat(visit)
        return seat, visit

    def _seen(self, seat: Seat, visit: Visit) -> Updates:
        self.visits.used(visit)
        return Updates({self.seat: seat} | {self.parts[name]: html for name, html in seat.changes().items()})


def _owner(request: gr.Request) -> str:
    """Whose request it is: the account and the browser."""
    return str(request.request.scope.get(VISITOR, ""))


def _calm(queue: Any) -> None:
    """Let gradio's queue do nothing that this page has no use for.

    It looks a thousand times a second whether something can begin, and a hundred times how far things are; before
    each event it tells everybody who waits how many wait; after each it sums up all past ones for a page that is off.
    """
    queue.sleep_when_free = _LOOKING_SECONDS
    queue.progress_update_sleep_when_free = 1.0
    queue.broadcast_estimations = lambda *_: None
    queue.ANAYLTICS_CACHE_FREQUENCY = 10**12


def _part(name: str, html: str) -> gr.HTML:
    return gr.HTML(html, elem_id=name, js_on_load=None, apply_default_css=False)


def build_app(models: Models, shelf: Shelf | None = None) -> gr.Blocks:
    """The page, not yet served. All visitors share the models; each finds what is on the shelf, else the samples."""
    return _Page(models, Shelf(models) if shelf is None else shelf).blocks


def serve(
    blocks: gr.Blocks,
    host: str = "127.0.0.1",
    port: int = 7860,
    trusted_hosts: Collection[str] = (),
    passwords: Passwords | None = None,
    tools: Tools | None = None,
) -> None:
    """Open the port and return while a thread serves the page. Nothing is shared, fetched or reported.

    Args:
        blocks: of `build_app`.
        host, port: where to listen.
        trusted_hosts: names, besides "localhost" and addresses, by which browsers may call this server.
        passwords: who may come in; None for everybody.
        tools: to be offered over MCP too.

    Raises:
        OSError: the port is taken.
    """
    blocks.launch(
        server_name=host,
        server_port=port,
        blocked_paths=blocked_paths(Path(gr.utils.get_upload_folder()), Path.cwd(), Path(__file__).parent),
        favicon_path=str(resources.files("bot.page") / "favicon.svg"),
        theme=_theme(),
        head=f"{FONTS}<style>{stylesheet()}</style>",
        **launch_options(blocks, (*trusted_hosts, host), passwords, tools),
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """What `copydesk serve` does: serve the page until interrupted."""
    return cli.main(["serve", *(sys.argv[1:] if arguments is None else arguments)])


def _told(function: Callable[..., Data]) -> Callable[..., Data]:
    """The function for gradio, which shows a program the message of its own kind of error and of no other."""

    @functools.wraps(function)
    def telling(*arguments: Any) -> Data:
        try:
            return function(*arguments)
        except CopydeskError as error:
            raise gr.Error(str(error), print_exception=False) from error

    return telling


def _theme() -> gr.Theme:
    """A theme whose fonts are the reader's own."""
    sans = ["Helvetica Neue", "Segoe UI", "Noto Sans", "Liberation Sans", "Arial", "sans-serif"]
    mono = ["SFMono-Regular", "Consolas", "Liberation Mono", "monospace"]
    return gr.themes.Base(font=sans, font_mono=mono)


if __name__ == "__main__":
    raise SystemExit(main())
