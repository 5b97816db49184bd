"""Lets gradio start sooner: without the type stubs that it writes beside its own files at every import.

For each of its components gradio parses its own source and compares it with a stub on the disk, which takes a third of
the time until the page is there, and which a server should not do in the folder it is installed in.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def without_stubs() -> Iterator[None]:
    """Within it, gradio finds no file for a component of its own, and leaves the stubs as they are."""
    module: Any = inspect
    known = inspect.getfile

    def getfile(what: Any) -> str:
        if inspect.isclass(what) and what.__module__.startswith("gradio."):
            raise OSError("not asked for while gradio is imported")
        return known(what)

    module.getfile = getfile
    try:
        yield
    finally:
        module.getfile = known
