"""How follow-ups are read on their own, by the words of the turns before."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.followup import Said, readings

DEPLOYED = Said("How many engineers were deployed to Kursk?", "around 1,000")
OPENED = Said("Who opened the bridge?", "Mayor Sue Hill")
LEFT = Said("When did the striker Leo Marsh leave Denton Town?", "in July")
HELD = Said("Where was the summit held?", "Geneva")
REPORT = Said("What did Boeing's new contract offer the workers?", "a rise of 25%")


@pytest.mark.parametrize(
    ("said", "question", "expected"),
    [
        # pronouns
        (DEPLOYED, "and how many of them died?", "How many of the engineers died?"),
        (DEPLOYED, "When did they leave?", "When did the engineers leave?"),
        (OPENED, "how old is she", "How old is Mayor Sue Hill?"),
        (OPENED, "What did it cost?", "What did the bridge cost?"),
        (LEFT, "Who bought him?", "Who bought Leo Marsh?"),
        (HELD, "Who spoke there?", "Who spoke in Geneva?"),
        # a bare question word
        (DEPLOYED, "Why?", "Why were around 1,000 engineers deployed to Kursk?"),
        (LEFT, "why?", "Why did the striker Leo Marsh leave Denton Town?"),
        (HELD, "When was that?", "When was the summit held?"),
        (OPENED, "When?", "When was it that Mayor Sue Hill opened the bridge?"),
        # another thing in the same question
        (DEPLOYED, "what about the combat troops?", "How many combat troops were deployed to Kursk?"),
        (DEPLOYED, "and in 2019?", "How many engineers were deployed to Kursk in 2019?"),
        (LEFT, "and Tom Roe?", "When did the striker Tom Roe leave Denton Town?"),
        # who says
        (DEPLOYED, "who said so?", "Who said around 1,000 engineers were deployed to Kursk?"),
    ],
)
def test_a_follow_up_is_read_on_its_own(said: Said, question: str, expected: str) -> None:
    assert expected in readings(question, [said])


@pytest.mark.parametrize(
    "question",
    [
        "How many people live in Kursk?",
        "What did Leo Marsh say about his knee?",
        "Is there a curfew?",
        "Who said that the dam was safe?",
        "Did Ann Lee say why she left?",
    ],
)
def test_what_stands_on_its_own_is_left_alone(question: str) -> None:
    assert readings(question, [DEPLOYED]) == (question,)


def test_the_first_question_is_left_alone() -> None:
    assert readings("and how many of them died?", []) == ("and how many of them died?",)


_odd = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
_words = ["and", "what about", "why", "when", "they", "it", "Kim", "the combat troops", "who said so", "in 2019", "?"]
_asked = st.one_of(
    _odd,
    st.lists(st.sampled_from(_words), max_size=8).map(" ".join),
)


@given(_asked, st.lists(st.builds(Said, _asked, _odd), max_size=3))
def test_any_text_has_a_reading(question: str, said: list[Said]) -> None:
    found = readings(question, said)
    assert 1 <= len(found) <= 4
    assert len(set(found)) == len(found)
