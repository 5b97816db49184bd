"""A copy of an archive in memory: it begins with the same, and neither sees what becomes of the other."""

import pytest

from bot.archive import MemoryArchive
from bot.article import Article
from bot.errors import UnknownArticleError

FIRE = Article.from_text("Harbour fire\n\nThe fire broke out at night. It was put out at dawn.")
FLOOD = Article.from_text("Flood\n\nThe river rose at night. It fell at dawn.")
OLD = Article.from_text("Vote\n\nThe council votes at night.", url="https://example.org/vote")
NEW = Article.from_text("Vote\n\nThe council voted at dawn.", url="https://example.org/vote")


def state(archive):
    """All that can be seen of it."""
    hits = [(hit.article_id, hit.paragraph, round(hit.score, 6)) for hit in archive.search("at night or at dawn", 50)]
    return (
        hits,
        [one.id for one in archive.articles()],
        archive.collections(),
        archive.versions(archive.articles()[0].id),
    )


CHANGES = {
    "add": lambda one: one.add(FLOOD),
    "supersede": lambda one: one.add(NEW),
    "remove": lambda one: one.remove(FIRE.id),
    "collect": lambda one: one.collect("Evening", [OLD.id]),
    "uncollect": lambda one: one.uncollect("Morning", [FIRE.id]),
}


@pytest.mark.parametrize("searched", [True, False])
@pytest.mark.parametrize("changed", [0, 1])
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_of_one_does_not_reach_the_other(word_encoder, change, changed, searched):
    def made():
        archive = MemoryArchive(lambda: word_encoder)
        archive.add_many([OLD, FIRE])
        archive.collect("Morning", [FIRE.id])
        return archive

    first, alone, untouched = made(), made(), state(made())
    if searched:
        first.search("fire", 1)
    pair = [first, first.copy()]
    change(pair[changed])
    change(alone)
    assert state(pair[changed]) == state(alone) != untouched
    assert state(pair[1 - changed]) == state(pair[1 - changed].copy()) == untouched


def test_what_was_removed_from_a_copy_is_unknown_to_it_alone(word_encoder):
    first = MemoryArchive(lambda: word_encoder)
    first.add(FIRE)
    second = first.copy()
    second.remove(FIRE.id)
    with pytest.raises(UnknownArticleError):
        second.get(FIRE.id)
    assert second.search("fire", 1) == []
    assert first.get(FIRE.id) == FIRE
