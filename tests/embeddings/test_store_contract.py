"""One suite for both stores, held against brute force over what they should hold."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embeddings import (
    DuplicateKeyError,
    IndexFileError,
    InputError,
    LexicalIndex,
    UnknownKeyError,
    VectorIndex,
)

WORDS = ["kyiv", "engineers", "the", "1,000", "said", "Müller", "U.S.", "budget"]
QUERY = "the engineers said 1000 in the U.S. and Kyiv"
TEXTS = [
    "Engineers in Kyiv",
    "The U.S. said",
    "nothing",
    "the the the budget",
    "Kyiv, Kyiv",
    "engineers said 1,000",
]


class VectorCase:
    """Vectors of the fake encoder."""

    def __init__(self, encoder, _bm25):
        self.encoder = encoder

    def make(self):
        return VectorIndex(self.encoder.dimension)

    def load(self, path):
        return VectorIndex.load(path)

    def items(self, texts):
        return self.encoder.encode_passages(texts)

    def query(self, text):
        return self.encoder.encode_queries([text])[0]

    def expected(self, query, texts):
        return (self.items(texts).astype(float) @ self.query(query).astype(float)).tolist()


class LexicalCase:
    """Texts as they are."""

    def __init__(self, _encoder, bm25):
        self.expected = bm25

    def make(self):
        return LexicalIndex()

    def load(self, path):
        return LexicalIndex.load(path)

    def items(self, texts):
        return list(texts)

    def query(self, text):
        return text


@pytest.fixture(scope="module", params=[VectorCase, LexicalCase])
def case(request, fake_encoder, brute_force_bm25):
    return request.param(fake_encoder, brute_force_bm25)


@pytest.fixture
def filled(case):
    store = case.make()
    store.add(np.arange(0, 12, 2), case.items(TEXTS))
    return store


def check(case, store, held, query, k, within=None):
    """The store's answer is what brute force over `held` gives, in order, ties by id."""
    ids, scores = store.search(case.query(query), k, within)
    everything = dict(zip(held, case.expected(query, list(held.values())), strict=True))
    possible = {n: s for n, s in everything.items() if within is None or n in set(within.tolist())}
    if isinstance(store, LexicalIndex):
        possible = {number: score for number, score in possible.items() if score > 0}
    assert len(ids) == min(k, len(possible))
    assert ids.dtype == np.int64
    assert scores.tolist() == pytest.approx([everything[number] for number in ids.tolist()])
    assert list(zip(-scores, ids, strict=True)) == sorted(zip(-scores, ids, strict=True))
    rest = [score for number, score in possible.items() if number not in ids]
    assert not rest or max(rest) <= scores[-1] + 1e-6


texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
steps = st.lists(st.one_of(texts, st.integers(0, 30)), max_size=14)


@settings(deadline=None)
@given(steps, texts, st.integers(1, 8), st.sets(st.integers(0, 20)))
def test_equals_brute_force_after_any_history(tmp_path_factory, case, steps, query, k, within):
    store, held = case.make(), {}
    for number, step in enumerate(steps):
        if isinstance(step, str):
            store.add(np.array([number]), case.items([step]))
            held[number] = step
        elif held:
            gone = list(held)[step % len(held)]
            store.remove(np.array([gone]))
            del held[gone]
    assert len(store) == len(held)
    assert store.ids().tolist() == sorted(held)
    check(case, store, held, query, k)
    check(case, store, held, query, k, np.array(sorted(within), np.int64))
    path = tmp_path_factory.mktemp("store") / "file"
    store.save(path)
    loaded = case.load(path)
    for one, other in zip(
        store.search(case.query(query), k), loaded.search(case.query(query), k), strict=True
    ):
        assert one.tolist() == other.tolist()
    if held:
        loaded.remove(np.array([next(iter(held))]))
        assert len(loaded) == len(held) - 1


