"""Evidence as data: one JSON document that holds replies, their quotes, the articles' hashes, and its own hash.

The hash shows that a file was edited. It is no signature: who forges a file can hash it again, and that is why every
quote is proved against the article and none is believed.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from bot.article import Article
from bot.reply import Citation, Reply, Statement

FORMAT, VERSION = "copydesk-evidence", 1
SEAL, SHOWN = "sha256", "shown_sha256"
_SURROGATE = re.compile("[\ud800-\udfff]")


def document(
    replies: Sequence[Reply], articles: Mapping[str, Article], models: Mapping[str, str], accessed: date | None
) -> dict[str, Any]:
    """The evidence of these replies, not yet sealed.

    Args:
        replies: in the order of asking.
        articles: by id, every article that they cite.
        models: name and hash by part.
        accessed: the day on which the articles were read; None for today.
    """
    return {
        "format": FORMAT,
        "version": VERSION,
        "copydesk": _own_version(),
        "models": dict(sorted(models.items())),
        "accessed": (accessed or date.today()).isoformat(),
        "accessed_is": "the day of export" if accessed is None else "the day given at export",
        "replies": [_reply(one) for one in replies],
        "articles": [_article(one) for one in articles.values()],
    }


def sealed(data: Mapping[str, Any]) -> dict[str, Any]:
    """The document with its hash in it."""
    return {**data, SEAL: seal_of(data)}


def seal_of(data: Mapping[str, Any]) -> str:
    """SHA-256 over the document without its seal, as JSON with sorted keys, no white space, and ASCII only."""
    bare = {key: value for key, value in data.items() if key != SEAL}
    return hashlib.sha256(json.dumps(bare, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def hash_of(shown: str) -> str:
    """SHA-256 of the words that a file shows, whatever white space a mailer or Word puts between them."""
    return hashlib.sha256("\n".join(shown.split()).encode("utf-8", "surrogatepass")).hexdigest()


def dumps(data: Mapping[str, Any]) -> str:
    """The document as JSON that people can read; half a surrogate pair, which UTF-8 cannot hold, is escaped."""
    text = json.dumps(data, ensure_ascii=False, indent=1)
    return _SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _reply(reply: Reply) -> dict[str, Any]:
    return {
        "question": reply.question,
        "understood": reply.understood,
        "abstained": reply.abstained,
        "differs": reply.differs,
        "confidence": round(reply.confidence, 4),
        "answers": [_quote(one) for one in reply.answers],
        "statements": [_statement(one) for one in reply.statements],
        "nearest": reply.nearest and _quote(reply.nearest),
    }


def _statement(statement: Statement) -> dict[str, Any]:
    return {
        "text": statement.text,
        "speaker": statement.speaker,
        "quotes": [_quote(one) for one in statement.citations],
        "dates": [
            {"first": one.first.isoformat(), "last": one.last.isoformat(), "rule": one.rule}
            | {"words": _quote(one.citation)}
            for one in statement.dates
        ],
    }


def _quote(citation: Citation) -> dict[str, Any]:
    return {
        "article": citation.article_id,
        "paragraph": citation.paragraph,
        "start": citation.start,
        "end": citation.end,
        "quote": citation.quote,
    }


def _article(article: Article) -> dict[str, Any]:
    return {
        "id": article.id,
        "title": article.title,
        "byline": article.byline,
        "agency": article.agency,
        "published": article.published.isoformat() if article.published else None,
        "updated": article.updated.isoformat() if article.updated else None,
        "url": article.url,
        "content_sha256": article.content_sha256,
    }


def _own_version() -> str:
    try:
        return version("copydesk")
    except PackageNotFoundError:  # run from a clone that was never installed
        return "not installed"
