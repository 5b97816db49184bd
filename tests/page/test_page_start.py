"""Importing and starting: nothing happens before it is asked for."""

import socket
import subprocess
import sys

import pytest

from bot.page.launching import blocked_paths


def test_importing_opens_no_port_and_loads_no_model():
    check = """
import socket, sys, threading
socket.socket.bind = socket.socket.connect = lambda *_: sys.exit("a socket was opened")
import app
loaded = {"torch", "transformers", "sentence_transformers", "faiss"} & set(sys.modules)
assert not loaded, loaded
assert threading.active_count() == 1, threading.enumerate()
"""
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("arguments", [["--port", "x"], ["--colour"]])
def test_wrong_arguments_are_explained(arguments, capsys):
    import app  # noqa: PLC0415  seconds

    with pytest.raises(SystemExit) as stopped:
        app.main(arguments)
    assert stopped.value.code == 2
    assert "usage: " in capsys.readouterr().err


def test_a_library_to_edit_must_be_named(capsys):
    import app  # noqa: PLC0415  seconds

    assert app.main(["--edit"]) == 2
    assert "Add --library" in capsys.readouterr().err


def test_a_port_that_is_taken_is_explained(capsys):
    import app  # noqa: PLC0415  seconds

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert app.main(["--port", str(port)]) == 2
    assert f"Port {port} cannot be opened" in capsys.readouterr().err


def test_a_folder_is_blocked_unless_uploads_pass_through_it(tmp_path):
    uploads = tmp_path / "a" / "uploads"
    for folder, blocked in ((tmp_path / "b", True), (tmp_path / "a", False), (tmp_path, False)):
        assert (str(folder) in blocked_paths(uploads, folder)) is blocked


def test_gradio_writes_no_stubs_when_it_is_imported():
    check = """
import inspect, pathlib
found = []
pathlib.Path.write_text = lambda path, *_, **__: found.append(path)
import app
assert not [path for path in found if path.suffix == ".pyi"], found
assert inspect.getfile(app.gr.Textbox).endswith("textbox.py")
"""
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
