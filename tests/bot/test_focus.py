"""A summary with a focus is about that focus, or says that there is nothing about it."""

from __future__ import annotations

import pytest

from bot.article import Article
from bot.models import Models
from bot.reply import Reply

STORY = Article.from_paragraphs(
    [
        "A ferry with 214 people on board struck a rock off Marrick on Monday night, the coast guard said.",
        "Nine passengers were injured, two of them seriously, and a deckhand drowned.",
        "“The captain was not on the bridge,” said Sue Hill, a passenger from Orr.",
        "The operator, North Lines, will pay for new radar on all of its ships, which costs some £3 million.",
        "Transport minister Tom Roe told parliament that old ferries would be taken out of service by May.",
        "Sue Hill has lived in Orr since 2012 and takes the ferry to Marrick every week.",
        "Shares in North Lines fell 12% in London on Tuesday morning.",
    ],
    title="Ferry strikes rock off Marrick",
)


def summary(models: Models, focus: str, sentences: int = 2) -> Reply:
    return models.summariser.summarise([STORY], sentences, focus)


@pytest.mark.parametrize(
    ("focus", "paragraphs"),
    [
        ("the casualties", {2}),
        ("injuries and deaths", {2}),
        ("what Sue Hill said", {3}),
        ("what did Hill say", {3}),
        ("what sue hill said", {3}),
        ("Roe's reaction", {5}),
        ("what the minister said", {5}),
        ("share price", {7}),
        ("the cost of new radar", {4}),
    ],
)
def test_the_focus_is_respected(models: Models, focus: str, paragraphs: set[int]) -> None:
    reply = summary(models, focus)
    assert reply.question == focus
    assert paragraphs <= {one.paragraph for one in reply.citations}


@pytest.mark.parametrize("focus", ["what Sue Hill said", "what did Hill say"])
def test_what_somebody_said_is_nothing_else(models: Models, focus: str) -> None:
    assert {one.paragraph for one in summary(models, focus, 5).citations} == {3}


@pytest.mark.parametrize(
    "focus",
    ["what Vladimir Putin said", "the reaction of Emmanuel Macron", "the price of bananas", "quantum chromodynamics"],
)
def test_what_nothing_is_about_is_said_to_be_missing(models: Models, focus: str) -> None:
    reply = summary(models, focus)
    assert reply.abstained
    assert reply.nearest is not None
    assert reply.nearest.holds(STORY)
    assert models.summariser.points([STORY], 3, focus).abstained
