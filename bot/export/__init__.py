"""Replies as evidence files, and the proof of such a file: `Reply.export`, `export_replies`, `prove`."""

from bot.export.provenance import KINDS, Versioned, export_replies, with_provenance
from bot.export.proving import EvidenceCheck, Proof, Proved, prove
from bot.export.reading import Source as EvidenceSource

__all__ = [
    "KINDS",
    "EvidenceCheck",
    "EvidenceSource",
    "Proof",
    "Proved",
    "Versioned",
    "export_replies",
    "prove",
    "with_provenance",
]
