"""What workers leave between two steps: a folder of Parquet files, each there as a whole or not at all."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import Any

from bot.archive import Model, Ready
from bot.archive.rows import Window
from bot.article import Article
from bot.errors import MissingPackageError, PartsError
from bot.ingest import Refused
from bot.ingest.wire import as_data, from_data

_FORMAT = 1
_NOTE = "embedding.json"


class Parts:
    """The folder of one run, which the next one goes on with.

    `read/UNIT.parquet` has the articles of a unit, `vectors/UNIT.parquet` the vectors of those of them that the library
    did not hold. Processes on several machines may use it at once.

    Args:
        folder: made if missing.
        model: whose vectors are in it.

    Raises:
        PartsError: the folder holds something else, or another model's vectors.
    """

    def __init__(self, folder: Path, model: Model) -> None:
        self.folder = folder
        self.unpacked = folder / "unpacked"
        self.model = model
        note = folder / _NOTE
        if note.is_file():
            self._compare(note)
            return
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise PartsError(
                f"{folder} holds something else.", "an empty folder, or none.", "Name another with --parts."
            )
        for one in (folder, folder / "read", folder / "vectors"):
            one.mkdir(parents=True, exist_ok=True)
        _put(note, json.dumps({"format": _FORMAT, "model": model}).encode())

    def has_read(self, unit: str) -> bool:
        """Whether a unit has been read."""
        return self._path("read", unit).is_file()

    def put_read(self, unit: str, items: Iterable[Article | Refused]) -> None:
        """Keep what was read of a unit."""
        arrow = import_parquet()
        rows = [{"id": one.id if isinstance(one, Article) else None, "item": json.dumps(as_data(one))} for one in items]
        form = arrow.schema([("id", arrow.string()), ("item", arrow.string())])
        self._write("read", unit, arrow.Table.from_pylist(rows, form))

    def listed(self, unit: str) -> tuple[list[str], list[Refused]]:
        """The ids of a unit's articles, and what could not be read of it."""
        rows = _rows(self._path("read", unit))
        refused = [from_data(json.loads(row["item"])) for row in rows if row["id"] is None]
        return [row["id"] for row in rows if row["id"]], [one for one in refused if isinstance(one, Refused)]

    def articles(self, unit: str) -> list[Article]:
        """The articles of a unit that has been read."""
        found = [from_data(json.loads(row["item"])) for row in _rows(self._path("read", unit)) if row["id"]]
        return [one for one in found if isinstance(one, Article)]

    def embedded(self, unit: str) -> frozenset[str]:
        """The ids of the unit's articles that have vectors here."""
        table = _load(self._path("vectors", unit))
        return frozenset() if table is None else frozenset(json.loads(table.schema.metadata[b"articles"]))

    def vectors(self, unit: str) -> dict[str, tuple[Window, ...]]:
        """The windows of each article of a unit that has any, by its id."""
        found: dict[str, list[Window]] = {}
        for row in _rows(self._path("vectors", unit)):
            found.setdefault(row.pop("article"), []).append(Window(**row))
        return {one: tuple(windows) for one, windows in found.items()}

    def put_vectors(self, unit: str, ready: Sequence[Ready]) -> None:
        """Keep the vectors of some articles of a unit."""
        arrow = import_parquet()
        rows = [{"article": one.article.id, **asdict(window)} for one in ready for window in one.windows]
        form = arrow.schema(
            [
                ("article", arrow.string()),
                *((name, arrow.int32()) for name in ("paragraph", "start", "stop")),
                ("vector", arrow.binary(2 * self.model[1])),
            ],
            {"articles": json.dumps([one.article.id for one in ready])},
        )
        self._write("vectors", unit, arrow.Table.from_pylist(rows, form))

    def begin(self, unit: str) -> int:
        """Note that somebody begins with a unit, and say how often that was so since `forget_beginnings`."""
        with (self.folder / "begun" / unit).open("ab") as file:
            file.write(b".")
            file.flush()
            return file.tell()

    def forget_beginnings(self) -> None:
        """Count anew."""
        shutil.rmtree(self.folder / "begun", ignore_errors=True)
        (self.folder / "begun").mkdir()

    def remove(self) -> None:
        """Delete the folder: all that was in it is in the library."""
        shutil.rmtree(self.folder)

    def _path(self, kind: str, unit: str) -> Path:
        return self.folder / kind / f"{unit}.parquet"

    def _write(self, kind: str, unit: str, table: Any) -> None:
        sink = import_parquet().BufferOutputStream()
        import_module("pyarrow.parquet").write_table(table, sink, compression="zstd")
        _put(self._path(kind, unit), sink.getvalue().to_pybytes())

    def _compare(self, note: Path) -> None:
        try:
            found = json.loads(note.read_text("utf-8"))
            form, model = found["format"], tuple(found["model"])
        except (ValueError, KeyError, TypeError) as error:
            raise PartsError(f"{note} is damaged: {error}.", "what a run wrote.", f"Delete {self.folder}.") from error
        if (form, model) != (_FORMAT, self.model):
            raise PartsError(
                f"{self.folder} has vectors by {model[0]}, dimension {model[1]}, in format {form}.",
                f"vectors by {self.model[0]}, dimension {self.model[1]}, in format {_FORMAT}.",
                "Go on with the model that it was begun with, or name another folder with --parts.",
            )


def import_parquet() -> Any:
    """The module pyarrow. Raises `MissingPackageError`."""
    try:
        return import_module("pyarrow")
    except ImportError as error:
        raise missing("pyarrow") from error


def missing(package: str) -> MissingPackageError:
    """The error for a package of the extra that is not installed."""
    return MissingPackageError(
        f"Embedding with several workers needs {package}, which is not installed.",
        "the extra `ray`.",
        'Run `pip install "copydesk[ray]"`.',
    )


def _load(path: Path) -> Any:
    """The table of a file; None where there is none."""
    arrow = import_parquet()
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    try:
        return import_module("pyarrow.parquet").read_table(arrow.BufferReader(data))
    except (arrow.ArrowException, OSError) as error:
        raise PartsError(
            f"{path} is damaged: {str(error).partition(chr(10))[0]}.",
            "what a worker wrote.",
            "Delete it and run again.",
        ) from error


def _rows(path: Path) -> list[dict[str, Any]]:
    table = _load(path)
    return [] if table is None else list(table.to_pylist())


def _put(path: Path, data: bytes) -> None:
    """Write a file so that it is there as a whole, whatever happens: several may write the same."""
    begun = path.with_name(f"{path.name}.{os.uname().nodename}-{os.getpid()}")
    with begun.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(begun, path)
