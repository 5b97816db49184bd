"""Real workers by Ray, on a cluster of two nodes on this machine: each paragraph once, whoever is killed."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from bot.archive import Library, PostgresArchive, SqliteArchive
from bot.article import Article
from bot.bulk import Job, Watch, cluster, fill
from bot.bulk.parts import Parts
from bot.bulk.stages import embedding
from bot.cli import main
from bot.errors import WorkersError
from bot.ingest import Refused

if find_spec("ray") is None:  # it is not imported here: it reads its settings when it is
    pytest.skip("the extra `ray` is not installed: embedding with workers is not tested", allow_module_level=True)

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
from counting import CountingEncoder, give_up, kill_worker  # noqa: E402

COUNT = 400
NODE = {"num_cpus": 3, "object_store_memory": 80 << 20}


@pytest.fixture(scope="module")
def nodes() -> Iterator[Any]:
    """A cluster on this machine, of two nodes with room for three workers each."""
    ray = cluster.import_ray(None)
    with warnings.catch_warnings(), pytest.MonkeyPatch.context() as patch:
        warnings.simplefilter("ignore")
        from ray.cluster_utils import Cluster  # noqa: PLC0415

        patch.setenv("RAY_worker_niceness", "0")
        patch.setenv("PYTHONPATH", str(HERE))  # workers shall find the encoder
        made: list[Any] = []
        cluster._again(lambda: made.append(Cluster(initialize_head=True, head_node_args=NODE)))
        cluster._again(lambda: made.append(made[0].add_node(**NODE)))
        yield made
        ray.shutdown()
        made[0].shutdown()


@pytest.fixture(scope="module")
def address(nodes: Any) -> str:
    return str(nodes[0].address)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A folder with a packed file of many articles, three of them broken, and two files."""
    folder = tmp_path / "archive"
    folder.mkdir()
    rows = [
        {"title": f"Boat {number}", "text": f"Boat {number} left at noon.\n\nIt carried {number} crates."}
        for number in range(COUNT)
    ]
    lines = [json.dumps(row) for row in rows]
    for place in (10, 100, 399):
        lines[place] = lines[place][:-9]
    (folder / "a.jsonl.gz").write_bytes(gzip.compress("\n".join(lines).encode()))
    (folder / "b.txt").write_text("The ferry sinks\n\nThe ferry sank on Monday, the owner said.")
    (folder / "c.txt").write_text("")
    return folder


class Run:
    """A run over a source into a library, and what it told."""

    def __init__(self, source: Path, library: Library, folder: Path, address: str | None) -> None:
        self._source, self._library, self._folder, self._address = source, library, folder, address
        self.log = folder / "embedded.log"
        self.refused: list[str] = []
        self.told: list[tuple[str, int, int]] = []

    def __call__(self, poison: str | None = None, fall: Callable[[], None] | None = None) -> int:
        load = partial(CountingEncoder, self.log, poison, fall)
        job = Job((self._source,), self._folder / "parts", 2, load, self._address, "boats")
        self.told.clear()
        self.refused.clear()
        return fill(self._library, job, Watch(lambda *told: self.told.append(told), self._refuse))

    def embedded(self) -> Counter[str]:
        return Counter(self.log.read_text("utf-8").splitlines())

    def _refuse(self, refused: Refused) -> None:
        self.refused.append(f"{Path(refused.source).name}: {type(refused.error).__name__}")


@pytest.fixture(params=["sqlite", "postgres"])
def library(request: pytest.FixtureRequest, tmp_path: Path, postgres: Callable[[], str]) -> Iterator[Library]:
    load = partial(CountingEncoder, tmp_path / "queries.log")
    made = SqliteArchive(tmp_path / "desk", load) if request.param == "sqlite" else PostgresArchive(postgres(), load)
    yield made
    made.close()


def expected_titles() -> list[str]:
    return [f"Boat {number}" for number in range(COUNT) if number not in {10, 100, 399}] + ["The ferry sinks"]


def paragraphs(library: Library) -> set[str]:
    return {paragraph.text for article in library.articles() for paragraph in article.paragraphs}


def test_all_is_embedded_once_and_added_in_order(source: Path, library: Library, tmp_path: Path, address: str) -> None:
    run = Run(source, library, tmp_path, address)
    assert run() == len(expected_titles())
    assert [one.title for one in library.entries()] == expected_titles()
    assert set(run.embedded()) == paragraphs(library)
    assert set(run.embedded().values()) == {1}
    assert [one.rpartition(" ")[2] for one in run.refused] == ["RowError"] * 3 + ["EmptyTextError"]
    assert [one.partition(", ")[2] for one in run.refused[:3]] == [
        "line 11: RowError",
        "line 101: RowError",
        "line 400: RowError",
    ]
    assert library.collections() == {"boats": len(library)}
    assert run.told[-1] == ("embedding and adding", 14, 14)
    assert not (tmp_path / "parts").exists()
    assert library.get(library.search("Boat 77 left at noon.", 1)[0].article_id).title == "Boat 77"
    assert run() == 0  # again: nothing is doubled, and nothing is embedded
    assert [one.title for one in library.entries()] == expected_titles()
    assert set(run.embedded().values()) == {1}


