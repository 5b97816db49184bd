"""`--export` and `copydesk verify-evidence`: what they write, print and exit with."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

import bot
from bot.cli import main

FIRE = "Harbour fire\n\nBy Ann Lee\n\nThe fire broke out at 2 a.m. Nine people were hurt, the coast guard said."
HURT = "How many people were hurt?"


@pytest.fixture(autouse=True)
def loaded_once(models: bot.Models, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.desk.Models", lambda: models)
    monkeypatch.setattr("bot.verbs._models", lambda: models)


@pytest.fixture
def fire(tmp_path: Path) -> str:
    path = tmp_path / "fire.txt"
    path.write_text(FIRE, "utf-8")
    return str(path)


@pytest.mark.parametrize("kind", ["md", "json", "docx", "DOCX"])
def test_an_exported_answer_is_proved_and_an_edited_one_is_not(
    fire: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    evidence = tmp_path / f"evidence.{kind}"
    assert main(["ask", fire, HURT, "--export", str(evidence)]) == 0
    capsys.readouterr()
    assert main(["verify-evidence", str(evidence), fire]) == 0
    out = capsys.readouterr().out
    assert "ok: Nine people were hurt, the coast guard said.\n  ¶1, characters 29-73 · Harbour fire" in out
    assert out.endswith("2 of 2 quotes proved; the file is as it was exported\n")


def test_what_an_edit_looks_like(fire: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    evidence = tmp_path / "evidence.json"
    main(["ask", fire, HURT, "--export", str(evidence)])
    evidence.write_bytes(evidence.read_bytes().replace(b"Nine people", b"Five people"))
    capsys.readouterr()
    assert main(["verify-evidence", str(evidence), fire]) == 1
    out = capsys.readouterr().out
    assert "not there: Five people were hurt, the coast guard said." in out
    assert "1 of 2 quotes proved; the file is NOT as it was exported" in out
    assert main(["verify-evidence", str(evidence), fire, "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert (found["holds"], found["intact"]) == (False, False)
    assert [one["proof"] for one in found["quotes"]] == ["ok", "not there"]


def test_a_library_proves_it_and_a_changed_article_shows(
    fire: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    library, evidence = str(tmp_path / "desk"), str(tmp_path / "evidence.md")
    assert main(["add", fire, "--library", library]) == 0
    assert main(["ask", "--library", library, HURT, "--export", evidence]) == 0
    assert main(["verify-evidence", evidence, "--library", library]) == 0
    Path(fire).write_text(FIRE.replace("2 a.m.", "3 a.m."), "utf-8")
    capsys.readouterr()
    assert main(["verify-evidence", evidence, fire]) == 1
    out = capsys.readouterr().out
    assert "article changed: Nine\n" in out
    assert "the words stand in ¶1" in out


def test_a_summary_and_a_conversation_are_exported_too(
    fire: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    summary, talk = str(tmp_path / "summary.docx"), tmp_path / "talk.json"
    assert main(["summarise", fire, "--export", summary]) == 0
    typed = iter([HURT, "When did the fire break out?", ""])
    monkeypatch.setattr("builtins.input", lambda prompt: next(typed))
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    main(["chat", fire, "--export", str(talk)])
    assert len(json.loads(talk.read_bytes())["replies"]) == 2
    capsys.readouterr()
    for path in (summary, str(talk)):
        assert main(["verify-evidence", path, fire]) == 0


def test_a_refusal_is_evidence_too(fire: str, tmp_path: Path) -> None:
    evidence = tmp_path / "evidence.md"
    assert main(["ask", fire, "Which team won the chess olympiad?", "--export", str(evidence)]) == 1
    assert "**The article does not say.**" in evidence.read_text("utf-8")
    assert main(["verify-evidence", str(evidence), fire]) == 0


def test_a_file_that_cannot_be_written_or_read_is_an_error(
    fire: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", fire, HURT, "--export", str(tmp_path / "no" / "such.md")]) == 2
    assert main(["verify-evidence", str(tmp_path / "no.md"), fire]) == 2
    assert main(["verify-evidence", fire, fire]) == 2
    errors = capsys.readouterr().err
    for words in ("cannot be written", "cannot be read", "holds no evidence"):
        assert words in errors


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["ask", "a.txt", "who", "--export", "evidence.pdf"], ".md, .json or .docx"),
        (["verify-evidence", "evidence.md"], "articles or a --library"),
        (["verify-evidence", "evidence.md", "a.txt", "--library", "desk"], "articles or a --library"),
    ],
)
def test_a_wrong_command_line_says_why(capsys: pytest.CaptureFixture[str], arguments: list[str], words: str) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    assert words in capsys.readouterr().err
