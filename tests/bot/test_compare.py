"""Whether two answers say the same, and whether two articles tell of the same event."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prose import BRIDGE, FIRE, SNOW

from bot.article import Article
from bot.compare import Comparison, compared
from bot.same_story import same_story

SAME, DIFFERENT, UNLIKE = Comparison.SAME, Comparison.DIFFERENT, Comparison.UNLIKE


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        # figures by value and qualifier
        ("1,200", "1200 people", SAME),
        ("Nine", "9", SAME),
        ("twenty-two", "22", SAME),
        ("two dozen", "24", SAME),
        ("around 1,000 engineers", "1,000", SAME),
        ("about 1,000", "1,012", SAME),
        ("more than 30", "35", SAME),
        ("$1.337 billion", "almost $1.34 billion", SAME),
        ("at least 22", "at least 23", DIFFERENT),
        ("three", "3.5 million", DIFFERENT),
        ("a quarter of a mile", "half a mile or more", DIFFERENT),
        ("5 per cent", "6%", DIFFERENT),
        ("5%", "5", UNLIKE),
        ("$5 million", "£5 million", UNLIKE),
        ("29,000 feet", "523 mph", UNLIKE),
        # days and times
        ("April 15, 2022", "15 April", SAME),
        ("Tuesday, Aug. 2", "Tuesday, August 2", SAME),
        ("April 19", "April 15", DIFFERENT),
        ("on Monday", "Tuesday", DIFFERENT),
        ("Friday", "13 December", UNLIKE),
        ("2014", "2016", DIFFERENT),
        ("1:11 p.m.", "1:16 p.m.", DIFFERENT),
        ("8pm", "20:00", SAME),
        ("noon", "12 p.m.", SAME),
        # names
        ("Mayor Sue Hill", "Hill", SAME),
        ("the United States", "United States", SAME),
        ("Sue Hill", "Tom Roe", DIFFERENT),
        ("captain Leo Marsh", "goalkeeper Tom Roe", DIFFERENT),
        ("the mayor", "Sue Hill", UNLIKE),
        ("a broken rail", "bad weather", UNLIKE),
    ],
)
def test_answers_are_compared_by_what_they_say(one: str, other: str, expected: Comparison) -> None:
    assert compared(one, other) is expected
    assert compared(other, one) is expected


@given(st.text(max_size=60), st.text(max_size=60))
def test_comparing_is_symmetric_and_never_fails(one: str, other: str) -> None:
    assert compared(one, other) is compared(other, one)
    assert compared(one, one) is SAME


BLAZE = (
    "Toll in Westport blaze rises\n\nThe number of people killed in Friday's warehouse fire in Westport rose to five."
)
WAREHOUSE = (
    "Fire kills three\n\nThree people died when a fire tore through a warehouse at Westport harbour, police said."
)
MILL = "Mill burns\n\nFire broke out at a mill in Denton on Sunday. Two people were hurt as 60 crew fought the flames."
SCHOOL = "School guts\n\nA fire destroyed a school in Marlow on Sunday. Nobody was hurt as 40 crew fought the flames."


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [(BLAZE, WAREHOUSE, True), (MILL, SCHOOL, False), (FIRE, BRIDGE, False), (SNOW, BRIDGE, False), (FIRE, FIRE, True)],
)
def test_articles_of_one_event_are_told_from_others(one: str, other: str, expected: bool) -> None:
    assert same_story(Article.from_text(one), Article.from_text(other)) is expected


def test_articles_far_apart_in_time_are_of_two_events() -> None:
    first = Article.from_text(BLAZE, published=date(2024, 3, 2))
    later = Article.from_text(WAREHOUSE, published=date(2024, 3, 4))
    assert same_story(first, later)
    other_year = Article.from_text(f"{WAREHOUSE} Denton, Marlow, Oslo, Bern and Lima.", published=date(2020, 3, 2))
    assert not same_story(first, other_year)
