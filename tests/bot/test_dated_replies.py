"""Replies that name days: the answer to "when" with its day and rule, and what a missing date leaves open."""

from __future__ import annotations

import json
from datetime import date

import pytest
from prose import span_of

import bot
from bot.article import Article, Span
from bot.assistant import Assistant
from bot.dates import asks_when, dates_in, when_said, with_dates
from bot.render import UNDATED, dated, format_days, reply_text, with_days
from bot.render_data import reply_data
from bot.reply import Citation, Reply, Statement

TEXT = (
    "Dana Roe resigned on Friday after a row over the bridge. The board will meet at 8.15 p.m. next Tuesday in Hallin."
)
PUBLISHED = date(2025, 12, 13)


def story(published: date | None = PUBLISHED, text: str = TEXT) -> Article:
    return Article.from_paragraphs([text], title="Chair resigns", published=published)


def reply_of(article: Article, answer: str) -> Reply:
    text = article.paragraph(1).text
    whole = Citation.of(article, 1, Span(0, len(text)))
    dates = dates_in(article, 1, Span(0, len(text)))
    short = Citation.of(article, 1, span_of(text, answer))
    return Reply("When?", (Statement(text, (whole,), dates=dates),), (short,), 0.9)


def test_an_answer_shows_the_day_and_the_rule() -> None:
    article = story()
    lines = reply_text(reply_of(article, "Friday"), {article.id: article}).splitlines()
    assert lines[:2] == [
        "Friday (12 December 2025)  (confident)",
        "  Friday: 12 December 2025, the last Friday up to the article's date, 13 December 2025",
    ]


def test_every_day_within_an_answer_is_shown_and_none_beside_it() -> None:
    article = story()
    reply = reply_of(article, "Friday after a row over the bridge. The board will meet at 8.15 p.m. next Tuesday")
    assert reply.answer
    assert with_days(reply.answer, reply.statements) == (
        "Friday (12 December 2025) after a row over the bridge. The board will meet at 8.15 p.m. "
        "next Tuesday (16 December 2025)"
    )
    assert with_days(reply_of(article, "a row").answers[0], reply.statements) == "a row"


def test_without_a_date_the_answer_says_why_there_is_no_day() -> None:
    article = story(None)
    lines = reply_text(reply_of(article, "Friday"), {article.id: article}).splitlines()
    assert lines[:2] == ["Friday  (confident)", f"  Friday: {UNDATED}"]
    assert reply_data(reply_of(article, "Friday"), {article.id: article})["answers"][0]["days"] == [
        f"Friday: {UNDATED}"
    ]


def test_a_date_that_is_written_out_is_not_repeated() -> None:
    article = story(text="It opened on 12 May 2019.")
    found = dates_in(article, 1, Span(0, 25))
    assert dated("12 May 2019", found[0]) == "12 May 2019"
    lines = reply_text(reply_of(article, "12 May 2019"), {article.id: article}).splitlines()
    assert lines[0] == "12 May 2019  (confident)"
    assert len(lines) == 3


def test_json_carries_the_days() -> None:
    article = story()
    data = json.loads(json.dumps(reply_data(reply_of(article, "next Tuesday"), {article.id: article})))
    assert data["answers"][0]["dated"] == "next Tuesday (16 December 2025)"
    first, second = data["statements"][0]["dates"]
    assert (first["first"], first["last"], first["words"]["quote"]) == ("2025-12-12", "2025-12-12", "Friday")
    assert (second["first"], second["words"]["start"]) == ("2025-12-16", TEXT.index("next Tuesday"))


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2025, 12, 12), date(2025, 12, 12), "12 December 2025"),
        (date(2025, 12, 1), date(2025, 12, 7), "1–7 December 2025"),
        (date(2025, 11, 28), date(2025, 12, 3), "28 November – 3 December 2025"),
        (date(2025, 12, 30), date(2026, 1, 2), "30 December 2025 – 2 January 2026"),
        (date(2024, 6, 1), date(2024, 6, 30), "June 2024"),
        (date(2024, 2, 1), date(2024, 2, 29), "February 2024"),
        (date(2018, 6, 1), date(2018, 8, 31), "June–August 2018"),
        (date(2018, 12, 1), date(2019, 2, 28), "December 2018 – February 2019"),
        (date(2019, 1, 1), date(2019, 12, 31), "2019"),
        (date(1990, 1, 1), date(1999, 12, 31), "1990–1999"),
        (date(9999, 12, 1), date(9999, 12, 31), "December 9999"),
    ],
)
def test_a_run_of_days_is_said_shortly(first: date, last: date, expected: str) -> None:
    assert format_days(first, last) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("When did she resign?", True),
        ("and when will they meet", True),
        ("On what date does it open?", True),
        ("What day was it?", True),
        ("Which year did he win?", True),
        ("In which month does it close?", True),
        ("Since when has it been shut?", True),
        ("Who won, and when?", True),
        ("What time does it open?", False),
        ("How long was it shut?", False),
        ("Who resigned when the bridge fell?", False),
        ("What happened on Friday?", False),
        ("Whenever did he say so often?", False),
    ],
)
def test_questions_that_ask_for_a_day(question: str, expected: bool) -> None:
    assert asks_when(question) is expected


