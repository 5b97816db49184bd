"""The decoding against every span, scored straight from the definition."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.article import Article
from bot.reader import SHIPPED_READER
from bot.spans import Logits, best_spans
from bot.spans.tokenizer import load_tokenizer
from bot.windows import Passage, Place, Window, WindowMaker


def window_of(paragraphs: list[int]) -> Window:
    """A window whose tokens lie in the given paragraphs; 0 for none."""
    places = [Place(number, index, index + 1) if number else None for index, number in enumerate(paragraphs)]
    return Window(0, [1] * len(places), 1, places)


def every_span(window: Window, logits: Logits, longest: int) -> list[tuple[int, int, float]]:
    """All spans, best first, those of equal score in reading order."""
    found = []
    for first, begins in enumerate(window.places):
        for last in range(first, min(first + longest, len(window.places))):
            ends = window.places[last]
            if begins and ends and begins.paragraph == ends.paragraph:
                found.append((first, last, float(logits[first, 0] + logits[last, 1] - logits[0].sum())))
    return sorted(found, key=lambda span: -span[2])


@settings(max_examples=150)
@given(
    st.lists(st.integers(0, 3), min_size=1, max_size=14).map(sorted),
    st.integers(1, 20),
    st.integers(1, 12),
    st.sampled_from([(0.0, 5.0), (0.0, 0.0), (300.0, 50.0)]),
    st.integers(0, 10_000),
)
def test_the_best_spans_are_those_of_brute_force(
    row: list[int], longest: int, count: int, spread: tuple[float, float], seed: int
) -> None:
    window = window_of([0, *row, 0])
    logits = np.random.default_rng(seed).normal(*spread, (len(window.places), 2)).astype(np.float32)
    found = best_spans(logits, window, longest, count)
    expected = every_span(window, logits, longest)[:count]
    assert [span[:2] for span in found] == [span[:2] for span in expected]
    assert [span[2] for span in found] == pytest.approx([span[2] for span in expected], abs=1e-3)


def test_of_equal_spans_the_first_ones_are_found() -> None:
    logits = np.zeros((5, 2), np.float32)
    assert best_spans(logits, window_of([0, 1, 1, 1, 0]), 2, 3) == [(1, 1, 0.0), (1, 2, 0.0), (2, 2, 0.0)]


def test_a_window_without_own_words_has_no_span() -> None:
    assert best_spans(np.zeros((4, 2), np.float32), window_of([0, 0, 0, 0]), 30, 5) == []


# A defect when this was written (see test_windows): a span across the seam of a cut paragraph raised ValueError.
def test_spans_across_the_parts_of_a_long_paragraph_run_forward() -> None:
    tokenizer = load_tokenizer(str(SHIPPED_READER), 30522)
    passages = [Passage.whole(Article.from_paragraphs([" ".join(f"w{index}" for index in range(80))]))]
    for window in WindowMaker(tokenizer, 256).windows("Who?", passages):
        spans = best_spans(np.zeros((len(window.places), 2), np.float32), window, 30, 10_000)
        assert spans
        for first, last, _ in spans:
            begins, ends = window.places[first], window.places[last]
            assert begins is not None
            assert ends is not None
            assert begins.start < ends.end
