"""A library by its place: a folder, or the URL of a PostgreSQL server; and the way from one to another."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bot.archive.postgres.sharded import open_server
from bot.archive.ready import Library, Model
from bot.archive.sqlite import SqliteArchive
from bot.archive.verify import Progress
from embeddings import Encoder

_SERVERS = ("postgresql://", "postgres://")
_BATCH = 16  # articles in a transaction


def on_server(place: Path | str) -> bool:
    """Whether a place is the URL of a server."""
    return str(place).startswith(_SERVERS)


def open_archive(place: Path | str, load_encoder: Callable[[], Encoder]) -> Library:
    """The library at a place; a folder is made if it is missing, and a server leads to all that it has joined.

    Raises:
        ArchiveError: it cannot be used.
        MissingPackageError: it is on a server, and the extra `postgres` is not installed.
    """
    if on_server(place):
        return open_server(str(place), load_encoder)
    return SqliteArchive(place, load_encoder)


def migrate(source: Library, target: Library, model: Model, progress: Progress | None = None) -> int:
    """Copy all articles, their versions and collections. It may be stopped and done again.

    Args:
        source: stays as it is.
        target: what it holds already stays as it is.
        model: the target's; the source's vectors are copied where they are of the same, else made anew.
        progress: told how many current articles of how many are done.

    Returns:
        How many articles were looked at, older versions among them.
    """
    entries = source.entries()
    same = source.model() == model
    looked = 0
    for first in range(0, len(entries), _BATCH):
        some = entries[first : first + _BATCH]
        ids = [version for one in some for version in source.versions(one.id)]
        if same:
            target.add_ready(source.ready(ids), model)
        else:
            target.add_many([source.get(one) for one in ids])
        for name in sorted({name for one in some for name in one.collections}):
            target.collect(name, [one.id for one in some if name in one.collections])
        looked += len(ids)
        if progress is not None:
            progress(first + len(some), len(entries))
    return looked
