"""The commands that keep a library, with an encoder that has no weights."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import bot.library_cli as commands
from bot.archive.schema import DATABASE
from bot.cli import main

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, word_encoder: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setattr("bot.models.SentenceEncoder", lambda _model: word_encoder)
    monkeypatch.setattr("embeddings.SentenceEncoder", lambda _model=None: word_encoder)
    monkeypatch.chdir(tmp_path)

    def run_one(*argv: str) -> tuple[int, str, str]:
        status = main([*argv, "--library", "desk"])
        shown = capsys.readouterr()
        return status, shown.out, shown.err

    return run_one


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    for name in ("ferry", "barge"):
        (folder / f"{name}.txt").write_text(f"The {name} sinks\n\nThe {name} sank on Monday. Divers raised the {name}.")
    return folder


def ids(run: Run, *more: str) -> dict[str, str]:
    return {one["title"]: one["id"] for one in json.loads(run("list", "--json", *more)[1])}


def test_add_list_show_search_and_remove(run: Run, texts: Path) -> None:
    status, out, _ = run("add", str(texts), "--collection", "wrecks")
    assert (status, out) == (0, "2 added; 2 in desk\n")
    held = ids(run)
    assert set(held) == {"The ferry sinks", "The barge sinks"}
    assert set(ids(run, "--collection", "wrecks")) == set(held)
    assert run("list", "--tag", "none")[0] == 1
    assert "   1  The ferry sank on Monday." in run("show", held["The ferry sinks"])[1]
    found = json.loads(run("search", "the ferry", "-k", "1", "--json")[1])
    assert found[0]["quote"].startswith("The ferry sank")
    assert found[0]["article_id"] == held["The ferry sinks"]
    assert run("search", "the ferry")[1].splitlines()[0].endswith("Divers raised the ferry.")
    assert run("remove", held["The ferry sinks"])[:2] == (0, "Removed: The ferry sinks\n")
    assert "ferry" not in run("search", "the ferry")[1]
    status, _, err = run("show", held["The ferry sinks"])
    assert (status, "No article has the id" in err) == (2, True)


def test_a_preview_keeps_nothing_and_a_correction_is_kept(run: Run, texts: Path) -> None:
    mend = ["--title", "Ferry down", "--byline", "Ann Lee", "--published", "2026-03-02"]
    status, out, _ = run("add", str(texts / "ferry.txt"), "--preview", *mend)
    assert status == 0
    assert out.splitlines()[:3] == ["Ferry down", "2026-03-02", "Ann Lee"]
    assert "1  The ferry sank on Monday." in out
    assert run("list")[0] == 2  # there is no library
    assert run("add", str(texts / "ferry.txt"), *mend)[0] == 0
    assert "2026-03-02  Ferry down" in run("list")[1]
    status, _, err = run("add", str(texts), "--title", "Which of them?")
    assert status == 2
    assert "several articles" in err
    assert len(run("list")[1].splitlines()) == 1


def test_the_same_again_and_the_nearly_same_are_reported(run: Run, texts: Path) -> None:
    run("add", str(texts / "ferry.txt"))
    assert "held already" in run("add", str(texts / "ferry.txt"))[2]
    (texts / "copy.txt").write_text((texts / "ferry.txt").read_text().replace("The ferry sinks", "Ferry lost"))
    status, out, err = run("add", str(texts / "copy.txt"))
    assert (status, out) == (0, "1 added; 2 in desk\n")
    assert "100% the same words as The ferry sinks" in err


def test_one_bad_file_does_not_keep_the_others_out(run: Run, texts: Path) -> None:
    (texts / "a.txt").write_text("")
    status, out, err = run("add", str(texts))
    assert (status, out) == (2, "2 added; 2 in desk\n")
    assert "a.txt" in err


def test_ctrl_c_keeps_what_was_added(run: Run, texts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep = commands._keep

    def interrupted(desk: Any, article: Any, *more: Any) -> int:
        if "ferry" in article.title:
            raise KeyboardInterrupt
        return keep(desk, article, *more)

    monkeypatch.setattr(commands, "_keep", interrupted)
    status, out, err = run("add", str(texts))
    assert (status, out) == (130, "1 added; 1 in desk\n")
    assert "stays" in err
    assert set(ids(run)) == {"The barge sinks"}


def test_verify_and_reindex(run: Run, texts: Path, tmp_path: Path) -> None:
    run("add", str(texts))
    assert run("verify")[:2] == (0, "2 articles, 2 vectors: sound\n")
    (snapshot,) = (tmp_path / "desk" / "index").glob("codes*")
    snapshot.write_bytes(b"")
    assert "mended" in run("verify")[1]
    for more in ([], ["--all"]):
        assert run("reindex", *more)[:2] == (0, "2 articles embedded by words\n")
    path = tmp_path / "desk" / DATABASE
    path.write_bytes(path.read_bytes().replace(b"Divers raised the ferry", b"Divers raisee the ferry"))
    status, out, err = run("verify")
    assert (status, "damaged" in out, "hash" in err) == (2, True, True)


@pytest.mark.parametrize("command", [["list"], ["search", "ferry"], ["verify"], ["ask", "Who?"], ["reindex"]])
def test_a_folder_without_a_library_is_an_error_and_stays(run: Run, tmp_path: Path, command: list[str]) -> None:
    status, _, err = run(*command)
    assert (status, "copydesk add" in err) == (2, True)
    assert not (tmp_path / "desk").exists()


def test_files_or_a_library_and_not_both(run: Run, texts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for argv in (["ask", str(texts / "ferry.txt"), "Who?", "--library", "desk"], ["ask", "Who?"]):
        with pytest.raises(SystemExit):
            main(argv)
        assert "name either files or a --library" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        run("list", "--since", "yesterday")
    assert "2025-12-31" in capsys.readouterr().err


def test_the_answer_comes_from_what_passes_the_filters(run: Run, texts: Path) -> None:
    run("add", str(texts / "ferry.txt"), "--collection", "ferries")
    run("add", str(texts / "barge.txt"))
    status, out, _ = run("ask", "When did the ferry sink?", "--collection", "ferries")
    assert (status, "on Monday" in out or "Monday" in out) == (0, True)
    status, _, err = run("ask", "When did the ferry sink?", "--collection", "none")
    assert (status, "other filters" in err) == (2, True)
    run("remove", ids(run)["The ferry sinks"])
    assert "ferry" not in run("ask", "When did the ferry sink?", "--json")[1].replace("When did the ferry sink?", "")
