"""Citations are verbatim by construction; statements are cited; replies are consistent."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prose import articles, texts_with_span

from bot.article import Article, Span
from bot.reply import Citation, Reply, Statement

ARTICLE = Article.from_paragraphs(
    ["Nine people were hurt. The fire is out.", "Police are investigating."], title="Fire"
)
FIRST = Citation.of(ARTICLE, 1, Span(0, 22))
SECOND = Citation.of(ARTICLE, 1, Span(23, 39))
NINE = Citation.of(ARTICLE, 1, Span(0, 4))


@given(texts_with_span())
def test_a_quote_is_the_slice_it_cites(drawn: tuple[str, Span]) -> None:
    text, span = drawn
    article = Article.from_paragraphs(["before", text])
    citation = Citation.of(article, 2, span)
    assert citation.quote == article.paragraph(citation.paragraph).text[citation.start : citation.end]
    assert citation.holds(article)


@given(articles(), st.integers(-3, 300), st.integers(-3, 300))
def test_any_span_is_cited_verbatim_or_refused(article: Article, start: int, end: int) -> None:
    text = article.paragraph(1).text
    if 0 <= start < end <= len(text):
        assert Citation.of(article, 1, Span(start, end)).quote == text[start:end]
    else:
        with pytest.raises(ValueError, match=r"span|characters"):
            Citation.of(article, 1, Span(start, end))


@pytest.mark.parametrize(
    ("start", "end", "quote"),
    [(0, 4, "Nin"), (0, 4, "Nine "), (0, 0, ""), (4, 0, "Nine"), (-1, 3, "Nine"), (0, 4, "")],
)
def test_a_quote_of_another_length_is_refused(start: int, end: int, quote: str) -> None:
    with pytest.raises(ValueError, match="must fill its span"):
        Citation(ARTICLE.id, 1, start, end, quote)


def test_a_paragraph_that_is_not_there_cannot_be_cited() -> None:
    with pytest.raises(IndexError, match="paragraphs 1 to 2"):
        Citation.of(ARTICLE, 3, Span(0, 1))


@pytest.mark.parametrize(
    ("citation", "holds"),
    [
        (NINE, True),
        (Citation(ARTICLE.id, 1, 0, 4, "Nice"), False),
        (Citation(ARTICLE.id, 2, 0, 4, "Nine"), False),
        (Citation(ARTICLE.id, 9, 0, 4, "Nine"), False),
        (Citation(ARTICLE.id, 0, 0, 4, "Nine"), False),
        (Citation(ARTICLE.id, 1, 900, 904, "Nine"), False),
        (Citation("another", 1, 0, 4, "Nine"), False),
    ],
)
def test_holds_says_whether_the_article_still_says_so(citation: Citation, holds: bool) -> None:
    assert citation.holds(ARTICLE) is holds


def test_a_statement_needs_a_citation() -> None:
    with pytest.raises(ValueError, match="at least one citation"):
        Statement("Nine people were hurt.", ())


def test_an_answer_has_a_short_form_a_text_and_citations() -> None:
    reply = Reply("How many?", (Statement(FIRST.quote, (FIRST,)),), (NINE,), 0.9)
    assert (reply.short, reply.text, reply.citations) == ("Nine", "Nine people were hurt.", (FIRST,))
    assert not reply.abstained


def test_a_summary_has_no_short_form_and_each_citation_once() -> None:
    reply = Reply("", (Statement("a", (FIRST,)), Statement("b", (SECOND, FIRST))), confidence=1.0)
    assert (reply.short, reply.text, reply.citations) == (None, "a b", (FIRST, SECOND))
    assert not reply.abstained


def test_an_abstention_says_nothing_and_may_point_at_the_nearest() -> None:
    reply = Reply("Who?", confidence=0.7, nearest=SECOND)
    assert reply.abstained
    assert (reply.short, reply.text, reply.citations) == (None, "", ())


@pytest.mark.parametrize("confidence", [0.0, 0.5, 1.0])
def test_confidence_may_be_any_probability(confidence: float) -> None:
    assert Reply("Who?", confidence=confidence).confidence == confidence


@pytest.mark.parametrize("confidence", [-0.01, 1.01, float("nan"), float("inf")])
def test_confidence_is_a_probability(confidence: float) -> None:
    with pytest.raises(ValueError, match=r"\[0, 1\]"):
        Reply("Who?", confidence=confidence)
