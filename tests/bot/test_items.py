"""Enumerations taken apart, and words grown to their clause: always the paragraph's own characters."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from prose import cut, span_of, texts_with_span

from bot.article import Span
from bot.clause_around import clause_around
from bot.items import enumerated

LISTS = [
    (
        "The line will stop in Burbank, Downey and Long Beach from Monday.",
        "Downey",
        ["Burbank", "Downey", "Long Beach"],
    ),
    ("The line will stop in Burbank, Downey and Long Beach.", "Long Beach", ["Burbank", "Downey", "Long Beach"]),
    (
        "The union won better pay, shorter shifts, and free meals.",
        "shorter shifts",
        ["better pay", "shorter shifts", "free meals"],
    ),
    ("Police searched a car, a boat and two sheds after the robbery.", "a boat", ["a car", "a boat", "two sheds"]),
    ("In Oslo, teachers and nurses walked out on Tuesday.", "nurses", ["teachers", "nurses"]),
    ("Goals from Kane, Saka and Foden gave England a win.", "Saka", ["Kane", "Saka", "Foden"]),
    (
        "The deal covers France, Germany, the United Kingdom and Italy, which together buy half of it.",
        "Germany",
        ["France", "Germany", "the United Kingdom", "Italy"],
    ),
    ("The dead were named as Tom Roe, 34, and Sue Hill, 29.", "Tom Roe", ["Tom Roe", "Sue Hill"]),
    ("Traces were found in milk, eggs, and cheese.", "eggs", ["milk", "eggs", "cheese"]),
    (
        "Officers warned of more dangers, including rockfalls, floods and gas.",
        "rockfalls, floods and gas",
        ["rockfalls", "floods", "gas"],
    ),
    (
        "Shops shut in Topeka, Kan., Reno, Nev., and Portland, Ore., on Friday.",
        "Reno",
        ["Topeka, Kan.", "Reno, Nev.", "Portland, Ore."],
    ),
    ("They may meet in Oslo, or in Bergen or Moss.", "Bergen or Moss", ["Bergen", "Moss"]),
]
NO_LISTS = [
    ("The mayor, Ann Lee, said the bridge would open on Friday.", "Ann Lee"),
    ("He praised the coach and said that the team would recover.", "the coach"),
    ("The ferry sank on April 15, 2022.", "April 15, 2022"),
    ("Nine people were hurt.", "Nine"),
    ("The song is by Ann Lee Roe, or Lady Gray, as she is called on stage.", "Ann Lee Roe"),
    ("The station in Reno, Nev., was shut on Friday.", "Reno, Nev."),
]


@pytest.mark.parametrize(("text", "part", "items"), LISTS)
def test_an_enumeration_is_taken_apart(text: str, part: str, items: list[str]) -> None:
    assert [cut(text, one) for one in enumerated(text, span_of(text, part))] == items


@pytest.mark.parametrize(("text", "part"), NO_LISTS)
def test_what_is_no_enumeration_stays_whole(text: str, part: str) -> None:
    assert enumerated(text, span_of(text, part)) == ()


@given(texts_with_span())
def test_items_are_in_order_and_not_empty(drawn: tuple[str, Span]) -> None:
    text, span = drawn
    items = enumerated(text, span)
    assert len(items) != 1
    assert all(cut(text, one).strip() for one in items)
    assert all(one.end <= other.start for one, other in pairwise(items))


@pytest.mark.parametrize(
    ("text", "part", "expected"),
    [
        ("The match was postponed because of heavy rain, officials said.", "heavy rain", "because of heavy rain"),
        ("After the bank collapsed, savers queued for days.", "the bank", "After the bank collapsed"),
        (
            "Shares fell by a fifth; the maker cut its forecast, citing weak demand in China.",
            "weak demand",
            "citing weak demand in China",
        ),
        ("The court freed him since the witness had lied. He left.", "witness", "since the witness had lied"),
        ("They broke in by cutting a fence.", "cutting a fence", "by cutting a fence"),
        (
            "Snow shut the so-called “High Road,” which joins two towns, on Friday.",
            "Snow shut",
            "Snow shut the so-called “High Road,”",
        ),
        (
            "Work has stood still since 2017, when Ann Lee – who disliked it, and said so – took office.",
            "when Ann Lee – who disliked it",
            "when Ann Lee – who disliked it, and said so – took office",
        ),
        ("Work stopped – the pit, he said, was wet – and never began again.", "was wet", "was wet"),
        ("“We left because it rained,” Ann Lee said.", "it rained", "because it rained"),
        ("Ann Lee said: “We left because it rained.”", "it rained", "because it rained"),
    ],
)
def test_words_grow_to_their_clause(text: str, part: str, expected: str) -> None:
    assert cut(text, clause_around(text, span_of(text, part))) == expected


@given(texts_with_span())
def test_a_clause_holds_the_words_it_grew_from(drawn: tuple[str, Span]) -> None:
    text, span = drawn
    grown = clause_around(text, span)
    assert grown.start <= span.start < span.end <= grown.end <= len(text)
