"""Importing and starting: nothing happens before it is asked for."""

import socket
import subprocess
import sys

import pytest


def test_importing_opens_no_port_and_loads_no_model():
    check = """
import socket, sys, threading
socket.socket.bind = socket.socket.connect = lambda *_: sys.exit("a socket was opened")
import app
loaded = {"torch", "transformers", "sentence_transformers", "faiss"} & set(sys.modules)
assert not loaded, loaded
assert threading.active_count() == 1, threading.enumerate()
"""
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("arguments", [["--port", "x"], ["--colour"], ["--edit"]])
def test_wrong_arguments_are_explained(arguments, capsys):
    import app  # noqa: PLC0415  seconds

    with pytest.raises(SystemExit) as stopped:
        app.main(arguments)
    assert stopped.value.code == 2
    assert "usage: " in capsys.readouterr().err


def test_a_port_that_is_taken_is_explained(capsys, monkeypatch):
    import app  # noqa: PLC0415  seconds

    monkeypatch.setattr(app.Shelf, "warm_up", lambda _: None)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert app.main(["--port", str(port)]) == 1
    assert f"Port {port} cannot be opened" in capsys.readouterr().out


def test_a_library_that_cannot_be_opened_is_explained(capsys, tmp_path):
    import app  # noqa: PLC0415  seconds

    (tmp_path / "file").write_text("no folder")
    assert app.main(["--library", str(tmp_path / "file")]) == 1
    assert "Expected:" in capsys.readouterr().out


def test_the_working_directory_is_blocked_unless_uploads_pass_through_it(tmp_path, monkeypatch):
    import app  # noqa: PLC0415  seconds

    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path / "a" / "uploads"))
    for folder, blocked in ((tmp_path / "b", True), (tmp_path / "a", False), (tmp_path, False)):
        folder.mkdir(exist_ok=True)
        monkeypatch.chdir(folder)
        assert (str(folder) in app._blocked_paths()) is blocked
