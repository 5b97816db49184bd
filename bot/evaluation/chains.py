"""Suite `chains`: follow-ups, each after the earlier turns with their gold answers."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from bot.article import Article, Span
from bot.assistant import Assistant
from bot.conversation import Conversation
from bot.evaluation.asking import Figures
from bot.evaluation.data import located
from bot.evaluation.desk import UNANSWERABLE
from bot.evaluation.matching import acceptable
from bot.evaluation.measures import mean
from bot.models import Models
from bot.reply import Citation, Reply, Statement

NAME = "chains"


def chains(data: Path) -> Iterator[tuple[Article, Sequence[dict[str, Any]]]]:
    """Article and turns of every chain of `desk-valid.json`."""
    for record in json.loads(located(data, "desk-valid.json").read_text("utf-8"))["articles"]:
        published = date.fromisoformat(record["published"]) if record.get("published") else None
        article = Article.from_paragraphs(record["paragraphs"], title=record["title"], published=published)
        for chain in record.get("chains", []):
            yield article, chain["turns"]


def figures(data: Path, models: Models) -> Figures:
    """Turns after the first: answered right and cited, refused where the article does not say; and without history."""
    right, refused, alone = [], [], []
    for article, turns in chains(data):
        for asked, reply, bare in _replies(article, turns, models):
            if asked["answerable"]:
                right.append(turn_right(reply, asked))
                alone.append(turn_right(bare, asked))
            else:
                refused.append(reply.abstained)
    return {
        "follow-ups": float(len(right) + len(refused)),
        "answerable, right and cited": mean(right),
        "answerable, right and cited without history": mean(alone),
        f"{UNANSWERABLE}, refused": mean(refused),
    }


def turn_right(reply: Reply, asked: dict[str, Any]) -> bool:
    """Whether an editor would take the reply, and a paragraph that says it is cited."""
    golds = [gold for item in asked["answers"] for gold in (item if isinstance(item, list) else [item])]
    cited = {one.paragraph for one in reply.citations}
    return bool(cited & set(asked["paragraphs"])) and acceptable(reply.short or "", golds, asked["kind"])


def _replies(
    article: Article, turns: Sequence[dict[str, Any]], models: Models
) -> Iterator[tuple[dict[str, Any], Reply, Reply]]:
    """Each turn after the first, its reply with the gold answers of those before as history, and its reply without."""
    desk = Assistant(models=models)
    desk.add(article)
    history: list[Reply] = []
    for place, asked in enumerate(turns):
        reply = Conversation(desk.answer, history).ask(asked["question"])
        if place:
            yield asked, reply, desk.answer(asked["question"])
        history.append(replace(_gold(article, asked), understood=reply.understood))


def _gold(article: Article, asked: dict[str, Any]) -> Reply:
    """The reply that says what the first of each answer's variants says, where its paragraphs have its words."""
    items = [item if isinstance(item, list) else [item] for item in asked["answers"]]
    variants = items if asked["kind"] == "list" else [[gold for item in items for gold in item]]
    found = [citation for item in variants for citation in _cited(article, asked["paragraphs"], item)[:1]]
    statements = tuple(Statement(one.quote, (one,)) for one in found)
    return Reply(asked["question"], statements, tuple(found), confidence=1.0)


def _cited(article: Article, paragraphs: Sequence[int], variants: Sequence[str]) -> list[Citation]:
    places = [(number, article.paragraph(number).text.find(gold), gold) for gold in variants for number in paragraphs]
    return [Citation.of(article, number, Span(at, at + len(gold))) for number, at, gold in places if at >= 0]
