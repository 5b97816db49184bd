"""Articles: their identity, their numbering, and that not a character is lost."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prose import articles, texts

from bot.article import Article, Paragraph, Role, Span

TEXTS = ["The bridge reopened.", "It had been shut for two years."]


def make(texts: list[str] | None = None, **changes: object) -> Article:
    known: dict[str, object] = {"title": "Bridge reopens", "published": date(2025, 12, 13)}
    return Article.from_paragraphs(texts or TEXTS, **(known | changes))  # type: ignore[arg-type]


def test_same_content_has_the_same_id() -> None:
    assert make().id == make().id


@pytest.mark.parametrize(
    "other",
    [
        make(title="Bridge reopened"),
        make(title=""),
        make(published=date(2025, 12, 14)),
        make(published=None),
        make(published=datetime(2025, 12, 13, tzinfo=UTC)),
        make(["The bridge reopened!", TEXTS[1]]),
        make(TEXTS[::-1]),
        make(TEXTS[:1]),
        make([" ".join(TEXTS)]),
        make([*TEXTS, ""]),
        make([TEXTS[0], (TEXTS[1], Role.CAPTION)]),  # type: ignore[list-item]
        make([TEXTS[0], (TEXTS[1], Role.HEADING)]),  # type: ignore[list-item]
    ],
)
def test_any_change_of_content_changes_the_id(other: Article) -> None:
    assert other.id != make().id


def test_where_it_was_published_does_not_change_the_id() -> None:
    assert make(url="https://paper.example/1").id == make(url="https://paper.example/2").id == make().id


@given(st.lists(texts, max_size=4), st.lists(texts, max_size=4))
def test_ids_agree_exactly_where_the_paragraphs_do(first: list[str], second: list[str]) -> None:
    one, other = Article.from_paragraphs(first), Article.from_paragraphs(second)
    assert (one.id == other.id) == (first == second)


def test_even_text_that_no_file_can_hold_has_an_id() -> None:
    assert len(Article.from_paragraphs(["half a pair: \ud800"]).id) == 16


@given(articles())
def test_paragraphs_are_numbered_from_one(article: Article) -> None:
    assert [paragraph.number for paragraph in article.paragraphs] == list(range(1, len(article.paragraphs) + 1))
    for paragraph in article.paragraphs:
        assert article.paragraph(paragraph.number) is paragraph
    assert [one for one in article.paragraphs if one.role is Role.BODY] == list(article.body)


@pytest.mark.parametrize("numbers", [(0,), (2,), (1, 1), (2, 1), (1, 3), (1, 2, 4)])
def test_any_other_numbering_is_refused(numbers: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="numbered 1, 2, 3"):
        Article("0" * 16, "", tuple(Paragraph(number, "text") for number in numbers))


@pytest.mark.parametrize("number", [-1, 0, 3, 1_000])
def test_a_number_beyond_the_article_is_an_error(number: int) -> None:
    with pytest.raises(IndexError, match="paragraphs 1 to 2"):
        make().paragraph(number)


@given(st.lists(texts, max_size=5))
def test_paragraphs_are_kept_to_the_character(given_texts: list[str]) -> None:
    assert [one.text for one in Article.from_paragraphs(given_texts).paragraphs] == given_texts


def test_a_plain_text_is_taken_apart_with_captions_last() -> None:
    article = Article.from_text(
        "Bridge reopens after two years\n\nBy Ann Lee\n\n"
        "Mayor Sue Hill opens the bridge in Marrick on Monday. (Photo: Tom Roe/Courier)\n\n"
        "The bridge over the Marrick reopened on Monday after two years of work.\n\n"
        "“It is a good day,” the mayor said at the ceremony on the eastern bank."
    )
    assert article.title == "Bridge reopens after two years"
    assert article.byline == "Ann Lee"
    assert [one.role for one in article.paragraphs] == [Role.BODY, Role.BODY, Role.CAPTION]
    assert article.paragraphs[0].text == "The bridge over the Marrick reopened on Monday after two years of work."
    assert "Mayor Sue Hill opens" in article.paragraphs[2].text


def test_captions_are_last_in_every_sample(samples: dict[str, Article]) -> None:
    for article in samples.values():
        roles = [one.role is Role.CAPTION for one in article.paragraphs]
        assert roles == sorted(roles)
        assert article.body
        assert article.title


def test_what_is_known_beforehand_wins() -> None:
    text = "Bridge reopens\n\nPublished: 13 Dec. 2025, 19:21\n\nThe bridge reopened on Monday."
    assert Article.from_text(text).published is not None
    known = Article.from_text(text, title="Marrick", published=date(2020, 1, 2), url="https://paper.example/1")
    assert (known.title, known.published, known.url) == ("Marrick", date(2020, 1, 2), "https://paper.example/1")


@pytest.mark.parametrize(
    ("noun", "field"), [(make(), "title"), (make().paragraphs[0], "text"), (Span(0, 1), "end")], ids=["a", "p", "s"]
)
def test_the_nouns_cannot_be_changed(noun: object, field: str) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(noun, field, "other")
    with pytest.raises((AttributeError, TypeError)):
        noun.remark = "new"  # type: ignore[attr-defined]


@pytest.mark.parametrize(("start", "end"), [(-1, 1), (2, 1), (-2, -1)])
def test_a_span_runs_forward_from_zero(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="0 <= start <= end"):
        Span(start, end)


def test_a_spans_length_is_its_characters() -> None:
    assert len(Span(3, 8)) == 5
