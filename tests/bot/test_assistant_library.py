"""A desk in a folder: what is added is searched, cited, filtered, and gone when it is removed."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.archive import Filters, Found, SqliteArchive
from bot.article import Article
from bot.assistant import Assistant
from bot.errors import NoArticlesError, QuestionError, TooManyArticlesError
from bot.retriever import spread
from embeddings import InputError


def article(name: str, day: int) -> Article:
    texts = [f"The {name} sank in the harbour.", f"Divers raised the {name}.", f"The {name} was old.", f"{name} again."]
    return Article.from_paragraphs(texts, title=name, published=date(2026, 5, day))


FERRY, BARGE = article("ferry", 1), article("barge", 2)


@pytest.fixture
def desk(tmp_path: Path, word_encoder: Any) -> Assistant:
    made = Assistant(SqliteArchive(tmp_path, lambda: word_encoder))
    made.archive.add_many([FERRY, BARGE])
    return made


def test_a_search_cites_whole_paragraphs_with_scores(desk: Assistant) -> None:
    first, *others = desk.search("Divers raised the ferry.", 3)
    assert first.citation.quote == FERRY.paragraphs[1].text
    assert first.citation.holds(FERRY)
    assert all(first.score >= other.score for other in others)
    assert first.similarity > 0.99


def test_a_search_spreads_over_articles_and_keeps_its_order(desk: Assistant) -> None:
    matches = desk.search("the ferry", 4)
    assert [one.citation.article_id for one in matches].count(FERRY.id) <= 3
    assert [one.score for one in matches] == sorted((one.score for one in matches), reverse=True)
    assert len(desk.search("the ferry", 8)) == 8  # where others have no more to offer


def test_filters_and_removal_hold_at_once(desk: Assistant) -> None:
    only = Filters(until=date(2026, 5, 1))
    assert {one.citation.article_id for one in desk.search("sank", 8, only)} == {FERRY.id}
    desk.remove(FERRY.id)
    assert desk.search("sank", 8, only) == []
    assert {one.citation.article_id for one in desk.search("The ferry sank", 8)} == {BARGE.id}
    with pytest.raises(NoArticlesError, match="other filters"):
        desk.answer("What sank?", filters=only)


def test_what_cannot_be_searched_for_is_refused(desk: Assistant) -> None:
    with pytest.raises(QuestionError):
        desk.search(" ?! ")
    with pytest.raises(InputError):
        desk.search("ferry", 0)


def test_nobody_summarises_a_whole_archive(desk: Assistant) -> None:
    desk.archive.add_many([Article.from_paragraphs([f"Item {number}."]) for number in range(200)])
    with pytest.raises(TooManyArticlesError, match="at most 200"):
        desk.summarise()


def test_a_desk_is_opened_without_a_model(tmp_path: Path) -> None:
    with Assistant.open(tmp_path / "desk") as desk:
        assert desk.entries() == []
        assert len(desk.articles()) == 0


@pytest.mark.parametrize(
    ("order", "k", "most", "expected"),
    [
        ("aaab", 3, 2, "aab"),
        ("aaab", 4, 2, "aaab"),
        ("aaaa", 2, 1, "aa"),
        ("abab", 3, 1, "aba"),
        ("", 3, 1, ""),
    ],
)
def test_hits_are_spread(order: str, k: int, most: int, expected: str) -> None:
    found = [Found(one, place, 1.0 - place / 10, 0.5) for place, one in enumerate(order)]
    chosen = spread(found, k, most)
    assert "".join(one.article_id for one in chosen) == expected
    assert [one.paragraph for one in chosen] == sorted(one.paragraph for one in chosen)
