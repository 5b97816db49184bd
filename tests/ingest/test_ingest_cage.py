"""The process in which a file is read: its limits hold, and whatever becomes of it, this one goes on."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import makers
import pytest
from makers import PARAGRAPHS, TITLE

import bot
from bot.errors import ArticleError, ReaderStoppedError
from bot.ingest import cage as cage_module
from bot.ingest.cage import read_apart
from bot.ingest.kinds import Kind
from bot.ingest.wire import Hint, Refused, as_data, from_data
from bot.settings import Cage

resource = pytest.importorskip("resource", reason="this system sets no limits on a process")

PAGE = f"<html><body><h1>{TITLE}</h1>{''.join(f'<p>{text}</p>' for text in PARAGRAPHS)}</body></html>".encode()
HINT = Hint("page.html")


def children() -> set[str]:
    """The processes that this one has started and not yet buried."""
    return set(Path(f"/proc/self/task/{threading.get_native_id()}/children").read_text().split())


def run(program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cage: Cage) -> list[bot.Article | Refused]:
    """Read a page with `program` in the place of the reader."""
    path = tmp_path / "reader.py"
    path.write_text(program)
    whole = cage_module._run
    monkeypatch.setattr(cage_module, "_run", lambda _command, *rest: whole([sys.executable, "-P", str(path)], *rest))
    return read_apart(Kind.HTML, PAGE, HINT, cage)


@pytest.mark.parametrize(
    ("program", "words"),
    [
        ("import os; os.kill(os.getpid(), 9)", "signal 9"),
        ("import os; os.abort()", "signal 6"),
        ("raise SystemExit(3)", "status 3"),
        ("print('')", "makes no sense"),
        ('print(\'[{"refused": "x", "error": "SystemExit", "says": ["", "", ""]}]\')', "makes no sense"),
        ('print(\'[{"refused": "x", "error": "nothing", "says": ["", "", ""]}]\')', "makes no sense"),
        ("print('[{\"title\": 7}]')", "makes no sense"),
        ("print('[' * 100000)", "makes no sense"),
        ("while True: pass", "more than 0.5 seconds"),
    ],
)
def test_a_reader_that_comes_to_grief_is_a_named_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str, words: str
) -> None:
    before = children()
    seconds = 0.5 if "while" in program else 300
    with pytest.raises(ReaderStoppedError, match=words) as caught:
        run(program, tmp_path, monkeypatch, Cage(seconds=seconds))
    assert caught.value.got.startswith("Reading page.html was stopped")
    assert children() == before


def test_memory_is_limited() -> None:
    # Too little even to load the parser; too little for what the page says is a matter of the same limit.
    with pytest.raises(ReaderStoppedError):
        read_apart(Kind.HTML, PAGE, HINT, Cage(memory=40_000_000))
    large = b"<p>" + b"<b>x</b>" * 1_000_000
    with pytest.raises(ReaderStoppedError):
        read_apart(Kind.HTML, large, HINT, Cage(memory=260_000_000))


def test_processor_time_is_limited() -> None:
    heavy = b"<html><body><table>" + b"<tr><td>Marrick<td>7</tr>" * 60_000  # five times as long
    with pytest.raises(ReaderStoppedError, match="signal"):
        read_apart(Kind.HTML, heavy, HINT, Cage(cpu_seconds=1))


def test_the_readers_process_knows_no_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESK_PASSWORD", "hunter2")
    program = f"import os, pathlib; pathlib.Path({str(tmp_path / 'seen')!r}).write_text(repr(dict(os.environ)))"
    with pytest.raises(ReaderStoppedError):
        run(program, tmp_path, monkeypatch, Cage())
    assert "hunter2" not in (tmp_path / "seen").read_text()


def test_the_reader_does_not_import_from_the_working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "trafilatura.py").write_text("raise SystemExit(9)")
    (tmp_path / "lxml.py").write_text("raise SystemExit(9)")
    monkeypatch.chdir(tmp_path)
    (article,) = read_apart(Kind.HTML, PAGE, HINT, Cage())
    assert isinstance(article, bot.Article)
    assert article.title == TITLE


def test_readers_in_several_threads_do_not_mix() -> None:
    titles = [f"Story number {n}" for n in range(4)]
    found: dict[str, str] = {}

    def one(title: str) -> None:
        (article,) = read_apart(Kind.HTML, PAGE.replace(TITLE.encode(), title.encode()), HINT, Cage(seconds=600))
        found[title] = article.title if isinstance(article, bot.Article) else ""

    threads = [threading.Thread(target=one, args=[title]) for title in titles]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {title: title for title in titles}


def test_this_process_loads_no_parser(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(makers.pdf([[TITLE, *PARAGRAPHS]]))
    (tmp_path / "b").write_bytes(PAGE)
    code = "import bot, sys; [bot.read_article(path) for path in sys.argv[1:]]; print(*sys.modules)"
    command = [sys.executable, "-c", code, str(tmp_path / "a"), str(tmp_path / "b")]
    loaded = subprocess.run(command, capture_output=True, text=True, check=True, cwd=os.getcwd()).stdout.split()
    assert {"trafilatura", "lxml", "pypdf", "docx", "feedparser", "httpx", "torch"} & set(loaded) == set()


def test_refusals_and_articles_pass_unchanged() -> None:
    article = bot.read_article("Fire\n\nBy Ann Lee\n\n4 March 2026\n\nNine people were hurt in a fire.")
    assert from_data(as_data(article)) == article
    error = ArticleError("got.", "expected.", "remedy.")
    back = from_data(as_data(Refused("x", error)))
    assert isinstance(back, Refused)
    assert (back.source, type(back.error), str(back.error)) == ("x", ArticleError, str(error))
