"""The commands that keep a library in order: `copydesk reindex`, `verify`, `migrate` and `join`."""

from __future__ import annotations

import argparse
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.library_cli import DONE, FAILED, place_of, require_library, shown

if TYPE_CHECKING:
    from bot.archive import SqliteArchive
    from embeddings import Encoder


def add_upkeep(verbs: Any) -> None:
    """Add this module's commands to the parser's."""
    reindex = verbs.add_parser("reindex", help="embed a library anew, with another model if one is given")
    reindex.add_argument("--encoder", metavar="MODEL", help="folder or hub name (default: the bundled model)")
    reindex.add_argument("--all", action="store_true", help="even where the model is the same")
    verify = verbs.add_parser("verify", help="check every row, offset and hash of a library; mend its index")
    move = verbs.add_parser("migrate", help="copy a library to another place; both stay, and it may be done again")
    move.add_argument("library", metavar="FROM", type=place_of, help="its folder, or postgresql://…")
    move.add_argument("target", metavar="TO", type=place_of, help="a folder, made if missing, or postgresql://…")
    move.add_argument("--encoder", metavar="MODEL", help="folder or hub name (default: the bundled model)")
    move.set_defaults(run=_migrate)
    joined = verbs.add_parser("join", help="make PostgreSQL servers one library, each with a part of it")
    joined.add_argument("urls", metavar="URL", nargs="+", help="of each; only the first may hold articles already")
    joined.set_defaults(run=_join)
    for verb, run in ((reindex, _reindex), (verify, _verify)):
        verb.add_argument(
            "--library", metavar="PLACE", type=place_of, required=True, help="its folder, or postgresql://…"
        )
        verb.set_defaults(run=run)


def _reindex(options: argparse.Namespace) -> int:
    from bot.library_progress import Progress  # noqa: PLC0415
    from embeddings import SentenceEncoder  # noqa: PLC0415

    encoder = SentenceEncoder(options.encoder)
    with closing(_library(options.library, encoder)) as archive, Progress("embedding") as progress:
        if options.all or archive.model() not in {None, (encoder.name, encoder.dimension)}:
            archive.reembed(encoder, progress)
        archive.rebuild_index()
        count = len(archive)
    print(f"{count:,} articles embedded by {encoder.name}")
    return DONE


def _verify(options: argparse.Namespace) -> int:
    from bot.library_progress import Progress  # noqa: PLC0415

    with closing(_library(options.library, None)) as archive, Progress("verifying") as progress:
        report = archive.verify(progress)
    for line in report.damage:
        print(f"damaged: {line}", file=sys.stderr)
    for line in report.repaired:
        print(f"mended: {line}")
    print(f"{report.articles:,} articles, {report.windows:,} vectors: {'sound' if report.sound else 'damaged'}")
    return DONE if report.sound else FAILED


def _migrate(options: argparse.Namespace) -> int:
    from bot.archive import migrate, open_archive  # noqa: PLC0415
    from bot.library_progress import Progress  # noqa: PLC0415
    from embeddings import SentenceEncoder  # noqa: PLC0415

    require_library(options.library)
    encoder = SentenceEncoder(options.encoder)
    with (
        closing(open_archive(options.library, lambda: encoder)) as source,
        closing(open_archive(options.target, lambda: encoder)) as target,
        Progress("migrating") as progress,
    ):
        migrate(source, target, (encoder.name, encoder.dimension), progress)
        count = len(target)
    print(f"{count:,} articles in {shown(options.target)}")
    return DONE


def _join(options: argparse.Namespace) -> int:
    from bot.archive.postgres.sharded import join  # noqa: PLC0415

    join(options.urls)
    print(f"{len(options.urls)} servers are one library; the address of any opens it")
    return DONE


def _library(place: Path | str, encoder: Encoder | None) -> SqliteArchive:
    """The library in a folder. None for the bundled model, loaded if something needs it."""
    from bot.archive import SqliteArchive  # noqa: PLC0415
    from bot.errors import ArchiveError  # noqa: PLC0415
    from embeddings import SentenceEncoder  # noqa: PLC0415

    require_library(place)
    if not isinstance(place, Path):
        raise ArchiveError(
            "This library is on a server.",
            "one in a folder.",
            "Check it with PostgreSQL's tools; migrate to embed anew.",
        )
    return SqliteArchive(place, SentenceEncoder if encoder is None else lambda: encoder)
