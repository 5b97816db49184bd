"""Suite `desk`: questions a news desk asks, each of its whole article; near misses among them that must be refused."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from bot.article import Article
from bot.evaluation import measures
from bot.evaluation.asking import Asked, Figures, Outcome
from bot.evaluation.data import located
from bot.evaluation.matching import acceptable

NAME = "desk"
UNANSWERABLE = "unanswerable"


def questions(data: Path) -> Iterator[Asked]:
    """The questions of `data/desk-valid.json`: `{"articles": [{title, published, paragraphs, questions}]}`."""
    return of_records(json.loads(located(data, "desk-valid.json").read_text("utf-8"))["articles"])


def of_records(records: Sequence[dict[str, Any]]) -> Iterator[Asked]:
    """The questions of these articles, in order."""
    for record in records:
        published = date.fromisoformat(record["published"]) if record.get("published") else None
        article = Article.from_paragraphs(record["paragraphs"], title=record["title"], published=published)
        for one in record["questions"]:
            golds = tuple(gold for item in one["answers"] for gold in (item if isinstance(item, list) else [item]))
            kind = one["kind"] if one["answerable"] else UNANSWERABLE
            yield Asked(article, one["question"], golds, frozenset(one["paragraphs"]), kind)


def figures(outcomes: Sequence[Outcome]) -> Figures:
    """The suite's figures, and the share of right answers by kind of question."""
    found = {
        "best span acceptable": measures.mean(accepted(one) for one in outcomes if one.asked.answerable),
        "best span acceptable and cited": measures.mean(right(one) for one in outcomes if one.asked.answerable),
        **measures.silence(outcomes, right),
        **measures.citations(outcomes),
    }
    for kind in sorted({one.asked.kind for one in outcomes} - {UNANSWERABLE}):
        of_kind = [one for one in outcomes if one.asked.kind == kind]
        found[f"  {kind}, best span acceptable and cited"] = measures.mean(map(right, of_kind))
    return found


def accepted(outcome: Outcome) -> bool:
    """Whether an editor would take the best span, whatever its paragraph."""
    return acceptable(outcome.given, outcome.asked.golds, outcome.asked.kind)


def right(outcome: Outcome) -> bool:
    """Whether an editor would take the best span, and a paragraph that says it is cited."""
    return outcome.hit and accepted(outcome)
