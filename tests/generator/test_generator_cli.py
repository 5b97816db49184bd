"""`--model` and `--endpoint` on the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from chat_server import chatting, saying
from scripted import HURT, LIE, TRUTH

import bot
from bot.cli import main


@pytest.fixture(autouse=True)
def loaded_once(models: bot.Models, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.desk.Models", lambda: models)


@pytest.fixture
def file(fire: bot.Article, tmp_path: Path) -> str:
    path = tmp_path / "fire.txt"
    path.write_text("\n\n".join([fire.title, *(one.text for one in fire.paragraphs)]))
    return str(path)


@pytest.mark.parametrize("verb", [["ask"], ["summarise", "--sentences", "2"], ["chat"]], ids=lambda verb: verb[0])
def test_an_endpoint_writes_and_is_named_once(
    file: str, verb: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESK_KEY", "k-1")
    monkeypatch.setattr("bot.cli._questions", lambda titles: [HURT, HURT])
    asked = [HURT] if verb == ["ask"] else []
    with chatting((200, saying(f"{LIE} {TRUTH}"))) as server:
        options = ["--endpoint", server.url, "--model", "tiny", "--key-from", "DESK_KEY"]
        assert main([verb[0], file, *asked, *verb[1:], *options]) == 0
    out, err = capsys.readouterr()
    assert f"  {TRUTH}\n" in out
    assert LIE not in out
    assert "(1 sentence that the model wrote was struck: the articles do not say so.)" in out
    assert err == f"copydesk: questions and paragraphs are sent to {server.url}\n"
    assert {headers["authorization"] for headers, _ in server.requests} == {"Bearer k-1"}


def test_a_model_writes(file: str, taught_folder: Callable[[str], Path], capsys: pytest.CaptureFixture[str]) -> None:
    folder = taught_folder("two-sided")
    assert main(["ask", file, HURT, "--model", str(folder), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["short"], document["struck"], document["text"]) == ("Nine", 1, TRUTH)


def test_a_library_is_asked_with_an_endpoint(file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    library = str(tmp_path / "library")
    assert main(["add", file, "--library", library]) == 0
    with chatting((200, saying("The coast guard said nine people were hurt."))) as server:
        options = ["--library", library, "--endpoint", server.url, "--model", "tiny"]
        assert main(["ask", HURT, *options]) == 0
    assert "  The coast guard said nine people were hurt.\n" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--model", "./none"], "There is no folder none"),
        (["--endpoint", "http://models.example/v1", "--model", "m"], "not encrypted"),
        (["--endpoint", "nothing", "--model", "m"], "no web address"),
    ],
)
def test_a_model_that_cannot_be_used_is_an_error(
    file: str, options: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", file, HURT, *options]) == 2
    out, err = capsys.readouterr()
    assert words in err
    assert "are sent to" not in err
    assert out == ""


def test_an_endpoint_without_a_model_is_a_wrong_command_line(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["ask", file, HURT, "--endpoint", "http://127.0.0.1:9/v1"])
    assert "--endpoint needs a --model" in capsys.readouterr().err
