"""Figures as values with bounds: what is one, what is none, and when two say the same."""

from __future__ import annotations

import math
import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.article import Span
from bot.numbers import Figure, Qualifier, agree, compatible, figures
from bot.numbers.agreement import same_value

ABOUT, NEARLY, OVER, LEAST, UNDER, MOST = (
    Qualifier.ABOUT,
    Qualifier.NEARLY,
    Qualifier.OVER,
    Qualifier.AT_LEAST,
    Qualifier.UNDER,
    Qualifier.AT_MOST,
)
EXACT, RANGE, VAGUE = Qualifier.EXACT, Qualifier.RANGE, Qualifier.VAGUE


def only(text: str) -> Figure:
    (one,) = figures(text)
    return one


# text, the figure's words, its value, unit, qualifier
TABLE: list[tuple[str, str, float, str, Qualifier]] = [
    # wire
    ("police counted around 400 marchers", "around 400", 400, "", ABOUT),
    ("at least seven miners died", "at least seven", 7, "", LEAST),
    ("no fewer than 12 villages were cut off", "no fewer than 12", 12, "", LEAST),
    ("up to 18 months in jail", "up to 18 months", 1.5, "year", MOST),
    ("an estimated 4,000 birds", "an estimated 4,000", 4000, "", ABOUT),
    ("nearly half of them", "nearly half", 50, "percent", NEARLY),
    ("half a million people fled", "half a million", 500_000, "", EXACT),
    ("a 1,000-strong force", "1,000-strong", 1000, "", EXACT),
    ("a dozen trawlers", "a dozen", 12, "", EXACT),
    ("about a dozen cars", "about a dozen", 12, "", ABOUT),
    ("more than two dozen arrests", "more than two dozen", 24, "", OVER),
    ("as many as 70 boats", "as many as 70", 70, "", MOST),
    ("Some 20,000 fans", "Some 20,000", 20_000, "", ABOUT),
    ("100 or more were hurt", "100 or more", 100, "", LEAST),
    ("20 or so goats", "20 or so", 20, "", ABOUT),
    ("one person drowned", "one", 1, "", EXACT),
    ("twenty-one sailors", "twenty-one", 21, "", EXACT),
    ("two hundred and fifty sheep", "two hundred and fifty", 250, "", EXACT),
    ("one million two hundred thousand votes", "one million two hundred thousand", 1_200_000, "", EXACT),
    ("3m people voted", "3m", 3_000_000, "", EXACT),
    ("5m credit and debit cards", "5m", 5_000_000, "", EXACT),
    ("143m Americans", "143m", 143_000_000, "", EXACT),
    ("a wall 3m high", "3m", 3, "metre", EXACT),
    ("5 lakh farmers", "5 lakh", 500_000, "", EXACT),
    ("roughly 30\u00a0000 of them", "roughly 30\u00a0000", 30_000, "", ABOUT),
    ("a 5.5-magnitude quake", "5.5", 5.5, "", EXACT),
    # business
    ("it lost more than $1.2 billion", "more than $1.2 billion", 1.2e9, "dollar", OVER),
    ("a loan of 1.2 billion won", "1.2 billion won", 1.2e9, "KRW", EXACT),
    ("US$750 each", "US$750", 750, "USD", EXACT),
    ("£50m in fees", "£50m", 5e7, "GBP", EXACT),
    ("€ 30,000 a year", "€ 30,000", 30_000, "EUR", EXACT),
    ("Rs 5 crore", "Rs 5 crore", 5e7, "INR", EXACT),
    ("₹2,50,000 in cash", "₹2,50,000", 250_000, "INR", EXACT),
    ("30p a litre", "30p", 0.3, "GBP", EXACT),
    ("60 cents a share", "60 cents", 0.6, "dollar", EXACT),
    ("3.75 percent of sales", "3.75 percent", 3.75, "percent", EXACT),
    ("5 per cent", "5 per cent", 5, "percent", EXACT),
    ("20pc of tenants", "20pc", 20, "percent", EXACT),
    ("0.5 percentage points", "0.5 percentage points", 0.5, "percentage point", EXACT),
    ("25 basis points", "25 basis points", 0.25, "percentage point", EXACT),
    ("just under 2.5 million parcels", "just under 2.5 million", 2.5e6, "", UNDER),
    ("well over 90 branches", "well over 90", 90, "", OVER),
    ("a $449M loss", "$449M", 4.49e8, "dollar", EXACT),
    ("profits of £1.3bn", "£1.3bn", 1.3e9, "GBP", EXACT),
    ("two billion dollars", "two billion dollars", 2e9, "dollar", EXACT),
    ("a three-year deal", "three-year", 3, "year", EXACT),
    # local
    ("a 54-year-old man", "54-year-old", 54, "year", EXACT),
    ("Ann Lee, 54, said", "54", 54, "year", EXACT),
    ("a boy aged 9", "9", 9, "year", EXACT),
    ("on 3 May, 7,200 people marched", "7,200", 7_200, "", EXACT),
    ("in Marrick, 12,000 homes went dark", "12,000", 12_000, "", EXACT),
    ("a 10-mile detour", "10-mile", 52_800, "foot", EXACT),
    ("2½ hours late", "2½ hours", 9000, "second", EXACT),
    ("three and a half years", "three and a half years", 3.5, "year", EXACT),
    ("over 1,000km of road", "over 1,000km", 1_000_000, "metre", OVER),
    ("40,000 square feet of shops", "40,000 square feet", 40_000, "square foot", EXACT),
    ("a quarter of pupils", "a quarter", 25, "percent", EXACT),
    ("one in five adults", "one in five", 20, "percent", EXACT),
    ("nine out of 10 cats", "nine out of 10", 90, "percent", EXACT),
    ("minus 20 degrees", "minus 20 degrees", -20, "degree", EXACT),
    ("it fell to -5C overnight", "-5C", -5, "degree Celsius", EXACT),
    # court
    ("two-thirds of the jury", "two-thirds", 200 / 3, "percent", EXACT),
    ("the third defendant", "third", 3, "ordinal", EXACT),
    ("not less than 30 years", "not less than 30 years", 30, "year", LEAST),
    # sport
    ("They won 5-3", "5-3", 5, "score", EXACT),
    ("a 0-2 defeat", "0-2", 2, "score", EXACT),
    ("a 100m race", "100m", 100, "metre", EXACT),
    ("the 98th minute", "98th", 98, "ordinal", EXACT),
    ("a 6-foot-2 guard", "6-foot-2", 6 + 2 / 12, "foot", EXACT),
    ("He scored 25 points", "25", 25, "", EXACT),
    # science
    ("1.5m tonnes of ice", "1.5m tonnes", 1.5e12, "gram", EXACT),
    ("20 milligrams a day", "20 milligrams", 0.02, "gram", EXACT),
    ("98.6 degrees Fahrenheit", "98.6 degrees Fahrenheit", 98.6, "degree Fahrenheit", EXACT),
    ("1.2 gigawatts", "1.2 gigawatts", 1.2e9, "watt", EXACT),
    ("about one-third of cells", "about one-third", 100 / 3, "percent", ABOUT),
    # ranges and vague numbers: the middle
    ("between 20 and 30 boats", "between 20 and 30", 25, "", RANGE),
    ("300-400 people", "300-400", 350, "", RANGE),
    ("20 to 30 percent", "20 to 30 percent", 25, "percent", RANGE),
    ("£3m–£4m", "£3m–£4m", 3.5e6, "GBP", RANGE),
    ("$3-4bn", "$3-4bn", 3.5e9, "dollar", RANGE),
    ("1.2 to 1.5 million doses", "1.2 to 1.5 million", 1.35e6, "", RANGE),
    ("children ages 12-17", "12-17", 14.5, "", RANGE),
    ("dozens of people", "dozens", 72, "", VAGUE),
    ("tens of thousands fled", "tens of thousands", 60_000, "", VAGUE),
    ("a few hundred protesters", "a few hundred", 600, "", VAGUE),
]


