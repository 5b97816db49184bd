"""What was acknowledged survives: kills, a full disk, a torn snapshot, a flipped bit, an older format."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.archive import SqliteArchive
from bot.archive.rows import put_article, put_windows, windows_of
from bot.archive.schema import DATABASE, STEPS, log, open_database, writing
from bot.article import Article
from bot.errors import LibraryDamagedError, LibraryFullError, LibraryVersionError
from embeddings import EncoderError

sys.path.insert(0, str(Path(__file__).parent))
from writers import TinyEncoder, article

ROUNDS = 40
ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the writers are forked")
def test_two_writers_killed_forty_times_lose_nothing(tmp_path: Path) -> None:
    (tmp_path / "tmp").mkdir()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path / "tmp"), "OMP_NUM_THREADS": "1"}
    run = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("writers.py")), str(tmp_path / "library"), str(ROUNDS)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-2000:]
    lines = run.stdout.split()
    names = {
        article(name).id: name
        for number in range(ROUNDS)
        for writer in "ab"
        for place in range(40)
        for name in (f"r{number}{writer}-{place}.0", f"r{number}{writer}-{place}.1", f"r{number}{writer}-{place}x.0")
    }
    kept = {line[1:] for line in lines if line[0] == "+"} - {line[1:] for line in lines if line[0] == "?"}
    removed = {line[1:] for line in lines if line[0] == "-"}
    assert len(kept) > 4 * ROUNDS
    assert removed
    archive = SqliteArchive(tmp_path / "library", TinyEncoder)
    for one in kept:
        assert archive.get(one) == article(names[one])
    assert not removed & {one.id for one in archive.entries()}
    report = archive.verify()
    assert (report.damage, report.repaired) == ((), ())
    assert report.articles >= len(kept)
    archive.close()


BOATS = [article(f"{name}.0") for name in ("ada", "bee", "cod", "dab", "eel", "fin")]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A library of six articles, closed, its index saved."""
    archive = SqliteArchive(tmp_path / "library", TinyEncoder)
    archive.add_many(BOATS)
    archive.rebuild_index()
    archive.close()
    return tmp_path / "library"


@pytest.fixture
def opened() -> Iterator[Callable[[Path], SqliteArchive]]:
    archives: list[SqliteArchive] = []

    def open_one(folder: Path) -> SqliteArchive:
        archives.append(SqliteArchive(folder, TinyEncoder))
        return archives[-1]

    yield open_one
    for archive in archives:
        archive.close()


Opened = Callable[[Path], SqliteArchive]


def finds(archive: SqliteArchive, one: Article) -> bool:
    hits = archive.search(one.paragraphs[0].text, 3)
    return (one.id, 1) in {(hit.article_id, hit.paragraph) for hit in hits}


def long_article(number: int) -> Article:
    text = " ".join(f"w{number}x{place}" for place in range(2_000))
    return Article.from_paragraphs([f"Long {number}. {text}"], title=f"long {number}")


def fill(archive: SqliteArchive) -> list[Article]:
    """Add until the disk is full; what was acknowledged."""
    kept: list[Article] = []
    for number in range(1_000):
        try:
            kept.append(archive.get(archive.add(long_article(number))))
        except LibraryFullError:
            return kept
    pytest.fail("the disk did not fill up")


def check_full(archive: SqliteArchive, kept: list[Article]) -> None:
    assert len(archive) == len(kept) > 5
    assert all(archive.get(one.id) == one for one in kept)
    assert finds(archive, kept[-1])
    assert archive.verify().sound


def test_a_full_quota_keeps_what_was_acknowledged(tmp_path: Path, opened: Opened) -> None:
    archive = opened(tmp_path / "library")
    archive._db.execute("PRAGMA max_page_count = 150")
    kept = fill(archive)
    check_full(archive, kept)
    archive._db.execute("PRAGMA max_page_count = 1000000")
    archive.add(BOATS[0])
    check_full(archive, [*kept, BOATS[0]])


