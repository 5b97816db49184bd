"""The signals see what an editor sees: words that stand near, names nobody mentioned, a figure that is none."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.article import Article, Span
from bot.finding import Finding
from bot.signals import NAMES, Signals, signals
from bot.windows import Passage

ARTICLE = Article.from_paragraphs(
    [
        "The Lady Ann left Port Moss at 6 a.m. on Friday with 214 passengers.",
        "A fire broke out in her engine room an hour later. Nine people were hurt, the coast guard said.",
        "The mayor of Elmouth, Ruth Dane, praised the crew.",
    ],
    title="Ferry burns off Elmouth",
)
WHOLE = [Passage.whole(ARTICLE)]


def finding(words: str, score: float = 4.0) -> Finding:
    for paragraph in ARTICLE.paragraphs:
        if (start := paragraph.text.find(words)) >= 0:
            return Finding(0, paragraph.number, Span(start, start + len(words)), score)
    raise AssertionError(words)


def signals_of(question: str, answer: Finding) -> Signals:
    return signals(question, WHOLE, answer, 2.5, 30.0)


def test_words_of_the_question_near_the_answer_count() -> None:
    near = signals_of("How many passengers left Port Moss?", finding("214"))
    far = signals_of("How many passengers left Port Moss?", finding("Nine"))
    assert near.sentence == 1.0
    assert far.sentence < near.sentence
    assert far.article == 1.0


def test_inflections_and_the_headline_count_too() -> None:
    assert signals_of("How many passengers of the burning ferry were leaving?", finding("214")).article > 0.5
    assert signals_of("Who was the mayor of Elmouth?", finding("Ruth Dane")).sentence == 1.0


@pytest.mark.parametrize(
    ("question", "strange"),
    [
        ("Did the Lady Ann leave Port Moss?", 0),
        ("Did Captain Holt leave Port Moss?", 2),
        ("Were 214 people on board, or 300?", 1),
        ("Why did it burn?", 0),
    ],
)
def test_names_and_figures_that_the_article_lacks(question: str, strange: int) -> None:
    assert signals_of(question, finding("214")).strange == strange


@pytest.mark.parametrize(
    ("question", "answer", "misfit"),
    [
        ("How many were hurt?", "Nine", 0.0),
        ("How many were hurt?", "Ruth Dane", 1.0),
        ("When did she leave?", "Friday", 0.0),
        ("When did she leave?", "Ruth Dane", 1.0),
        ("Who praised the crew?", "Ruth Dane", 0.0),
    ],
)
def test_a_figure_or_a_time_is_missed_where_it_is_asked_for(question: str, answer: str, misfit: float) -> None:
    assert signals_of(question, finding(answer)).misfit == misfit


def test_scores_are_passed_on_and_the_margin_is_capped() -> None:
    found = signals_of("How many were hurt?", finding("Nine"))
    assert (found.score, found.again, found.margin) == (4.0, 2.5, 10.0)


def test_an_answer_that_repeats_the_question_is_an_echo() -> None:
    assert signals_of("What did Ruth Dane do?", finding("Ruth Dane")).echo == 1.0
    assert signals_of("Who praised the crew?", finding("Ruth Dane")).echo == 0.0


@given(st.text(min_size=1, max_size=60), st.sampled_from(["214", "Nine people were hurt", "Ruth Dane"]))
def test_every_signal_is_finite_and_shares_are_shares(question: str, answer: str) -> None:
    found = signals_of(question, finding(answer))
    assert all(math.isfinite(getattr(found, name)) for name in NAMES)
    for name in ("sentence", "paragraph", "article", "misfit", "echo"):
        assert 0.0 <= getattr(found, name) <= 1.0
    assert found.sentence <= found.paragraph <= found.article
