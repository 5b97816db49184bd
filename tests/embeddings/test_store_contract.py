"""One suite for both stores, held against brute force over what they should hold."""

import math
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from embeddings import (
    ClusteredCodes,
    CodeIndex,
    DuplicateKeyError,
    IndexFileError,
    InputError,
    LexicalIndex,
    UnknownKeyError,
    VectorIndex,
    load_codes,
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

    saves = True

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

    forgets = True
    tolerance = 1e-6

    def expected(self, query, texts):
        return (self.items(texts).astype(float) @ self.query(query).astype(float)).tolist()


class CodeCase(VectorCase):
    """The same vectors, found by codes; the whole ones are the caller's."""

    tolerance = 1e-6

    def __init__(self, encoder, bm25):
        super().__init__(encoder, bm25)
        self.whole = {}

    def make(self):
        return self.keeping(CodeIndex, self.encoder.dimension)

    def keeping(self, kind, made_of):
        case, whole = self, {}

        class Keeping(kind):
            """Keeps the vectors that it is given, as a database would."""

            def add(self, ids, items):
                super().add(ids, items)
                whole.update(zip(np.asarray(ids).tolist(), np.asarray(items), strict=True))
                case.whole.update(whole)

        return Keeping(made_of, lambda ids: np.stack([whole[one] for one in ids.tolist()]))

    def load(self, path):
        return load_codes(path, lambda ids: np.stack([self.whole[one] for one in ids.tolist()]))


class ClusterCase(CodeCase):
    """The same in five clusters, all of which are read: so few are."""

    def make(self):
        drawn = np.random.default_rng(0).standard_normal((5, self.encoder.dimension)).astype(np.float32)
        return self.keeping(ClusteredCodes, drawn / np.linalg.norm(drawn, axis=1, keepdims=True))


class LexicalCase:
    """Texts as they are. After removals tantivy goes on counting what was removed: see `check`."""

    saves = True
    forgets = False
    tolerance = 1e-5  # tantivy sums in float32, and six digits are kept

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


class MemoryLexicalCase(LexicalCase):
    """The same, in memory."""

    saves = False

    def make(self):
        return LexicalIndex.in_memory()


@pytest.fixture(scope="module", params=[VectorCase, CodeCase, ClusterCase, LexicalCase, MemoryLexicalCase])
def case(request, fake_encoder, brute_force_bm25):
    return request.param(fake_encoder, brute_force_bm25)


@pytest.fixture
def filled(case):
    store = case.make()
    store.add(np.arange(0, 12, 2), case.items(TEXTS))
    return store


def check(case, store, held, query, k, within=None, removed=False):
    """The store's answer is what brute force over `held` gives, in order, ties by id.

    Where removals leave a trace in the scores, they are those of `store.scores`, and above 0 where brute
    force's are: that is, where a word is shared.
    """
    ids, scores = store.search(case.query(query), k, within)
    everything = dict(zip(held, case.expected(query, list(held.values())), strict=True))
    if removed and not case.forgets:
        own = store.scores(case.query(query), np.array(list(held), np.int64)).tolist()
        assert [score > 0 for score in own] == [score > 0 for score in everything.values()]
        everything = dict(zip(held, own, strict=True))
    possible = {n: s for n, s in everything.items() if within is None or n in set(within.tolist())}
    if isinstance(store, LexicalIndex):
        possible = {number: score for number, score in possible.items() if score > 0}
    assert len(ids) == min(k, len(possible))
    assert ids.dtype == np.int64
    expected = [everything[number] for number in ids.tolist()]
    assert scores.tolist() == pytest.approx(expected, rel=case.tolerance, abs=1e-12)
    assert store.scores(case.query(query), ids).tolist() == scores.tolist()
    assert list(zip(-scores, ids, strict=True)) == sorted(zip(-scores, ids, strict=True))
    rest = [score for number, score in possible.items() if number not in ids]
    assert not rest or max(rest) <= scores[-1] * (1 + case.tolerance) + 1e-6


texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
steps = st.lists(st.one_of(texts, st.integers(0, 30)), max_size=14)


@settings(deadline=None)
@given(steps, texts, st.integers(1, 8), st.sets(st.integers(0, 20)))
def test_equals_brute_force_after_any_history(tmp_path_factory, case, steps, query, k, within):
    store, held, removed = case.make(), {}, False
    for number, step in enumerate(steps):
        if isinstance(step, str):
            store.add(np.array([number]), case.items([step]))
            held[number] = step
        elif held:
            gone = list(held)[step % len(held)]
            store.remove(np.array([gone]))
            del held[gone]
            removed = True
    assert len(store) == len(held)
    assert store.ids().tolist() == sorted(held)
    check(case, store, held, query, k, None, removed)
    check(case, store, held, query, k, np.array(sorted(within), np.int64), removed)
    path = tmp_path_factory.mktemp("store") / "file"
    if not case.saves:
        with pytest.raises(InputError, match="in memory"):
            store.save(path)
        return
    store.save(path)
    loaded = case.load(path)
    for one, other in zip(store.search(case.query(query), k), loaded.search(case.query(query), k), strict=True):
        assert one.tolist() == other.tolist()
    if held:
        loaded.remove(np.array([next(iter(held))]))
        assert len(loaded) == len(held) - 1


def test_scores_in_the_order_asked(case, filled):
    ids = np.array([10, 0, 4])
    expected = dict(zip(range(0, 12, 2), case.expected(QUERY, TEXTS), strict=True))
    assert filled.scores(case.query(QUERY), ids).tolist() == pytest.approx(
        [expected[n] for n in ids.tolist()], rel=case.tolerance
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
    if not case.saves:
        with pytest.raises(InputError, match="in memory"):
            filled.save(path)
        return
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


@pytest.fixture(scope="module")
def lexical():
    store = LexicalIndex()
    store.add(np.arange(len(TEXTS)), TEXTS)
    return store


@settings(deadline=None)
@given(text=st.text(st.characters(), max_size=60))
@example("\ud800")
@example("text:Kyiv AND (* OR [a TO b]^2 '\"")
@example("😀")
@example("a" * 100_000)
@example("the " * 5_000)
def test_no_text_is_a_syntax_error(lexical, text):
    ids, scores = lexical.search(text, 3)
    assert ids.size == scores.size
    assert lexical.scores(text, lexical.ids()).size == len(TEXTS)


def test_a_k_beyond_all_measure_is_no_more_than_all(case, filled):
    assert filled.search(case.query("kyiv"), 10**15)[0].size >= 2


def test_every_text_can_be_added():
    store = LexicalIndex()
    store.add(np.arange(5), ["\ud800 Kyiv", "a" * 100_000 + " Kyiv", "😀", "", "\0 Kyiv"])
    assert sorted(store.search("Kyiv", 9)[0].tolist()) == [0, 1, 4]
    assert len(store) == 5


def test_another_word_rule_is_refused(tmp_path, monkeypatch):
    LexicalIndex().save(tmp_path / "file")
    monkeypatch.setattr("embeddings.lexical.RULE", "words-of-another-day")
    with pytest.raises(IndexFileError, match="words-of-another-day"):
        LexicalIndex.load(tmp_path / "file")


def test_many_removals_leave_what_shares_a_word():
    """Enough commits for tantivy to merge, ids out of order, and a selection too long for single terms."""
    store = LexicalIndex()
    for start in range(0, 2000, 100):
        ids = np.arange(start, start + 100)[::-1]
        store.add(ids, [f"Kyiv {number} Müller" for number in ids])
        store.remove(np.arange(start, start + 100, 2))
    held = np.arange(1, 2000, 2)
    assert store.ids().tolist() == held.tolist()
    for within in (None, np.arange(2000)):
        ids, scores = store.search("where is Kyiv", 1500, within)
        assert sorted(ids.tolist()) == held.tolist()
        assert store.scores("where is Kyiv", ids).tolist() == scores.tolist()
        assert store.search("Kyiv", 7, within)[0].tolist() == held[:7].tolist()
        assert store.search("1201", 7, within)[0].tolist() == [1201]
        assert store.search("1200", 7, within)[0].tolist() == []


def test_the_length_of_a_long_text_is_rounded_down_by_an_eighth_at_most():
    store = LexicalIndex()
    store.add(np.array([0, 1]), ["budget " + "talk " * 299, "nothing"])
    average, idf = 301 / 2, math.log(2)
    score = store.search("budget", 1)[1][0]
    length = ((2.2 * idf / score - 1) / 1.2 - 0.25) / 0.75 * average
    assert 300 * 7 / 8 <= length <= 300


def test_what_cannot_be_written_changes_nothing(filled_lexical, monkeypatch):
    class Full:
        def __getattr__(self, name):
            if name == "commit":
                raise ValueError("No space left on device")
            return lambda *_: None

    class Index:
        def writer(self, *_):
            return Full()

    index = filled_lexical._index
    for change in (
        lambda: filled_lexical.add(np.array([99]), ["Kyiv"]),
        lambda: filled_lexical.remove(np.array([0])),
    ):
        monkeypatch.setattr(filled_lexical, "_index", Index())
        with pytest.raises(OSError, match="No space left"):
            change()
        monkeypatch.setattr(filled_lexical, "_index", index)
        assert filled_lexical.ids().tolist() == list(range(len(TEXTS)))
    filled_lexical.add(np.array([99]), ["Kyiv"])
    assert 99 in filled_lexical.search("Kyiv", 3)[0]


@pytest.fixture
def filled_lexical():
    store = LexicalIndex()
    store.add(np.arange(len(TEXTS)), TEXTS)
    return store


def test_the_temporary_folder_goes_with_the_index(tmp_path):
    code = (
        "import sys, tempfile, gc, os, numpy; tempfile.tempdir = sys.argv[1]\n"
        "from embeddings import LexicalIndex\n"
        "one, two = LexicalIndex(), LexicalIndex()\n"
        "one.add(numpy.arange(1), ['Kyiv']); assert len(os.listdir(sys.argv[1])) == 2\n"
        "del two; gc.collect(); assert len(os.listdir(sys.argv[1])) == 1"
    )
    run = subprocess.run(
        [sys.executable, "-W", "error", "-X", "dev", "-c", code, str(tmp_path)], capture_output=True, text=True
    )
    assert (run.returncode, run.stderr) == (0, "")
    assert list(tmp_path.iterdir()) == []


FOLDER = Path(__file__).resolve().parents[2]
KILLED = """
import os, signal, sys, tempfile
tempfile.tempdir = sys.argv[1]
{}
print(len(os.listdir(sys.argv[1])), flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def killed(folder, code):
    """Run some code whose temporary files lie in a folder, and kill it: how many there were then."""
    command = [sys.executable, "-c", KILLED.format(code), str(folder)]
    run = subprocess.run(command, cwd=FOLDER, capture_output=True, text=True)
    assert run.returncode == -signal.SIGKILL, run.stderr
    return int(run.stdout)


def test_a_killed_process_leaves_nothing_of_a_readers_articles(tmp_path):
    code = (
        "import bot; from tests.conftest import WordEncoder\n"
        "archive = __import__('bot.archive', fromlist=['MemoryArchive']).MemoryArchive(WordEncoder)\n"
        "archive.add(bot.read_article('Fire\\n\\nNine people were hurt in a fire on Monday.'))\n"
        "assert archive.search('fire', 1)"
    )
    assert killed(tmp_path, code) == 0
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_process_left_goes_with_the_next_index_and_no_other_goes(tmp_path, monkeypatch):
    code = "import numpy; from embeddings import LexicalIndex; one = LexicalIndex(); one.add(numpy.arange(1), ['Kyiv'])"
    assert killed(tmp_path, code) == 1
    (left,) = tmp_path.iterdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    mine = LexicalIndex()
    assert left.is_dir()  # it might be one that is just being made
    foreign = tmp_path / "copydesk-of-another-kind"
    foreign.mkdir()
    for lock in tmp_path.glob("*/in-use.lock"):
        os.utime(lock, (time.time() - 3600, time.time() - 3600))
    other = LexicalIndex()
    assert not left.exists()
    assert foreign.is_dir()
    for index in (mine, other):
        index.add(np.arange(1), ["Kyiv"])
        assert index.search("Kyiv", 1)[0].tolist() == [0]
