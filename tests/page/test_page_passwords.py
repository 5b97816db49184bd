"""The file of passwords: what is written, what is refused, and the door that it opens."""

import hashlib
import io
import os
import sys

import pytest
from page_servers import Program, ask, basic, run, served

from bot.cli import main
from bot.errors import PasswordError, PasswordFileError
from bot.page.door import Door
from bot.page.limits import Buckets
from bot.page.passwords import Passwords, forget, read_file, set_password

PASSWORD = "four words are enough"


def line(name: str, password: str, costs: tuple[int, int, int] = (2, 8, 1)) -> str:
    """A line of the file, made without the code under test, that is as quick to check as may be."""
    salt = os.urandom(16)
    cost, block, lanes = costs
    hashed = hashlib.scrypt(password.encode(), salt=salt, n=cost, r=block, p=lanes, dklen=32)
    return f"{name}:scrypt:{cost}:{block}:{lanes}:{salt.hex()}:{hashed.hex()}\n"


def write(path, *lines: str) -> None:
    path.write_text("".join(lines))
    path.chmod(0o600)


@pytest.fixture
def people(tmp_path):
    """A file that lets in ann and bob."""
    path = tmp_path / "people"
    write(path, line("ann", PASSWORD), line("bob", "Ünicode, bob’s own"))
    return path


def test_a_password_is_kept_as_a_hash_that_only_its_owner_may_read(tmp_path):
    path = tmp_path / "people"
    set_password(path, "ann", PASSWORD)
    set_password(path, "bob", PASSWORD)
    assert path.stat().st_mode & 0o777 == 0o600
    assert PASSWORD not in path.read_text()
    held = read_file(path)
    assert list(held) == ["ann", "bob"]
    assert held["ann"].hash != held["bob"].hash
    assert held["ann"].fits(PASSWORD)
    assert not held["ann"].fits(PASSWORD + " ")
    # OWASP's measure for scrypt: 2^17 blocks of 1 KB, or fewer blocks as often.
    assert all(one.cost * one.lanes >= 3 * 2**15 for one in held.values())
    forget(path, "ann")
    assert list(read_file(path)) == ["bob"]
    assert list(tmp_path.iterdir()) == [path]


def test_who_is_in_the_file_comes_in(people):
    passwords = Passwords(people)
    assert passwords.fits("ann", PASSWORD)
    assert passwords.fits("bob", "Ünicode, bob’s own")
    assert not passwords.fits("bob", PASSWORD)
    assert not passwords.fits("ann", "")
    assert not passwords.fits("nobody", PASSWORD)


def test_a_changed_file_counts_at_once(people):
    passwords = Passwords(people)
    write(people, line("bob", PASSWORD))
    assert not passwords.fits("ann", PASSWORD)
    assert passwords.fits("bob", PASSWORD)
    people.write_text("nonsense")
    with pytest.raises(PasswordFileError):
        passwords.fits("bob", PASSWORD)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "names nobody"),
        ("ann:secret\n", "line 1 is damaged"),
        (line("ann", "x") + "\n", "line 2 is damaged"),
        (line("ann", "x") * 2, "line 2 is the second for its name"),
        (line("ann", "x").replace(":2:8:", ":3:8:"), "costs that are none"),
        (line("ann", "x").replace(":2:8:", ":131072:16:"), "costs that are none"),
        (line("ann", "x")[:-9] + "\n", "line 1 is damaged"),
        ("\0\0\0", "line 1 is damaged"),
    ],
)
def test_a_damaged_file_is_named_with_its_line(tmp_path, content, says):
    path = tmp_path / "people"
    write(path, content)
    with pytest.raises(PasswordFileError, match=says) as raised:
        Passwords(path)
    assert "copydesk passwd" in str(raised.value)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(PasswordFileError, match="No such file"):
        Passwords(tmp_path / "none")


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o622, 0o660])
def test_a_file_open_to_others_is_refused(people, mode):
    people.chmod(mode)
    with pytest.raises(PasswordFileError, match="chmod 600"):
        Passwords(people)


@pytest.mark.parametrize(
    ("name", "password"),
    [("", PASSWORD), ("a:b", PASSWORD), ("a" * 65, PASSWORD), ("ann", "short"), ("ann", "x" * 1001)],
)
def test_what_is_no_name_or_no_password_changes_nothing(people, name, password):
    before = people.read_bytes()
    with pytest.raises(PasswordError):
        set_password(people, name, password)
    with pytest.raises(PasswordError, match="does not name"):
        forget(people, "carl")
    assert people.read_bytes() == before


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    with pytest.raises(PasswordFileError, match="cannot be written"):
        set_password(tmp_path / "none" / "people", "ann", PASSWORD)


