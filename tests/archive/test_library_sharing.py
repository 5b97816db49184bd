"""Several that open one library: each sees what the others do; another embedding model takes over while they answer."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from bot.archive import SqliteArchive
from bot.article import Article
from bot.errors import LibraryModelError
from embeddings import ClusteredCodes

sys.path.insert(0, str(Path(__file__).parent))
from writers import TinyEncoder, article

BOATS = [article(f"boat{number}.0") for number in range(40)]


class OtherEncoder(TinyEncoder):
    """Another model; it counts what it embeds."""

    name = "other"
    dimension = 24

    def __init__(self) -> None:
        self.passages = 0

    def encode_passages(self, texts: Sequence[str]) -> Any:
        self.passages += len(texts)
        return self.encode_queries(texts)


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[SqliteArchive, SqliteArchive]]:
    archives = SqliteArchive(tmp_path, TinyEncoder), SqliteArchive(tmp_path, TinyEncoder)
    yield archives
    for archive in archives:
        archive.close()


def found(archive: SqliteArchive, one: Article) -> bool:
    return one.id in {hit.article_id for hit in archive.search(one.paragraphs[0].text, 3)}


def test_each_sees_at_once_what_the_other_does(pair: tuple[SqliteArchive, SqliteArchive]) -> None:
    mine, yours = pair
    mine.add(BOATS[0])
    assert found(yours, BOATS[0])
    yours.add_many(BOATS[1:4])
    assert found(mine, BOATS[3])
    mine.remove(BOATS[0].id)
    assert not found(yours, BOATS[0])
    yours.add(BOATS[0])
    mine.remove(BOATS[1].id)
    mine.add(BOATS[1])
    assert found(yours, BOATS[1])
    assert found(mine, BOATS[0])
    assert len(mine) == len(yours) == 4
    assert mine.verify().repaired == yours.verify().repaired == ()


def test_both_may_add_the_same_article(pair: tuple[SqliteArchive, SqliteArchive]) -> None:
    mine, yours = pair
    mine.add_many(BOATS)
    yours.add_many(BOATS)
    assert len(mine) == len(BOATS)
    assert mine.verify().windows == 4 * len(BOATS)


def test_another_model_takes_over_while_the_old_one_answers(pair: tuple[SqliteArchive, SqliteArchive]) -> None:
    mine, yours = pair
    mine.add_many(BOATS)
    late = article("late.0")
    steps = []

    def meanwhile(done: int, total: int) -> None:
        steps.append((done, total))
        if 0 < done < total - 4:
            assert found(yours, BOATS[7])
            yours.add(late)
            if BOATS[5].id in {one.id for one in yours.entries()}:
                yours.remove(BOATS[5].id)

    mine.reembed(OtherEncoder(), meanwhile)
    assert steps[-1] == (len(BOATS), len(BOATS))  # one came, one went
    assert mine.model() == ("other", 24)
    assert found(mine, late)
    assert found(mine, BOATS[39])
    assert not found(mine, BOATS[5])
    report = mine.verify()
    assert (report.damage, report.repaired) == ((), ())
    with pytest.raises(LibraryModelError, match="reindex"):
        yours.search("boat", 1)
    with pytest.raises(LibraryModelError):
        yours.add(article("later.0"))
    assert len(yours) == len(BOATS)


def test_embedding_goes_on_where_it_stopped(tmp_path: Path) -> None:
    archive = SqliteArchive(tmp_path, TinyEncoder)
    archive.add_many(BOATS)

    def stop(done: int, _total: int) -> None:
        if done >= 16:
            raise KeyboardInterrupt

    first, second = OtherEncoder(), OtherEncoder()
    with pytest.raises(KeyboardInterrupt):
        archive.reembed(first, stop)
    assert found(archive, BOATS[20])  # with the old vectors
    archive.reembed(second)
    assert first.passages == 16 * 4
    assert first.passages + second.passages == len(BOATS) * 4
    assert archive.verify().sound
    archive.close()


# A defect when this was written: one of them was told that the file is no library, or that it is locked.
def test_many_may_begin_a_library_at_once(tmp_path: Path) -> None:
    for number in range(12):
        folder = tmp_path / str(number)
        with ThreadPoolExecutor(6) as pool:
            archives = list(pool.map(lambda _, place=folder: SqliteArchive(place, TinyEncoder), range(6)))
        archives[0].add(BOATS[0])
        assert [len(one) for one in archives] == [1] * 6
        for archive in archives:
            archive.close()


def test_an_older_index_is_brought_up_to_date_by_the_log(tmp_path: Path) -> None:
    archive = SqliteArchive(tmp_path, TinyEncoder)
    archive.add_many(BOATS[:20])
    archive.rebuild_index()
    archive.close()
    for change in (lambda one: one.add_many(BOATS[20:22]), lambda one: one.remove(BOATS[3].id)):
        writer = SqliteArchive(tmp_path, TinyEncoder)
        change(writer)
        writer._db.close()  # as a killed process would, without a snapshot
    reader = SqliteArchive(tmp_path, TinyEncoder)
    assert found(reader, BOATS[21])
    assert not found(reader, BOATS[3])
    assert reader.verify().repaired == ()
    reader.close()


def test_an_outgrown_index_is_built_anew_while_it_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("embeddings.codes._MANY", 30)
    archive = SqliteArchive(tmp_path, TinyEncoder)
    archive.add_many(BOATS[:30])
    assert found(archive, BOATS[7])  # and the thread begins
    monkeypatch.setattr("embeddings.clusters._FROM", 20)
    archive._cache._renewal = None
    assert found(archive, BOATS[8])
    renewal = archive._cache._renewal
    assert renewal is not None
    archive.add(BOATS[30])
    archive.remove(BOATS[7].id)
    renewal.join()
    assert found(archive, BOATS[30])
    assert not found(archive, BOATS[7])
    index = archive._cache._index
    assert index is not None
    assert isinstance(index.vectors, ClusteredCodes)
    assert archive.verify().repaired == ()
    archive.close()


def test_what_is_removed_while_others_are_embedded_is_added_anew(tmp_path: Path) -> None:
    yours = SqliteArchive(tmp_path, TinyEncoder)
    yours.add(BOATS[0])

    class Meddling(TinyEncoder):
        """Embeds, while another process removes what was held."""

        def encode_passages(self, texts: Sequence[str]) -> Any:
            if len(yours):
                yours.remove(BOATS[0].id)
            return self.encode_queries(texts)

    mine = SqliteArchive(tmp_path, Meddling)
    assert mine.add_many(BOATS[:2]) == [BOATS[0].id, BOATS[1].id]
    assert {one.id for one in mine.entries()} == {BOATS[0].id, BOATS[1].id}
    mine.close()
    yours.close()
