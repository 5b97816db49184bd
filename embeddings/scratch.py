"""A temporary folder that goes with its owner or its process, and after a kill when the next one is made."""

import shutil
import sqlite3
import tempfile
import time
import weakref
from contextlib import closing
from pathlib import Path

PREFIX = "copydesk-"
LOCK = "in-use.lock"
_SETTLED = 60.0  # seconds after which a folder's owner has its lock, or is dead


def scratch_folder(owner: object) -> Path:
    """A new folder, for this user's eyes only. Those that killed processes have left are deleted.

    Args:
        owner: whatever uses it; the folder is deleted when that is, or when the process ends.

    Raises:
        OSError: no room for it.
    """
    _sweep(Path(tempfile.gettempdir()))
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    try:
        lock = _locked(folder / LOCK)
    except sqlite3.Error as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise OSError(f"{folder} cannot be written: {error}") from error
    weakref.finalize(owner, _delete, folder, lock)
    return folder


def _locked(path: Path) -> sqlite3.Connection:
    """A lock that ends with the process, however that ends: SQLite's, as every platform has it."""
    lock = sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)
    try:
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error:
        lock.close()
        raise
    return lock


def _delete(folder: Path, lock: sqlite3.Connection) -> None:
    lock.close()
    shutil.rmtree(folder, ignore_errors=True)


def _sweep(temporary: Path) -> None:
    """Delete the folders whose owner is dead: their lock is free. What belongs to other users stays."""
    for lock in temporary.glob(f"{PREFIX}*/{LOCK}"):
        try:
            if time.time() - lock.stat().st_mtime > _SETTLED:
                with closing(_locked(lock)):
                    pass
                shutil.rmtree(lock.parent)
        except (OSError, sqlite3.Error):
            continue
