"""The pages for who runs Copydesk: their commands are those that there are."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from bot import nodes
from bot.cli import _parser, main

ROOT = Path(__file__).resolve().parent.parent
GUIDES = sorted((ROOT / "bot" / "guides").glob("*.md"))
COMMANDS = [
    pytest.param(shlex.split(line, comments=True)[1:], id=f"{guide.stem}: {line}")
    for guide in GUIDES
    for block in re.findall(r"```sh\n(.*?)```", guide.read_text("utf-8"), re.DOTALL)
    for line in block.splitlines()
    if line.startswith("copydesk ")
]


def test_there_are_three_pages() -> None:
    assert [guide.stem for guide in GUIDES] == ["archive", "desk", "newsroom"]
    assert len(COMMANDS) >= 10


@pytest.mark.parametrize("arguments", COMMANDS)
def test_every_command_is_one_that_there_is(arguments: list[str]) -> None:
    assert _parser().parse_args(arguments).run


def test_the_steps_for_servers_are_those_that_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    text = (ROOT / "bot" / "guides" / "archive.md").read_text("utf-8")
    steps = re.findall(r"^python -m bot\.nodes (\w+)", text, re.MULTILINE)
    with pytest.raises(SystemExit):
        nodes.main(["--help"])
    known = re.search(r"\{([\w,]+)\}", capsys.readouterr().out)
    assert known
    assert set(steps) == set(known[1].split(","))


def test_the_desks_commands_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "clippings").symlink_to(ROOT / "bot" / "samples")
    monkeypatch.chdir(tmp_path)
    text = (ROOT / "bot" / "guides" / "desk.md").read_text("utf-8")
    run = [line for line in text.splitlines() if re.match(r"copydesk (?:add|list|verify|ask)", line)]
    assert [main(shlex.split(line)[1:]) for line in run] == [0, 0, 0, 0]
    assert "around 1,000" in capsys.readouterr().out
