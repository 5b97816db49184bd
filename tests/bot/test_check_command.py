"""`copydesk check`: what it prints, what it exits with, and the same from Python."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest
from prose import FIRE

import bot
from bot.cli import main
from bot.errors import UnknownArticleError
from bot.review import Label, Wording
from bot.settings import MAX_DRAFT_CHARACTERS

TRUE = "Nine people were hurt."
FALSE = "Eight people were hurt."


@pytest.fixture(autouse=True)
def loaded_once(models: bot.Models, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.desk.Models", lambda: models)
    monkeypatch.setattr("bot.verbs._models", lambda: models)


@pytest.fixture
def fire(tmp_path: Path) -> str:
    (tmp_path / "fire.txt").write_text(FIRE, "utf-8")
    return str(tmp_path / "fire.txt")


def draft_of(folder: Path, text: str) -> str:
    (folder / "draft.txt").write_text(text, "utf-8")
    return str(folder / "draft.txt")


def test_a_true_draft_passes(tmp_path: Path, fire: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", draft_of(tmp_path, TRUE), "--against", fire]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith(f"supported  {TRUE}\n")
    assert "¶" in printed
    assert printed.endswith("1 sentence: 1 supported\n")


def test_a_false_one_does_not_and_both_sides_are_shown(
    tmp_path: Path, fire: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", draft_of(tmp_path, f"{TRUE} {FALSE}"), "--against", fire]) == 1
    printed = capsys.readouterr().out
    assert f"CONTRADICTED  {FALSE}\n  number: “Eight”; the article has “Nine”" in printed
    assert printed.endswith("2 sentences: 1 supported, 1 contradicted\n")
    assert "\x1b" not in printed


def test_json_has_the_offsets_of_draft_and_article(
    tmp_path: Path, fire: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", draft_of(tmp_path, FALSE), "--against", fire, "--json"]) == 1
    data = json.loads(capsys.readouterr().out)
    (sentence,) = data["sentences"]
    (difference,) = sentence["differences"]
    assert data["draft"][difference["start"] : difference["end"]] == difference["draft"] == "Eight"
    source = difference["source"]
    text = bot.read_article(Path(fire)).paragraph(source["paragraph"]).text
    assert text[source["start"] : source["end"]] == source["quote"] == "Nine"
    assert data["counts"]["contradicted"] == data["flagged"] == 1


def test_a_draft_may_come_through_a_pipe(
    fire: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TRUE.encode()), "utf-8"))
    assert main(["check", "-", "--against", fire]) == 0
    assert "supported" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "no words"),
        ("Девять человек пострадали.".encode(), "Cyrillic"),
        (b"a" * (4 * MAX_DRAFT_CHARACTERS + 1), "bytes"),
        (b"a b " * (MAX_DRAFT_CHARACTERS // 2), "characters"),
        (None, "cannot be read"),
    ],
)
def test_a_bad_draft_is_an_error_and_no_verdict(
    tmp_path: Path, fire: str, content: bytes | None, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "draft.txt"
    if content is not None:
        path.write_bytes(content)
    assert main(["check", str(path), "--against", fire]) == 2
    shown = capsys.readouterr()
    assert message in shown.err
    assert shown.out == ""


def test_a_library_is_checked_against_too(tmp_path: Path, fire: str, capsys: pytest.CaptureFixture[str]) -> None:
    library = str(tmp_path / "library")
    assert main(["add", fire, "--library", library]) == 0
    assert main(["check", draft_of(tmp_path, FALSE), "--library", library]) == 1
    assert "“Nine”" in capsys.readouterr().out


def test_python_checks_as_the_command_does() -> None:
    review = bot.check(f"{TRUE} {FALSE}", FIRE)
    assert [one.label for one in review.sentences] == [Label.SUPPORTED, Label.CONTRADICTED]
    desk = bot.Assistant()
    article = bot.read_article(FIRE)
    desk.add(article)
    assert desk.check(FALSE, within=[article.id]).flagged
    sentence = article.paragraphs[0].text
    assert desk.check_quote(sentence).wording is Wording.EXACT
    with pytest.raises(UnknownArticleError):
        desk.check(TRUE, within=["none"])
