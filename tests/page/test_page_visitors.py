"""Visitors at once, each with articles and talk of their own; forged requests; a library that all may only read."""

import json
from collections import OrderedDict
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from page_servers import Program, ask, post, run, served

from bot.archive import MemoryArchive, ReadOnlyArchive
from bot.article import Article
from bot.errors import LibraryReadOnlyError
from bot.page import asking
from bot.page.screen import draw
from bot.page.sent import Sent
from bot.page.sessions import sweep, sweeping, together
from bot.page.shelf import EditedShelf, LibraryShelf
from bot.page.visit import Visit
from bot.page.visitors import BUSY, Visitors

ANNS = "Ann's scoop\n\nThe mayor of Elmouth resigned on Monday after the audit, her office said in a letter."
BENS = "Ben's scoop\n\nThe harbour of Quayside closes in 2031, the port authority told its staff on Friday."


@pytest.fixture
def ann(address):
    return Program(address)


@pytest.fixture
def ben(address):
    return Program(address)


def test_two_visitors_never_see_each_others_articles_or_talk(ann, ben):
    assert "Ann's scoop" in ann.adds(ANNS)
    assert "Ben's scoop" in ben.adds(BENS)
    question = "Who resigned on Monday?"
    assert "mayor of Elmouth" in ann.asks(question)
    assert "Elmouth" not in ben.asks(question)
    assert "Quayside" in ben.asks("Which harbour closes in 2031?")
    for told in (ben.does("move", do="search", query="Elmouth mayor"), json.dumps(Program(ann.address).config)):
        assert "resigned on Monday after" not in told
        assert "Ann's scoop" not in told


def test_a_visit_is_found_again_by_its_secret_and_by_nobody_else(ann, ben):
    ann.adds(ANNS)
    secret = ann.secret()
    again = Program(ann.address, **ann.headers)
    assert "Ann's scoop" in again.does("arrive", visit=secret)
    later = Program(ann.address, **ann.headers)
    assert "Ann's scoop" in later.does("move", do="tick", visit=secret)
    for thief in (ben, Program(ann.address)):
        for kind in ("arrive", "move", "order", "bring"):
            assert "Ann's scoop" not in thief.does(kind, visit=secret, do="timeline")
        assert "mayor of Elmouth" not in thief.asks("Who resigned on Monday?")


def test_what_is_sent_names_only_what_may_be_done(ann):
    for sent in ({"do": "__class__"}, {"do": "store"}, {"do": ["ask"]}, {}, None, "ask", [1], 7):
        status, _, _ = ann.join("order", sent=sent)
        assert (status, '"success":false' in ann.heard()) == (200, False)


def test_a_session_is_no_use_to_who_knows_its_name(ann, ben):
    ann.adds(ANNS)
    thief = Program(ann.address, ann.session)
    assert thief.join("order", sent={"do": "ask", "question": "Who resigned?"})[0] == 403
    for path in (f"queue/data?session_hash={ann.session}", f"heartbeat/{ann.session}"):
        assert ask(ann.address, f"/gradio_api/{path}", **thief.headers)[0] == 403
        assert ask(ann.address, f"/gradio_api/{path}")[0] == 403
    body = {"session_hash": ann.session, "fn_index": 0, "event_id": "x"}
    assert post(ann.address, "/gradio_api/cancel", body, **thief.headers)[0] == 403
    twice = f"/gradio_api/queue/data?session_hash={ben.session}&session_hash={ann.session}"
    assert ask(ann.address, twice, **ben.headers)[0] == 400
    called = post(ann.address, "/gradio_api/call/ask", {"data": ["x"], "session_hash": ann.session}, **thief.headers)
    assert called[0] == 403
    assert "mayor of Elmouth" in ann.asks("Who resigned on Monday?")


def test_a_forged_state_or_history_changes_nothing(ann, ben):
    ann.adds(ANNS)
    state = {"visit": "forged", "talk": [{"question": "forged", "html": "forged"}], "_last": {"talk": "forged"}}
    joined = ben.join("order", data=[state], sent={"do": "ask", "question": "Who resigned?"})
    assert joined[0] == 200
    told = ben.heard()
    assert "forged" not in told
    assert "Elmouth" not in told


@pytest.mark.parametrize("path", ["/etc/passwd", "pyproject.toml", "/proc/self/environ", "http://127.0.0.1:1/x"])
def test_a_forged_upload_names_no_file_of_the_server(ben, path):
    files = [{"path": path, "url": None, "orig_name": "a.txt", "meta": {"_type": "gradio.FileData"}}]
    told = ben.does("upload", files)
    assert '"success":false' in told
    assert "root:" not in told
    assert "copydesk" not in told.lower().replace("copydesk-", "")


def test_what_was_uploaded_is_not_served(ben):
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    form = '--x\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\nsecret\r\n--x--\r\n'
    status, text, _ = ask(ben.address, "/gradio_api/upload", "POST", form, **kind, **ben.headers)
    assert status == 200
    (path,) = json.loads(text)
    for form in (f"/gradio_api/file={path}", f"/file={path}", f"/gradio_api/file/{path}"):
        assert ask(ben.address, form, **ben.headers)[0] == 404