def test_a_full_disk_keeps_what_was_acknowledged(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(disk)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("a small disk can be mounted by root only")
    try:
        (disk / "ballast").write_bytes(bytes(300_000))
        archive = SqliteArchive(disk / "library", TinyEncoder)
        kept = fill(archive)
        check_full(archive, kept)
        (disk / "ballast").unlink()
        archive.add(BOATS[0])
        check_full(archive, [*kept, BOATS[0]])
        archive.close()
    finally:
        subprocess.run(["umount", str(disk)], check=True)


@pytest.mark.parametrize("part", ["manifest", "codes", "words", "rows", "wholes"])
@pytest.mark.parametrize("damage", ["torn", "flipped", "gone", "empty"])
def test_a_damaged_snapshot_is_noticed_and_built_anew(folder: Path, opened: Opened, part: str, damage: str) -> None:
    (path,) = (folder / "index").glob(f"{part}*")
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 4
    if damage == "gone":
        path.unlink()
    else:
        path.write_bytes({"torn": path.read_bytes()[:-7], "empty": b"", "flipped": bytes(content)}[damage])
    archive = opened(folder)
    assert all(finds(archive, one) for one in BOATS)
    first, second = opened(folder).verify(), opened(folder).verify()
    assert first.sound
    assert second.repaired == ()


def test_verify_mends_the_snapshot_and_says_so(folder: Path, opened: Opened) -> None:
    (path,) = (folder / "index").glob("codes*")
    path.write_bytes(path.read_bytes()[:-1])
    report = opened(folder).verify()
    assert report.sound
    assert "damaged" in report.repaired[0]
    assert opened(folder).verify().repaired == ()


def test_an_index_that_lacks_something_is_mended(folder: Path, opened: Opened) -> None:
    archive = opened(folder)
    assert finds(archive, BOATS[0])
    index = archive._cache.at_head("tiny", 16)
    index.remove(index.ids()[:1])
    assert archive.verify().repaired == ("the index holds other paragraphs than the database",)
    assert archive.verify().repaired == ()


def flip(folder: Path, found: bytes) -> None:
    """Change one bit of the database where these bytes stand."""
    path = folder / DATABASE
    content = bytearray(path.read_bytes())
    content[content.index(found) + 2] ^= 1
    path.write_bytes(content)


def test_a_flipped_bit_in_a_text_is_never_quoted(folder: Path, opened: Opened) -> None:
    flip(folder, b"The boat cod.0 left")
    archive = opened(folder)
    with pytest.raises(LibraryDamagedError, match="hash"):
        archive.get(BOATS[2].id)
    assert archive.get(BOATS[1].id) == BOATS[1]
    report = archive.verify()
    assert len(report.damage) == 1
    assert not report.sound
    archive.remove(BOATS[2].id)
    archive.add(BOATS[2])
    assert archive.verify().sound


def test_a_flipped_bit_in_a_vector_is_found_and_mended_by_embedding_again(folder: Path, opened: Opened) -> None:
    (own,) = windows_of([BOATS[2]], TinyEncoder())
    flip(folder, own[0].vector)
    archive = opened(folder)
    assert "vector of paragraph 1" in archive.verify().damage[0]
    with pytest.raises(LibraryDamagedError, match="reindex"):
        archive.rebuild_index()
    archive.reembed(TinyEncoder())
    assert archive.verify().sound
    assert all(finds(archive, one) for one in BOATS)


def test_a_restored_backup_is_not_searched_with_the_index_of_what_came_after(folder: Path, opened: Opened) -> None:
    shutil.copy(folder / DATABASE, folder / "backup")
    for one in (article("gar.0"), article("hake.0")):
        archive = opened(folder)
        archive.add(one)
        archive.rebuild_index()
        archive.close()
        if one.title == "gar.0":
            shutil.copy(folder / "backup", folder / DATABASE)
            snapshot = shutil.copytree(folder / "index", folder / "later")
    shutil.rmtree(folder / "index")
    shutil.move(snapshot, folder / "index")  # of as many changes, but others
    archive = opened(folder)
    assert finds(archive, article("hake.0"))
    assert not finds(archive, article("gar.0"))
    assert archive.verify().sound


def test_a_library_of_the_previous_format_is_backed_up_and_migrated(tmp_path: Path, opened: Opened) -> None:
    db = open_database(tmp_path / "library", STEPS[:1])
    with writing(db):
        db.executemany("INSERT INTO settings VALUES (?, ?)", [("encoder", "tiny"), ("dimension", "16")])
        for one, own in zip(BOATS, windows_of(BOATS, TinyEncoder()), strict=True):
            number = put_article(db, one, current=True)
            span = put_windows(db, "windows", number, own)
            assert span
            db.execute("INSERT INTO spans VALUES (?, ?, ?)", (number, *span))
            log(db, "in", number, span)
    db.close()
    archive = opened(tmp_path / "library")
    assert tuple(archive.articles()) == tuple(BOATS)
    assert all(finds(archive, one) for one in BOATS)
    archive.collect("fleet", [BOATS[0].id])
    copied = Article.from_paragraphs([one.text for one in BOATS[0].paragraphs], title="the same again")
    assert archive.alike(copied)[0].article_id == BOATS[0].id
    assert archive.verify().sound
    backup = sqlite3.connect(tmp_path / "library" / "library.v1.sqlite")
    assert backup.execute("PRAGMA user_version").fetchone() == (1,)
    assert backup.execute("SELECT count(*) FROM articles").fetchone() == (len(BOATS),)
    backup.close()


def test_a_library_of_a_newer_version_is_left_alone(folder: Path) -> None:
    db = sqlite3.connect(folder / DATABASE)
    db.execute("PRAGMA user_version = 99")
    db.close()
    before = (folder / DATABASE).read_bytes()
    with pytest.raises(LibraryVersionError, match="Update Copydesk"):
        SqliteArchive(folder, TinyEncoder)
    assert (folder / DATABASE).read_bytes() == before


def test_another_program_s_file_is_left_alone(tmp_path: Path) -> None:
    db = sqlite3.connect(tmp_path / DATABASE)
    db.execute("CREATE TABLE notes (text)")
    db.close()
    with pytest.raises(LibraryVersionError, match="no library"):
        SqliteArchive(tmp_path, TinyEncoder)
    (tmp_path / DATABASE).write_bytes(b"no database at all, but as long as a header would be" * 20)
    with pytest.raises(LibraryDamagedError, match="Restore it"):
        SqliteArchive(tmp_path, TinyEncoder)


def no_model() -> TinyEncoder:
    raise EncoderError("There is no model.", "one.", "Install it.")


def test_without_its_model_a_library_is_read_and_nothing_is_lost(folder: Path) -> None:
    archive = SqliteArchive(folder, no_model)
    assert tuple(archive.articles()) == tuple(BOATS)
    for use in (lambda: archive.add(article("new.0")), lambda: archive.search("boat", 1)):
        with pytest.raises(EncoderError):
            use()
    assert archive.add(BOATS[0]) == BOATS[0].id  # held already: nothing to embed
    archive.remove(BOATS[0].id)
    assert len(archive) == len(BOATS) - 1
    archive.close()
