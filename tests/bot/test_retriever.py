"""What is read for a question: few short articles whole, many or long ones through the archive's search."""

from __future__ import annotations

from collections.abc import Collection

import pytest

from bot.archive import Filters, Found, MemoryArchive
from bot.article import Article
from bot.errors import UnknownArticleError
from bot.retriever import passages_for


class ListedArchive(MemoryArchive):
    """An archive whose search gives what it was told, and remembers what was asked."""

    def __init__(self, articles: list[Article], hits: list[tuple[Article, int]] | None = None) -> None:
        super().__init__(lambda: pytest.fail("nothing is embedded here"))
        self.add_many(articles)
        self._hits = [Found(article.id, number, 1.0, 1.0) for article, number in hits or []]
        self.searches: list[Collection[str] | None] = []

    def search(
        self, query: str, k: int, within: Collection[str] | None = None, filters: Filters | None = None
    ) -> list[Found]:
        self.searches.append(within)
        for one in within or ():
            self.get(one)
        return [hit for hit in self._hits if within is None or hit.article_id in within][:k]


def short(name: str) -> Article:
    return Article.from_paragraphs([f"{name} one.", f"{name} two.", f"{name} three.", f"{name} four."], title=name)


SHORT = [short(name) for name in "ABCDEFGHIJ"]
LONG = Article.from_paragraphs(["A long paragraph of many words. " * 100] * 70, title="Long")


@pytest.mark.parametrize("count", [1, 2])
def test_few_short_articles_are_read_whole(count: int) -> None:
    archive = ListedArchive(SHORT[:count])
    passages = passages_for("Who?", archive)
    assert [(one.article, one.numbers) for one in passages] == [(article, (1, 2, 3, 4)) for article in SHORT[:count]]
    assert archive.searches == []


def test_many_articles_are_searched_the_most_relevant_first() -> None:
    archive = ListedArchive(SHORT, [(SHORT[4], 3), (SHORT[1], 2), (SHORT[4], 1), (SHORT[4], 2)])
    passages = passages_for("Who?", archive)
    assert [(one.article, one.numbers) for one in passages] == [(SHORT[4], (1, 2, 3)), (SHORT[1], (2,))]


def test_a_long_article_is_searched() -> None:
    archive = ListedArchive([LONG], [(LONG, 60), (LONG, 7)])
    assert [one.numbers for one in passages_for("Who?", archive)] == [(7, 60)]


def test_articles_that_name_whom_the_question_names_are_read_before_those_that_do_not() -> None:
    told = [Article.from_paragraphs([f"The mayor of {one} spoke."], title=one) for one in ("Marrick", "Elmouth")]
    archive = ListedArchive([*SHORT, *told], [(SHORT[0], 1), (told[1], 1), (told[0], 1)])
    passages = passages_for("What did the mayor of Marrick say?", archive)
    assert [one.article for one in passages] == [told[0]]
    assert [one.article for one in passages_for("What did the mayor say?", archive)] == [SHORT[0], told[1], told[0]]
    # Where none names it, all are read: the question may be answered in other words, or is refused for its premise.
    assert len(passages_for("What did the mayor of Ostrava say?", archive)) == 3


def test_within_narrows_what_is_read_and_searched() -> None:
    archive = ListedArchive(SHORT, [(article, 1) for article in SHORT])
    assert [one.article for one in passages_for("Who?", archive, [SHORT[3].id])] == [SHORT[3]]
    within = [article.id for article in SHORT[2:8]]
    assert {one.article.id for one in passages_for("Who?", archive, within)} == set(within)
    assert archive.searches == [within]


def test_an_article_named_twice_is_read_once() -> None:
    assert len(passages_for("Who?", ListedArchive(SHORT), [SHORT[0].id, SHORT[0].id])) == 1


@pytest.mark.parametrize("within", [["none"], [SHORT[0].id, "none"], [*[article.id for article in SHORT], "none"]])
def test_an_unknown_id_is_an_error(within: list[str]) -> None:
    with pytest.raises(UnknownArticleError, match="none"):
        passages_for("Who?", ListedArchive(SHORT), within)


# A defect when this was written: the reader of all articles got an error for an id it had never named.
def test_an_article_that_another_thread_removes_meanwhile_is_left_out() -> None:
    gone = short("Gone")
    archive = ListedArchive(SHORT, [(gone, 1), (SHORT[1], 2)])
    assert [one.article for one in passages_for("Who?", archive)] == [SHORT[1]]