def type_in(monkeypatch, *lines: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{one}\n" for one in lines)))


def test_the_command_asks_twice(tmp_path, monkeypatch, capsys):
    path = tmp_path / "people"
    type_in(monkeypatch, PASSWORD, PASSWORD + "!")
    assert main(["passwd", str(path), "ann"]) == 2
    assert "differ" in capsys.readouterr().err
    assert not path.exists()
    type_in(monkeypatch, PASSWORD, PASSWORD)
    assert main(["passwd", str(path), "ann"]) == 0
    assert read_file(path)["ann"].fits(PASSWORD)
    assert main(["passwd", str(path), "ann", "--remove"]) == 0
    assert path.read_text() == ""


def test_the_server_does_not_start_with_a_damaged_file(tmp_path, capsys):
    path = tmp_path / "people"
    write(path, "ann\n")
    assert main(["serve", "--auth", str(path), "--port", "0"]) == 2
    assert "is no file of passwords: line 1" in capsys.readouterr().err


class Clock:
    """Seconds, as the test says."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_bucket_fills_up_again_and_old_ones_are_forgotten():
    clock = Clock()
    buckets = Buckets(burst=2, per_second=0.5, keys=2, clock=clock)
    assert [buckets.take("a") for _ in range(3)] == [True, True, False]
    assert buckets.wait("a") == 2
    assert buckets.take("b")
    clock.now = 2.0
    assert [buckets.take("a") for _ in range(2)] == [True, False]
    buckets.give("a")
    assert buckets.take("a")
    assert buckets.take("c")  # b was used longest ago
    assert [buckets.take("b") for _ in range(3)] == [True, True, False]


def at_the_door(door, *credentials: tuple[str, str] | None, address: str = "10.0.0.1") -> list[int]:
    """The statuses that requests with these names and passwords get, one after the other."""

    async def knock():
        statuses = []
        for given in credentials:
            sent = []

            async def send(message, sent=sent):
                sent.append(message)

            headers = [(b"authorization", basic(*given).encode())] if given else []
            await door({"type": "http", "path": "/", "headers": headers, "client": (address, 1)}, None, send)
            statuses.append(sent[0]["status"])
        return statuses

    return run(knock)


async def inside(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": [], "user": scope["copydesk.user"]})


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def door(people, clock):
    return Door(inside, Passwords(people), clock)


def test_the_door_asks_and_lets_in(door):
    ann, wrong = ("ann", PASSWORD), ("ann", "wrong")
    assert at_the_door(door, None, wrong, ann, ann, wrong) == [401, 401, 200, 200, 401]


def test_ten_guesses_at_a_name_and_no_more_while_its_owner_stays_in(door, clock):
    ann, wrong = ("ann", PASSWORD), ("ann", "wrong")
    assert at_the_door(door, ann) == [200]
    assert at_the_door(door, *[wrong] * 12, address="10.6.6.6") == [401] * 10 + [429] * 2
    assert at_the_door(door, ann) == [200]
    assert at_the_door(door, ("bob", "Ünicode, bob’s own")) == [200]
    clock.now = 61.0
    assert at_the_door(door, wrong, wrong, address="10.6.6.6") == [401, 429]


def test_guesses_at_many_names_are_stopped_too(door):
    names = [(f"ann{number}", "wrong") for number in range(32)]
    door._passwords = type("Nobody", (), {"version": lambda _: 1, "fits": lambda *_: False})()
    assert at_the_door(door, *names) == [401] * 30 + [429] * 2
    assert at_the_door(door, ("carl", "wrong"), address="10.0.0.2") == [401]


def test_who_was_in_comes_in_no_longer_when_taken_out_of_the_file_or_after_half_a_day(door, people, clock):
    assert at_the_door(door, ("ann", PASSWORD)) == [200]
    write(people, line("bob", PASSWORD))
    assert at_the_door(door, ("ann", PASSWORD), ("bob", PASSWORD)) == [401, 200]
    assert len(door._inside) == 1
    write(people, "damaged")
    assert at_the_door(door, ("bob", PASSWORD)) == [503]


@pytest.mark.parametrize("header", ["", "Basic", "Basic !!!", "Basic YW5u", "Bearer x", "Basic /w=="])
def test_what_is_no_name_and_password_is_asked_again(door, header):
    async def knock():
        sent = []

        async def send(message):
            sent.append(message)

        headers = [(b"authorization", header.encode())]
        await door({"type": "http", "path": "/", "headers": headers}, None, send)
        return sent[0]

    answer = run(knock)
    assert answer["status"] == 401
    assert (b"www-authenticate", b'Basic realm="Copydesk", charset="UTF-8"') in answer["headers"]


def test_nothing_of_the_real_server_is_there_without_a_password(models, people):
    ann = basic("ann", PASSWORD)
    with served(models, passwords=Passwords(people)) as address:
        for path in (
            "/",
            "/config",
            "/gradio_api/info",
            "/gradio_api/heartbeat/x",
            "/assets/x.js",
            "/theme.css",
            "/mcp",
        ):
            assert ask(address, path)[0] == 401
        assert ask(address, "/gradio_api/cancel", "POST", "{}")[0] == 401
        assert ask(address, "/", Authorization=ann)[0] == 200
        assert ask(address, "/gradio_api/info", Authorization=ann)[0] == 200
        assert ask(address, "/", Authorization=basic("ann", "wrong"))[0] == 401
        assert ask(address, "/", Host="evil.example", Authorization=ann)[0] == 400


def test_a_visit_belongs_to_an_account_even_in_the_same_browser(models, people):
    with served(models, passwords=Passwords(people)) as address:
        ann = Program(address, Authorization=basic("ann", PASSWORD))
        ann.adds("Harbour fire\n\nThe fire broke out on Monday. Nine people were hurt, the police said.")
        secret = ann.secret()
        bob = Program(address, **ann.headers | {"Authorization": basic("bob", "Ünicode, bob’s own")})
        assert "Harbour fire" not in bob.does("arrive", visit=secret)
        assert Program(address, ann.session, **bob.headers).join("order", sent={"do": "timeline"})[0] == 403
        assert "Harbour fire" in Program(address, **ann.headers).does("arrive", visit=secret)
