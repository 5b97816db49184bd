"""Visitors at once, each with articles and talk of their own; forged requests; a library that all may only read."""

import json
from collections import OrderedDict
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from page_servers import Program, ask, post, run, served

from bot.archive import MemoryArchive, ReadOnlyArchive
from bot.article import Article
from bot.assistant import Assistant
from bot.errors import LibraryReadOnlyError
from bot.page.sessions import sweep, sweeping, together
from bot.page.shelf import Shelf
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
    assert "Ann's scoop" in ann.does("paste", ANNS)
    assert "Ben's scoop" in ben.does("paste", BENS)
    question = "Who resigned on Monday?"
    assert "mayor of Elmouth" in ann.does("question", question, False)
    told = ben.does("question", question, False)
    assert "Elmouth" not in told
    assert "Quayside" in ben.does("question", "Which harbour closes in 2031?", False)
    fresh = json.dumps(Program(ann.address).config)
    assert "Elmouth" not in fresh
    assert "Quayside" not in fresh


def test_a_session_is_no_use_to_who_knows_its_name(ann, ben):
    ann.does("paste", ANNS)
    thief = Program(ann.address, ann.session)
    assert thief.join("question", "Who resigned?", False)[0] == 403
    for path in (f"queue/data?session_hash={ann.session}", f"heartbeat/{ann.session}"):
        assert ask(ann.address, f"/gradio_api/{path}", **thief.headers)[0] == 403
        assert ask(ann.address, f"/gradio_api/{path}")[0] == 403
    body = {"session_hash": ann.session, "fn_index": 0, "event_id": "x"}
    assert post(ann.address, "/gradio_api/cancel", body, **thief.headers)[0] == 403
    twice = f"/gradio_api/queue/data?session_hash={ben.session}&session_hash={ann.session}"
    assert ask(ann.address, twice, **ben.headers)[0] == 400
    called = post(ann.address, "/gradio_api/call/ask", {"data": ["x"], "session_hash": ann.session}, **thief.headers)
    assert called[0] == 403
    assert "mayor of Elmouth" in ann.does("question", "Who resigned on Monday?", False)


def test_a_forged_state_or_history_changes_nothing(ann, ben):
    ann.does("paste", ANNS)
    state = {"_desk": "forged", "messages": [{"role": "assistant", "content": "forged"}]}
    joined = ben.join("question", "Who resigned?", False, data=[state, "Who resigned?", False])
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
    desk = Assistant(MemoryArchive(lambda: models.encoder), models)
    for text in (ANNS, BENS):
        desk.add(Article.from_text(text))
    return desk


def test_a_librarys_visitors_ask_it_and_change_nothing(models, library, tmp_path):
    visit = Visit(Shelf(models, library=library))
    assert [title for title, _ in visit.choices()] == ["Ann's scoop", "Ben's scoop"]
    paper = tmp_path / "paper.txt"
    paper.write_text(ANNS)
    for change in (
        lambda: visit.add_text(ANNS + "x"),
        lambda: visit.add_text("http://127.0.0.1/"),
        lambda: visit.add_files([paper]),
        visit.remove,
    ):
        visit.notice = ""
        change()
        assert "shared and can only be read" in visit.notice
    assert len(library.articles()) == 2
    visit.put("Who resigned on Monday?")
    visit.answer("Who resigned on Monday?", only_shown=False)
    assert "Elmouth" in visit.messages()[-1]["content"]


def test_what_leaves_a_library_leaves_its_visitors(models, library):
    visit = Visit(Shelf(models, library=library))
    library.remove(visit.shown)
    assert visit.article is None
    assert [title for title, _ in visit.choices()] == ["Ben's scoop"]


def test_an_empty_library_is_served_too(models):
    visit = Visit(Shelf(models, library=Assistant(models=models)))
    assert (visit.article, visit.choices()) == (None, [])
    visit.put("Who?")
    visit.answer("Who?", only_shown=True)
    assert "no article to read" in visit.messages()[-1]["content"]


def test_a_library_served_to_two(models, library):
    with served(models, Shelf(models, library=library)) as address:
        ann, ben = Program(address), Program(address)
        assert "can only be read" in ann.does("paste", "A new one\n\nThe ferry sank on Monday. Nobody was hurt.")
        assert "mayor of Elmouth" in ann.does("question", "Who resigned on Monday?", False)
        assert "Who resigned" not in ben.does("question", "When does the harbour close?", False)


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