@pytest.mark.parametrize(
    ("question", "text", "answer", "expected"),
    [
        ("When do they meet?", "The board will meet at 8.15 p.m. on Tuesday.", "8.15 p.m.", "8.15 p.m. on Tuesday"),
        ("When did it open?", "It opened in June last year.", "June", "June last year"),
        ("When did it open?", "It opened on 12 December 2025.", "12 December", "12 December 2025"),
        (
            "What day was she hit?",
            "She was hit on Tuesday, at about 10:30 a.m. by the clock.",
            "10:30 a.m.",
            "Tuesday, at about 10:30 a.m.",
        ),
        ("What day did he leave?", "He left in a hurry on Monday.", "a hurry", "Monday"),
        ("When did he leave?", "He left in a hurry on Monday.", "a hurry", "Monday"),
        # what tells when in other words is an answer of its own
        ("When did he leave?", "He left after the vote, on Monday.", "after the vote", "after the vote"),
        ("When did he leave?", "He left in a hurry. It was Monday.", "a hurry", "a hurry"),
        ("When does it open?", "It opens at 8 a.m. and the band, booked for Sunday, plays.", "8 a.m.", "8 a.m."),
        # of two dates the one at the end that is asked for
        ("When does it end?", "It opens on 3 May and closes on 9 May.", "3 May and closes on 9 May", "9 May"),
        ("When does it start?", "It opens on 3 May and closes on 9 May.", "3 May and closes on 9 May", "3 May"),
        (
            "When is it on?",
            "It opens on 3 May and closes on 9 May.",
            "3 May and closes on 9 May",
            "3 May and closes on 9 May",
        ),
        ("When did it close?", "It closed on Monday and Friday.", "Monday and Friday", "Monday and Friday"),
        # other questions are left alone
        ("Who left?", "Kim left on Monday.", "Kim", "Kim"),
        ("How many months was it?", "It stood still over the past 18 months.", "18", "18"),
    ],
)
def test_the_answer_to_when_is_a_whole_date(question: str, text: str, answer: str, expected: str) -> None:
    article = story(text=text)
    span = when_said(question, article, 1, span_of(text, answer))
    assert text[span.start : span.end].rstrip(".") == expected.rstrip(".")


def test_the_assistant_answers_when_with_the_day(models: bot.Models) -> None:
    desk = Assistant(models=models)
    desk.add(story())
    reply = desk.answer("When did Dana Roe resign?")
    assert reply.short == "Friday"
    assert [one.first for one in reply.statements[0].dates] == [date(2025, 12, 12)]


def test_a_summary_names_its_days_too(models: bot.Models) -> None:
    desk = Assistant(models=models)
    desk.add(story())
    dates = [one for statement in desk.summarise(sentences=2).statements for one in statement.dates]
    assert [one.citation.quote for one in dates] == ["Friday", "next Tuesday"]


def test_dates_are_filled_from_what_a_statement_cites() -> None:
    article = story()
    whole = Citation.of(article, 1, span_of(TEXT, "Dana Roe resigned on Friday after a row over the bridge."))
    reply = with_dates(Reply("", (Statement("Roe resigned.", (whole, whole)),)), [article])
    assert [one.citation.quote for one in reply.statements[0].dates] == ["Friday"]
