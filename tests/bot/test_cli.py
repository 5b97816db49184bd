"""The command: what it prints, what it exits with, and that a pipe gets neither colour nor half a traceback."""

from __future__ import annotations

import contextlib
import io
import json
import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from prose import BRIDGE, FIRE

import bot
from bot.cli import main

ROOT = Path(__file__).resolve().parents[2]
HURT = "How many people were hurt?"


@pytest.fixture(autouse=True)
def loaded_once(models: bot.Models, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.desk.Models", lambda: models)


@pytest.fixture
def fire(tmp_path: Path) -> str:
    return written(tmp_path / "fire.txt", FIRE)


@pytest.fixture
def bridge(tmp_path: Path) -> str:
    return written(tmp_path / "bridge.md", BRIDGE)


def written(path: Path, text: str) -> str:
    path.write_text(text, "utf-8")
    return str(path)


def type_in(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode()), "utf-8"))


def documents(text: str) -> Iterator[dict[str, Any]]:
    """The JSON documents that stand one after the other in `text`."""
    decoder = json.JSONDecoder()
    while text := text.lstrip():
        document, end = decoder.raw_decode(text)
        yield document
        text = text[end:]


def check_offsets(document: dict[str, Any], *sources: str) -> None:
    """Every place that the JSON names holds the quote, in the article as anyone reads it."""
    articles = {article.id: article for article in map(bot.read_article, sources)}
    places = [each for one in document["statements"] for each in one["citations"]]
    for place in [*places, *document["answers"], *filter(None, (document["nearest"],))]:
        text = articles[place["article"]].paragraph(place["paragraph"]).text
        assert text[place["start"] : place["end"]] == place["quote"]


def test_ask_prints_the_answer_the_sentence_and_its_place(fire: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", fire, HURT]) == 0
    out, err = capsys.readouterr()
    assert out.splitlines()[0].startswith("Nine  (")
    assert "Nine people were hurt, the coast guard said." in out
    assert "¶1, characters 29-73 · Harbour fire" in out
    assert err == ""


def test_ask_says_where_the_articles_do_not(fire: str, bridge: str, capsys: pytest.CaptureFixture[str]) -> None:
    question = "Which team won the chess olympiad in Budapest?"
    assert main(["ask", fire, question]) == 1
    assert capsys.readouterr().out.startswith("The article does not say.\n  nearest: ")
    assert main(["ask", fire, bridge, question]) == 1
    assert capsys.readouterr().out.startswith("The articles do not say.")


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["ask", HURT], 0),
        (["ask", "Which team won the chess olympiad in Budapest?"], 1),
        (["summarise"], 0),
        (["summarize", "--sentences", "1"], 0),
        (["summarise", "--focus", "the coast guard"], 0),
        (["summarise", "--focus", "what Vladimir Putin said"], 1),
        (["summarise", "--words", "20"], 0),
        (["summarise", "--points", "2"], 0),
        (["summarise", "--headline"], 0),
    ],
)
def test_json_cites_exact_offsets(
    fire: str, bridge: str, capsys: pytest.CaptureFixture[str], arguments: list[str], status: int
) -> None:
    verb, *rest = arguments
    assert main([verb, fire, bridge, *rest, "--json"]) == status
    (document,) = documents(capsys.readouterr().out)
    assert document["abstained"] is (status == 1)
    check_offsets(document, fire, bridge)


def test_summarise_keeps_to_the_length(fire: str, bridge: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["summarise", fire, bridge, "--sentences", "2", "--json"]) == 0
    (document,) = documents(capsys.readouterr().out)
    assert len(document["statements"]) == 2
    assert document["short"] is None


def test_a_summary_has_the_length_or_form_asked_for(bridge: str, capsys: pytest.CaptureFixture[str]) -> None:
    said = {"Mayor Sue Hill opened the bridge on Monday.", "The work cost more than $12 million."}
    for options in (["--words", "10"], ["--points", "1"], ["--headline"]):
        assert main(["summarise", bridge, *options, "--json"]) == 0
        (document,) = documents(capsys.readouterr().out)
        (statement,) = document["statements"]
        assert f"{statement['text'].rstrip('.')}." in said
        assert statement["text"].endswith(".") is (options != ["--headline"])


