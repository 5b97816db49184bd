"""What importing costs, which way imports point, and that every documented example runs."""

from __future__ import annotations

import doctest
import importlib
import inspect
import json
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import bot
import embeddings

ROOT = Path(__file__).resolve().parents[2]
CONTENDERS = "bot.evaluation.bench.contenders."  # each imports its own rival, which only its own environment has
HEAVY = {
    "torch",
    "transformers",
    "sentence_transformers",
    "faiss",
    "gradio",
    "tokenizers",
    "huggingface_hub",
    "onnx",
    "onnxruntime",
    "pandas",
    "scipy",
    "sklearn",
}
LIGHT_STEPS = {
    "import bot": "import bot",
    "copydesk --help": "import contextlib, io, bot.cli\n"
    "with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit): bot.cli.main(['--help'])",
    "read an article": "import bot; bot.read_article('Fire\\n\\nNine people were hurt in a fire on Monday.')",
}


@pytest.mark.parametrize("step", LIGHT_STEPS)
def test_nothing_heavy_is_loaded(step: str) -> None:
    code = f"{LIGHT_STEPS[step]}\nimport json, sys\nprint(json.dumps(sorted(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = set(json.loads(run.stdout))
    assert HEAVY & loaded == set()
    assert step == "read an article" or "numpy" not in loaded


def test_an_article_is_asked_without_torch() -> None:
    code = (
        "import bot, json, sys\n"
        "reply = bot.answer('How many people were hurt?', ['Fire\\n\\nNine people were hurt in a fire on Monday.'])\n"
        "print(json.dumps([reply.short, sorted(sys.modules)]))"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    short, loaded = json.loads(run.stdout)
    assert short == "Nine"
    assert (HEAVY - {"tokenizers", "huggingface_hub", "onnx", "onnxruntime"}) & set(loaded) == set()


def test_a_library_is_asked_without_torch(tmp_path: Path) -> None:
    code = (
        "import bot, json, sys\n"
        "desk = bot.Assistant.open(sys.argv[1])\n"
        "for name in ('Elk', 'Ash', 'Oak'):\n"
        "    desk.add(bot.read_article(f'{name} Street fire\\n\\nNine people were hurt in {name} Street on Monday.'))\n"
        "reply = desk.answer('How many people were hurt in Elk Street?')\n"
        "print(json.dumps([reply.short, sorted(sys.modules)]))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    short, loaded = json.loads(run.stdout)
    assert short == "Nine"
    assert {"torch", "transformers", "sentence_transformers", "gradio", "pandas", "sklearn"} & set(loaded) == set()


def test_imports_point_down() -> None:
    code = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout[-2_000:] + run.stderr[-2_000:]


def modules() -> list[str]:
    """Every module of the product that can be imported without starting something."""
    return [
        module.name
        for package in (bot, embeddings)
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
        if not module.name.startswith(CONTENDERS)
        if not module.name.endswith("__main__")
    ]


def documented(value: object) -> list[tuple[str, object]]:
    """A public function, or a class and its public methods and properties."""
    found = [(getattr(value, "__qualname__", ""), value)]
    if inspect.isclass(value):
        found += [
            (f"{value.__qualname__}.{name}", member)
            for name, member in vars(value).items()
            if not name.startswith("_")
            and (inspect.isfunction(member) or isinstance(member, property | classmethod | staticmethod))
        ]
    return found


@pytest.mark.parametrize("name", ["bot", "embeddings", *modules()])
def test_every_public_name_is_documented(name: str) -> None:
    module = importlib.import_module(name)
    assert module.__doc__
    for public, value in vars(module).items():
        if not public.startswith("_") and getattr(value, "__module__", None) == name:
            assert [each for each, member in documented(value) if not member.__doc__] == []


def examples() -> list[doctest.DocTest]:
    finder = doctest.DocTestFinder(exclude_empty=True)
    return [
        test
        for name in ["bot", "embeddings", *modules()]
        for test in finder.find(importlib.import_module(name), name)
        if test.examples
    ]


@pytest.mark.parametrize("example", examples(), ids=lambda example: example.name)
def test_every_documented_example_runs(
    example: doctest.DocTest, models: bot.Models, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.desk.Models", lambda: models)
    monkeypatch.setattr("bot.verbs._models", lambda: models)
    shown: list[str] = []
    result = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(example, out=shown.append)
    assert result.failed == 0, "".join(shown)
