"""What was acknowledged survives: kills, a full disk, a torn snapshot, a flipped bit, an older format."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.archive import SqliteArchive

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