@pytest.mark.parametrize(("text", "words", "value", "unit", "qualifier"), TABLE)
def test_a_figure_is_read(text: str, words: str, value: float, unit: str, qualifier: Qualifier) -> None:
    one = only(text)
    assert text[one.span.start : one.span.end] == words
    assert math.isclose(one.value, value)
    assert (one.unit, one.qualifier) == (unit, qualifier)
    assert one.low <= one.value <= one.high


@pytest.mark.parametrize(
    "text",
    [
        "on 12 December 2025",
        "on Dec. 3",
        "May 3rd, 2024",
        "in 2016",
        "the 2020 games",
        "the 1980s",
        "the 2023/24 season",
        "at 8.15pm",
        "at 7 a.m. sharp",
        "at 10:21",
        "from 5 to 7:30 p.m. daily",
        "call 020 7946 0018",
        "call 555-0182 or 1-800-555-0199",
        "a Boeing 737 crashed",
        "on Channel 4",
        "F-35 jets",
        "the G20 and the M25",
        "Covid-19 spread",
        "at No. 10",
        "World War Two",
        "Windows 11",
        "a 5G mast",
        "one of them",
        "no one came",
        "one day it rained",
        "the one who left",
        "this is a one-off",
        "they more than doubled",
        "a second later",
        "six o’clock",
        "a split second",
        "on 9/11",
        "@agent47 wrote",
    ],
)
def test_what_is_no_figure_is_told_apart(text: str) -> None:
    assert figures(text) == ()


