"""A talk: follow-ups read on their own, the reading shown and correctable, errors without a turn, several threads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from prose import FIRE

import bot
from bot.errors import QuestionError

STORY = (
    "Engineers sent to Kursk\n\n"
    "Around 1,000 engineers were deployed to the Kursk region in August to clear mines, the ministry said.\n\n"
    "Nine of the engineers died while clearing mines. The engineers left Kursk in October.\n\n"
    "Some 300 combat troops were deployed to Belgorod in June, Colonel Ann Lee said."
)


@pytest.fixture
def desk(models: bot.Models) -> bot.Assistant:
    desk = bot.Assistant(models=models)
    desk.add(bot.read_article(STORY))
    return desk


def test_follow_ups_are_understood(desk: bot.Assistant) -> None:
    talk = desk.conversation()
    first = talk.ask("How many engineers were deployed?")
    assert first == desk.answer("How many engineers were deployed?")
    assert first.understood is None
    died = talk.ask("and how many of them died?")
    assert died.question == "and how many of them died?"
    assert died.understood == "How many of the engineers died?"
    assert died.short is not None
    assert died.short.startswith("Nine")
    left = talk.ask("when did they leave?")
    assert left.understood == "When did the engineers leave?"
    assert left.short is not None
    assert "October" in left.short
    assert talk.turns == (first, died, left)


def test_what_about_puts_another_thing_into_the_question(desk: bot.Assistant) -> None:
    talk = desk.conversation()
    talk.ask("How many engineers were deployed?")
    reply = talk.ask("what about the combat troops?")
    assert reply.understood == "How many combat troops were deployed?"
    assert reply.short is not None
    assert "300" in reply.short


def test_a_reading_can_be_put_right(desk: bot.Assistant) -> None:
    talk = desk.conversation()
    talk.ask("How many engineers were deployed?")
    reply = talk.ask("and they?", understood="How many combat troops were deployed?")
    assert reply.question == "and they?"
    assert reply.understood == "How many combat troops were deployed?"
    expected = desk.answer("How many combat troops were deployed?")
    assert replace(reply, question=expected.question, understood=None) == expected


def test_a_question_that_stands_alone_is_taken_as_asked(desk: bot.Assistant) -> None:
    talk = desk.conversation()
    talk.ask("How many engineers were deployed?")
    question = "How many combat troops were deployed to Belgorod?"
    assert talk.ask(question) == desk.answer(question)


@pytest.mark.parametrize("question", ["", "  ", "???", "a" * 2_001, "who \ud800 won"])
def test_no_question_is_no_turn(desk: bot.Assistant, question: str) -> None:
    talk = desk.conversation()
    talk.ask("How many engineers were deployed?")
    with pytest.raises(QuestionError):
        talk.ask(question)
    with pytest.raises(QuestionError):
        talk.ask("why?", understood=question)
    assert len(talk.turns) == 1


def test_two_talks_know_nothing_of_each_other(desk: bot.Assistant) -> None:
    one, other = desk.conversation(), desk.conversation()
    one.ask("How many engineers were deployed?")
    assert other.ask("and how many of them died?").understood is None


def test_several_threads_may_ask(desk: bot.Assistant) -> None:
    talk = desk.conversation()
    questions = ["How many engineers were deployed?", "and how many of them died?", "why?", "where?"] * 2
    with ThreadPoolExecutor(4) as pool:
        replies = list(pool.map(talk.ask, questions))
    assert len(talk.turns) == len(questions)
    assert sorted(map(repr, replies)) == sorted(map(repr, talk.turns))


_texts = st.one_of(
    st.text(max_size=40),
    st.lists(st.sampled_from(["and", "why", "they", "it", "who said so", "in 2019", "Kursk", "?"]), max_size=5).map(
        " ".join
    ),
)


@settings(max_examples=12)
@given(st.lists(_texts, min_size=1, max_size=3))
def test_whatever_is_asked_every_quote_is_verbatim(models: bot.Models, questions: list[str]) -> None:
    desk = bot.Assistant(models=models)
    article = bot.read_article(FIRE)
    desk.add(article)
    talk = desk.conversation()
    for question in questions:
        try:
            reply = talk.ask(question)
        except QuestionError:
            continue
        cited = [*reply.citations, *reply.answers, *filter(None, (reply.nearest,))]
        assert all(one.holds(article) for one in cited)
        assert all(one.text == one.citations[0].quote for one in reply.statements)
