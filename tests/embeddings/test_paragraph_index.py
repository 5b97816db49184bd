import subprocess
import sys
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embeddings import DuplicateKeyError, InputError, ParagraphIndex, UnknownKeyError

WORDS = ["kyiv", "engineers", "the", "1,000", "said", "Müller", "U.S.", "budget", "deployed."]
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=30).map(" ".join)  # up to several windows
steps = st.lists(st.one_of(texts, st.integers(0, 30)), max_size=10)

# BM25 is summed in float32 and rounded to six digits; min-max then stretches what that leaves.
BM25_TOLERANCE, FUSED_TOLERANCE = 1e-5, 1e-4


def replay(encoder, steps, **options):
    """An index after these additions (a text) and deletions (a number), and what it should hold."""
    index, held = ParagraphIndex(encoder, **options), {}
    for number, step in enumerate(steps):
        if isinstance(step, str):
            index.add([f"a:{number}"], [step])
            held[f"a:{number}"] = step
        elif held:
            gone = list(held)[step % len(held)]
            index.delete([gone])
            del held[gone]
    return index, held


def words_of(index, steps, bm25):
    """The oracle's BM25; after a deletion the store's own scores, in order of id, as its suite holds them."""
    if all(isinstance(step, str) for step in steps):
        return bm25
    return lambda query, windows: index._stores.words.scores(query, index._stores.words.ids()).tolist()


def check(hits, expected, k):
    assert len(hits) == min(k, len(expected))
    for hit in hits:
        score, similarity, bm25 = expected[hit.key]
        assert hit.score == pytest.approx(score, abs=FUSED_TOLERANCE)
        assert hit.similarity == pytest.approx(similarity, abs=1e-6)
        assert hit.bm25 == pytest.approx(bm25, rel=BM25_TOLERANCE)
        assert 0 <= hit.score <= 1
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    rest = [scores[0] for key, scores in expected.items() if key not in {hit.key for hit in hits}]
    assert not rest or max(rest) <= hits[-1].score + FUSED_TOLERANCE


@settings(deadline=None)
@given(steps, texts, st.integers(1, 6), st.sets(st.integers(0, 12)))
def test_equals_brute_force_after_any_history(fake_encoder, brute_force, brute_force_bm25, steps, query, k, within):
    index, held = replay(fake_encoder, steps)
    assert len(index) == len(held)
    assert all(key in index for key in held)
    score = words_of(index, steps, brute_force_bm25)
    check(index.search(query, k), brute_force(fake_encoder, held, query, score=score), k)
    keys = {f"a:{number}" for number in within}
    check(index.search(query, k, keys), brute_force(fake_encoder, held, query, keys, score), k)


@settings(deadline=None)
@given(steps, texts, st.integers(1, 6))
def test_a_short_candidate_list_still_gives_k_true_hits(fake_encoder, brute_force, brute_force_bm25, steps, query, k):
    index, held = replay(fake_encoder, steps, depth=1)
    expected = brute_force(fake_encoder, held, query, score=words_of(index, steps, brute_force_bm25))
    hits = index.search(query, k)
    assert len({hit.key for hit in hits}) == len(hits) == min(k, len(held))
    for hit in hits:
        assert (hit.similarity, hit.bm25) == pytest.approx(expected[hit.key][1:], rel=BM25_TOLERANCE, abs=1e-6)


def test_a_long_text_is_found_by_its_end(fake_encoder):
    index = ParagraphIndex(fake_encoder)
    long = "the minister said nothing at all about it. " * 20 + "Engineers were deployed to Kyiv."
    index.add(["long", "short"], [long, "the budget said the minister"])
    hit = index.search("engineers deployed Kyiv", 1)[0]
    assert hit.key == "long"
    assert hit.bm25 > 0
    assert len(index) == 2


def test_equal_hits_come_in_the_order_of_adding(fake_encoder):
    index = ParagraphIndex(fake_encoder)
    index.add(["z", "a", "m"], ["the budget"] * 3)
    assert [hit.key for hit in index.search("budget", 3)] == ["z", "a", "m"]


def test_an_empty_index_finds_nothing(fake_encoder):
    index = ParagraphIndex(fake_encoder)
    index.add([], [])
    assert index.search("anything", 5) == []
    index.add(["a"], ["text"])
    assert index.search("anything", 5, within=[]) == []
    assert index.search("anything", 5, within=["unknown"]) == []
    index.delete(["a"])
    assert index.search("anything", 5) == []


@pytest.mark.parametrize(("query", "k"), [("", 1), (" \n", 1), ("text", 0), ("text", -1)])
def test_refuses_an_empty_query_and_k_below_one(fake_encoder, query, k):
    with pytest.raises(ValueError, match="Expected"):
        ParagraphIndex(fake_encoder).search(query, k)


@pytest.mark.parametrize("options", [{"weight": 2}, {"depth": 0}])
def test_refuses_settings_outside_their_range(fake_encoder, options):
    with pytest.raises(InputError):
        ParagraphIndex(fake_encoder, **options)


def test_refuses_bad_additions_and_adds_nothing(fake_encoder):
    index = ParagraphIndex(fake_encoder)
    index.add(["a"], ["text"])
    for keys, words, error in (
        (["b", "a"], ["x", "y"], DuplicateKeyError),
        (["b", "b"], ["x", "y"], DuplicateKeyError),
        (["b", "c"], ["x"], InputError),
        (["b", "c"], ["x", " "], InputError),
    ):
        with pytest.raises(error):
            index.add(keys, words)
    assert len(index) == 1
    assert "b" not in index


def test_a_failure_between_the_stores_adds_nothing(fake_encoder, monkeypatch):
    index = ParagraphIndex(fake_encoder)
    with monkeypatch.context() as patch:
        patch.setattr("embeddings.lexical.LexicalIndex.add", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            index.add(["a"], ["text"])
    index.add(["a"], ["text"])
    assert [hit.key for hit in index.search("text", 2)] == ["a"]


def test_deletes_all_keys_or_none(fake_encoder):
    index = ParagraphIndex(fake_encoder)
    index.add(["a", "b"], ["text", "words"])
    with pytest.raises(UnknownKeyError, match="'c'"):
        index.delete(["a", "c"])
    assert len(index) == 2
    index.delete(["a", "a"])
    assert "a" not in index
    index.add(["a"], ["other text"])
    assert index.search("other", 1)[0].key == "a"


def test_threads_may_add_delete_and_search_at_once(fake_encoder):
    index = ParagraphIndex(fake_encoder)
    failures: list[BaseException] = []

    def work(name: int) -> None:
        try:
            for number in range(15):
                index.add([f"{name}:{number}"], [f"the engineers {number} said"])
                hits = index.search("engineers said", 5)
                assert hits
                assert all(hit.bm25 > 0 for hit in hits)
                if number % 3 == 0:
                    index.delete([f"{name}:{number}"])
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(name,)) for name in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert len(index) == 4 * 10


def test_importing_loads_nothing_heavy():
    code = (
        "import sys, embeddings, embeddings.encoder, embeddings.vectors\n"
        "heavy = {'torch', 'transformers', 'sentence_transformers', 'faiss', 'scipy', 'sklearn', 'bot'}\n"
        "print(sorted(heavy & sys.modules.keys()))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
