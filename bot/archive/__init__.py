"""Where articles live, behind one protocol."""

from bot.archive.base import Alike, Archive, Entry, Found
from bot.archive.filters import Filters
from bot.archive.layered import LayeredArchive
from bot.archive.memory import MemoryArchive
from bot.archive.opening import migrate, on_server, open_archive
from bot.archive.postgres import PostgresArchive
from bot.archive.readonly import ReadOnlyArchive
from bot.archive.ready import Library, Model, Ready, embedded
from bot.archive.sqlite import SqliteArchive

__all__ = [
    "Alike",
    "Archive",
    "Entry",
    "Filters",
    "Found",
    "LayeredArchive",
    "Library",
    "MemoryArchive",
    "Model",
    "PostgresArchive",
    "ReadOnlyArchive",
    "Ready",
    "SqliteArchive",
    "embedded",
    "migrate",
    "on_server",
    "open_archive",
]
