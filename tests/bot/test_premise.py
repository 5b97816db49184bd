"""What a question takes for granted: names the article never has, times of which the evidence does not tell."""

from __future__ import annotations

from datetime import date

import pytest

from bot.article import Article, Span
from bot.premise import already_past, mistaken, of_another_person, of_another_time, of_another_year, unmentioned
from bot.reply import Citation

STORY = Article.from_paragraphs(
    [
        "The Marrick ferry, run by Northway, struck a rock on Monday, 3 March 2025, as a Spanish trawler came in.",
        "Ann Galvez, of the Harbour Trust, said 40 people were taken off. It lost 12 jobs in 2023 and 30 in 2024.",
        "Passengers from Germany and the Canary Islands were taken to Zurich’s consulate.",
        "A second ferry carried 90 people on Thursday.",
    ],
    title="Ferry runs aground off Marrick",
    published=date(2025, 3, 7),
    byline="Tom Weir",
    url="https://www.dailypost.example/ferry",
)


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("What did Ann Galvez say?", ()),
        ("What did Gálvez say?", ()),
        ("What did Mrs Galvez of the Harbor Trust say?", ()),  # another spelling of one word
        ("What did Bob Galvez say?", ()),  # the surname is known; whose words they are is another's business
        ("What did Ann Roe say?", ("Ann Roe",)),
        ("How many people did Ostrava send?", ("Ostrava",)),
        ("how many people did ostrava send?", ()),  # what is written small is no name
        ("Which German passengers were on board?", ()),
        ("Where in the Canaries did they live?", ()),
        ("What came in from Spain?", ()),  # "Spanish", whose letters differ
        ("What came in from Portugal?", ("Portugal",)),
        ("Did the EU or the RNLI help?", ()),  # an abbreviation may be written out
        ("What did Tom Weir write in the Daily Post?", ()),
        ("How many views has it had on VidBox?", ("VidBox",)),
        ("When did Monday’s ferry leave?", ()),
        ("", ()),
    ],
)
def test_names_that_the_article_never_has(question: str, missing: tuple[str, ...]) -> None:
    assert unmentioned(question, STORY) == missing


@pytest.mark.parametrize(
    ("question", "paragraph", "words", "expected"),
    [
        ("How many jobs went in 2023?", 2, "It lost 12 jobs in 2023 and 30 in 2024.", False),
        ("How many jobs went in 2019?", 2, "It lost 12 jobs in 2023 and 30 in 2024.", True),
        (
            "How many were taken off in 2019?",
            2,
            "Ann Galvez, of the Harbour Trust, said 40 people were taken off.",
            False,
        ),
        ("How many did it carry on Thursday?", 4, "A second ferry carried 90 people on Thursday.", False),
        ("How many did it carry on Tuesday?", 4, "A second ferry carried 90 people on Thursday.", True),
        ("How many did it carry in March?", 4, "A second ferry carried 90 people on Thursday.", False),
        ("How many did it carry in April?", 4, "A second ferry carried 90 people on Thursday.", True),
        ("How many did it carry in 2025?", 4, "A second ferry carried 90 people on Thursday.", False),
        ("How many did it carry in 2024?", 4, "A second ferry carried 90 people on Thursday.", True),
        ("How many jobs went in 2023-24?", 2, "It lost 12 jobs in 2023 and 30 in 2024.", False),
        ("Where have jobs gone since 2020?", 2, "It lost 12 jobs in 2023 and 30 in 2024.", False),
        ("Who lost jobs before the Olympics 2028?", 2, "It lost 12 jobs in 2023 and 30 in 2024.", False),
        ("How many did it carry?", 4, "A second ferry carried 90 people on Thursday.", False),
    ],
)
def test_evidence_of_another_time(question: str, paragraph: int, words: str, expected: bool) -> None:
    start = STORY.paragraph(paragraph).text.index(words)
    evidence = Citation.of(STORY, paragraph, Span(start, start + len(words)))
    assert of_another_time(question, STORY, evidence) is expected


def test_a_season_is_told_from_another() -> None:
    text = "The league sold 900 seats in 2018-19."
    article = Article.from_paragraphs([text])
    proof = Citation.of(article, 1, Span(0, len(text)))
    assert of_another_time("How many seats did it sell in 2019-20?", article, proof)
    for year in ("2018-19", "2018–19", "2018/19"):
        assert not of_another_time(f"How many seats did it sell in {year}?", article, proof)


@pytest.mark.parametrize(
    ("question", "answer", "expected"),
    [
        ("When will the ferry sail again?", "Monday, 3 March 2025", True),
        ("When is the ferry expected to sail again?", "Monday, 3 March 2025", True),
        ("When did the ferry strike the rock?", "Monday, 3 March 2025", False),
        ("What will the ferry strike?", "a rock on Monday, 3 March 2025", False),
        ("When will the ferry sail again?", "a Spanish trawler", False),
    ],
)
def test_what_is_to_come_is_no_day_that_is_over(question: str, answer: str, expected: bool) -> None:
    start = STORY.paragraph(1).text.index(answer)
    cited = Citation.of(STORY, 1, Span(start, start + len(answer)))
    assert already_past(question, STORY, cited) is expected
    assert mistaken(question, STORY, cited, cited) is expected


def test_without_a_date_of_its_own_an_article_contradicts_no_weekday() -> None:
    text = "A second ferry carried 90 people on Thursday."
    article = Article.from_paragraphs([text])
    assert not of_another_time("How many on Tuesday?", article, Citation.of(article, 1, Span(0, len(text))))


LONG = Article.from_paragraphs(
    [
        "Orr Steel, whose works burned down in 1971, will build anew.",
        "Nobody was hurt.",
        "The roof fell in after nine hours.",
        "It took three years to rebuild.",
        "So far the firm has taken on 190 people, more than last year.",
        "Sue Hill has 40 years behind her at the firm. She is 61 years old.",
        "Its foreman, a 22-year-old man, is not named.",
    ],
    title="Steel maker builds anew",
    published=date(2025, 3, 7),
)


def cited(number: int, words: str = "") -> Citation:
    text = LONG.paragraph(number).text
    start = text.index(words)
    return Citation.of(LONG, number, Span(start, start + len(words or text)))


@pytest.mark.parametrize(
    ("question", "paragraph", "expected"),
    [
        ("How many people were taken on in 1971?", 5, True),
        ("When did the roof fall in in 1971?", 3, False),  # the story of that year goes on
        ("How long did it take to rebuild after 1971?", 5, False),  # a bound is another matter
        ("How many people were taken on in 2025?", 5, False),  # the article's own year need not be said
        ("How many people were taken on in 1999?", 5, True),  # which the article has nowhere
        ("How many people were taken on in 2024?", 5, False),  # which it calls last year
    ],
)
def test_a_year_that_is_told_of_elsewhere(question: str, paragraph: int, expected: bool) -> None:
    assert of_another_year(question, LONG, cited(paragraph)) is expected


@pytest.mark.parametrize(
    ("question", "answer", "expected"),
    [
        ("How old is Sue Hill?", cited(6, "40 years"), True),
        ("How old is Sue Hill?", cited(6, "61"), False),
        ("How old is Sue Hill?", cited(7, "22-year-old"), True),
        ("How old is the foreman?", cited(7, "22-year-old"), False),
        ("How long has Sue Hill been there?", cited(6, "40 years"), False),
    ],
)
def test_an_age_is_that_of_whom_the_evidence_means(question: str, answer: Citation, expected: bool) -> None:
    sentence = cited(answer.paragraph)
    assert of_another_person(question, LONG, answer, sentence) is expected
