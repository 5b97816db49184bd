"""A file of hashed passwords: who may come in. One line a person: name, scrypt's costs, salt, hash.

Scrypt is RFC 7914's, from the standard library; a guess costs 32 MB and a fifth of a second.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import secrets
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from bot.errors import PasswordError, PasswordFileError

_COST, _BLOCK, _LANES = 2**15, 8, 3
_SALT, _HASH = 16, 32  # bytes
_SHORTEST, _LONGEST = 10, 1_000  # characters of a password
_NAME = re.compile(r"[\w.@-]{1,64}")
_LINE = re.compile(r"([\w.@-]{1,64}):scrypt:(\d{1,6}):(\d{1,2}):(\d):([0-9a-f]{32}):([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Secret:
    """What is kept of a password; it takes as long to try one as it took to make this.

    Attributes:
        cost: scrypt's N, a power of two.
        block: its r.
        lanes: its p.
        salt: random, 16 bytes.
        hash: 32 bytes.
    """

    cost: int
    block: int
    lanes: int
    salt: bytes
    hash: bytes

    @classmethod
    def of(cls, password: str) -> Self:
        """Hash a password with a new salt."""
        salt = secrets.token_bytes(_SALT)
        return cls(_COST, _BLOCK, _LANES, salt, _scrypt(password, salt, _COST, _BLOCK, _LANES))

    def fits(self, password: str) -> bool:
        """Whether this was made of the password; compared in constant time."""
        made = _scrypt(password, self.salt, self.cost, self.block, self.lanes)
        return secrets.compare_digest(made, self.hash)


# What an unknown name is compared with, so that it takes as long as a known one.
_NOBODY = Secret(_COST, _BLOCK, _LANES, bytes(_SALT), bytes(_HASH))


class Passwords:
    """The people in a file, read anew whenever the file changes. Safe from several threads.

    Args:
        path: written by `set_password`.

    Raises:
        PasswordFileError: it cannot be read, others than its owner may read it, or a line is damaged.
    """

    def __init__(self, path: Path | str) -> None:
        self._path = Path(path)
        self._read = _stamp(self._path), read_file(self._path)

    def version(self) -> object:
        """Differs where the file does. Raises `PasswordFileError`."""
        return _stamp(self._path)

    def fits(self, name: str, password: str) -> bool:
        """Whether the file holds this name with this password; as slow for a name that it does not hold.

        Raises:
            PasswordFileError: the file has changed and can no longer be read: then nobody may come in.
        """
        stamp, secrets_by_name = self._read
        if stamp != _stamp(self._path):
            self._read = stamp, secrets_by_name = _stamp(self._path), read_file(self._path)
        known = secrets_by_name.get(name, _NOBODY)
        return known.fits(password[:_LONGEST]) and known is not _NOBODY


def read_file(path: Path) -> dict[str, Secret]:
    """The secrets in a file, by name. Raises `PasswordFileError`."""
    try:
        mode = path.stat().st_mode
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(path, str(error)) from error
    if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise PasswordFileError(
            f"{path} can be read or changed by others (mode {stat.S_IMODE(mode):o}).",
            "a file that only its owner can read.",
            f"Run `chmod 600 {path}`, and change the passwords if others have seen it.",
        )
    found: dict[str, Secret] = {}
    for number, line in enumerate(lines, 1):
        match = _LINE.fullmatch(line)
        if match is None or match[1] in found:
            raise _unreadable(path, f"line {number} is {'damaged' if match is None else 'the second for its name'}")
        cost, block, lanes = int(match[2]), int(match[3]), int(match[4])
        # A power of two, and no more memory than twice of what is usual: a damaged line must not take the machine.
        if cost < 2 or cost & (cost - 1) or not block or not lanes or cost * block > 2 * _COST * _BLOCK:
            raise _unreadable(path, f"line {number} has costs that are none of scrypt's")
        found[match[1]] = Secret(cost, block, lanes, bytes.fromhex(match[5]), bytes.fromhex(match[6]))
    if not found:
        raise _unreadable(path, "it names nobody")
    return found


def set_password(path: Path, name: str, password: str) -> None:
    """Add a person to a file, which is made if it is missing, or change their password.

    Raises:
        PasswordError: the name or the password is not one.
        PasswordFileError: the file cannot be read or written.
    """
    if not _NAME.fullmatch(name):
        raise PasswordError(f"{name!r} is no name.", "up to 64 letters, digits and . _ - @.", "Choose another.")
    if not _SHORTEST <= len(password) <= _LONGEST:
        raise PasswordError(
            f"The password has {len(password)} characters.", f"{_SHORTEST} to {_LONGEST:,}.", "Take several words."
        )
    held = read_file(path) if path.exists() else {}
    _write(path, held | {name: Secret.of(password)})


def forget(path: Path, name: str) -> None:
    """Take a person out of a file. Raises `PasswordError` where it does not name them, `PasswordFileError`."""
    held = read_file(path)
    if name not in held:
        raise PasswordError(f"{path} does not name {name!r}.", f"one of {', '.join(sorted(held))}.", "Check the name.")
    del held[name]
    _write(path, held)


def _write(path: Path, held: dict[str, Secret]) -> None:
    """Put the whole file in place at once, readable by its owner only."""
    lines = (
        f"{name}:scrypt:{one.cost}:{one.block}:{one.lanes}:{one.salt.hex()}:{one.hash.hex()}\n"
        for name, one in sorted(held.items())
    )
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # mode 0600
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.writelines(lines)
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, path)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
            raise
    except OSError as error:
        raise PasswordFileError(
            f"{path} cannot be written: {error}.", "a folder that can be written to.", "Check it; nothing has changed."
        ) from error


def _scrypt(password: str, salt: bytes, cost: int, block: int, lanes: int) -> bytes:
    return hashlib.scrypt(
        password.encode("utf-8", "surrogatepass"),
        salt=salt,
        n=cost,
        r=block,
        p=lanes,
        maxmem=2 * 128 * cost * block + 2**20,
        dklen=_HASH,
    )


def _stamp(path: Path) -> tuple[int, int, int, int]:
    try:
        found = path.stat()
    except OSError as error:
        raise _unreadable(path, str(error)) from error
    return found.st_ino, found.st_mtime_ns, found.st_size, found.st_mode


def _unreadable(path: Path, reason: str) -> PasswordFileError:
    return PasswordFileError(
        f"{path} is no file of passwords: {reason}.",
        "a file that `copydesk passwd` wrote.",
        f"Run `copydesk passwd {path} NAME` for each person; remove a damaged file first.",
    )
