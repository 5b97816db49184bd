"""The page in the browser: `build_app` draws it, `serve` opens the port. What it says and shows is made in `bot`."""

from __future__ import annotations

import argparse
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

import gradio as gr
from starlette.middleware import Middleware

from bot.errors import ArchiveError
from bot.models import Models
from bot.page.asking import ORDERS
from bot.page.assets import Assets, script, stylesheet
from bot.page.export import export_html
from bot.page.frame import FONTS, composer_html, masthead_html
from bot.page.guard import Guard
from bot.page.moves import ADDING, MOVES
from bot.page.screen import Seat, draw
from bot.page.sent import Sent
from bot.page.shelf import EditedShelf, LibraryShelf, Shelf
from bot.page.visit import Offers, Visit
from bot.page.visits import Visits

_IDLE_SECONDS = 24 * 3600  # a visitor's articles are forgotten after so long without an action
_ASKING_AT_ONCE = 4
_QUEUED = 200
_UPLOAD = "8mb"
_KINDS = [".txt", ".md", ".html", ".htm", ".pdf", ".docx", ".eml", ".xml", ".rss", ".atom", ".jsonl", ".csv"]

Updates = dict[Any, Any]
Long = Callable[[Visit, Sent], Iterator[None]]


class _Page:
    """The components, and what each action does to them. What belongs to a visitor is in their `Visit`."""

    def __init__(self, shelf: Shelf) -> None:
        self.visits = Visits(shelf, idle_seconds=_IDLE_SECONDS)
        first = Visit(shelf)  # what a visitor sees who has done nothing yet
        offers, drawn = Offers.of(first.desk), draw(first)
        with gr.Blocks(
            title="Copydesk", analytics_enabled=False, fill_width=True, delete_cache=(3600, 3600)
        ) as self.blocks:
            self.seat = gr.State(None, time_to_live=_IDLE_SECONDS)
            self.bridge = gr.HTML(masthead_html(offers), elem_id="top", js_on_load=script(), apply_default_css=False)
            with gr.Row(elem_id="desk", equal_height=False):
                self.parts = {"library": _part("library", drawn["library"])}
                with gr.Column(elem_id="work"):
                    self.parts["scope"] = _part("scope-part", drawn["scope"])
                    self.parts["talk"] = _part("talk", drawn["talk"])
                    _part("composer", composer_html(offers))
                    self.parts["views"] = _part("views", drawn["views"])
                with gr.Column(elem_id="article"):
                    self.parts["sheet"] = _part("sheet", drawn["sheet"])
                    self.parts["strip"] = _part("strip", drawn["strip"])
            self.upload = gr.UploadButton("Choose files", elem_id="upload", file_count="multiple", file_types=_KINDS)
            self.outbox = _part("outbox", "")
            self._connect()
        self.blocks.queue(api_open=False, max_size=_QUEUED)
        # For its monitoring page, which is off, gradio would sum up all past events with pandas after each one.
        self.blocks._queue.ANAYLTICS_CACHE_FREQUENCY = 10**12

    def _connect(self) -> None:
        """Tie what the page's script sends to functions, none of which is an endpoint for programs."""
        hidden: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden", "trigger_mode": "multiple"}
        asking = hidden | {"concurrency_limit": _ASKING_AT_ONCE, "concurrency_id": "asking"}
        moving = hidden | {"concurrency_limit": 16, "concurrency_id": "moving"}
        shown = [self.seat, *self.parts.values()]
        self.bridge.order(self._order, [self.seat], shown, **asking)
        self.bridge.move(self._move, [self.seat], shown, **moving)
        self.bridge.bring(self._bring, [self.seat], shown, **moving)
        self.bridge.arrive(self._arrive, [self.seat], shown, **moving)
        self.bridge.take(self._take, [self.seat], [self.outbox], **moving)
        self.upload.upload(self._bring_files, [self.seat, self.upload], shown, **moving)

    def _order(self, seat: Seat | None, event: gr.EventData) -> Iterator[Updates]:
        """Ask, summarise, check, compare: what takes models."""
        yield from self._steps(seat, event, ORDERS)

    def _bring(self, seat: Seat | None, event: gr.EventData) -> Iterator[Updates]:
        """Read or keep articles."""
        yield from self._steps(seat, event, ADDING)

    def _bring_files(self, seat: Seat | None, files: Sequence[str] | None) -> Iterator[Updates]:
        """Read files that gradio has received: the paths are its own, not the visitor's."""
        seat = seat or Seat(self.visits.begin())
        for _ in seat.visit.adding.read([Path(file) for file in files or ()]):
            yield self._seen(seat)

    def _steps(self, seat: Seat | None, event: gr.EventData, known: dict[str, Long]) -> Iterator[Updates]:
        sent = Sent(event._data)
        seat = seat or Seat(self.visits.begin())
        work = known.get(sent.text("do"))
        for _ in work(seat.visit, sent) if work else ():
            yield self._seen(seat)

    def _move(self, seat: Seat | None, event: gr.EventData) -> Updates:
        sent = Sent(event._data)
        seat = seat or Seat(self.visits.begin())
        if move := MOVES.get(sent.text("do")):
            move(seat.visit, sent)
        return self._seen(seat)

    def _arrive(self, seat: Seat | None, event: gr.EventData) -> Updates:
        """A window was reloaded: show what it showed, if its visit is still there."""
        visit = self.visits.find(Sent(event._data).text("visit"))
        seat = Seat(visit or (seat.visit if seat else self.visits.begin()))
        return self._seen(seat)

    def _take(self, seat: Seat | None, event: gr.EventData) -> Updates:
        """Hand out the conversation as a file, within the page."""
        return {self.outbox: export_html(seat.visit, Sent(event._data).text("kind")) if seat else ""}

    def _seen(self, seat: Seat) -> Updates:
        self.visits.used(seat.visit)
        return {self.seat: seat} | {self.parts[name]: html for name, html in seat.changes().items()}


