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
from bot.standing import refers_back
from bot.summariser import LONG_HEADLINE, ExtractiveSummariser, Summariser, figures_of

SAMPLES = [
    "engineers.txt",
    "ferry-evening.txt",
    "ferry-morning.txt",
    "final.txt",
    "glacier.txt",
    "rates.md",
    "verdict.txt",
]


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
    check_reading(reply, samples[sample])


def check_reading(reply: Reply, article: Article) -> None:
    """Nothing leans on what is not there, no quotation is cut, and no figure is said twice."""
    texts = [cut(one.text, span) for one in article.body for span in sentence_spans(one.text)]
    said: list[str] = []
    for statement in reply.statements:
        before = texts[texts.index(statement.text) - 1]
        assert not refers_back(statement.text) or (said and said[-1] == before)
        assert statement.text.count("“") == statement.text.count("”")
        said.append(statement.text)
    figures = [figure for text in said for figure in figures_of(text)]
    assert len(figures) == len(set(figures))


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
    article = samples["final.txt"]
    with pytest.raises(SummaryLengthError, match=f"{count} sentences"):
        summariser.summarise([article], count, None)
    with pytest.raises(SummaryLengthError, match=f"{count} words"):
        summariser.summarise([article], 3, None, words=count)
    with pytest.raises(SummaryLengthError, match=f"{count} key points"):
        summariser.points([article], count, None)


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize("words", [40, 100, 10_000])
def test_a_length_in_words_is_kept_and_used(
    summariser: Summariser, samples: dict[str, Article], sample: str, words: int
) -> None:
    reply = summariser.summarise([samples[sample]], 1, None, words)
    check(reply, [samples[sample]], words)
    check_reading(reply, samples[sample])
    assert words >= len(reply.text.split()) >= (20 if words == 40 else 60)


def test_where_no_sentence_is_short_enough_the_shortest_is_the_summary(summariser: Summariser) -> None:
    long, short = "Heavy snow closed the Hallin pass on Friday night.", "Some 300 drivers slept in a school."
    article = Article.from_paragraphs([f"{long} {short}"])
    assert summariser.summarise([article], 3, None, words=1).text == short


@pytest.mark.parametrize("sample", SAMPLES)
def test_key_points_are_short_and_the_weightiest_first(
    summariser: Summariser, samples: dict[str, Article], sample: str
) -> None:
    reply = summariser.points([samples[sample]], 4, None)
    assert 1 <= len(reply.statements) <= 4
    assert all(citation.holds(samples[sample]) for citation in reply.citations)
    assert not any(refers_back(one.text) for one in reply.statements)
    assert reply.statements[:2] == summariser.points([samples[sample]], 2, None).statements


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_headline_is_one_verbatim_line(summariser: Summariser, samples: dict[str, Article], sample: str) -> None:
    reply = summariser.headline([samples[sample]])
    (statement,) = reply.statements
    (citation,) = statement.citations
    assert citation.holds(samples[sample])
    assert statement.text == citation.quote
    short = len(statement.text) <= LONG_HEADLINE
    assert short is not statement.text.endswith(".")  # where neither sentence can be cut, it is one of them


def test_a_headline_of_nothing_is_an_abstention(summariser: Summariser) -> None:
    article = Article.from_paragraphs([("A photograph of a boat in the harbour of Marrick.", Role.CAPTION)])
    assert summariser.headline([article]).abstained


# Each figure stands in two sentences that matter; the summary shall say it once.
@pytest.mark.parametrize("figure", ["1,200", "£3 million", "45%", "12.5 per cent"])
def test_no_figure_is_said_twice(summariser: Summariser, figure: str) -> None:
    article = Article.from_paragraphs(
        [
            f"The council of Marrick found that {figure} went missing from its harbour fund last year.",
            f"Nobody can explain where {figure} went, said Ann Lee, who leads the council’s audit of the fund.",
            "Tom Roe, the harbour master, resigned on Friday and left the town by train.",
        ],
        title=f"{figure} missing from harbour fund",
    )
    reply = summariser.summarise([article], 3, None)
    assert reply.text.count(figure) == 1
    assert len(reply.statements) == 2


def test_a_sentence_that_stands_twice_is_said_once(summariser: Summariser) -> None:
    twice = "The ferry from Marrick to Orr struck a rock on Monday and sank within the hour."
    article = Article.from_paragraphs([twice, "Fishermen of Marrick took every passenger on board.", twice])
    assert summariser.summarise([article], 3, None).text.count(twice) == 1


def test_what_leans_on_the_sentence_before_comes_with_it_or_not_at_all(summariser: Summariser) -> None:
    first = "Ann Lee, the mayor of Marrick, opened the new harbour bridge to traffic on Monday."
    second = "She called the new harbour bridge of Marrick a bridge to the future of the whole harbour."
    article = Article.from_paragraphs([first, second], title="Mayor opens new harbour bridge of Marrick")
    assert summariser.summarise([article], 1, None).text == first
    assert summariser.summarise([article], 2, None).text == f"{first} {second}"
    assert summariser.summarise([article], 2, "what the mayor called the bridge").text.endswith(second)


def test_a_figure_late_in_the_article_is_read_too(summariser: Summariser) -> None:
    who, what = ["Baker", "Porter", "Miller", "Cooper", "Sawyer"], ["bread", "lamps", "rope", "flour", "nails", "tea"]
    filler = [f"Old {one} from the upper town sold some {other} at his usual stall." for one in who for other in what]
    last = "The reactor at Hallin leaked 40 tonnes of coolant, and the plant was shut down for good."
    article = Article.from_paragraphs([*filler, last], title="Hallin reactor leaks coolant, plant shut down")
    assert last in summariser.summarise([article], 3, None).text


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