@pytest.mark.parametrize("victim", ["worker", "node"])
def test_a_killed_worker_and_a_killed_node_lose_nothing(source: Path, tmp_path: Path, nodes: Any, victim: str) -> None:
    fall = kill_worker
    if victim == "node":
        (raylet,) = nodes[-1].all_processes["raylet"]
        fall = partial(os.kill, raylet.process.pid, signal.SIGKILL)
    library = SqliteArchive(tmp_path / "desk", partial(CountingEncoder, tmp_path / "queries.log"))
    run = Run(source, library, tmp_path, nodes[0].address)
    assert run("Boat 200 left at noon.", fall) == len(expected_titles())
    assert (tmp_path / "embedded.fallen").exists()
    assert [one.title for one in library.entries()] == expected_titles()
    assert set(run.embedded()) == paragraphs(library)
    again = [text for text, count in run.embedded().items() if count > 1]
    assert len(again) <= 4 * 32 * 2  # of what was in the hands of two workers, two units each
    assert library.verify().sound
    library.close()


def test_what_brings_every_worker_down_is_given_up(tmp_path: Path, word_encoder: Any) -> None:
    parts = Parts(tmp_path / "parts", (word_encoder.name, word_encoder.dimension))
    parts.forget_beginnings()
    parts.put_read("u", [Article.from_paragraphs(["Boat 1 left at noon."])])
    task = {"unit": "u", "articles": parts.listed("u")[0]}

    class FallError(Exception):
        pass

    def fall(*_: object) -> None:
        raise FallError

    word_encoder = type("Falling", (type(word_encoder),), {"encode_passages": fall})()
    work = embedding(parts, lambda: word_encoder)
    for _ in range(5):
        with pytest.raises(FallError):
            work(task)
    with pytest.raises(WorkersError, match="brought down 5 workers"):
        work(task)


def test_a_worker_that_cannot_go_on_is_said_and_what_was_done_is_kept(
    source: Path, tmp_path: Path, address: str
) -> None:
    library = SqliteArchive(tmp_path / "desk", partial(CountingEncoder, tmp_path / "queries.log"))
    run = Run(source, library, tmp_path, address)
    with pytest.raises(WorkersError, match="No space left on device"):
        run("Boat 390 left at noon.", give_up)
    done = {path.stem for path in (tmp_path / "parts" / "vectors").iterdir()}
    before = run.embedded()
    assert done
    run()
    assert [one.title for one in library.entries()] == expected_titles()
    assert set(run.embedded()) == paragraphs(library)
    again = sum(run.embedded().values()) - len(run.embedded())
    assert again <= 2 * 64 < before.total()  # at most what the other worker had in its hands: two units
    library.close()


def test_a_run_that_is_killed_goes_on_with_what_is_missing(source: Path, tmp_path: Path) -> None:
    """On this machine alone, from a process of its own: it is killed, with all that it began."""
    log = tmp_path / "embedded.log"
    command = [
        sys.executable,
        str(Path(__file__).parent / "counting.py"),
        str(source),
        str(tmp_path / "desk"),
        str(log),
    ]
    environment = {**os.environ, "RAY_worker_niceness": "0", "PYTHONPATH": os.pathsep.join(sys.path)}
    for name in ("RAY_AUTH_MODE", "RAY_AUTH_TOKEN", "RAY_ADDRESS", "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER"):
        environment.pop(name, None)
    first = subprocess.run(command, env=environment, capture_output=True, timeout=300, check=False)
    assert first.returncode == -9, first.stderr.decode()[-2000:]
    kept = {path.stem for path in (tmp_path / "desk.parts" / "vectors").glob("*.parquet")}
    before = Counter(log.read_text("utf-8").splitlines())
    second = subprocess.run(command, env=environment, capture_output=True, timeout=300, check=False)
    assert second.returncode == 0, second.stderr.decode()[-2000:]
    library = SqliteArchive(tmp_path / "desk", partial(CountingEncoder, log))
    assert [one.title for one in library.entries()] == expected_titles()
    after = Counter(log.read_text("utf-8").splitlines())
    assert set(after) == paragraphs(library)
    assert kept
    assert sum(after.values()) - len(after) <= sum(before.values()) - 62 * len(kept)
    assert not (tmp_path / "desk.parts").exists()
    library.close()


def test_a_cluster_that_is_too_small_or_not_there_is_said(source: Path, tmp_path: Path, address: str) -> None:
    library = SqliteArchive(tmp_path / "desk", partial(CountingEncoder, tmp_path / "queries.log"))
    for workers, where, reason in (
        (99, address, "99 workers"),
        (0, None, "0 workers"),
        (1, "127.0.0.1:9", "127.0.0.1:9"),
    ):
        job = Job((source,), tmp_path / "parts", workers, partial(CountingEncoder, tmp_path / "a.log"), where)
        with pytest.raises(WorkersError, match=reason):
            fill(library, job, Watch(lambda *_: None, lambda refused: None))
    library.close()


def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, str, str]:
    status = main(["embed", *argv])
    shown = capsys.readouterr()
    return status, shown.out, shown.err


def test_the_command_says_what_is_missing(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    log = tmp_path / "a.log"
    monkeypatch.setattr("embeddings.SentenceEncoder", lambda _model: CountingEncoder(log))
    monkeypatch.chdir(tmp_path)
    status, _, err = command(monkeypatch, capsys, "nothing.jsonl", "--to", "desk")
    assert (status, "There is no nothing.jsonl" in err) == (2, True)
    monkeypatch.setitem(sys.modules, "ray", None)
    status, _, err = command(monkeypatch, capsys, str(source), "--to", "desk")
    assert (status, 'pip install "copydesk[ray]"' in err) == (2, True)
