"""Which sentences can be read without the one before them, and which tell anything."""

from __future__ import annotations

import pytest
from hypothesis import given
from prose import texts

from bot.standing import refers_back, takes_for_known, tells


@pytest.mark.parametrize(
    "sentence",
    [
        "He left the harbour at dawn.",
        "“They were lucky,” the captain said.",
        "It was the third such fire this year.",
        "This cost the council £2 million.",
        "These rules come into force in May.",
        "But the council voted against the plan.",
        "However, the bridge stayed shut.",
        "Meanwhile, police closed the road.",
        "In addition, two schools were shut.",
        "For example, the ferry had no radar.",
        "As a result, the match was abandoned.",
        "If so, the ferry will sail in May.",
        "Both were taken to hospital.",
        "Another was found on Tuesday.",
        "Two of them died in hospital.",
        "Some said the rule was unfair.",
        "The next day the police came back.",
        "Two weeks later the bank failed.",
        "Ann Lee then announced cuts.",
        "The council, however, disagreed.",
        "A second bomb was found under the bridge.",
        "“We lost everything,” she told reporters.",
        "In a statement, the company apologised.",
        "On Monday he was released on bail.",
        "There he met the minister.",
        "For that achievement, Ann Lee was named player of the year.",
        "“Ferries are safe, and so is the harbour.”",
        "“I was quite shocked when I saw Ann Lee on Saturday,” he said by telephone.",
        "We will not go back.",
    ],
)
def test_what_leans_on_the_sentence_before(sentence: str) -> None:
    assert refers_back(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Nine people were hurt when a ferry struck a rock off Marrick on Monday.",
        "Two people were killed in the crash.",
        "Some 300 drivers spent the night in a school.",
        "There were 214 passengers on board, the coast guard said.",
        "Ann Lee said she would not stand again.",
        "“We were lucky,” said Ann Lee, the captain.",
        "The captain, Ann Lee, said he had warned her.",
        "Voters said they were tired of waiting.",
        "Most voters stayed at home.",
        "In Marrick, the mayor said his town had waited long enough.",
        "Ann Lee said that officers had closed the road.",
        "IT workers went on strike on Friday.",
        "So-called smart meters cost £2 billion.",
        "Anderson beat Botha 6-4, 6-4 in the final.",
    ],
)
def test_what_can_be_read_alone(sentence: str) -> None:
    assert not refers_back(sentence)


@pytest.mark.parametrize(
    ("sentence", "known"),
    [
        ("The report found no fault.", True),
        ("The 45-year-old was arrested on Friday.", True),
        ("“The move is a mistake,” said Ann Lee.", True),
        ("The two sides will meet again.", True),
        ("The government cut taxes on Friday.", False),
        ("The report-writing took a year.", True),
        ("A report found no fault.", False),
        ("Ann Lee wrote the report.", False),
    ],
)
def test_what_takes_something_for_known(sentence: str, known: bool) -> None:
    assert takes_for_known(sentence) is known


@pytest.mark.parametrize(
    ("sentence", "telling"),
    [
        ("Heavy snow closed the Hallin pass on Friday.", True),
        ("“We were lucky that night,” said Ann Lee, the captain.", True),
        ("Snow closed the pass.", False),
        ("Who will pay for the new bridge at Marrick?", False),
        ("“We were lucky that night, said Ann Lee.", False),
        ("The bridge (built in 1912 was closed on Friday night.", False),
        ("Read more: how the fire at the harbour began on Monday.", False),
        ("Sign up for our newsletter to get the news each morning.", False),
        ("of which nobody in Marrick had been told on Friday night.", False),
        ("iPhone sales fell in Marrick for the third year running.", True),
        ("e-bikes are banned from the harbour of Marrick since Friday.", True),
        ("Copyright 2020 The Marrick Paper, all rights reserved to it.", False),
        ("EDITOR’S NOTE: Earlier versions of the report had an error.", False),
        ("ET on Monday for the launch from the harbour of Marrick.", False),
        ("Above: The bridge of Marrick as it was before the storm.", False),
        ("UPDATE: The bridge was opened to traffic again on Tuesday.", False),
        ("Follow the story at https://paper.example/live all day long.", False),
        ("A headline without a full stop and with many words", False),
        ("word " * 80 + "end.", False),
    ],
)
def test_what_tells_something(sentence: str, telling: bool) -> None:
    assert tells(sentence) is telling


@given(texts)
def test_any_text_is_judged(text: str) -> None:
    assert {refers_back(text), takes_for_known(text), tells(text)} <= {True, False}
    assert refers_back(f"But {text}")
    assert not tells(f"{text}?")
