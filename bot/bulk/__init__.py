"""Fills a library with a whole archive by many workers: they read, they embed, and what is embedded is added in order.

Any of it may be killed at any moment: run it again, and it goes on with what is missing. Extra: `ray`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from bot.archive import Library, Model, Ready
from bot.bulk.cluster import Hands, import_ray, workers
from bot.bulk.parts import Parts, import_parquet
from bot.bulk.stages import embedding, reading
from bot.bulk.units import Unit, cut
from bot.errors import LibraryModelError, NotTextError
from bot.ingest import Refused
from embeddings import Encoder

__all__ = ["Job", "Watch", "fill"]

_BATCH = 16  # articles in a transaction


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be embedded, and by whom.

    Attributes:
        sources: files and folders; on a cluster, at paths that all its machines share.
        parts: a folder for what is made meanwhile, shared likewise; deleted when all is in the library.
        workers: how many processes read and embed.
        load_encoder: gives the encoder, in each worker's process.
        address: the cluster's; None for this machine alone.
        collection: to put the articles into; None for none.
    """

    sources: tuple[Path, ...]
    parts: Path
    workers: int
    load_encoder: Callable[[], Encoder]
    address: str | None = None
    collection: str | None = None


@dataclass(frozen=True, slots=True)
class Watch:
    """Who is told how it goes.

    Attributes:
        progress: (what is being done, units done, of how many).
        refuse: told of each article that could not be read or kept.
    """

    progress: Callable[[str, int, int], None]
    refuse: Callable[[Refused], None]


def fill(library: Library, job: Job, watch: Watch) -> int:
    """Read, embed and add all articles of some sources that a library does not hold yet.

    Returns:
        How many were added.

    Raises:
        MissingPackageError: the extra `ray` is not installed.
        SourceNotFoundError: a source is not there.
        PartsError: the folder of parts is in use for something else, or damaged.
        WorkersError: there is no such cluster, or its workers cannot work.
        LibraryModelError, ArchiveError: as `Library.add_ready`.
        EncoderError: the embedding model cannot be loaded.
    """
    import_parquet()
    import_ray(job.address)
    encoder = job.load_encoder()
    model = (encoder.name, encoder.dimension)
    _require_model(library, model)
    parts = Parts(job.parts, model)
    units = _units(cut(job.sources, parts.unpacked), watch)
    with workers(job.workers, job.address) as work:
        parts.forget_beginnings()
        _read(work, parts, units, watch)
        parts.forget_beginnings()
        wanted = _wanted(library, parts, units, watch)
        added = _embed(work, library, parts, wanted, job, watch)
    parts.remove()
    return added


def _require_model(library: Library, model: Model) -> None:
    """Refuse another model than the library's, before hours of work."""
    noted = library.model()
    if noted not in (None, model):
        raise LibraryModelError(
            f"The library's vectors are not by {model[0]}, dimension {model[1]}.",
            f"those of {noted}.",
            "Name the model that made them with --encoder.",
        )


def _units(found: Iterator[Unit | Refused], watch: Watch) -> list[Unit]:
    """The units, each once; a file that is there twice is one."""
    units: dict[str, Unit] = {}
    for one in found:
        if isinstance(one, Refused):
            watch.refuse(one)
        else:
            units.setdefault(one.id, one)
    return list(units.values())


def _read(work: Hands, parts: Parts, units: Sequence[Unit], watch: Watch) -> None:
    """Have the articles of all units beside one another in the folder of parts."""
    tasks = [asdict(one) for one in units if not parts.has_read(one.id)]
    for done, _ in enumerate(work(partial(reading, parts), tasks), start=len(units) - len(tasks) + 1):
        watch.progress("reading", done, len(units))


def _wanted(library: Library, parts: Parts, units: Sequence[Unit], watch: Watch) -> dict[str, list[str]]:
    """The ids of the articles that are to be added, by unit, in order; none twice, and none that is held already."""
    seen: set[str] = set()
    wanted: dict[str, list[str]] = {}
    for unit in units:
        ids, refused = parts.listed(unit.id)
        for one in refused:
            watch.refuse(one)
        new = dict.fromkeys(one for one in ids if one not in seen)
        held = library.holds(list(new))
        seen.update(new)
        wanted[unit.id] = [one for one in new if one not in held]
    return wanted


def _embed(work: Hands, library: Library, parts: Parts, wanted: Mapping[str, list[str]], job: Job, watch: Watch) -> int:
    """Embed what is wanted and has no vectors yet; add each unit when those before it are added."""
    ready = {unit for unit, ids in wanted.items() if parts.embedded(unit).issuperset(ids)}
    tasks = [{"unit": unit, "articles": ids} for unit, ids in wanted.items() if unit not in ready]
    waiting = deque(wanted)
    added = 0

    def add_those_in_turn() -> int:
        count = 0
        while waiting and waiting[0] in ready:
            unit = waiting.popleft()
            count += _add(library, parts, unit, wanted[unit], job.collection, watch)
            watch.progress("embedding and adding", len(wanted) - len(waiting), len(wanted))
        return count

    added += add_those_in_turn()
    for result in work(partial(embedding, parts, job.load_encoder), tasks):
        ready.add(result["unit"])
        added += add_those_in_turn()
    return added


def _add(library: Library, parts: Parts, unit: str, ids: Sequence[str], collection: str | None, watch: Watch) -> int:
    """Add the articles of a unit that are wanted, and put all of it that is held into the collection."""
    count = 0
    if ids:
        articles = {one.id: one for one in parts.articles(unit)}
        windows = parts.vectors(unit)
        ready = [Ready(articles[one], windows.get(one, ())) for one in ids]
        for first in range(0, len(ready), _BATCH):
            count += _keep(library, ready[first : first + _BATCH], parts.model, watch)
    if collection is not None:
        library.collect(collection, library.holds(parts.listed(unit)[0]))
    return count


def _keep(library: Library, ready: Sequence[Ready], model: Model, watch: Watch) -> int:
    """Add articles; where one of them cannot be kept, the others alone."""
    try:
        return len(library.add_ready(ready, model))
    except NotTextError as error:
        if len(ready) == 1:
            watch.refuse(Refused(ready[0].article.title or ready[0].article.id, error))
            return 0
        return sum(_keep(library, [one], model, watch) for one in ready)
