"""Suite `conflicts`: the same question put to two articles, which agree or do not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bot.article import Article
from bot.assistant import Assistant
from bot.evaluation.asking import Figures
from bot.evaluation.data import located
from bot.evaluation.matching import acceptable
from bot.evaluation.measures import mean
from bot.models import Models
from bot.reply import Reply

NAME = "conflicts"


@dataclass(frozen=True, slots=True)
class Pair:
    """A question to two articles.

    Attributes:
        articles: both.
        question: its text.
        differ: whether they say different things.
        golds: what each says, in its variants.
    """

    articles: tuple[Article, Article]
    question: str
    differ: bool
    golds: tuple[tuple[str, ...], tuple[str, ...]]


def questions(data: Path) -> Iterator[Pair]:
    """The pairs of `data/desk-valid.json`: `{"conflicts": [{articles, question, label, sides, more}]}`."""
    for record in json.loads(located(data, "desk-valid.json").read_text("utf-8")).get("conflicts", []):
        one, other = (_article(article) for article in record["articles"])
        for asked in (record, *record["more"]):
            mine, theirs = (tuple(side["answers"]) for side in asked["sides"])
            yield Pair((one, other), asked["question"], asked["label"] == "conflict", (mine, theirs))


def figures(data: Path, models: Models) -> Figures:
    """Conflicts shown with both sides right, each from its own article; alarms where there is none."""
    replies = [(pair, _asked(pair, models)) for pair in questions(data)]
    differing = [one for one in replies if one[0].differ]
    agreeing = [one for one in replies if not one[0].differ]
    return {
        "questions": float(len(replies)),
        "differ, shown as differing": mean(reply.differs for _, reply in differing),
        "differ, both sides right and sourced": mean(both_right(*one) for one in differing),
        "agree, false alarms": mean(reply.differs for _, reply in agreeing),
        "agree, answered right": mean(_right(reply, pair.golds[0]) for pair, reply in agreeing),
        "agree, both articles cited": mean(
            len({one.article_id for one in reply.citations}) > 1 for _, reply in agreeing
        ),
    }


def both_right(pair: Pair, reply: Reply) -> bool:
    """Whether the reply shows what each article says, each in the article's own words."""
    return reply.differs and all(
        any(answer.article_id == article.id and acceptable(answer.quote, golds, "number") for answer in reply.answers)
        for article, golds in zip(pair.articles, pair.golds, strict=True)
    )


def _right(reply: Reply, golds: tuple[str, ...]) -> bool:
    return reply.short is not None and acceptable(reply.short, golds, "number")


def _asked(pair: Pair, models: Models) -> Reply:
    desk = Assistant(models=models)
    for article in pair.articles:
        desk.add(article)
    return desk.answer(pair.question, within=[article.id for article in pair.articles])


def _article(record: dict[str, Any]) -> Article:
    published = date.fromisoformat(record["published"]) if record.get("published") else None
    return Article.from_paragraphs(record["paragraphs"], title=record["title"], published=published)
