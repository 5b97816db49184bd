"""How sources are cut into units, and what the folder of parts keeps of them. No worker is needed."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from bot.archive import embedded
from bot.article import Article
from bot.bulk.parts import Parts
from bot.bulk.units import Unit, cut, read_unit
from bot.errors import DamagedFileError, NotTextError, PartsError, RowError, SourceNotFoundError, UnsupportedSourceError
from bot.ingest import Refused

pytest.importorskip("pyarrow")

MODEL = ("words", 32)


def row(number: int) -> str:
    return json.dumps(
        {"title": f"Boat {number}", "text": f"Boat {number} left at noon.\n\nIt carried {number} crates."}
    )


def lines(*numbers: int) -> str:
    return "".join(f"{row(number)}\n" for number in numbers)


def articles(units: list[Unit | Refused]) -> list[Article | Refused]:
    return [one for unit in units for one in ([unit] if isinstance(unit, Refused) else read_unit(unit))]


def titles(units: list[Unit | Refused]) -> list[str]:
    return [one.title for one in articles(units) if isinstance(one, Article)]


def test_a_long_file_is_cut_into_whole_lines_and_nothing_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "all.jsonl"
    path.write_text(lines(*range(100)).rstrip("\n"))
    units = list(cut([path], tmp_path / "unpacked"))
    assert len(units) == 4
    assert titles(units) == [f"Boat {number}" for number in range(100)]
    spans = [(unit.start, unit.stop) for unit in units if isinstance(unit, Unit)]
    assert [start for start, _ in spans] == [0, *(stop for _, stop in spans[:-1])]
    assert spans[-1][1] == path.stat().st_size


def test_the_same_lines_are_the_same_units_when_more_come_behind_them(tmp_path: Path) -> None:
    path = tmp_path / "all.jsonl"
    path.write_text(lines(*range(70)))
    before = list(cut([path], tmp_path))
    path.write_text(lines(*range(90)))
    after = list(cut([path], tmp_path))
    assert before[:2] == after[:2]
    assert before[2] != after[2]


def test_a_line_that_is_wrong_is_named_by_its_number_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "all.jsonl"
    path.write_text(lines(*range(40)) + '{"title": "no text"}\nnot json\n' + lines(40))
    found = articles(list(cut([path], tmp_path)))
    refused = [one for one in found if isinstance(one, Refused)]
    assert [one.source.rpartition(", ")[2] for one in refused] == ["line 41", "line 42"]
    assert all(isinstance(one.error, RowError) for one in refused)
    assert len(found) == 43


def test_packed_lines_are_unpacked_once(tmp_path: Path) -> None:
    path = tmp_path / "all.jsonl.gz"
    path.write_bytes(gzip.compress(lines(*range(3)).encode()))
    first = list(cut([path], tmp_path / "unpacked"))
    (unpacked,) = (tmp_path / "unpacked").iterdir()
    stamp = unpacked.stat().st_mtime_ns
    assert list(cut([path], tmp_path / "unpacked")) == first
    assert unpacked.stat().st_mtime_ns == stamp
    assert titles(first) == ["Boat 0", "Boat 1", "Boat 2"]


def test_what_is_packed_badly_or_is_something_else_is_refused_and_the_rest_goes_on(tmp_path: Path) -> None:
    folder = tmp_path / "news"
    folder.mkdir()
    whole = gzip.compress(lines(*range(300)).encode())
    (folder / "a.jsonl.gz").write_bytes(whole[: len(whole) // 2])
    (folder / "b.txt.gz").write_bytes(gzip.compress(b"The ferry sank."))
    (folder / "c.bin").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    (folder / "d.txt").write_text("The ferry sinks\n\nThe ferry sank on Monday, the owner said.")
    (folder / "e.jsonl").write_text(lines(7))
    found = articles(list(cut([folder], tmp_path / "unpacked")))
    kinds = {Path(one.source).name: type(one.error) for one in found if isinstance(one, Refused)}
    assert kinds == {"a.jsonl.gz": DamagedFileError, "b.txt.gz": UnsupportedSourceError, "c.bin": NotTextError}
    assert [one.title for one in found if isinstance(one, Article)] == ["The ferry sinks", "Boat 7"]


def test_a_source_that_is_not_there_is_an_error_before_anything_is_done(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(lines(1))
    with pytest.raises(SourceNotFoundError, match=r"none\.jsonl"):
        next(cut([tmp_path / "a.jsonl", tmp_path / "none.jsonl"], tmp_path))


def test_a_line_longer_than_any_article_is_stepped_over(tmp_path: Path) -> None:
    path = tmp_path / "all.jsonl"
    path.write_text(lines(1) + json.dumps({"text": "x" * 17_000_000}) + "\n" + lines(2))
    found = articles(list(cut([path], tmp_path)))
    assert [isinstance(one, Refused) for one in found] == [False, True, False]


def test_parts_give_back_what_was_put_there(tmp_path: Path, word_encoder: Any) -> None:
    boats = [Article.from_paragraphs([f"Boat {number} left.", ""], title=f"{number}") for number in range(3)]
    refused = Refused("a.txt", RowError("got", "expected", "remedy"))
    parts = Parts(tmp_path / "parts", MODEL)
    assert not parts.has_read("u")
    parts.put_read("u", [boats[0], refused, *boats[1:]])
    assert parts.has_read("u")
    ids, left_out = parts.listed("u")
    assert ids == [one.id for one in boats]
    assert [(one.source, str(one.error)) for one in left_out] == [("a.txt", str(refused.error))]
    assert parts.articles("u") == boats
    assert parts.embedded("u") == frozenset()
    ready = embedded(boats[:2], word_encoder)
    parts.put_vectors("u", ready)
    again = Parts(tmp_path / "parts", MODEL)  # as a second run opens it
    assert again.embedded("u") == {one.id for one in boats[:2]}
    assert again.vectors("u") == {one.article.id: one.windows for one in ready}
    again.remove()
    assert not (tmp_path / "parts").exists()


def test_a_folder_of_another_run_or_of_anything_else_is_left_alone(tmp_path: Path) -> None:
    Parts(tmp_path / "parts", MODEL)
    with pytest.raises(PartsError, match="words, dimension 32"):
        Parts(tmp_path / "parts", ("other", 32))
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("mine")
    with pytest.raises(PartsError, match="something else"):
        Parts(tmp_path / "mine", MODEL)
    (tmp_path / "parts" / "embedding.json").write_text("{")
    with pytest.raises(PartsError, match="damaged"):
        Parts(tmp_path / "parts", MODEL)


def test_a_damaged_part_is_named(tmp_path: Path) -> None:
    parts = Parts(tmp_path / "parts", MODEL)
    parts.put_read("u", [])
    (tmp_path / "parts" / "read" / "u.parquet").write_bytes(b"PAR1 cut off")
    with pytest.raises(PartsError, match=r"u\.parquet"):
        parts.listed("u")
