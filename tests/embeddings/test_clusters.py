"""Clusters of codes: found by few reads, the same however they grew, and known to be too few."""

import numpy as np
import pytest

from embeddings import ClusteredCodes, CodeIndex, InputError, centres_of, clusters, codes

DIMENSION, COUNT = 32, 4_000


def unit(vectors):
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture(scope="module")
def vectors():
    draw = np.random.default_rng(3)
    topics = draw.standard_normal((60, DIMENSION))
    return unit(topics[draw.integers(0, 60, COUNT)] + 0.4 * draw.standard_normal((COUNT, DIMENSION)))


@pytest.fixture
def filled(vectors, monkeypatch):
    monkeypatch.setattr(clusters, "_FROM", 1_000)
    monkeypatch.setattr(clusters, "_READ_AT_LEAST", 32)
    centres = centres_of(COUNT, lambda count: vectors[:count])
    index = ClusteredCodes(centres, lambda ids: vectors[ids])
    index.add(np.arange(COUNT), vectors)
    return index


def test_few_vectors_need_no_clusters(vectors):
    assert centres_of(49_999, lambda count: vectors[:count]) is None


def test_most_of_the_nearest_are_found_in_a_few_clusters(filled, vectors):
    assert filled._index.nlist == 256
    queries = unit(vectors[::100] + 0.1 * np.random.default_rng(4).standard_normal((COUNT // 100, DIMENSION)))
    shared = sum(
        len(set(filled.near(query, 100).tolist()) & set(np.argsort(-(vectors @ query))[:10].tolist()))
        for query in queries
    )
    assert shared >= 0.95 * 10 * len(queries)


def test_what_passes_a_filter_is_found_wherever_it_lies(filled, vectors):
    within = np.arange(0, COUNT, 500)
    ids, _ = filled.search(vectors[1], 8, within)
    assert sorted(ids.tolist()) == within.tolist()


def test_grown_equals_built_at_once(filled, vectors):
    other = ClusteredCodes(filled.centres, lambda ids: vectors[ids])
    for first in range(0, COUNT, 700):
        other.add(np.arange(first, min(first + 700, COUNT)), vectors[first : first + 700])
    other.remove(np.array([5, 17]))
    other.add(np.array([17, 5]), vectors[[17, 5]])
    assert other.ids().tolist() == filled.ids().tolist()
    assert not filled.differing(other).any()


def test_another_vector_under_an_id_is_noticed(filled, vectors):
    other = ClusteredCodes(filled.centres, lambda ids: vectors[ids])
    changed = vectors.copy()
    changed[7] = -changed[7]
    other.add(np.arange(COUNT), changed)
    assert np.flatnonzero(filled.differing(other)).tolist() == [7]


def test_it_knows_when_it_is_outgrown(vectors, monkeypatch):
    monkeypatch.setattr(clusters, "_FROM", 1_000)
    monkeypatch.setattr(codes, "_MANY", 3_000)
    flat = CodeIndex(DIMENSION, lambda ids: vectors[ids])
    few = ClusteredCodes(vectors[:32], lambda ids: vectors[ids])
    flat.add(np.arange(2_999), vectors[:2_999])
    few.add(np.arange(900), vectors[:900])
    assert not flat.outgrown
    assert not few.outgrown
    flat.add(np.array([2_999]), vectors[2_999:3_000])
    few.add(np.arange(900, 1_000), vectors[900:1_000])
    assert flat.outgrown
    assert few.outgrown  # 128 would be right


def test_centres_must_be_some_unit_vectors(vectors):
    for centres in (np.empty((0, DIMENSION), np.float32), vectors[0], 2 * vectors[:4]):
        with pytest.raises(InputError):
            ClusteredCodes(centres, lambda ids: vectors[ids])
