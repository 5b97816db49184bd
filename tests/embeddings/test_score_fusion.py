import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embeddings import InputError, fuse
from embeddings.fusion import normalise

scores = st.dictionaries(st.integers(0, 9), st.floats(-1000, 1000, width=32), max_size=8)
weights = st.floats(0, 1)


@settings(deadline=None)
@given(scores, scores, weights)
def test_bounds_and_members(dense, lexical, weight):
    fused = fuse(dense, lexical, weight)
    assert fused.keys() == dense.keys() | lexical.keys()
    assert all(0 <= score <= 1 for score in fused.values())


@settings(deadline=None)
@given(scores, scores, weights)
def test_order_is_by_score_then_id(dense, lexical, weight):
    fused = fuse(dense, lexical, weight)
    assert list(fused.items()) == sorted(fused.items(), key=lambda item: (-item[1], item[0]))


@settings(deadline=None)
@given(scores, scores)
def test_symmetric(dense, lexical):
    one, other = fuse(dense, lexical, 0.25), fuse(lexical, dense, 0.75)
    assert one == pytest.approx(other)


@settings(deadline=None)
@given(scores, scores, weights)
def test_monotone(dense, lexical, weight):
    """Whoever is at least as good on both sides is at least as good fused."""
    fused = fuse(dense, lexical, weight)
    both = dense.keys() & lexical.keys()
    for one in both:
        for other in both:
            if dense[one] >= dense[other] and lexical[one] >= lexical[other]:
                assert fused[one] >= fused[other]


@settings(deadline=None)
@given(scores, st.sampled_from([0.5, 2.0, 1024.0]), st.integers(-8, 8))
def test_scale_and_shift_do_not_matter(dense, factor, shift):
    if len(set(dense.values())) > 1 and max(dense.values()) - min(dense.values()) > 0.01:
        moved = {key: score * factor + shift for key, score in dense.items()}
        assert normalise(moved) == pytest.approx(normalise(dense), abs=1e-6)


@pytest.mark.parametrize(
    ("dense", "lexical", "weight", "expected"),
    [
        ({}, {}, 0.5, {}),
        ({7: 0.9, 8: 0.1}, {}, 0.5, {7: 0.5, 8: 0.0}),
        ({}, {7: 12.0, 8: 2.0}, 0.25, {7: 0.75, 8: 0.0}),
        ({2: 0.4, 1: 0.4}, {2: 3.0, 1: 3.0}, 0.5, {1: 1.0, 2: 1.0}),  # all equal, and they match
        ({2: 0.4, 1: 0.4 + 1e-9}, {2: 3.0, 1: 2.0}, 0.5, {2: 1.0, 1: 0.5}),  # equal but for rounding
        ({2: 0.0, 1: 0.0}, {}, 0.5, {1: 0.0, 2: 0.0}),  # all equal, and they do not
        ({1: 1.0, 2: 0.0}, {2: 5.0, 3: 0.0}, 0.5, {1: 0.5, 2: 0.5, 3: 0.0}),
    ],
)
def test_edges(dense, lexical, weight, expected):
    fused = fuse(dense, lexical, weight)
    assert list(fused.items()) == list(expected.items())


@pytest.mark.parametrize("weight", [-0.1, 1.1, math.nan])
def test_refuses_a_weight_outside_its_range(weight):
    with pytest.raises(InputError, match="from 0 to 1"):
        fuse({}, {}, weight)


@pytest.mark.parametrize("score", [math.nan, math.inf, -math.inf])
def test_refuses_a_score_that_is_no_number(score):
    with pytest.raises(InputError, match="finite"):
        fuse({1: score, 2: 0.0}, {})
