import re
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from embeddings.windows import cut

texts = st.lists(st.sampled_from(["word", "a", "End.", "“No.”", "\n", "3.5", "longer"]), max_size=60).map(" ".join)


@settings(deadline=None)
@given(texts, st.integers(1, 12), st.data())
def test_windows_cover_the_text_and_fit(text, limit, data):
    starts = [match.start() for match in re.finditer(r"\S+", text)]
    windows = cut(text, starts, limit, data.draw(st.integers(0, limit - 1)))
    check(text, starts, limit, windows)


@settings(deadline=None)
@given(st.text(max_size=40), st.integers(1, 5))
def test_ends_where_characters_are_several_tokens(text, limit):
    starts = sorted([*range(len(text)), *range(0, len(text), 2)])
    windows = cut(text, starts, limit, limit - 1)
    assert windows[0][0] == 0
    assert windows[-1][1] == len(text)


def check(text, starts, limit, windows):
    assert windows[0][0] == 0
    assert windows[-1][1] == len(text)
    for (start, end), (following, last) in pairwise(windows):
        assert start < following <= end < last
    for start, end in windows:
        assert sum(start <= place < end for place in starts) <= limit


def test_prefers_the_ends_of_sentences():
    text = "One two three four. Five six seven eight nine. Ten eleven twelve."
    starts = [match.start() for match in re.finditer(r"\S+", text)]
    first, second = cut(text, starts, 10, 4)
    assert text[slice(*first)] == "One two three four. Five six seven eight nine. "
    assert text[slice(*second)] == "six seven eight nine. Ten eleven twelve."


def test_a_text_that_fits_is_one_window():
    assert cut("One two.", [0, 4], 2, 0) == [(0, 8)]
    assert cut("", [], 2, 0) == [(0, 0)]
