"""The `copydesk` command. It exits with 0 where the articles answer, 1 where they do not say, 2 on an error.

`chat` exits as its last question does.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from bot import serve_cli
from bot.embed_cli import add_embed
from bot.evidence_cli import add_export, add_verify_evidence, write_evidence
from bot.generator_cli import add_generator, generator_of
from bot.library_cli import add_commands, add_library, filters_of, open_desk
from bot.upkeep_cli import add_upkeep

if TYPE_CHECKING:
    from bot.assistant import Assistant
    from bot.reply import Reply

ANSWERED, NOT_SAID, FAILED = 0, 1, 2

_EPILOG = """\
examples:
  copydesk ask report.txt "how many engineers were deployed"
  copydesk summarise morning.txt evening.txt --sentences 5 --focus "the casualties"
  pbpaste | copydesk ask - "who won"
  copydesk chat report.pdf https://paper.example/story clippings/
  copydesk timeline clippings/ --plot timeline.svg
  copydesk check draft.txt --against report.txt notes.pdf
  copydesk add morning/ --library desk --collection harbour
  copydesk ask --library desk --since 2025-12-01 "who was hurt" --export hurt.docx
  copydesk embed archive.jsonl.gz --to desk --workers 3
  copydesk verify-evidence hurt.docx --library desk
  copydesk summarise morning.txt --model models/small-instruct
  copydesk serve --library desk

exit status: 0 answered, 1 the articles do not say, 2 an error; of `check`: 0 all supported, 1 something is flagged
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command.

    Args:
        argv: the arguments; None for those of the process.

    Returns:
        The exit status: 0 answered, 1 the articles do not say, 2 an error.
    """
    options = _parser().parse_args(argv)
    # Now, not at the top: `copydesk --help` shall not wait for the models' libraries.
    from bot.errors import CopydeskError  # noqa: PLC0415

    _print_whatever_the_screen_can()
    try:
        status: int = options.run(options)
        sys.stdout.flush()
    except CopydeskError as error:
        print(f"copydesk: {error}", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return _end_without_a_reader()
    return status


def _end_without_a_reader() -> int:
    """Whoever read the output has gone, as `head` does; let Python not complain again while it ends."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 141


