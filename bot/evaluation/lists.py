"""Suite `lists`: questions with several answers, judged by the share of items that are right and that are given."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.article import Article
from bot.assistant import Assistant
from bot.evaluation.asking import Figures
from bot.evaluation.data import located, read_rows
from bot.evaluation.matching import acceptable
from bot.evaluation.measures import mean
from bot.models import Models

NAME = "lists"
_FILES = ("desk-valid.json", "multispanqa_list.jsonl.gz")


@dataclass(frozen=True, slots=True)
class Listed:
    """A question with several answers.

    Attributes:
        article: what it is asked of.
        question: its text.
        items: the answers, each with its variants.
    """

    article: Article
    question: str
    items: tuple[tuple[str, ...], ...]


def questions(data: Path) -> Iterator[Listed]:
    """The list questions of `desk-valid.json` and of `multispanqa_list.jsonl.gz`, whichever the folder has."""
    if (desk := located(data, _FILES[0])).is_file():
        for record in json.loads(desk.read_text("utf-8"))["articles"]:
            published = date.fromisoformat(record["published"]) if record.get("published") else None
            article = Article.from_paragraphs(record["paragraphs"], title=record["title"], published=published)
            for one in record["questions"]:
                if one["kind"] == "list" and one["answerable"]:
                    yield Listed(article, one["question"], tuple(map(tuple, one["answers"])))
    if (spans := located(data, _FILES[1])).is_file():
        for row in read_rows(spans):
            article = Article.from_paragraphs([row.passage])
            for asked in row.questions:
                items = tuple((row.passage[one.start : one.end],) for one in asked.answers)
                yield Listed(article, asked.text, items)


def figures(data: Path, models: Models) -> Figures:
    """Item precision, recall and F1, means over the questions; a refusal has none of either."""
    scores = []
    for asked in questions(data):
        desk = Assistant(models=models)
        desk.add(asked.article)
        reply = desk.answer(asked.question)
        scores.append(items_scored([one.quote for one in reply.answers], asked.items))
    return {
        "questions": float(len(scores)),
        "answered": mean(given > 0 for _, _, given in scores),
        "item precision": mean(precision for precision, _, _ in scores),
        "item recall": mean(recall for _, recall, _ in scores),
        "item F1": mean(2 * p * r / (p + r) if p + r else 0.0 for p, r, _ in scores),
        "items given": mean(given for _, _, given in scores),
    }


def items_scored(given: Sequence[str], items: Sequence[Sequence[str]]) -> tuple[float, float, int]:
    """Precision and recall of the items given, in [0, 1], and how many were given."""
    right = sum(any(acceptable(one, golds, "list") for golds in items) for one in given)
    got = sum(any(acceptable(one, golds, "list") for one in given) for golds in items)
    return (right / len(given) if given else 0.0, got / len(items) if items else 0.0, len(given))