def test_chat_answers_line_by_line(
    fire: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    type_in(monkeypatch, f"{HURT}\n\n???\nHow many people did the fire hurt?\n")
    assert main(["chat", fire, "--json"]) == 0
    out, err = capsys.readouterr()
    replies = list(documents(out))
    assert [reply["short"] for reply in replies] == ["Nine", "Nine"]
    for reply in replies:
        check_offsets(reply, fire)
    assert "The question has no words" in err


def test_chat_prompts_a_person_until_an_empty_line(
    fire: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = iter([HURT, ""])
    monkeypatch.setattr("builtins.input", lambda prompt: next(typed))
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    assert main(["chat", fire]) == 0
    assert "Loaded: Harbour fire" in capsys.readouterr().out


def test_an_article_may_come_from_standard_input(
    bridge: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    type_in(monkeypatch, FIRE)
    assert main(["ask", "-", bridge, HURT, "--json"]) == 0
    (document,) = documents(capsys.readouterr().out)
    check_offsets(document, FIRE, bridge)


@pytest.mark.parametrize(
    ("content", "message"),
    [(None, "none.txt"), (b"", "white space"), (b" \n ", "white space"), (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "")],
    ids=["missing", "empty", "blank", "picture"],
)
def test_a_file_that_cannot_be_read_is_an_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes | None, message: str
) -> None:
    path = tmp_path / "none.txt"
    if content is not None:
        path.write_bytes(content)
    assert main(["ask", str(path), HURT]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("copydesk: ")
    assert "Expected: " in err
    assert message in err


def test_a_folder_is_read_without_its_bad_files(fire: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "page.txt").write_text(f"<html><body><h1>Bridge</h1><p>{BRIDGE.splitlines()[-1]}</p></body></html>")
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.7 cut off")
    assert main(["ask", str(tmp_path), HURT, "--json"]) == 0
    out, err = capsys.readouterr()
    (document,) = documents(out)
    check_offsets(document, fire)
    assert err.startswith(f"copydesk: left out {tmp_path / 'bad.pdf'}: ")
    assert err.count("copydesk:") == 1


def test_a_link_is_a_link_and_a_name_a_name(capsys: pytest.CaptureFixture[str]) -> None:
    for source, words in [("file:///etc/passwd", "not followed"), ("no-such-file", "cannot be read")]:
        assert main(["ask", source, HURT]) == 2
        assert words in capsys.readouterr().err


@pytest.mark.parametrize("rest", [["???"], ["a" * 2_001]])
def test_a_question_that_cannot_be_asked_is_an_error(
    fire: str, capsys: pytest.CaptureFixture[str], rest: list[str]
) -> None:
    assert main(["ask", fire, *rest]) == 2
    assert capsys.readouterr().err.startswith("copydesk: The question")


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["ask"],
        ["ask", "a.txt"],
        ["nothing"],
        ["summarise", "a", "--sentences", "x"],
        ["summarise", "a", "--words", "9", "--headline"],
    ],
)
def test_a_wrong_command_line_is_an_error(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    assert "usage: copydesk" in capsys.readouterr().err


def test_no_sentences_is_an_error(fire: str, capsys: pytest.CaptureFixture[str]) -> None:
    for length in ("--sentences", "--words", "--points"):
        assert main(["summarise", fire, length, "0"]) == 2
        assert "summary of 0" in capsys.readouterr().err


def test_an_interrupted_command_exits_like_one(
    fire: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(bot.Assistant, "answer", interrupt)
    assert main(["ask", fire, HURT]) == 130
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--help"], ["ask", "summarise", "chat", "exit status: 0", "Nothing leaves this machine"]),
        (["ask", "--help"], ["FILE", "question", "--json", "standard input"]),
        (["summarise", "--help"], ["--sentences", "--words", "--points", "--headline", "--focus"]),
        (["chat", "--help"], ["--json"]),
    ],
)
def test_help_says_what_there_is(capsys: pytest.CaptureFixture[str], arguments: list[str], words: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 0
    out = capsys.readouterr().out
    assert all(word in out for word in words)


# Defects when this was written: the tokenizer's TypeError, and UnicodeDecodeError, came through as tracebacks.
def test_a_question_in_broken_bytes_is_an_error_or_answered(fire: str) -> None:
    assert main(["ask", fire, os.fsdecode(b"How many were hurt \xff?")]) in (0, 1, 2)


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
def test_standard_input_is_read_in_any_encoding_a_file_is(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    data = "Fire in Zürich\n\nThe café burned down on Monday – nine people were hurt.".encode(encoding)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), "utf-8"))
    assert main(["ask", "-", HURT]) == 0
    assert "café burned down" in capsys.readouterr().out


def read_all(terminal: int) -> str:
    """What came out of a terminal until its other side was closed."""
    parts = []
    with contextlib.suppress(OSError):  # Linux says so where the other side has closed
        while part := os.read(terminal, 4_096):
            parts.append(part)
    os.close(terminal)
    return b"".join(parts).decode()


def test_the_real_command_is_coloured_in_a_terminal() -> None:
    ours, theirs = pty.openpty()
    command = subprocess.Popen(
        [sys.executable, "-m", "bot", "ask", "-", HURT],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=theirs,
        stderr=subprocess.PIPE,
    )
    os.close(theirs)
    _, errors = command.communicate(FIRE.encode())
    assert "\x1b[1;32mNine\x1b[0m" in read_all(ours)
    assert (command.returncode, errors) == (0, b"")


def test_there_is_no_colour_in_a_pipe(fire: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["ask", fire, HURT])
    main(["summarise", fire])
    assert "\x1b" not in capsys.readouterr().out


# Defects when this was written: both ended in a traceback and status 1, which says "the articles do not say".
def test_a_screen_without_the_characters_still_gets_the_answer(fire: str, monkeypatch: pytest.MonkeyPatch) -> None:
    screen = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(screen, "ascii", write_through=True))
    assert main(["ask", fire, HURT]) == 0
    assert screen.getvalue().startswith(b"Nine  (")


def test_a_reader_that_closes_the_pipe_is_no_traceback(fire: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(*_: object) -> int:
        raise BrokenPipeError

    monkeypatch.setattr(sys.stdout, "write", closed)
    assert main(["ask", fire, HURT]) in (0, 141)


def test_chat_shows_how_a_follow_up_was_understood(
    fire: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    type_in(monkeypatch, "How many people were hurt?\nand when did it break out?\nwhy?\n")
    main(["chat", fire, "--json"])
    replies = list(documents(capsys.readouterr().out))
    assert [reply["question"] for reply in replies][1:] == ["and when did it break out?", "why?"]
    assert replies[0]["understood"] is None
    assert replies[2]["understood"].startswith("Why")
