"""What a question asks for, told by its words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.question import Wanted, bare, name_mentioned, wanted

QUESTIONS = {
    Wanted.DAY: [
        "When did the ferry sink?",
        "and when was that",
        "What day did the trial open?",
        "In which year was the mill built?",
        "since when have they been on strike",
        "What time does the curfew begin?",
        "Can you tell me when the vote is?",
    ],
    Wanted.FIGURE: [
        "How many people died?",
        "so how much did it cost?",
        "number of boats lost?",
        "How old is the striker?",
        "By how much did shares fall?",
        "What percentage of voters said yes?",
        "what's the death toll",
    ],
    Wanted.PERSON: ["Who won the race?", "Who's the new coach?", "Whose car was it?", "By whom was he hired?"],
    Wanted.PLACE: ["Where was the summit held?", "In which city do they live?", "and where?"],
    Wanted.REASON: [
        "Why was the match called off?",
        "How come nobody noticed?",
        "What caused the blaze?",
        "How did the thieves get in?",
        "On what grounds was the appeal rejected?",
    ],
    Wanted.SEVERAL: [
        "Which countries signed the treaty?",
        "List the charges against him.",
        "Name the players who were booked",
        "What are the demands of the union?",
        "Who were the injured?",
        "which luxury brands left the country",
        "To which schools were the pupils moved?",
    ],
    Wanted.SPEAKER: [
        "Who said the dam was safe?",
        "according to whom",
        "Whose estimate is it?",
        "who called it a farce?",
    ],
    Wanted.WORDS: [
        "What did the mayor say about the bridge?",
        "How did the bank respond?",
        "the minister's exact words, please",
        "What has the club said?",
    ],
    Wanted.MENTIONS: [
        "Which articles mention the Hallin pass?",
        "list the stories that are about Ann Lee",
        "In which reports is Kim mentioned?",
    ],
    Wanted.YES_OR_NO: [
        "Did the mayor resign?",
        "Are all the roads open?",
        "and has he been charged?",
        "Isn't it shut?",
    ],
    Wanted.THING: [
        "What did the police find?",
        "Which team won the cup?",
        "What is the largest lake?",
        "Which judge heard the case?",
        "Which of them was the fastest?",
        "Which company makes the engines?",
        "What happens next?",
        "What are the odds of a draw?",
        "What are his whereabouts?",
    ],
}


@pytest.mark.parametrize(("kind", "question"), [(kind, one) for kind, ones in QUESTIONS.items() for one in ones])
def test_a_question_is_told_by_its_words(kind: Wanted, question: str) -> None:
    assert wanted(question) is kind


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("And can you tell me who won?", "who won"),
        ("So, please, when?", "when"),
        ("who won", "who won"),
        ("And?", "And"),
        ("", ""),
    ],
)
def test_what_leads_into_a_question_is_left_out(question: str, expected: str) -> None:
    assert bare(question) == expected


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Which articles mention “Kim Jong Un”?", "Kim Jong Un"),
        ("show me all the reports that refer to the ferry", "the ferry"),
        ("Where is Ann Lee mentioned?", "Ann Lee"),
        ("Did Ann Lee mention the ferry?", None),
        ("Which articles of the treaty were broken?", None),
    ],
)
def test_the_name_that_articles_are_sought_for(question: str, name: str | None) -> None:
    assert name_mentioned(question) == name


@given(st.text(max_size=200))
def test_any_text_is_of_some_kind(text: str) -> None:
    assert wanted(text) in Wanted
    assert len(bare(text)) <= len(text)
