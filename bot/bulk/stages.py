"""What a worker does, in a process of its own: one function a step, made there, that takes a task and leaves a part."""

from __future__ import annotations

from collections.abc import Callable

from bot.archive import embedded
from bot.bulk.cluster import Task, Work
from bot.bulk.parts import Parts
from bot.bulk.units import Unit, read_unit
from bot.errors import WorkersError
from embeddings import Encoder

_TRIES = 5  # at a step of a unit


def reading(parts: Parts) -> Work:
    """Reads the articles of a unit. A task has the fields of `Unit`."""

    def work(task: Task) -> Task:
        unit = Unit(**{**task, "paths": tuple(task["paths"])})
        if not parts.has_read(unit.id):
            _begin(parts, unit.id)
            parts.put_read(unit.id, read_unit(unit))
        return {"unit": unit.id}

    return work


def embedding(parts: Parts, load_encoder: Callable[[], Encoder]) -> Work:
    """Embeds articles of a unit that has been read. A task has "unit", its id, and "articles", their ids.

    Raises:
        WorkersError: this machine has another model than where the run was begun.
    """
    encoder = load_encoder()
    if (encoder.name, encoder.dimension) != parts.model:
        raise WorkersError(f"A worker has {encoder.name}.", parts.model[0] + ".", "Install the same model everywhere.")

    def work(task: Task) -> Task:
        unit, wanted = task["unit"], set(task["articles"])
        # A task whose worker was lost after the file was written comes a second time.
        if not parts.embedded(unit).issuperset(wanted):
            _begin(parts, unit)
            articles = {one.id: one for one in parts.articles(unit) if one.id in wanted}
            parts.put_vectors(unit, embedded(list(articles.values()), encoder))
        return {"unit": unit}

    return work


def _begin(parts: Parts, unit: str) -> None:
    """Refuse what brings down whoever works at it, which would else be done again for ever. Raises `WorkersError`."""
    if parts.begin(unit) > _TRIES:
        raise WorkersError(
            f"Unit {unit} has brought down {_TRIES} workers.",
            "an end to it.",
            f"Give workers more memory, or find what is wrong in {parts.folder / 'read'}, and run it again.",
        )
