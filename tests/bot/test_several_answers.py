"""Replies of more than one answer: lists, articles that differ or agree, articles that mention; and honest silence."""

from __future__ import annotations

from datetime import date

import pytest

import bot
from bot.article import Article

MORNING = Article.from_paragraphs(
    [
        "Twelve people were killed when a ferry sank off Westport on Monday, the coast guard said.",
        "The ferry, the Marin Star, left Westport harbour at 6.15 a.m. with 80 passengers.",
    ],
    title="Ferry sinks off Westport",
    published=date(2024, 5, 6),
)
EVENING = Article.from_paragraphs(
    [
        "Fifteen people were killed when the Marin Star ferry sank off Westport on Monday, the mayor said.",
        "Divers searched the ferry all night. It had left Westport harbour with 80 passengers.",
    ],
    title="Westport ferry toll rises",
    published=date(2024, 5, 7),
)
CRASH = Article.from_paragraphs(
    ["Four people were killed when a bus left the road near Denton on Sunday, police said."],
    title="Bus crash near Denton",
    published=date(2024, 5, 6),
)
PACT = Article.from_paragraphs(
    [
        "The pact was signed in Oslo on Friday after two years of talks.",
        "The pact was signed by Norway, Iceland and Finland, and it ends a dispute over herring.",
        "Fishing was suspended because stocks of herring had collapsed, the commission said.",
    ],
    title="Herring pact signed",
)


@pytest.fixture
def desk(models: bot.Models) -> bot.Assistant:
    desk = bot.Assistant(models=models)
    for article in (MORNING, EVENING, CRASH, PACT):
        desk.add(article)
    return desk


def check(reply: bot.Reply, desk: bot.Assistant) -> None:
    for one in (*reply.citations, *reply.answers):
        assert one.holds(desk.article(one.article_id))


def test_articles_that_differ_show_each_side_the_newest_first(desk: bot.Assistant) -> None:
    reply = desk.answer("How many people were killed when the ferry sank?", within=[MORNING.id, EVENING.id])
    assert reply.differs
    assert [one.article_id for one in reply.answers] == [EVENING.id, MORNING.id]
    assert [one.quote.split()[0] for one in reply.answers] == ["Fifteen", "Twelve"]
    assert [one.citations[0].article_id for one in reply.statements] == [EVENING.id, MORNING.id]
    check(reply, desk)


def test_articles_that_agree_give_one_answer_with_all_its_citations(desk: bot.Assistant) -> None:
    reply = desk.answer(
        "How many passengers did the ferry have when it left Westport harbour?", [MORNING.id, EVENING.id]
    )
    assert not reply.differs
    assert len(reply.answers) == 1
    assert reply.short is not None
    assert "80" in reply.short
    assert {one.article_id for one in reply.citations} == {MORNING.id, EVENING.id}
    check(reply, desk)


def test_articles_of_other_events_raise_no_alarm(desk: bot.Assistant) -> None:
    reply = desk.answer("How many people were killed?", [MORNING.id, CRASH.id])
    assert not reply.differs
    assert len({one.article_id for one in reply.citations}) == 1


def test_a_list_gives_every_item(desk: bot.Assistant) -> None:
    reply = desk.answer("Which countries signed the pact?", [PACT.id])
    assert [one.quote for one in reply.answers] == ["Norway", "Iceland", "Finland"]
    assert len(reply.statements) == 1
    check(reply, desk)


def test_why_gives_the_clause(desk: bot.Assistant) -> None:
    reply = desk.answer("Why was fishing suspended?", [PACT.id])
    assert reply.short == "because stocks of herring had collapsed"


def test_which_articles_mention_lists_them_the_newest_first(desk: bot.Assistant) -> None:
    found = desk.mentions("the marin star")
    assert [one.citation.article_id for one in found] == [EVENING.id, MORNING.id]
    reply = desk.answer("Which articles mention the Marin Star?")
    assert [one.citations[0] for one in reply.statements] == [one.citation for one in found]
    assert not reply.abstained
    check(reply, desk)


def test_a_name_that_no_article_has_is_mentioned_nowhere(desk: bot.Assistant) -> None:
    assert desk.mentions("Marin") != []
    assert desk.mentions("Mari") == []
    assert desk.answer("Which articles mention Ann Lee?").abstained
    assert desk.mentions("ferry", within=[CRASH.id]) == []


@pytest.mark.parametrize("question", ["Did the captain resign?", "Is the ferry company insured by a foreign bank?"])
def test_yes_or_no_is_never_made_up(desk: bot.Assistant, question: str) -> None:
    reply = desk.answer(question, [MORNING.id])
    assert reply.abstained
    assert reply.nearest is not None


def test_a_yes_or_no_question_is_answered_with_the_sentence_that_bears_on_it(desk: bot.Assistant) -> None:
    reply = desk.answer("Did the ferry leave Westport harbour with 80 passengers?", [MORNING.id])
    assert reply.abstained or reply.short == MORNING.paragraph(2).text
