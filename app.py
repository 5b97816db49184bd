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
from bot.page.html import BACK, MASTHEAD, article_html, examples_html, notice_html
from bot.page.launching import blocked_paths, launch_options
from bot.page.machine import Data, Machine, documented
from bot.page.messages import pending_html
from bot.page.passwords import Passwords
from bot.page.shelf import Shelf
from bot.page.stubs import without_stubs
from bot.page.tools import Tools
from bot.page.visit import Visit, first_message
from bot.suggestions import suggest_questions

with without_stubs():
    import gradio as gr

_IDLE_SECONDS = 24 * 3600  # a visitor's articles are forgotten after so long without an action
_ASKING: dict[str, Any] = {"concurrency_limit": 4, "concurrency_id": "asking"}
_QUEUED = 200
_KINDS = [".txt", ".md", ".html", ".htm", ".pdf", ".docx", ".eml", ".xml", ".rss", ".atom", ".jsonl", ".csv"]
_STYLES = ("style.css", "talk.css", "article.css", "narrow.css")

Updates = dict[Any, Any]


class _Page:
    """The components, and what each action does to them. What belongs to a visitor is in their `Visit`."""

    def __init__(self, models: Models, shelf: Shelf) -> None:
        self.shelf = shelf
        with gr.Blocks(
            title="Copydesk", analytics_enabled=False, fill_width=True, delete_cache=(3600, 3600)
        ) as self.blocks:
            self.visit = gr.State(None, time_to_live=_IDLE_SECONDS)
            gr.HTML(MASTHEAD, js_on_load=None, apply_default_css=False)
            with gr.Row(elem_id="desk", equal_height=False):
                with gr.Column(elem_id="talk-pane"):
                    self._draw_conversation()
                with gr.Column(elem_id="article-pane"):
                    self._draw_article()
            gr.HTML(BACK, js_on_load=None, apply_default_css=False)
            self._connect()
            for function in Machine(models, shelf.library).functions():
                self._offer(function)
        self.blocks.queue(api_open=False, max_size=_QUEUED)
        # For its monitoring page, which is off, gradio would sum up all past events with pandas after each one.
        self.blocks._queue.ANAYLTICS_CACHE_FREQUENCY = 10**12

    def _draw_conversation(self) -> None:
        self.talk = gr.Chatbot(
            [first_message(self.shelf.count)],
            elem_id="talk",
            label="Conversation",
            show_label=False,
            container=False,
            height=None,
            layout="panel",
            buttons=[],
            feedback_options=None,
            latex_delimiters=[],
            allow_file_downloads=False,
            group_consecutive_messages=False,
        )
        examples = examples_html(suggest_questions(self.shelf.articles[0]) if self.shelf.articles else ())
        self.examples = gr.HTML(examples, elem_id="examples", js_on_load=_asset("examples.js"), apply_default_css=False)
        self.question = gr.Textbox(
            elem_id="question",
            label="Question",
            show_label=False,
            container=False,
            placeholder="Ask the articles …",
            lines=1,
            max_lines=5,
            submit_btn="Ask",
            html_attributes=gr.InputHTMLAttributes(enterkeyhint="send", autocomplete="off"),
        )
        with gr.Row(elem_id="asking"):
            self.summarise = gr.Button("Summarise this article", elem_id="summarise", size="sm", min_width=0)
            self.only = gr.Checkbox(
                True, label="Ask only the article shown", elem_id="only", container=False, min_width=0
            )

    def _draw_article(self) -> None:
        first = next(iter(self.shelf.articles), None)
        own = self.shelf.library is None
        with gr.Row(elem_id="shelf", equal_height=True):
            self.picker = gr.Dropdown(
                self.shelf.choices(),
                value=first and first.id,
                label="Article",
                show_label=False,
                container=False,
                elem_id="picker",
                scale=1,
            )
            self.remove = gr.Button(
                "Remove", elem_id="remove", size="sm", scale=0, min_width=0, visible=not self.shelf.library
            )
        with gr.Accordion("+ Add an article", open=False, elem_id="add", visible=own) as self.adding:
            self.pasted = gr.Textbox(
                elem_id="pasted",
                label="Text of an article, or a link",
                show_label=False,
                container=False,
                placeholder="Paste the article here, headline, date and byline too; or a link to it.",
                lines=6,
                max_lines=10,
            )
            with gr.Row(elem_id="adding"):
                self.paste = gr.Button("Add", elem_id="paste", size="sm", scale=0, min_width=0)
                self.upload = gr.UploadButton(
                    "Upload files",
                    elem_id="upload",
                    size="sm",
                    scale=0,
                    min_width=0,
                    file_count="multiple",
                    file_types=_KINDS,
                )
        self.notice = gr.HTML("", elem_id="notice", js_on_load=None, apply_default_css=False)
        script = _asset("page.js")
        self.sheet = gr.HTML(article_html(first), elem_id="sheet", js_on_load=script, apply_default_css=False)

    def _connect(self) -> None:
        """Tie actions to functions, none of which is an endpoint for programs."""
        hidden: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
        asking = hidden | _ASKING
        moving = hidden | {"concurrency_limit": 16, "concurrency_id": "moving"}
        desk = [self.visit, self.picker, self.sheet, self.examples, self.notice]
        talk = [*desk, self.talk]
        question = [self.visit, self.question, self.only]
        self.question.submit(self._ask, question, [*talk, self.question], **asking)
        self.examples.click(self._ask_example, [self.visit], talk, **asking)
        self.summarise.click(self._summarise, [self.visit], talk, **asking)
        self.picker.input(self._show, [self.visit, self.picker], desk, **moving)
        self.sheet.click(self._follow, [self.visit], desk, **moving)
        self.remove.click(self._remove, [self.visit], talk, **moving)
        added = [*talk, self.adding, self.pasted]
        self.paste.click(self._add_text, [self.visit, self.pasted], added, **moving)
        self.upload.upload(self._add_files, [self.visit, self.upload], added, **moving)

    def _offer(self, function: Callable[..., Data]) -> None:
        """Make a function an endpoint for programs, documented as its docstring says."""
        about, arguments = documented(function)
        endpoint = gr.api(_told(function), api_description=about, **_ASKING)
        for argument, label in zip(self.blocks.fns[endpoint["id"]].inputs, arguments.values(), strict=True):
            argument.label = label

    def _ask(self, visit: Visit | None, question: str, only_shown: bool) -> Iterator[Updates]:
        steps = self._talk(visit, question, lambda desk: desk.answer(question, only_shown))
        yield next(steps) | {self.question: ""}
        yield from steps

    def _ask_example(self, visit: Visit | None, event: gr.EventData) -> Iterator[Updates]:
        """Ask a question drawn from the article shown, of that article."""
        question = _sent(event, "question")
        yield from self._talk(visit, question, lambda desk: desk.answer(question, only_shown=True))

    def _summarise(self, visit: Visit | None) -> Iterator[Updates]:
        yield from self._talk(visit, "Summarise this article", Visit.summarise)

    def _talk(self, visit: Visit | None, question: str, reply: Callable[[Visit], None]) -> Iterator[Updates]:
        """Show the question at once, then the reply."""
        fresh = visit is None
        visit = visit or Visit(self.shelf)
        visit.put(question)
        waiting = (
            "Reading …" if self.shelf.ready else "Reading … The first answer takes longer: the models are loading."
        )
        # A visitor who comes back after a day has a new desk: what the browser still shows of the old one goes.
        desk = self._desk(visit) if fresh else {}
        yield desk | {self.visit: visit, self.talk: visit.messages(pending_html(waiting))}
        reply(visit)
        yield {self.visit: visit, self.talk: visit.messages()}

    def _show(self, visit: Visit | None, article_id: str | None) -> Updates:
        visit = visit or Visit(self.shelf)
        visit.show(article_id or "")
        return self._desk(visit)

    def _follow(self, visit: Visit | None, event: gr.EventData) -> Updates:
        """Show the article of a citation that was clicked; the page's script then marks the words."""
        return self._show(visit, _sent(event, "article"))

    def _remove(self, visit: Visit | None) -> Updates:
        visit = visit or Visit(self.shelf)
        visit.remove()
        return self._desk(visit) | {self.talk: visit.messages()}

    def _add_text(self, visit: Visit | None, text: str) -> Updates:
        visit = visit or Visit(self.shelf)
        return self._added(visit, visit.add_text(text))

    def _add_files(self, visit: Visit | None, files: Sequence[str] | None) -> Updates:
        visit = visit or Visit(self.shelf)
        return self._added(visit, visit.add_files([Path(file) for file in files or ()]))

    def _added(self, visit: Visit, well: bool) -> Updates:
        panel = {self.adding: gr.Accordion(open=False), self.pasted: ""} if well else {}
        return self._desk(visit) | {self.talk: visit.messages()} | panel

    def _desk(self, visit: Visit) -> Updates:
        """Everything that depends on the article shown."""
        article = visit.article
        return {
            self.visit: visit,
            self.picker: gr.Dropdown(visit.choices(), value=visit.shown),
            self.sheet: article_html(article),
            self.examples: examples_html(suggest_questions(article) if article else ()),
            self.notice: notice_html(visit.notice),
        }


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
        head=f"<style>{''.join(map(_asset, _STYLES))}</style>",
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


def _asset(name: str) -> str:
    return (resources.files("bot.page") / name).read_text(encoding="utf-8")


def _sent(event: gr.EventData, key: str) -> str:
    """What the page's script sent with an event; the empty string where it is no text."""
    value = event._data.get(key) if isinstance(event._data, dict) else None
    return value if isinstance(value, str) else ""


if __name__ == "__main__":
    raise SystemExit(main())
