"""A figure is quoted with what belongs to it, and without what does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from prose import cut, span_of, texts_with_span

from bot.article import Span
from bot.numbers import whole_figure


def grown(text: str, part: str) -> str:
    return cut(text, whole_figure(text, span_of(text, part)))


@pytest.mark.parametrize(
    ("text", "part", "expected"),
    [
        # qualifiers
        ("police counted around 400 marchers", "400", "around 400"),
        ("police counted around 400 marchers", "400 marchers", "around 400 marchers"),
        ("more than 60 flats burned", "60 flats", "more than 60 flats"),
        ("no fewer than 12 firms bid", "12", "no fewer than 12"),
        ("at least seven died", "seven", "at least seven"),
        ("at most 30 seats", "30", "at most 30"),
        ("nearly half of them", "half", "nearly half"),
        ("just over 90 minutes", "90", "just over 90"),
        ("well under 5 metres", "5 metres", "well under 5 metres"),
        ("some 2,500 ballots", "2,500", "some 2,500"),
        ("up to 18 months", "18 months", "up to 18 months"),
        ("as many as 70 boats", "70", "as many as 70"),
        ("an estimated 4,000 birds", "4,000", "an estimated 4,000"),
        ("close to 1,000 jobs", "1,000", "close to 1,000"),
        ("about a dozen cars", "a dozen", "about a dozen"),
        ("Roughly two thirds", "two", "Roughly two"),
        # currencies
        ("a fine of £750 was paid", "750", "£750"),
        ("a fine of US$750 was paid", "750", "US$750"),
        ("a loan of € 30,000", "30,000", "€ 30,000"),
        ("about ₩500 a cup", "500", "about ₩500"),
        ("about ¥500 a cup", "¥500", "about ¥500"),
        # scales and units
        ("it lost $3.4 billion last year", "3.4", "$3.4 billion"),
        ("it lost 3.4 million euros", "3.4", "3.4 million euros"),
        ("rates rose to 5.25% in May", "5.25", "5.25%"),
        ("rates rose to 5 per cent in May", "5", "5 per cent"),
        ("rates rose 0.5 percentage points", "0.5", "0.5 percentage points"),
        ("more than 40 percent of pupils", "40", "more than 40 percent"),
        ("worth £9.2m in all", "9.2", "£9.2m"),
        ("worth over $7bn in all", "7", "over $7bn"),
        ("a 3km tunnel", "3", "3km"),
        # ranges stay as they were given
        ("between 20 and 30 boats", "20 and 30", "20 and 30"),
        ("a crowd of 300-400 people", "300-400", "300-400"),
    ],
)
def test_a_figure_keeps_what_belongs_to_it(text: str, part: str, expected: str) -> None:
    assert grown(text, part) == expected


@pytest.mark.parametrize(
    ("text", "part", "expected"),
    [
        ("the first 30 arrivals", "30", "30"),
        ("for the last 10 years", "10", "10"),
        ("It rained. Over lunch 12 left", "12", "12"),
        ("he walked around the 12 graves", "12", "12"),
        ("a hangover 12 hours long", "12", "12"),
        ("they spoke about engineers", "engineers", "engineers"),
        ("around Marrick harbour", "Marrick", "Marrick"),
        ("at 12 men’s clubs", "12", "12"),
        ("5 kmart shops", "5", "5"),
        ("The 98th minute", "98th", "98th"),
        ("cost $5. Percent signs", "5", "$5"),
    ],
)
def test_a_figure_does_not_swallow_its_neighbours(text: str, part: str, expected: str) -> None:
    assert grown(text, part) == expected


# A defect when this was written: only a figure that ends in a digit took its scale, so "five million" became "five".
@pytest.mark.parametrize(
    ("text", "part", "expected"),
    [
        ("about five million people fled", "five", "about five million"),
        ("it fell by nine per cent", "nine", "nine per cent"),
        ("two billion dollars was lost", "two", "two billion dollars"),
        ("three thousand sheep", "three", "three thousand"),
    ],
)
def test_a_figure_in_words_keeps_its_scale_too(text: str, part: str, expected: str) -> None:
    assert grown(text, part) == expected


@given(texts_with_span())
def test_a_span_only_ever_grows_within_its_text(drawn: tuple[str, Span]) -> None:
    text, span = drawn
    found = whole_figure(text, span)
    assert 0 <= found.start <= span.start < span.end <= found.end <= len(text)
