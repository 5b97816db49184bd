"""What a negation bears on, and which words are opposites."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.copycheck.polarity import opposed, opposed_in_place, told
from bot.words import stem, words_of

DENIED = {
    "They did not find the boat.": {"find", "boat"},
    "The harbour should not serve or sell any fish.": {"serve", "sell"},
    "Nobody was hurt in the fire.": {"hurt", "fire"},
    "It is not clear whether the council will back the plan.": {"clear", "council", "back", "plan"},
    "There was no sign that the ferry had sunk.": {"sign", "ferry", "sunk"},
    "The airline declined to comment on the delay.": {"comment", "delay"},
    "The council voted against closing the pool.": {"closing", "pool"},
    "The bridge has yet to reopen.": {"reopen"},
    "Police ruled out arson.": {"arson"},
    "He did not resign, but his deputy left.": {"resign"},
    "Not only the mayor came.": set(),
    "He lives at No 11 with his cat.": set(),
    "The work went on all night.": set(),
}


@pytest.mark.parametrize("text", DENIED)
def test_a_negation_bears_on_what_follows_in_its_clause(text: str) -> None:
    words = words_of(text)
    assert {words[one.place].text for one in told(text, words) if one.by is not None} == DENIED[text]


@pytest.mark.parametrize(
    ("one", "other", "anywhere", "in_place"),
    [
        ("rose", "fell", True, True),
        ("climbed", "slumped", True, True),
        ("approved", "rejected", True, True),
        ("popular", "unpopular", True, True),
        ("documented", "undocumented", True, True),
        ("upheld", "overturned", True, True),
        ("opened", "closed", True, True),
        ("survived", "died", True, True),
        ("guilty", "acquitted", True, True),
        ("before", "after", False, True),
        ("more", "fewer", False, True),
        ("north", "south", False, True),
        ("rose", "climbed", False, False),
        ("beat", "defeated", False, False),
        ("read", "unread", True, True),
        ("tea", "untea", False, False),
    ],
)
def test_opposites(one: str, other: str, anywhere: bool, in_place: bool) -> None:
    (mine,), (theirs,) = words_of(one), words_of(other)
    assert opposed(mine, theirs) == opposed(theirs, mine) == anywhere
    assert opposed_in_place(mine, theirs) == opposed_in_place(theirs, mine) == in_place


@pytest.mark.parametrize(
    "forms",
    [
        ("rise", "rose", "risen", "rising", "rises"),
        ("confirm", "confirmed", "confirmation"),
        ("deny", "denied", "denial"),
        ("man", "men", "man’s"),
        ("approve", "approval", "approved"),
        ("mayor", "mayors", "mayor's", "MAYOR"),
    ],
)
def test_forms_of_a_word_have_one_stem(forms: tuple[str, ...]) -> None:
    assert len({stem(form) for form in forms}) == 1


def test_stems_do_not_depend_on_who_else_asks() -> None:
    words = [
        f"{beginning}{ending}" for beginning in ("bak", "vot", "larg", "quot") for ending in ("ing", "es", "ed", "er")
    ]
    many = [f"{word}{number}" for word in words for number in range(40)]
    start = threading.Barrier(4)

    def stems(_: int) -> list[str]:
        start.wait()
        return [stem(word) for word in many]

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(stems, range(4)))
    assert all(one == found[0] for one in found)
    assert len(found[0]) == len(many)