def _print_whatever_the_screen_can() -> None:
    """Show "?" for a character that the terminal's encoding lacks, rather than end in an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="copydesk",
        description="Ask news articles, and see the paragraph that proves each answer. Nothing leaves this machine,\n"
        "unless you name an --endpoint to send it to.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    verbs = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    for verb in (_ask_parser(verbs), _summarise_parser(verbs), *_other_parsers(verbs)):
        verb.add_argument("--json", action="store_true", help="print JSON with exact character offsets")
        add_export(verb)
        add_library(verb, required=False)
        add_generator(verb)
        verb.set_defaults(verb=verb)
    add_verify_evidence(verbs)
    add_commands(verbs)
    add_embed(verbs)
    add_upkeep(verbs)
    serve_cli.add_commands(verbs)
    return parser


def _ask_parser(verbs: Any) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = verbs.add_parser("ask", help="answer one question from articles")
    parser.add_argument("files", nargs="*", metavar="FILE", help='file, folder, link or feed; "-" for standard input')
    parser.add_argument("question", help="in English, in quotation marks")
    parser.set_defaults(run=_ask)
    return parser


def _summarise_parser(verbs: Any) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = verbs.add_parser(
        "summarise", aliases=["summarize"], help="summarise articles, each sentence cited"
    )
    parser.add_argument("files", nargs="*", metavar="FILE", help='file, folder, link or feed; "-" for standard input')
    length = parser.add_mutually_exclusive_group()
    length.add_argument("--sentences", type=int, default=3, metavar="N", help="at most so many (default: 3)")
    length.add_argument("--words", type=int, metavar="N", help="at most so many words, in whole sentences")
    length.add_argument("--points", type=int, metavar="N", help="so many key points, the weightiest first")
    length.add_argument("--headline", action="store_true", help="one line that says what happened")
    parser.add_argument("--focus", metavar="TEXT", help='what it should be about, such as "the casualties"')
    parser.set_defaults(run=_summarise)
    return parser


def _other_parsers(verbs: Any) -> tuple[argparse.ArgumentParser, ...]:
    """Those of `chat`, `timeline` and `check`."""
    chat = verbs.add_parser("chat", help="ask one question after another; an empty line or Ctrl-D ends it")
    chat.add_argument("files", nargs="*", metavar="FILE", help="file, folder, link or feed")
    chat.set_defaults(run=_chat)

    timeline = verbs.add_parser("timeline", help="dated events in order, each with the sentence that tells it")
    timeline.add_argument("files", nargs="*", metavar="FILE", help='file, folder, link or feed; "-" for standard input')
    timeline.add_argument("--plot", metavar="FILE.svg", help="draw them there too, for a browser")
    timeline.set_defaults(run=_timeline)

    check = verbs.add_parser("check", help="check a draft against articles, sentence by sentence")
    check.add_argument("draft", metavar="DRAFT", help='the draft\'s file; "-" for standard input')
    check.add_argument("--against", nargs="+", default=[], dest="files", metavar="FILE", help="articles, as for `ask`")
    check.set_defaults(run=_check)
    return chat, timeline, check


def _ask(options: argparse.Namespace) -> int:
    desk = _desk(options)
    reply = desk.answer(options.question, filters=filters_of(options))
    write_evidence([reply], options.export)
    return _show(reply, desk, options)


def _summarise(options: argparse.Namespace) -> int:
    desk, filters = _desk(options), filters_of(options)
    if options.headline:
        reply = desk.headline(filters=filters)
    elif options.points is not None:
        reply = desk.points(count=options.points, focus=options.focus, filters=filters)
    else:
        reply = desk.summarise(sentences=options.sentences, focus=options.focus, filters=filters, words=options.words)
    write_evidence([reply], options.export)
    return _show(reply, desk, options)


def _timeline(options: argparse.Namespace) -> int:
    from bot.render import plain, timeline_text  # noqa: PLC0415  as in `main`
    from bot.render_data import timeline_data  # noqa: PLC0415  as in `main`
    from bot.timeline_plot import timeline_svg, write_plot  # noqa: PLC0415

    desk, filters = _desk(options), filters_of(options)
    events = desk.timeline(filters=filters)
    articles = {entry.id: desk.article(entry.id) for entry in desk.entries(filters)}
    if options.plot:
        write_plot(timeline_svg(events, articles), options.plot)
    if options.json:
        print(json.dumps(timeline_data(events, articles), ensure_ascii=False, indent=2))
    else:
        print(timeline_text(events, articles, _coloured if sys.stdout.isatty() else plain))
    return ANSWERED if events else NOT_SAID


def _check(options: argparse.Namespace) -> int:
    from pathlib import Path  # noqa: PLC0415  as in `main`

    from bot.copycheck.draft import read_draft  # noqa: PLC0415
    from bot.render import plain  # noqa: PLC0415
    from bot.render_data import review_data  # noqa: PLC0415
    from bot.render_review import review_text  # noqa: PLC0415

    desk = _desk(options)
    draft = read_draft(sys.stdin.buffer if options.draft == "-" else Path(options.draft))
    review = desk.check(draft, filters=filters_of(options))
    cited = {one.article_id for checked in review.sentences for one in checked.citations}
    articles = {one: desk.article(one) for one in sorted(cited)}
    if options.json:
        print(json.dumps(review_data(review, articles), ensure_ascii=False, indent=2))
    else:
        print(review_text(review, articles, _coloured if sys.stdout.isatty() else plain))
    return NOT_SAID if review.flagged else ANSWERED


def _chat(options: argparse.Namespace) -> int:
    from bot.errors import CopydeskError  # noqa: PLC0415  as in `main`

    desk, filters = _desk(options), filters_of(options)
    talk = desk.conversation(filters=filters)
    status, replies = FAILED, []
    for question in _questions([entry.title for entry in desk.entries(filters)]):
        try:
            replies.append(talk.ask(question))
            status = _show(replies[-1], desk, options)
        except CopydeskError as error:
            status = FAILED
            print(f"copydesk: {error}", file=sys.stderr)
    write_evidence(replies, options.export)
    return status


def _questions(titles: list[str]) -> list[str] | _Prompt:
    """The lines of standard input until an empty one; with a prompt where a person types them."""
    if not sys.stdin.isatty():
        return [line.strip() for line in sys.stdin if line.strip()]
    print("\n".join(f"Loaded: {title or 'an article without a headline'}" for title in titles))
    return _Prompt()


class _Prompt:
    """Iterates over the questions that a person types."""

    def __iter__(self) -> _Prompt:
        return self

    def __next__(self) -> str:
        try:
            question = input("\n? ").strip()
        except EOFError:
            question = ""
        if not question:
            raise StopIteration
        return question


def _desk(options: argparse.Namespace) -> Assistant:
    from pathlib import Path  # noqa: PLC0415  as in `main`

    from bot.assistant import Assistant  # noqa: PLC0415
    from bot.ingest import Refused, read_articles, read_stream  # noqa: PLC0415

    if bool(options.files) == bool(options.library):
        options.verb.error("name either files or a --library")
    generator = generator_of(options)
    if options.library:
        return open_desk(options, generator)
    desk = Assistant(generator=generator)
    for source in options.files:
        place = source if "://" in source else Path(source)
        found = read_stream(sys.stdin.buffer, "standard input") if source == "-" else read_articles(place)
        for item in found:
            if isinstance(item, Refused):
                print(f"copydesk: left out {item.source}: {item.error}", file=sys.stderr)
            else:
                desk.add(item)
    return desk


def _show(reply: Reply, desk: Assistant, options: argparse.Namespace) -> int:
    from bot.render import plain, reply_text  # noqa: PLC0415  as in `main`
    from bot.render_data import reply_data  # noqa: PLC0415  as in `main`

    cited = {one.article_id for one in (*reply.citations, *reply.answers, reply.nearest) if one}
    several = [one.id for one in desk.archive.entries(filters_of(options), 2)]  # "the article" or "the articles"
    articles = {one: desk.article(one) for one in dict.fromkeys([*cited, *several])}
    if options.json:
        print(json.dumps(reply_data(reply, articles), ensure_ascii=False, indent=2))
    else:
        print(reply_text(reply, articles, _coloured if sys.stdout.isatty() else plain))
    return NOT_SAID if reply.abstained else ANSWERED


def _coloured(text: str, kind: str) -> str:
    codes = {"answer": "1;32", "source": "2", "refusal": "1;33", "supported": "32", "flagged": "1;31"}
    return f"\x1b[{codes[kind]}m{text}\x1b[0m" if kind in codes else text


if __name__ == "__main__":
    sys.exit(main())
