"""Connections to a PostgreSQL server: a pool, time limits, another try where that is safe, and what errors mean."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any, TypeVar

from bot.errors import (
    ArchiveError,
    LibraryBusyError,
    LibraryFullError,
    LibraryUnreachableError,
    MissingPackageError,
    NotTextError,
)

T = TypeVar("T")

_CONNECTIONS = 8
_CONNECT = 5  # seconds
_STATEMENT = 60_000  # milliseconds
_PATIENCE = 20.0  # seconds to go on trying while the server is away
_PAUSE = 0.25
_WHO = ("user", "password")
_WHERE = ("host", "hostaddr", "port", "dbname", "target_session_attrs")


class Connections:
    """A pool of connections to one database. Safe from several threads.

    Args:
        url: `postgresql://…`, as libpq reads it; a password may come from `PGPASSWORD` or `~/.pgpass` instead.

    Attributes:
        name: host and database, without user and password.
        patience: seconds that `again` goes on trying.

    Raises:
        MissingPackageError: the extra `postgres` is not installed.
        LibraryUnreachableError: no server answers there, or it does not let this user in.
    """

    def __init__(self, url: str) -> None:
        self._psycopg = _driver("psycopg")
        pool = _driver("psycopg_pool")
        self.patience = _PATIENCE
        self.name = "the address"
        try:
            self.name = name_of(url)
            self._psycopg.connect(url, connect_timeout=_CONNECT).close()
        except self._psycopg.Error as error:
            raise self._named(error) from error
        self._pool = pool.ConnectionPool(
            url,
            min_size=1,
            max_size=_CONNECTIONS,
            timeout=_CONNECT,
            open=True,
            check=pool.ConnectionPool.check_connection,
            configure=_configure,
            kwargs={"connect_timeout": _CONNECT},
        )

    def close(self) -> None:
        """Let go of all connections."""
        self._pool.close()

    @contextmanager
    def transaction(self) -> Iterator[Any]:
        """A connection, in a transaction that is on the server's disk when the block has ended, or not there at all.

        Raises:
            LibraryFullError, LibraryBusyError, LibraryUnreachableError, NotTextError, ArchiveError: as their names say.
        """
        try:
            with self._pool.connection() as connection:
                yield connection
        except UnicodeEncodeError as error:
            raise NotTextError(
                f"{self.name} cannot keep half a character (a lone surrogate).", "whole characters.", "Copy it again."
            ) from error
        except (self._psycopg.Error, _driver("psycopg_pool").PoolTimeout) as error:
            raise self._named(error) from error

    def again(self, work: Callable[[Any], T]) -> T:
        """Do what may be done twice: once, or as often as it takes until the server is back, for so long at most."""
        until = time.monotonic() + self.patience
        while True:
            try:
                with self.transaction() as db:
                    return work(db)
            except LibraryUnreachableError:
                if time.monotonic() > until:
                    raise
                time.sleep(_PAUSE)

    def _named(self, error: Exception) -> ArchiveError | NotTextError:
        errors, place = self._psycopg.errors, self.name
        if isinstance(error, errors.DiskFull | errors.OutOfMemory | errors.ConfigurationLimitExceeded):
            return LibraryFullError(
                f"There is no room on {place}: {_line(error)}.", "room.", "Make room there and do it again."
            )
        if isinstance(error, errors.QueryCanceled | errors.LockNotAvailable | errors.DeadlockDetected):
            return LibraryBusyError(f"{place} took too long: {_line(error)}.", "a turn.", "Try again in a while.")
        if isinstance(error, errors.DataError):
            return NotTextError(
                f"{place} cannot keep this text: {_line(error)}.", "whole characters.", "Copy it again."
            )
        if isinstance(error, errors.InsufficientPrivilege):
            return ArchiveError(
                f"This user may not do that on {place}: {_line(error)}.", "a user with the right.", "Ask who runs it."
            )
        if isinstance(error, self._psycopg.OperationalError) or type(error).__name__ == "PoolTimeout":
            return LibraryUnreachableError(
                f"{place} does not answer: {_line(error)}.", "a running server.", "Check the address, user and network."
            )
        return ArchiveError(f"{place} cannot be used: {_line(error)}.", "a library's database.", "Check the address.")


def name_of(url: str) -> str:
    """Host and database of an address, without user and password."""
    parts = _driver("psycopg").conninfo.conninfo_to_dict(url)
    return f"{parts.get('host') or 'the local server'}/{parts.get('dbname') or ''}"


def place_of(url: str) -> str:
    """An address without its user and password, as libpq writes it."""
    conninfo = _driver("psycopg").conninfo
    parts = conninfo.conninfo_to_dict(url)
    return str(conninfo.make_conninfo(**{name: value for name, value in parts.items() if name not in _WHO}))


def beside(url: str, place: str) -> str:
    """The address of another server, for the user and with the options of `url`."""
    conninfo = _driver("psycopg").conninfo
    mine = {name: value for name, value in conninfo.conninfo_to_dict(url).items() if name not in _WHERE}
    return str(conninfo.make_conninfo(**(mine | conninfo.conninfo_to_dict(place))))


def _configure(connection: Any) -> None:
    connection.execute("SET search_path = copydesk, public")
    connection.execute(f"SET statement_timeout = {_STATEMENT}")
    connection.execute(f"SET idle_in_transaction_session_timeout = {_STATEMENT}")
    connection.commit()


def _driver(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError as error:
        raise MissingPackageError(
            f"A library on a PostgreSQL server needs {name}, which is not installed.",
            "the extra `postgres`.",
            'Run `pip install "copydesk[postgres]"`.',
        ) from error


def _line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0].rstrip(".") or type(error).__name__
