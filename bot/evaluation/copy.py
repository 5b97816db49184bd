"""Suite `copy`: a desk's drafts of one sentence, true or with one error, each checked against its own article."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bot.article import Article
from bot.evaluation.asking import Figures
from bot.evaluation.checking import Judged
from bot.evaluation.data import located
from bot.evaluation.measures import mean
from bot.review import Kind, Label

NAME = "copy"


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft, the kind of its one error (None where it is true), and the paragraphs that prove it true or wrong."""

    article: Article
    text: str
    kind: Kind | None
    paragraphs: frozenset[int]


def drafts(data: Path) -> Iterator[Draft]:
    """The drafts of `data/desk-valid.json`: `{"articles": [{title, published, paragraphs, drafts}]}`."""
    return of_records(json.loads(located(data, "desk-valid.json").read_text("utf-8"))["articles"])


def of_records(records: Sequence[dict[str, Any]]) -> Iterator[Draft]:
    """The drafts of these articles, in order."""
    for record in records:
        published = date.fromisoformat(record["published"]) if record.get("published") else None
        article = Article.from_paragraphs(record["paragraphs"], title=record["title"], published=published)
        for one in record["drafts"]:
            kind = None if one["label"] == Label.SUPPORTED else Kind(one["label"])
            yield Draft(article, one["text"], kind, frozenset(one["paragraphs"]))


def figures(judged: Sequence[Judged[Draft]]) -> Figures:
    """Shares of errors detected, with their kind and paragraph, and of true drafts flagged."""
    true = [one for one in judged if one.draft.kind is None]
    wrong = [one for one in judged if one.draft.kind is not None]
    found = {
        "errors detected": mean(one.flagged for one in wrong),
        "errors detected, of the right kind": mean(one.draft.kind in one.kinds for one in wrong),
        "errors detected, a proving paragraph cited": mean(
            one.flagged and bool(one.cited & one.draft.paragraphs) for one in wrong
        ),
        "true drafts flagged": mean(one.flagged for one in true),
        "true drafts, a proving paragraph cited": mean(bool(one.cited & one.draft.paragraphs) for one in true),
    }
    for kind in Kind:
        of_kind = [one for one in wrong if one.draft.kind is kind]
        found[f"  {kind}, detected"] = mean(one.flagged for one in of_kind)
        found[f"  {kind}, of the right kind"] = mean(kind in one.kinds for one in of_kind)
    return found