def _part(name: str, html: str) -> gr.HTML:
    return gr.HTML(html, elem_id=name, js_on_load=None, apply_default_css=False)


def build_app(models: Models, shelf: Shelf | None = None) -> gr.Blocks:
    """The page, not yet served; `serve` does that.

    Args:
        models: shared by all visitors. Everything else belongs to one visitor alone.
        shelf: what visitors find; None for the samples.
    """
    return _Page(shelf or Shelf(models)).blocks


def serve(blocks: gr.Blocks, host: str = "127.0.0.1", port: int = 7860, trusted_hosts: Collection[str] = ()) -> None:
    """Open the port and return while a thread serves the page. Nothing is shared, fetched or reported.

    Args:
        blocks: of `build_app`.
        host: the address to listen on.
        port: the port to listen on.
        trusted_hosts: names, besides "localhost" and addresses, by which browsers may call this server.

    Raises:
        OSError: the port is taken.
    """
    guard = Middleware(Guard, hosts=frozenset(name.lower() for name in (*trusted_hosts, host)))
    blocks.launch(
        server_name=host,
        server_port=port,
        prevent_thread_lock=True,
        quiet=True,
        share=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        run_history=False,
        show_error=False,
        enable_monitoring=False,
        strict_cors=True,
        max_file_size=_UPLOAD,
        blocked_paths=_blocked_paths(),
        state_session_capacity=2_000,
        footer_links=[],
        favicon_path=str(resources.files("bot.page") / "favicon.svg"),
        app_kwargs={
            "middleware": [guard, Middleware(Assets)],
            "docs_url": None,
            "redoc_url": None,
            "openapi_url": None,
        },
        theme=_theme(),
        head=f"{FONTS}<style>{stylesheet()}</style>",
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve the page until interrupted."""
    parser = argparse.ArgumentParser(prog="copydesk web", description="Open Copydesk's page in the browser.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    parser.add_argument("--port", type=int, default=7860, help="port to listen on (default: 7860)")
    parser.add_argument("--trust-host", action="append", default=[], metavar="NAME", help="answer to this name too")
    parser.add_argument("--library", type=Path, metavar="DIR", help="show this library; what visitors add is their own")
    parser.add_argument("--edit", action="store_true", help="let visitors add to the library and remove from it")
    options = parser.parse_args(arguments)
    if options.edit and options.library is None:
        parser.error("--edit needs a --library")
    try:
        shelf = _shelf(Models(), options.library, EditedShelf if options.edit else LibraryShelf)
    except ArchiveError as error:
        print(f"copydesk: {error}")
        return 1
    page = _Page(shelf)
    threading.Thread(target=shelf.warm_up, name="warm-up", daemon=True).start()
    try:
        serve(page.blocks, options.host, options.port, options.trust_host)
    except OSError as error:
        print(f"Port {options.port} cannot be opened on {options.host}: {error}. Choose another with --port.")
        return 1
    print(f"Copydesk is at http://{options.host}:{options.port} (Ctrl+C ends it)", flush=True)
    page.blocks.block_thread()
    return 0


def _blocked_paths() -> list[str]:
    """Folders that no request may name, the working directory first; not one that uploads pass through."""
    uploads = Path(gr.utils.get_upload_folder()).resolve()
    folders = (Path.cwd(), Path(__file__).resolve().parent)
    return [str(folder) for folder in folders if not uploads.is_relative_to(folder)]


def _theme() -> gr.Theme:
    """A theme whose fonts are the reader's own."""
    sans = ["Helvetica Neue", "Segoe UI", "Noto Sans", "Liberation Sans", "Arial", "sans-serif"]
    mono = ["SFMono-Regular", "Consolas", "Liberation Mono", "monospace"]
    return gr.themes.Base(font=sans, font_mono=mono)


def _shelf(models: Models, folder: Path | None, kind: type[LibraryShelf]) -> Shelf:
    return Shelf(models) if folder is None else kind(models, folder)


if __name__ == "__main__":
    raise SystemExit(main())
