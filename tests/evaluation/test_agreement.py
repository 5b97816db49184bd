"""A folder library and a server answer alike: the same words, the same paragraphs, the same refusals."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import bot
from bot.archive import PostgresArchive, SqliteArchive
from bot.article import Article
from bot.assistant import Assistant
from bot.evaluation.agreement import Pair, ask_both, shares
from embeddings import Encoder

pytest.importorskip("psycopg")

QUESTIONS = [
    "How many engineers were deployed?",
    "How many people were on the ferry?",
    "Who won the final?",
    "What did the court decide?",
    "How much ice did the glacier lose?",
    "What is the interest rate?",
    "Who is the mayor of the moon?",
    "When did the ferry sink?",
]


def test_both_libraries_say_the_same(
    samples: dict[str, Article], models: bot.Models, postgres: Callable[[], str], tmp_path: Path, word_encoder: Encoder
) -> None:
    one = Assistant(SqliteArchive(tmp_path, lambda: word_encoder), models)
    other = Assistant(PostgresArchive(postgres(), lambda: word_encoder), models)
    with one, other:
        for desk in (one, other):
            desk.archive.add_many(list(samples.values()))
        ids = [article.id for article in samples.values()]
        asked = [(question, None) for question in QUESTIONS] + [(QUESTIONS[0], article_id) for article_id in ids]
        pairs = ask_both(asked, one, other)
    assert len({pair.one.text for pair in pairs}) > 3
    assert [pair.question for pair in pairs if not (pair.same_answer and pair.same_citations)] == []
    assert set(shares(pairs).values()) == {1.0}


def test_what_differs_is_counted(models: bot.Models) -> None:
    desk = Assistant(models=models)
    desk.add(Article.from_text("The ferry carried 214 passengers. Nobody was hurt, the coast guard said."))
    said, refused = desk.answer("How many passengers were on the ferry?"), desk.answer("Who is the mayor of the moon?")
    assert said.short == "214"
    pair = Pair("How many passengers were on the ferry?", said, refused)
    assert (pair.same_answer, pair.same_citations) == (False, False)
    assert shares([pair, Pair("again", said, said)]) == {
        "the same answer": 0.5,
        "the same citations": 0.5,
        "both or neither refuse": 0.5,
    }
