"""The command that fills a library with a whole archive by many workers: `copydesk embed`."""

from __future__ import annotations

import argparse
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.library_cli import DONE, FAILED, STOPPED, place_of, shown

if TYPE_CHECKING:
    from bot.ingest import Refused


def add_embed(verbs: Any) -> None:
    """Add this module's command to the parser's."""
    embed = verbs.add_parser(
        "embed", help="keep a whole archive in a library, read and embed it by many workers; goes on where it stopped"
    )
    embed.add_argument("sources", nargs="+", metavar="SOURCE", type=Path, help="file, folder, JSON Lines (.gz too)")
    embed.add_argument(
        "--to", metavar="LIBRARY", type=place_of, required=True, help="its folder, made if missing, or postgresql://…"
    )
    embed.add_argument("--workers", type=int, default=1, metavar="N", help="processes, a core and 0.5 GB each (1)")
    embed.add_argument("--address", metavar="CLUSTER", help="of a Ray cluster that runs (default: this machine alone)")
    embed.add_argument("--parts", metavar="FOLDER", type=Path, help="for what is made meanwhile (LIBRARY.parts)")
    embed.add_argument("--encoder", metavar="MODEL", help="folder or hub name (default: the bundled model)")
    embed.add_argument("--collection", metavar="NAME", help="put them into this collection too")
    embed.set_defaults(run=_embed)


def _embed(options: argparse.Namespace) -> int:
    from bot.archive import open_archive  # noqa: PLC0415 - `copydesk --help` shall not wait for numpy
    from bot.bulk import Job, Watch, fill  # noqa: PLC0415
    from bot.library_progress import Progress  # noqa: PLC0415
    from embeddings import SentenceEncoder  # noqa: PLC0415

    load = partial(SentenceEncoder, options.encoder)
    parts = options.parts or _parts_of(options.to)
    job = Job(tuple(options.sources), parts, options.workers, load, options.address, options.collection)
    status = DONE
    with closing(open_archive(options.to, load)) as library, Progress("embedding") as progress:

        def refuse(refused: Refused) -> None:
            nonlocal status
            status = FAILED
            progress.say(f"copydesk: {refused.source}: {refused.error}")

        try:
            added = fill(library, job, Watch(progress.step, refuse))
        except KeyboardInterrupt:
            progress.say(f"Stopped. Run it again to go on; what is done is in {parts} and in the library.")
            return STOPPED
        print(f"{added:,} added; {len(library):,} in {shown(options.to)}")
    return status


def _parts_of(place: Path | str) -> Path:
    """Beside a folder library, under its name; in the working folder for a server's."""
    if isinstance(place, Path):
        return place.with_name(f"{place.name}.parts")
    return Path(f"{place.rpartition('/')[2].partition('?')[0] or 'copydesk'}.parts")
