"""The house rules that no linter holds: sizes, no developer's paths, and a README whose examples run."""

from __future__ import annotations

import ast
import contextlib
import fnmatch
import io
import os
import re
import shlex
import subprocess
import tomllib
from pathlib import Path

import pytest

import bot

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted([*(ROOT / "bot").rglob("*.py"), *(ROOT / "embeddings").rglob("*.py"), *ROOT.glob("app.py")])
MOST_LINES, MOST_LINES_OF_A_FUNCTION = 300, 40
LONG_FUNCTIONS: dict[str, str] = {}  # "file.py:function": why it is longer
MOST_BYTES_OF_WEIGHTS = 50_000_000
# Written apart, so that this file does not hold what it looks for.
DEVELOPERS = re.compile(rb"(?<![\w.:/~-])/(?:wo" rb"rk|ro" rb"ot|ho" rb"me|Us" rb"ers)/\w|[A-Z]:\\Users\\")


def tracked() -> list[Path]:
    """The files of the repository, those about to be added included."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("this is no git checkout")
    return [ROOT / name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_no_file_and_no_function_is_long(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= MOST_LINES
    long = [
        f"{path.name}:{node.name}"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= MOST_LINES_OF_A_FUNCTION
    ]
    assert [name for name in long if name not in LONG_FUNCTIONS] == []


def test_no_file_names_a_developers_machine() -> None:
    guilty = [
        name_of(path) for path in tracked() if path.suffix != ".safetensors" and DEVELOPERS.search(path.read_bytes())
    ]
    assert guilty == []


def test_the_weights_stay_small() -> None:
    weights = [path for path in (ROOT / "bot" / "weights").rglob("*") if path.is_file()]
    assert weights
    for folder in {path.parent for path in weights}:
        assert sum(path.stat().st_size for path in weights if path.parent == folder) < MOST_BYTES_OF_WEIGHTS


def test_every_data_file_is_shipped() -> None:
    """What lies beside the code and is not code must be named in the package data, or an installation lacks it."""
    patterns = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]["package-data"]

    def shipped(path: Path) -> bool:
        return any(
            fnmatch.fnmatch(path.relative_to(folder).as_posix(), pattern.replace("**/", "*"))
            for package, listed in patterns.items()
            if path.is_relative_to(folder := ROOT / package.replace(".", "/"))
            for pattern in listed
        )

    data = [path for path in tracked() if path.suffix != ".py" and path.relative_to(ROOT).parts[0] in patterns]
    assert [name_of(path) for path in data if not shipped(path)] == []


def blocks(*languages: str) -> list[str]:
    """The README's code blocks in these languages; none where there is no README yet."""
    readme = ROOT / "README.md"
    text = readme.read_text("utf-8") if readme.is_file() else ""
    found = re.findall(r"^```(\w+)\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    return [code for language, code in found if language in languages]


def commands(block: str) -> list[tuple[str, str]]:
    """(command, what it prints) for each `$ copydesk …` of a console block; pipes are left to the reader."""
    found = re.findall(r"^\$ (copydesk .*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE)
    return [(command, output) for command, output in found if not set("|<>") & set(shlex.split(command))]


@pytest.fixture
def at_the_root(models: bot.Models, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """As a user stands in the clone; what a command writes goes with the test."""
    (tmp_path / "bot").symlink_to(ROOT / "bot")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("bot.desk.Models", lambda: models)
    monkeypatch.setattr("bot.verbs._models", lambda: models)


def test_there_is_a_readme() -> None:
    assert (ROOT / "README.md").is_file()  # pyproject.toml names it: without it nothing can be built


@pytest.mark.usefixtures("at_the_root")
def test_the_readmes_python_runs() -> None:
    namespace: dict[str, object] = {}
    for code in blocks("python", "py"):
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile(code, "README.md", "exec"), namespace)


@pytest.mark.usefixtures("at_the_root")
def test_the_readmes_commands_print_what_it_says(capsys: pytest.CaptureFixture[str]) -> None:
    from bot.cli import main  # noqa: PLC0415  the command, as a user starts it

    for command, printed in [one for block in blocks("console", "shell", "sh") for one in commands(block)]:
        with contextlib.suppress(SystemExit):
            main(shlex.split(command)[1:])
        out = capsys.readouterr().out
        if printed.strip():
            assert out.strip() == printed.strip(), command


def test_tests_need_no_network() -> None:
    assert os.environ["HF_HUB_OFFLINE"] == "1"
