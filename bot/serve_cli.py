"""The commands that serve: `copydesk serve` and `copydesk passwd`."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.library_cli import place_of, require_library

if TYPE_CHECKING:
    from bot.models import Models
    from bot.page.shelf import Shelf

FAILED = 2

_SERVE = """\
Serve the page. Without --library each visitor has a desk of their own, with sample articles; with it, all of them ask
that library, and what one adds is theirs alone unless --edit lets them change it. Programs find ask, summarise, check
and search in Gradio's API, and with --mcp as tools.
"""
_PASSWD = "Let a person in at `copydesk serve --auth FILE`, or change their password; it is asked for, twice."


def add_commands(verbs: Any) -> None:
    """Add this module's commands to the parser's."""
    serve = verbs.add_parser("serve", help="open the page for browsers, and for programs", description=_SERVE)
    _add_serve(serve)
    serve.set_defaults(run=_serve)
    passwd = verbs.add_parser("passwd", help="keep the passwords for `serve --auth`", description=_PASSWD)
    passwd.add_argument("file", type=Path, metavar="FILE", help="made if missing, for its owner's eyes only")
    passwd.add_argument("name", metavar="NAME", help="up to 64 letters, digits and . _ - @")
    passwd.add_argument("--remove", action="store_true", help="let them in no longer")
    passwd.set_defaults(run=_passwd)


def _add_serve(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--library", metavar="PLACE", type=place_of, help="a library that all visitors ask")
    parser.add_argument("--edit", action="store_true", help="let visitors add to the library and remove from it")
    parser.add_argument("--encoder", metavar="MODEL", help="that made its vectors, if not the bundled one")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    parser.add_argument("--port", type=int, default=7860, help="port to listen on (default: 7860)")
    parser.add_argument("--trust-host", action="append", default=[], metavar="NAME", help="answer to this name too")
    parser.add_argument("--auth", metavar="FILE", type=Path, help="let in only whom `copydesk passwd FILE NAME` named")
    parser.add_argument("--mcp", action="store_true", help="offer the functions as MCP tools at /mcp too")


def _serve(options: argparse.Namespace) -> int:
    # Before torch is imported: visitors share the cores, and several threads for each would wait for one another.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    import app  # noqa: PLC0415 - gradio takes two seconds, which no other command shall wait for
    from bot.models import Models  # noqa: PLC0415
    from bot.page.machine import Machine  # noqa: PLC0415
    from bot.page.passwords import Passwords  # noqa: PLC0415
    from bot.page.tools import PATH, Tools  # noqa: PLC0415
    from bot.settings import Settings  # noqa: PLC0415
    from embeddings import InputError  # noqa: PLC0415

    if options.edit and not options.library:
        raise InputError("--edit was given without --library.", "a library to edit.", "Add --library DIR.")
    models = Models(Settings(encoder=options.encoder))
    passwords = Passwords(options.auth) if options.auth else None
    shelf = _shelf(options, models)
    tools = Tools(Machine(models, shelf.library)) if options.mcp else None
    blocks = app.build_app(models, shelf)
    try:
        app.serve(blocks, options.host, options.port, options.trust_host, passwords, tools)
    except OSError as error:
        why = error.strerror or "another program has it"  # gradio's own words tell of settings that are not ours
        message = f"Port {options.port} cannot be opened on {options.host}: {why}. Choose another with --port."
        print(f"copydesk: {message}", file=sys.stderr)
        return FAILED
    # Not before: the models' libraries would take the processor from the page, and it would come later.
    threading.Thread(target=shelf.warm_up, name="warm-up", daemon=True).start()
    address = f"http://{options.host}:{options.port}"
    print(f"Copydesk is at {address} (Ctrl+C ends it)" + (f"; MCP at {address}{PATH}" if tools else ""), flush=True)
    blocks.block_thread()
    return 0


def _shelf(options: argparse.Namespace, models: Models) -> Shelf:
    from bot.archive import open_archive  # noqa: PLC0415
    from bot.page.encoding import SharedEncoder  # noqa: PLC0415
    from bot.page.shelf import EditedShelf, LibraryShelf, Shelf  # noqa: PLC0415

    if options.library is None:
        return Shelf(models)
    require_library(options.library)
    encoder = SharedEncoder(lambda: models.encoder)
    archive = open_archive(options.library, lambda: encoder)
    return (EditedShelf if options.edit else LibraryShelf)(models, archive, encoder)


def _passwd(options: argparse.Namespace) -> int:
    from bot.errors import PasswordError  # noqa: PLC0415 - `copydesk --help` shall not wait for anything
    from bot.page.passwords import forget, set_password  # noqa: PLC0415

    if options.remove:
        forget(options.file, options.name)
        print(f"{options.name} is let in no longer.")
        return 0
    if sys.stdin.isatty():
        password, again = getpass.getpass("Password: "), getpass.getpass("Again: ")
    else:
        password, again = sys.stdin.readline().rstrip("\n"), sys.stdin.readline().rstrip("\n")
    if password != again:
        raise PasswordError("The two passwords differ.", "the same one twice.", "Type it again; nothing has changed.")
    set_password(options.file, options.name, password)
    print(f"{options.name} is let in by {options.file}.")
    return 0
