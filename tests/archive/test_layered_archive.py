"""Two archives read as one: what is found, what may be changed, and what stays of the lower one."""

import pytest

from bot.archive import Filters, LayeredArchive, MemoryArchive
from bot.article import Article
from bot.errors import LibraryReadOnlyError, UnknownArticleError


def article(name: str, **more) -> Article:
    return Article.from_paragraphs([f"The {name} sank.", f"Divers raised the {name}."], title=name, **more)


FERRY, BARGE, TUG = article("ferry"), article("barge"), article("tug")


@pytest.fixture
def layers(word_encoder):
    lower, upper = MemoryArchive(lambda: word_encoder), MemoryArchive(lambda: word_encoder)
    lower.add_many([FERRY, BARGE])
    lower.collect("Boats", [FERRY.id])
    both = LayeredArchive(lower, upper)
    both.add(TUG)
    return lower, both


def test_both_are_read_as_one(layers):
    _, both = layers
    assert len(both) == 3
    assert tuple(both.articles()) == (FERRY, BARGE, TUG)
    assert both.articles()[-1] == TUG
    assert both.articles()[1:] == (BARGE, TUG)
    assert [one.id for one in both.entries(None, 2)] == [FERRY.id, BARGE.id]
    assert [one.id for one in both.entries(None, 3)] == [FERRY.id, BARGE.id, TUG.id]
    assert both.get(FERRY.id) is FERRY
    assert both.versions(TUG.id) == [TUG.id]
    with pytest.raises(UnknownArticleError):
        both.get("0" * 16)


@pytest.mark.parametrize("found", [FERRY, BARGE, TUG])
def test_what_answers_best_comes_first_from_either_layer(layers, found):
    _, both = layers
    hits = both.search(f"Who raised the {found.title}?", 4)
    assert hits[0].article_id == found.id
    assert len(hits) == 4
    assert [hit.article_id for hit in both.search("divers", 9, [found.id])] == [found.id] * 2
    assert all(0.0 <= hit.score <= 1.0 for hit in hits)


def test_filters_and_collections_reach_both(layers):
    _, both = layers
    both.collect("Boats", [TUG.id])
    assert both.collections() == {"Boats": 2}
    assert {hit.article_id for hit in both.search("divers", 9, None, Filters(collection="Boats"))} == {FERRY.id, TUG.id}
    both.uncollect("Boats", [TUG.id])
    assert both.collections() == {"Boats": 1}


def test_only_the_upper_is_changed(layers):
    lower, both = layers
    assert both.add(FERRY) == FERRY.id
    assert both.add_many([BARGE, TUG]) == [BARGE.id, TUG.id]
    assert (len(both), both.own(TUG.id), both.own(FERRY.id)) == (3, True, False)
    for change in (
        lambda: both.remove(FERRY.id),
        lambda: both.collect("Mine", [TUG.id, FERRY.id]),
        lambda: both.uncollect("Boats", [FERRY.id]),
    ):
        with pytest.raises(LibraryReadOnlyError, match="open for reading"):
            change()
    with pytest.raises(UnknownArticleError):
        both.remove("0" * 16)
    both.remove(TUG.id)
    both.close()
    assert tuple(lower.articles()) == tuple(both.articles()) == (FERRY, BARGE)


def test_what_is_nearly_the_same_is_found_in_both(layers):
    _, both = layers
    text = " ".join(f"Word {number} of a long report on the harbour." for number in range(60))
    first, second = (Article.from_paragraphs([text], title=title) for title in ("One", "Two"))
    both.add(first)
    assert [one.article_id for one in both.alike(second)] == [first.id]
