"""Example questions: some for every sample, at once, and none of any text a reason to fail."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prose import articles, texts

from bot.article import Article
from bot.suggestions import suggest_questions

SAMPLES = [
    "engineers.txt",
    "ferry-evening.txt",
    "ferry-morning.txt",
    "final.txt",
    "glacier.txt",
    "rates.md",
    "verdict.txt",
]


@given(articles(), st.integers(0, 6))
def test_any_article_has_at_most_so_many_questions(article: Article, count: int) -> None:
    questions = suggest_questions(article, count)
    assert len(questions) <= count
    assert len(set(questions)) == len(questions)
    assert all(question.endswith("?") and "\n" not in question for question in questions)


@given(st.lists(texts, max_size=4))
def test_any_text_is_taken(given_texts: list[str]) -> None:
    suggest_questions(Article.from_paragraphs(given_texts))


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_sample_suggests_at_least_three(samples: dict[str, Article], sample: str) -> None:
    questions = suggest_questions(samples[sample])
    assert len(questions) >= 3
    assert suggest_questions(samples[sample]) == questions


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("Police said that 40 boats were lost in the storm.", "How many boats were lost?"),
        ("The harbour was reopened on Sunday.", "When was the harbour reopened?"),
        ("“We are tired,” said Ann Lee.", "What did Ann Lee say?"),
        ("The blast killed at least 12 miners and injured 40 people.", "How many miners were killed?"),
        ("The blast killed at least 12 miners and injured 40 people.", "How many people were injured?"),
        ("Some 300 residents fled as the dam broke.", "How many residents fled?"),
        ("The summit was held in Geneva after long talks.", "Where was the summit held?"),
        ("The match was abandoned because of a power cut.", "Why was the match abandoned?"),
        ("Ann Lee resigned on Friday.", "When did Ann Lee resign?"),
        ("Orr Steel announced 400 job cuts on Monday.", "When did Orr Steel announce 400 job cuts?"),
        ("The painting sold for almost $3 million.", "How much did the painting sell for?"),
        ("The firm was fined $40,000 by the court.", "How much was the firm fined?"),
        ("The verdict was read by Ida Moen, a judge.", "Who is Ida Moen?"),
    ],
)
def test_what_a_sentence_says_is_asked(text: str, question: str) -> None:
    assert question in suggest_questions(Article.from_paragraphs([text]))


@pytest.mark.parametrize(
    "text",
    [
        "There were 12 deaths.",  # no verb that the question could take
        "It won 40 awards in two countries.",
        "The report said so, and the ad’s narrator said so.",
        "Mr Lee’s said nothing. In New York, a city of millions, it rained.",
    ],
)
def test_no_crippled_question_is_asked(text: str) -> None:
    assert suggest_questions(Article.from_paragraphs([text])) == ()


@pytest.mark.parametrize("text", ["It took nine years.", "It cost 40 million dollars.", "It rained."])
def test_a_measure_is_not_counted(text: str) -> None:
    assert not [one for one in suggest_questions(Article.from_paragraphs([text])) if one.startswith("How many")]


# A defect when this was written: a word of 10,000 capitals took 9 seconds, one of 40,000 two minutes.
@pytest.mark.parametrize("text", ["A" * 5_000, "Aa " * 2_000, "The of " + "a " * 3_000, "a" * 5_000, "9" * 5_000])
def test_no_text_takes_long(text: str) -> None:
    began = time.process_time()
    suggest_questions(Article.from_paragraphs([text]))
    assert time.process_time() - began < 0.5