def test_many_in_a_sentence_come_in_order_with_what_they_count() -> None:
    text = "Two men and at least three women, both aged 40, took $5m from the 2,000 members of one club in 2019."
    found = figures(text)
    assert [text[one.span.start : one.span.end] for one in found] == [
        "Two",
        "at least three",
        "40",
        "$5m",
        "2,000",
        "one",
    ]
    assert [one.counted for one in found] == ["men", "women", "", "", "members", "club"]


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("the wall names 1,310 Canadian sailors", "sailors"),
        ("it flew 40 Royal Navy divers home", "divers home"),
        ("12 Ann Lee said", ""),
        ("of 600 US and Greek soldiers", ""),
    ],
)
def test_what_is_counted_may_be_of_a_nation_or_a_name(text: str, counted: str) -> None:
    assert [one.counted for one in figures(text)] == [counted]


SAME = [
    ("1.2bn people", "1,200 million people"),
    ("20 per cent", "20%"),
    ("20 percent", "20pc"),
    ("one in five", "20 per cent"),
    ("half of them", "50%"),
    ("two-thirds of them", "two thirds of them"),
    ("1.5km", "1,500 metres"),
    ("90 minutes", "1.5 hours"),
    ("a dozen", "12"),
    ("more than 60", "over 60"),
    ("around 400", "some 400"),
    ("at least 20", "no fewer than 20"),
    ("up to 30", "at most 30"),
    ("$5 million", "US$5m"),
    ("5-3", "3-5"),
    ("£3m–£4m", "between £3 million and £4 million"),
    ("54-year-old", "54 years"),
    ("₹5 crore", "50 million rupees"),
    ("half a million", "500,000"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_other_words_for_the_same_figure_agree(one: str, other: str) -> None:
    assert agree(only(one), only(other))
    assert compatible(only(one), only(other))


DIFFERENT = [
    ("10 miles", "16 km"),
    ("1,000", "around 1,000"),
    ("at least 20", "more than 20"),
    ("up to 20", "at least 20"),
    ("20 percent", "20 percentage points"),
    ("£5", "$5"),
    ("A$5", "US$5"),
    ("5-3", "5-2"),
    ("5-3", "5"),
    ("third", "3"),
    ("300-400 people", "350 people"),
    ("dozens of people", "hundreds of people"),
    ("66 percent", "two-thirds of them"),
    ("12 years", "12 months"),
]


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_figures_that_differ_do_not_agree(one: str, other: str) -> None:
    assert not agree(only(one), only(other))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("around 1,000", "1,043", True),
        ("more than 1,000", "1,043", True),
        ("1.2 million", "1,234,567", True),
        ("at least 20", "20", True),
        ("dozens of people", "40 people", True),
        ("nearly 500", "487", True),
        ("between 20 and 30", "25", True),
        ("1,000", "1,043", False),
        ("around 1,000", "1,400", False),
        ("more than 400", "1,400", False),
        ("nearly 500", "530", False),
        ("up to 20", "at least 20", False),
        ("between 20 and 30", "between 15 and 30", False),
        ("£3m", "£3.4m", False),
        ("third", "fourth", False),
        ("5-3", "4-3", False),
        ("$20", "£20", False),
    ],
)
def test_what_may_be_said_of_one_thing(one: str, other: str, expected: bool) -> None:
    assert compatible(only(one), only(other)) is expected


def test_a_figure_that_contradicts_itself_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="low <= high"):
        Figure(Span(0, 1), 3, 4, 2)
    with pytest.raises(ValueError, match="finite"):
        Figure(Span(0, 1), math.inf, 0, math.inf)


PIECES = [text for text, *_ in TABLE] + [
    "in 2016",
    "Boeing 737",
    "one of",
    "$",
    "½",
    "1,2,3",
    "–",
    "12.",
    "\u00a0",
    "m",
]
texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=12), max_size=6).map(" ".join)


@given(texts)
def test_figures_are_verbatim_in_order_and_apart(text: str) -> None:
    found = figures(text)
    for one in found:
        assert 0 <= one.span.start < one.span.end <= len(text)
        assert one.low <= one.high
    for one, other in pairwise(found):
        assert one.span.end <= other.span.start


@given(texts, texts)
def test_agreeing_is_reflexive_and_symmetric_and_means_that_both_may_be_true(one: str, other: str) -> None:
    for mine in figures(one):
        assert agree(mine, mine)
        for theirs in figures(other):
            assert agree(mine, theirs) == agree(theirs, mine)
            assert compatible(mine, theirs) == compatible(theirs, mine)
            assert same_value(mine, theirs) == same_value(theirs, mine)
            assert compatible(mine, theirs) or not agree(mine, theirs)


def test_a_long_text_takes_time_in_proportion() -> None:
    """No pattern starts over at each character: endless digits, commas and number words are read once."""
    rng = random.Random(4)
    hostile = "".join(rng.choice(["1,", "one ", "hundred and ", "$", "9", "a ", "thousand "]) for _ in range(20_000))
    assert len(figures(hostile)) < len(hostile)
    assert len(figures("1," * 20_000 + "twenty-" * 5_000)) <= 20_000
