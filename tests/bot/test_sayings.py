"""Questions about what somebody said are answered with their words, whole; those about who said it with the speaker."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prose import articles, cut, span_of

import bot
from bot.article import Article
from bot.finding import Finding
from bot.sayings import as_sayings
from bot.windows import Passage

STORY = Article.from_paragraphs(
    [
        "Mayor Sue Hill opened the new bridge on Monday.",
        "“The bridge is safe and it will last a century,” Ms Hill said. “The old one was a disgrace.”",
        "Tom Roe, a fisherman, said the bridge had cost too much.",
        "“We were never asked,” he said, “and we never agreed.”",
        "The work took two years.",
        "“Nobody could cross for a month,” Jo Park wrote to the council. The mayor did not reply to the letter.",
        "Fares must fall, Al Dunn has warned after a report that said “nobody rides any more”.",
    ],
    title="Bridge opens",
)


SAFE = "“The bridge is safe and it will last a century,”"
NEVER = "“We were never asked,” he said, “and we never agreed.”"
Places = list[tuple[int, str]]


def found(question: str, *places: tuple[int, str]) -> list[str]:
    """What becomes of findings at these words."""
    passages = [Passage.whole(STORY)]
    findings = [
        Finding(0, number, span_of(STORY.paragraph(number).text, words), 9.0 - place)
        for place, (number, words) in enumerate(places)
    ]
    kept = as_sayings(question, passages, findings)
    return [cut(STORY.paragraph(one.paragraph).text, one.span) for one in kept]


@pytest.mark.parametrize(
    ("question", "places", "expected"),
    [
        ("What did Hill say about the bridge?", [(2, "safe")], [SAFE]),
        ("What did the mayor say about the old bridge?", [(2, "a disgrace")], ["“The old one was a disgrace.”"]),
        ("What did Tom Roe say of the cost?", [(3, "too much")], ["the bridge had cost too much"]),
        (
            "What has Mr Roe said about being asked?",
            [(4, "never asked")],
            [NEVER],
        ),
        (  # what stands in nobody's words is near enough in the sentence that has some, and not beyond it
            "What did Jo Park say?",
            [(6, "the council")],
            ["“Nobody could cross for a month,”"],
        ),
        ("What did Jo Park say?", [(6, "the letter")], ["the letter"]),
        ("What did Al Dunn say about fares?", [(7, "must fall")], ["must fall"]),
        ("What was Roe’s reaction?", [(2, "safe"), (3, "too much")], ["the bridge had cost too much"]),
        (
            "Roe's exact words on the consultation?",
            [(4, "agreed")],
            [NEVER],
        ),
        (
            "Give me the mayor's quote on safety, verbatim",
            [(2, "a century")],
            [SAFE],
        ),
        ("Who said the bridge had cost too much?", [(3, "cost too much")], ["Tom Roe"]),
        ("Who said “the old one was a disgrace”?", [(5, "two years")], ["Ms Hill"]),
        ("Who said the bridge is safe?", [(2, "Ms Hill")], ["Ms Hill"]),
    ],
)
def test_findings_become_sayings_and_speakers(question: str, places: Places, expected: list[str]) -> None:
    assert found(question, *places) == expected


@pytest.mark.parametrize(
    ("question", "places"),
    [
        ("When did the bridge open?", [(1, "Monday")]),
        ("How long did the work take?", [(5, "two years")]),
        ("What did Hill say about tolls?", [(5, "two years")]),  # nobody says so: the reader's own judgement stays
        ("What did Bob Hill say?", [(2, "safe")]),  # another Hill
        ("Who opened the bridge?", [(1, "Sue Hill")]),
        ("Who said the work took long?", [(5, "two years")]),
    ],
)
def test_other_findings_stay_as_they_are(question: str, places: Places) -> None:
    assert found(question, *places) == [words for _, words in places]


def test_the_same_saying_is_found_once() -> None:
    assert len(found("What did Hill say?", (2, "safe"), (2, "a century"))) == 1


def test_the_desk_answers_with_whole_words_and_their_speaker(models: bot.Models) -> None:
    desk = bot.Assistant(models=models)
    desk.add(STORY)
    reply = desk.answer("What did Ms Hill say about the old bridge?")
    assert reply.short == "“The old one was a disgrace.”"
    assert reply.statements[0].speaker == "Mayor Sue Hill"
    assert desk.answer("Who said the bridge had cost too much?").short == "Tom Roe"
    assert desk.answer("How long did the work take?").statements[0].speaker is None


@given(articles(), st.data())
def test_findings_stay_in_their_paragraphs(article: Article, data: st.DataObject) -> None:
    number = data.draw(st.integers(1, len(article.paragraphs)))
    text = article.paragraph(number).text
    finding = Finding(0, number, bot.Span(0, len(text)), 1.0)
    asked = data.draw(st.sampled_from(["What did the police say?", "Who said “quoted words”?", "Exact words of Kim?"]))
    kept = as_sayings(asked, [Passage.whole(article)], [finding])
    assert kept
    for one in kept:
        assert 0 <= one.span.start < one.span.end <= len(article.paragraph(one.paragraph).text)
