"""Summaries are the articles' own sentences: verbatim, cited, in reading order, and understood alone."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from prose import articles, cut

from bot.article import Article, Role
from bot.errors import SummaryLengthError
from bot.models import Models
from bot.reply import Reply
from bot.sentences import sentence_spans
from bot.summariser import ExtractiveSummariser, Summariser

SAMPLES = [
    "engineers.txt",
    "ferry-evening.txt",
    "ferry-morning.txt",
    "final.txt",
    "glacier.txt",
    "rates.md",
    "verdict.txt",
]
# What a sentence cannot open with when the one before it is not there.
DANGLING = {
    "he",
    "she",
    "it",
    "they",
    "his",
    "her",
    "their",
    "this",
    "that",
    "these",
    "those",
    "but",
    "and",
    "however",
} | {
    "meanwhile",
    "so",
    "also",
    "then",
    "instead",
}


@pytest.fixture(scope="module")
def summariser(models: Models) -> Summariser:
    return models.summariser


def check(reply: Reply, articles: list[Article], most: int) -> None:
    """What holds for every summary."""
    assert 1 <= len(reply.statements) <= most
    assert reply.short is None
    held = {article.id: article for article in articles}
    order = []
    for statement in reply.statements:
        (citation,) = statement.citations
        article = held[citation.article_id]
        assert citation.holds(article)
        assert statement.text == citation.quote
        sentences = sentence_spans(article.paragraph(citation.paragraph).text)
        assert (citation.start, citation.end) in {(one.start, one.end) for one in sentences}
        assert article.paragraph(citation.paragraph).role is Role.BODY
        order.append((list(held).index(article.id), citation.paragraph, citation.start))
    assert order == sorted(set(order))


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_summary_of_each_sample(summariser: Summariser, samples: dict[str, Article], sample: str) -> None:
    reply = summariser.summarise([samples[sample]], 4, None)
    check(reply, [samples[sample]], 4)
    assert len(reply.statements) == 4
    for statement in reply.statements:
        assert statement.text.split()[0].strip("“\"'").casefold() not in DANGLING
        assert statement.text.count("“") == statement.text.count("”")


def test_a_shorter_summary_is_made_too(summariser: Summariser, samples: dict[str, Article]) -> None:
    article = samples["final.txt"]
    for count in (1, 2, 1_000):
        check(summariser.summarise([article], count, None), [article], count)


def test_several_articles_are_summarised_together(summariser: Summariser, samples: dict[str, Article]) -> None:
    both = [samples["ferry-morning.txt"], samples["ferry-evening.txt"]]
    reply = summariser.summarise(both, 6, None)
    check(reply, both, 6)
    assert {citation.article_id for citation in reply.citations} == {article.id for article in both}


@pytest.mark.parametrize(
    ("sample", "focus", "words"),
    [
        ("rates.md", "inflation forecast", ["inflation", "prices"]),
        ("verdict.txt", "the sentence Peverell will get", ["sentenced", "prison"]),
        ("final.txt", "attendance and crowd", ["crowd"]),
        ("glacier.txt", "who paid for the research", ["funded"]),
    ],
)
def test_a_focus_is_what_the_summary_is_about(
    summariser: Summariser, samples: dict[str, Article], sample: str, focus: str, words: list[str]
) -> None:
    reply = summariser.summarise([samples[sample]], 2, focus)
    check(reply, [samples[sample]], 2)
    assert reply.question == focus
    assert any(word in reply.text.casefold() for word in words)


@pytest.mark.parametrize("focus", ["the price of bananas in Peru", "quantum chromodynamics"])
def test_what_no_sentence_is_about_is_not_summarised(
    summariser: Summariser, samples: dict[str, Article], focus: str
) -> None:
    article = samples["final.txt"]
    reply = summariser.summarise([article], 3, focus)
    assert reply.abstained
    assert reply.nearest is not None
    assert reply.nearest.holds(article)
    assert 0.0 <= reply.confidence <= 1.0


@pytest.mark.parametrize("count", [0, -1])
def test_a_summary_of_no_sentence_is_an_error(summariser: Summariser, samples: dict[str, Article], count: int) -> None:
    with pytest.raises(SummaryLengthError, match=str(count)):
        summariser.summarise([samples["final.txt"]], count, None)


@pytest.mark.parametrize("text", ["Heavy snow closed the Hallin pass on Friday.", "It rained.", "He said “no"])
def test_an_article_of_one_sentence_is_its_own_summary(summariser: Summariser, text: str) -> None:
    article = Article.from_paragraphs([text])
    assert summariser.summarise([article], 3, None).text == text


@pytest.mark.parametrize("paragraphs", [[], [("A photograph of a boat in the harbour of Marrick.", Role.CAPTION)]])
def test_without_a_body_there_is_no_summary(summariser: Summariser, paragraphs: list[Any]) -> None:
    assert summariser.summarise([Article.from_paragraphs(paragraphs, title="Nothing")], 3, None).abstained


def test_the_same_again_is_the_same_summary(summariser: Summariser, samples: dict[str, Article]) -> None:
    article = samples["glacier.txt"]
    assert summariser.summarise([article], 3, None) == summariser.summarise([article], 3, None)


@settings(max_examples=40)
@given(st.lists(articles(), min_size=1, max_size=3), st.integers(1, 6), st.none() | st.just("the mayor"))
def test_any_articles_are_summarised_verbatim(
    word_encoder: Any, several: list[Article], count: int, focus: str | None
) -> None:
    several = list({article.id: article for article in several}.values())
    reply = ExtractiveSummariser(word_encoder).summarise(several, count, focus)
    if reply.abstained:
        assert focus or not any(
            cut(one.text, span) for article in several for one in article.body for span in sentence_spans(one.text)
        )
    else:
        check(reply, several, count)