def test_scores_in_the_order_asked(case, filled):
    ids = np.array([10, 0, 4])
    expected = dict(zip(range(0, 12, 2), case.expected(QUERY, TEXTS), strict=True))
    assert filled.scores(case.query(QUERY), ids).tolist() == pytest.approx(
        [expected[n] for n in ids.tolist()]
    )


def test_equal_scores_come_by_id(case):
    store = case.make()
    store.add(np.array([9, 4, 7]), case.items(["Kyiv"] * 3))
    assert store.search(case.query("Kyiv"), 3)[0].tolist() == [4, 7, 9]


def test_nothing_in_nothing_out(case):
    store = case.make()
    none = np.empty(0, np.int64)
    store.add(none, case.items([]))
    store.remove(none)
    assert len(store) == 0
    assert store.search(case.query(QUERY), 3)[0].size == 0
    assert store.scores(case.query(QUERY), none).size == 0


@pytest.mark.parametrize("ids", [[0, 20], [20, 20]])
def test_refuses_an_id_twice_and_adds_nothing(case, filled, ids):
    with pytest.raises(DuplicateKeyError, match=str(ids[0])):
        filled.add(np.array(ids), case.items(["a", "b"]))
    assert filled.ids().tolist() == list(range(0, 12, 2))


def test_refuses_an_unknown_id_and_removes_nothing(case, filled):
    with pytest.raises(UnknownKeyError, match="99"):
        filled.remove(np.array([0, 99]))
    with pytest.raises(UnknownKeyError, match="99"):
        filled.scores(case.query(QUERY), np.array([0, 99]))
    with pytest.raises(DuplicateKeyError):
        filled.remove(np.array([0, 0]))
    assert len(filled) == 6


@pytest.mark.parametrize("ids", [[-1], [[1]], [0.5]])
def test_refuses_what_is_no_id(case, filled, ids):
    with pytest.raises(InputError, match="int64"):
        filled.add(np.array(ids), case.items(["a"]))


def test_refuses_another_number_of_items(case, filled):
    with pytest.raises(InputError):
        filled.add(np.array([20, 21]), case.items(["a"]))


@pytest.mark.parametrize("k", [0, -3])
def test_refuses_k_below_one(case, filled, k):
    with pytest.raises(InputError, match="at least 1"):
        filled.search(case.query(QUERY), k)


def test_refuses_a_file_that_is_none_of_its_own(case, filled, tmp_path):
    path = tmp_path / "file"
    filled.save(path)
    whole = path.read_bytes()
    for content in (b"", b"nonsense" * 40, whole[: len(whole) // 2], whole[:20]):
        path.write_bytes(content)
        with pytest.raises(IndexFileError, match="is not an index"):
            case.load(path)
    with pytest.raises(IndexFileError):
        case.load(tmp_path / "missing")


def test_vectors_must_be_unit_vectors_of_the_dimension(fake_encoder):
    store = VectorIndex(16)
    for vectors in (np.ones((1, 16)), np.zeros((1, 16)), np.full((1, 16), np.nan), np.eye(8)[:1]):
        with pytest.raises(InputError):
            store.add(np.array([1]), vectors.astype(np.float32))
    with pytest.raises(InputError, match="query"):
        store.search(np.ones(8, np.float32), 1)
    with pytest.raises(InputError, match="dimension"):
        VectorIndex(0)


@settings(deadline=None)
@given(st.text(max_size=60))
def test_no_query_is_a_syntax_error(text):
    store = LexicalIndex()
    store.add(np.arange(len(TEXTS)), TEXTS)
    ids, scores = store.search(text, 3)
    assert ids.size == scores.size


def test_another_word_rule_is_refused(tmp_path, monkeypatch):
    LexicalIndex().save(tmp_path / "file")
    monkeypatch.setattr("embeddings.lexical.WORDS_VERSION", 2)
    with pytest.raises(IndexFileError, match="version"):
        LexicalIndex.load(tmp_path / "file")
