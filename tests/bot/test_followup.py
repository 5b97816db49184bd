"""How follow-ups are read on their own, by the words of the turns before."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.followup import Said, readings

DEPLOYED = Said("How many engineers were deployed to Kursk?", "around 1,000")
OPENED = Said("Who opened the bridge?", "Mayor Sue Hill")
LEFT = Said("When did the striker Leo Marsh leave Denton Town?", "in July")
CHAIRS = Said("Who is the chairperson of NW28?", "Casey Orr")
HELD = Said("Where was the summit held?", "Geneva")
FELL = Said("How many people died at sea in 2019?", "1,204")
ROSE = Said("Did exports rise last year?", "Exports rose sharply last year")
SIGNED = Said("Which countries signed the pact?", "Chile and Bolivia")
TAKEN = Said("When were the hostages taken?", "on Tuesday")
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
        (CHAIRS, "What did he say about trains?", "What did Casey Orr say about trains?"),
        (CHAIRS, "What did it cost?", "What did NW28 cost?"),
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
        (DEPLOYED, "and the year before?", "How many engineers were deployed to Kursk the year before?"),
        (FELL, "and the year before?", "How many people died at sea in 2018?"),
        (FELL, "and in the lakes?", "How many people died at sea in 2019 in the lakes?"),
        (FELL, "what about women?", "How many women died at sea in 2019?"),
        (FELL, "and 2020?", "How many people died at sea in 2020?"),
        (ROSE, "and imports?", "Did imports rise last year?"),
        (SIGNED, "what about Peru?", "Is it true that Peru signed the pact?"),
        # a question word with what belongs to it
        (ROSE, "by how much?", "By how much did exports rise last year?"),
        (ROSE, "why not?", "Why didn't exports rise last year?"),
        (SIGNED, "how many?", "How many countries signed the pact?"),
        (SIGNED, "which others?", "Which countries besides Chile and Bolivia signed the pact?"),
        (SIGNED, "who else?", "Which other countries signed the pact?"),
        (OPENED, "who else?", "Who besides Mayor Sue Hill opened the bridge?"),
        (DEPLOYED, "which ones?", "Which engineers were deployed to Kursk?"),
        (DEPLOYED, "by whom?", "By whom were around 1,000 engineers deployed to Kursk?"),
        (DEPLOYED, "since when?", "Since when were around 1,000 engineers deployed to Kursk?"),
        (TAKEN, "how many of them?", "How many hostages were taken?"),
        (LEFT, "to which club?", "To which club did the striker Leo Marsh leave Denton Town?"),
        (TAKEN, "are they alive?", "Are the hostages alive?"),
        (TAKEN, "where were they held?", "Where were the hostages held?"),
        # parts and properties
        (DEPLOYED, "how many survived?", "How many of the engineers survived?"),
        (LEFT, "his age?", "How old is Leo Marsh?"),
        (OPENED, "the cost?", "What was the cost of the bridge?"),
        (HELD, "who attended?", "Who attended in Geneva?"),
        (HELD, "any arrests?", "Were there any arrests in Geneva?"),
        (OPENED, "What did she say about it?", "What did Mayor Sue Hill say about the bridge?"),
        # what came of it
        (HELD, "what happened next?", "What happened after the summit was held in Geneva?"),
        (DEPLOYED, "is that confirmed?", "Who confirmed that around 1,000 engineers were deployed to Kursk?"),
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


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("Did he like her?", "Did Tom Roe like Ann Lee?"),
        ("Where was she born?", "Where was Ann Lee born?"),
        ("Who saw them there?", "Who saw the twins at the old mill?"),
    ],
)
def test_a_pronoun_means_what_it_has_meant_before(question: str, meant: str) -> None:
    said = [
        Said("Where did Ann Lee meet the twins?", "at the old mill"),
        Said("Who taught Ann Lee?", "Tom Roe", "Who taught her?"),
    ]
    assert readings(question, said)[0] == meant


def test_one_thing_is_not_meant_by_two_pronouns() -> None:
    for one in readings("Did she meet them?", [Said("Who chairs the board of Orr Steel?", "Ann Lee")]):
        assert one.count("Ann Lee") <= 1


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
