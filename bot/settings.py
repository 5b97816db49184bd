"""The limits and defaults a user may change, in one place and passed in as plain values."""

from __future__ import annotations

from dataclasses import dataclass

MAX_ARTICLE_CHARACTERS = 2_000_000  # a long book; a newspaper's longest read is under 200,000
MAX_QUESTION_CHARACTERS = 2_000
MAX_DRAFT_CHARACTERS = 200_000  # a magazine's longest read; every sentence is searched for
MAX_SUMMARISED_ARTICLES = 200  # every sentence is read: a minute's work on two cores


@dataclass(frozen=True, slots=True)
class Settings:
    """Which models an `Assistant` uses.

    Attributes:
        encoder: a sentence-transformers model, by folder or hub name; None for the bundled all-MiniLM-L6-v2.
        reader: an extractive question-answering model, by folder or hub name; None for the shipped reader.
    """

    encoder: str | None = None
    reader: str | None = None


@dataclass(frozen=True, slots=True)
class Cage:
    """What one file may cost its reader, which works in a process of its own.

    Attributes:
        seconds: of wall-clock time; generous, since a busy machine is no fault of the file.
        cpu_seconds: of processor time; held where the platform has `resource` (Linux, macOS).
        memory: bytes of address space; held likewise, where the system keeps to it (Linux).
    """

    seconds: float = 120.0
    cpu_seconds: int = 20
    memory: int = 800_000_000