def test_the_cookie_is_the_servers_and_no_scripts(address):
    cookie = ask(address, "/")[2]["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    held = cookie.partition(";")[0]
    assert ask(address, "/", Cookie=held)[2]["set-cookie"] is None
    assert ask(address, "/", Cookie="copydesk-visitor=mine")[2]["set-cookie"] is not None


def requests(visitors, *paths: str, cookie: str | None = None, address: str = "10.0.0.1") -> list[int]:
    """The statuses of POST requests by one visitor, in an order."""

    async def send_all():
        statuses = []
        for path in paths:

            async def send(message):
                if message["type"] == "http.response.start":
                    statuses.append(message["status"])

            async def receive():
                return {"type": "http.request", "body": b"{}"}

            headers = [(b"cookie", f"copydesk-visitor={cookie * 43}".encode())] if cookie else []
            scope = {"type": "http", "method": "POST", "path": path, "headers": headers, "client": (address, 1)}
            await visitors(scope, receive, send)
        return statuses

    return run(send_all)


async def answers(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": []})


def test_who_asks_too_much_is_told_to_wait_and_nobody_else():
    now = [0.0]
    visitors = Visitors(answers, lambda: now[0])
    join = "/gradio_api/queue/join"
    assert requests(visitors, *[join] * 32, cookie="a") == [200] * 30 + [503] * 2
    assert requests(visitors, join, "/gradio_api/upload", cookie="b") == [200] * 2
    assert requests(visitors, "/gradio_api/cancel", cookie="a") == [200]
    now[0] = 1.0
    assert requests(visitors, *[join] * 4, cookie="a") == [200] * 3 + [503]
    now[0] = 100.0
    assert requests(visitors, *["/mcp"] * 301) == [200] * 300 + [503]
    assert requests(visitors, "/gradio_api/call/ask", address="10.0.0.2") == [200]
    assert "Try again" in BUSY


@pytest.fixture
def library(models):
    """A library of Ann's article alone."""
    archive = MemoryArchive(lambda: models.encoder)
    archive.add(Article.from_text(ANNS))
    return archive


def test_a_librarys_visitors_ask_it_and_what_they_add_is_theirs(models, library):
    with served(models, LibraryShelf(models, library)) as address:
        ann, ben = Program(address), Program(address)
        assert "Ben's scoop" in ann.adds(BENS)
        assert "mayor of Elmouth" in ann.asks("Who resigned on Monday?")
        assert "mayor of Elmouth" in ben.asks("Who resigned on Monday?")
        assert "Quayside" not in ben.asks("Which harbour closes in 2031?")
        (held,) = library.articles()
        ben.does("move", do="remove", article=held.id)
        assert len(library) == 1


def test_who_may_edit_a_library_changes_it_for_all(models, library):
    with served(models, EditedShelf(models, library)) as address:
        ann, ben = Program(address), Program(address)
        ann.adds(BENS)
        assert "Quayside" in ben.asks("Which harbour closes in 2031?")
        assert len(library) == 2


def test_what_leaves_a_library_leaves_its_visitors(models, library):
    library.add(Article.from_text(BENS))
    visit = Visit(LibraryShelf(models, library))
    library.remove(visit.shown)
    assert visit.article is None
    assert [one.title for one in visit.entries] == ["Ben's scoop"]
    draw(visit)


def test_an_empty_library_is_served_too(models):
    visit = Visit(LibraryShelf(models, MemoryArchive(lambda: models.encoder)))
    assert (visit.article, visit.entries) == (None, [])
    list(asking.ask(visit, Sent({"question": "Who?"})))
    assert "no article to read" in visit.talk.turns[-1].html


def test_every_change_of_a_read_only_archive_is_refused(word_encoder):
    archive = MemoryArchive(lambda: word_encoder)
    held = archive.add(Article.from_text(ANNS))
    fixed = ReadOnlyArchive(archive)
    for change in (
        lambda: fixed.add(Article.from_text(BENS)),
        lambda: fixed.add_many([Article.from_text(BENS)]),
        lambda: fixed.remove(held),
        lambda: fixed.collect("a", [held]),
        lambda: fixed.uncollect("a", [held]),
    ):
        with pytest.raises(LibraryReadOnlyError, match="copydesk add"):
            change()
    fixed.close()
    assert fixed.get(held) == archive.get(held)
    assert (len(fixed), fixed.versions(held), fixed.collections()) == (1, [held], {})
    assert list(fixed.articles()) == list(archive.articles())
    assert fixed.entries(limit=1) == archive.entries(limit=1)
    assert fixed.search("mayor", 1) == archive.search("mayor", 1)
    assert fixed.alike(Article.from_text(ANNS)) == archive.alike(Article.from_text(ANNS))


NOW = datetime(2025, 12, 13, 12)


def gradios(**sessions):
    """A state holder and a queue as gradio has them: by session, the visitor's state, seconds idle, events pending."""
    holder = SimpleNamespace(session_data=OrderedDict(), time_last_used={})
    queue = SimpleNamespace(pending_event_ids_session={})
    for name, (state, idle, pending) in sessions.items():
        holder.session_data[name] = SimpleNamespace(state_data=state)
        holder.time_last_used[name] = NOW - timedelta(seconds=idle)
        queue.pending_event_ids_session[name] = set(pending)
    return holder, queue


def test_sessions_that_hold_nothing_go_and_visitors_stay():
    holder, queue = gradios(
        visitor=({1: "desk"}, 9_999, []),
        called=({}, 31, []),
        new=({}, 29, []),
        waiting=({}, 31, ["event"]),
        unclaimed=({}, 601, ["event"]),
    )
    queue.pending_event_ids_session |= {"gone": set(), "queued": {"event"}}
    assert sweep(holder, queue, NOW) == 2
    assert list(holder.session_data) == list(holder.time_last_used) == ["visitor", "new", "waiting"]
    assert set(queue.pending_event_ids_session) == {"visitor", "new", "waiting", "queued"}


def test_sweeping_ends_with_the_server():
    order = []
    sweeper = sweeping(gradios)

    async def serve():
        async with together(sweeper, sweeper)(None):
            order.append("serving")
        order.append("ended")

    run(serve)
    assert order == ["serving", "ended"]
