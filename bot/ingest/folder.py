"""Folders: the files in them and in the folders below, by name."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

__all__ = ["files_in"]


def files_in(folder: Path) -> Iterator[Path]:
    """The files in `folder` and below it, by name; a folder's own before those of its folders.

    Left out are hidden files and folders (".git", ".DS_Store"), and whatever is no file of the folder's own:
    links that lead out of it, pipes, devices.
    """
    home = folder.resolve()
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name[0] != ".")
        for name in sorted(names):
            path = Path(place, name)
            if name[0] != "." and path.is_file() and path.resolve().is_relative_to(home):
                yield path
