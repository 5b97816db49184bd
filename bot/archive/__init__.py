"""Where articles live, behind one protocol."""

from bot.archive.base import Archive, Found
from bot.archive.memory import MemoryArchive

__all__ = ["Archive", "Found", "MemoryArchive"]
