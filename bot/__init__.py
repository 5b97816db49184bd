"""Copydesk answers questions about news articles and cites the paragraph that proves each answer.

>>> import bot
>>> article = bot.read_article("Harbour fire\\n\\nBy Ann Lee\\n\\nThe fire broke out at 2 a.m. Nine people were hurt.")
>>> reply = bot.answer("How many people were hurt?", [article])
>>> reply.short, reply.citations[0].paragraph, reply.citations[0].quote
('Nine', 1, 'Nine people were hurt.')

Importing this is quick: torch, faiss and the models load when first needed.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.archive import Filters
    from bot.article import Article, Paragraph, Span
    from bot.assistant import Assistant
    from bot.errors import CopydeskError
    from bot.export import EvidenceCheck
    from bot.generator import load_generator
    from bot.generator.endpoint import OpenAIGenerator
    from bot.ingest import Refused, read_article, read_articles
    from bot.models import Models
    from bot.reply import Citation, Match, Reply, Statement
    from bot.review import QuoteCheck, Review
    from bot.settings import Settings
    from bot.timeline import Event
    from bot.verbs import answer, check, summarise, verify_evidence

_HOMES = {
    "Article": "bot.article",
    "Assistant": "bot.assistant",
    "Citation": "bot.reply",
    "CopydeskError": "bot.errors",
    "Event": "bot.timeline",
    "EvidenceCheck": "bot.export",
    "Filters": "bot.archive",
    "Match": "bot.reply",
    "Models": "bot.models",
    "OpenAIGenerator": "bot.generator.endpoint",
    "Paragraph": "bot.article",
    "QuoteCheck": "bot.review",
    "Refused": "bot.ingest",
    "Reply": "bot.reply",
    "Review": "bot.review",
    "Settings": "bot.settings",
    "Span": "bot.article",
    "Statement": "bot.reply",
    "answer": "bot.verbs",
    "check": "bot.verbs",
    "load_generator": "bot.generator",
    "read_article": "bot.ingest",
    "read_articles": "bot.ingest",
    "summarise": "bot.verbs",
    "verify_evidence": "bot.verbs",
}

__all__ = [
    "Article",
    "Assistant",
    "Citation",
    "CopydeskError",
    "Event",
    "EvidenceCheck",
    "Filters",
    "Match",
    "Models",
    "OpenAIGenerator",
    "Paragraph",
    "QuoteCheck",
    "Refused",
    "Reply",
    "Review",
    "Settings",
    "Span",
    "Statement",
    "answer",
    "check",
    "load_generator",
    "read_article",
    "read_articles",
    "summarise",
    "verify_evidence",
]


def __getattr__(name: str) -> Any:
    """Import a public name at its first use (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module 'bot' has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
