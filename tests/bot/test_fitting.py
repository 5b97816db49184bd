"""Which findings can answer at all: what only repeats the question does not, unless the question offers it."""

from __future__ import annotations

import pytest

from bot.article import Article, Span
from bot.finding import Finding
from bot.fitting import fits, fitting, of_another_fate
from bot.windows import Passage

ASKING = "When will the leaves turn in 2024? Nobody knows, though some say by Oct. 11. “Who cares?” said Ann Lee."
TEXT = "Amri fled to Italy, was seen in Turin by engineers and was shot at about 3 a.m. by two Italian officers."


def found(question: str, *parts: str, text: str = TEXT) -> list[str]:
    passages = [Passage.whole(Article.from_paragraphs([text]))]
    spans = [Span(text.index(part), text.index(part) + len(part)) for part in parts]
    findings = [Finding(0, 1, span, -float(place)) for place, span in enumerate(spans)]
    return [text[one.span.start : one.span.end] for one in fitting(question, passages, findings)]


@pytest.mark.parametrize(
    ("question", "parts", "left"),
    [
        ("In which Italian city was he seen?", ("Italy", "Turin"), ["Turin"]),
        ("Who saw the engineer?", ("engineers", "two Italian officers"), ["two Italian officers"]),
        ("Which officers shot him?", ("officers", "two Italian officers"), ["two Italian officers"]),
        ("Was he shot in Italy or in Spain?", ("Italy", "Turin"), ["Italy", "Turin"]),  # one of them is the answer
        ("Did he flee to Italy?", ("Italy",), ["Italy"]),
        ("Where in Italy?", ("Italy",), ["Italy"]),  # better than nothing: its paragraph is the nearest
        ("What time was he shot?", ("Turin", "3 a.m."), ["3 a.m."]),
        ("How many officers shot him?", ("Turin", "two"), ["two"]),
    ],
)
def test_what_can_answer_is_kept(question: str, parts: tuple[str, ...], left: list[str]) -> None:
    assert found(question, *parts) == left


@pytest.mark.parametrize(
    ("question", "parts", "left"),
    [
        ("When do the leaves turn?", ("2024", "by Oct. 11"), ["by Oct. 11"]),
        ("When do the leaves turn?", ("2024",), ["2024"]),
        ("What did Ann Lee say?", ("Who cares?", "Oct. 11"), ["Who cares?", "Oct. 11"]),
    ],
)
def test_a_question_of_the_articles_own_is_no_answer(question: str, parts: tuple[str, ...], left: list[str]) -> None:
    assert found(question, *parts, text=ASKING) == left


@pytest.mark.parametrize(
    ("question", "words", "fit"),
    [
        ("What time does the bar open?", "under normal hours", False),
        ("What time does the bar open?", "0800 hours", True),
        ("What time does the bar open?", "noon", True),
        ("How much did rents rise?", "they doubled", True),
        ("How many ships came?", "grey ones from Oslo", False),
        ("What percentage of them were new?", "one-sixth", True),
        ("What percentage of them were new?", "new ones", False),
        ("Why did they come?", "by bus", True),
    ],
)
def test_words_of_another_kind_do_not_fit(question: str, words: str, fit: bool) -> None:
    assert fits(question, words) is fit


@pytest.mark.parametrize(
    ("question", "sentence", "other"),
    [
        ("How many people were injured?", "At least 40 people have died in the fire.", True),
        ("How many people were injured?", "Forty died and nine were hurt.", False),
        ("How many people were injured?", "Nine were taken away.", False),
        ("How many were killed?", "Nine injuries were reported.", True),
        ("How many were killed?", "The death toll is nine.", False),
        ("How many were killed or hurt?", "Nine injuries were reported.", False),
        ("Who was injured?", "A teacher died.", False),
    ],
)
def test_the_hurt_are_not_the_dead(question: str, sentence: str, other: bool) -> None:
    assert of_another_fate(question, sentence) is other


def test_the_figure_of_the_hurt_is_preferred_where_there_is_one() -> None:
    text = "The fire killed 40 people. Twenty-nine injuries were reported."
    assert found("How many people were injured?", "40 people", "Twenty-nine", text=text) == ["Twenty-nine"]
