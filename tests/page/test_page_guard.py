"""The server answers the page's own requests, and no others."""

import json
from urllib.parse import urlsplit

import pytest
from page_servers import ask

from bot.page.guard import Guard


def test_the_page_is_served_with_a_policy_that_keeps_it_at_home(address):
    status, text, headers = ask(address, "/")
    assert status == 200
    assert "Copydesk" in text
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "connect-src 'self'" in headers["content-security-policy"]


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/file=http://127.0.0.1:1/",
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/file=pyproject.toml",
        "/file=http://127.0.0.1:1/",
        "/gradio_api/proxy=http://127.0.0.1:1/",
        "/monitoring",
        "/monitoring/summary",
        "/gradio_api/deep_link?session_hash=x",
        "/gradio_api/runs",
        "/gradio_api/openapi.json",
        "/gradio_api/stream/a/1/2/playlist-file",
        "/docs",
        "/mcp",
        "/login",
        "/gradio_api/component_server",
        "/gradio_api/run-history/buckets",
        "/gradio_api/profiling/traces",
        "/../../etc/passwd",
    ],
)
def test_what_the_page_does_not_need_is_not_there(address, path):
    assert ask(address, path)[0] == 404


@pytest.mark.parametrize("path", ["/gradio_api/run/ask", "/gradio_api/run/predict", "/gradio_api/api/ask"])
def test_nothing_runs_past_the_queue(address, path):
    body = json.dumps({"data": [], "fn_index": 0, "session_hash": "x"})
    status, _, _ = ask(address, path, "POST", body, **{"Content-Type": "application/json"})
    assert status == 404


def test_no_event_of_the_page_is_an_endpoint_for_programs(address):
    status, text, _ = ask(address, "/gradio_api/info")
    assert status == 200
    found = json.loads(text)
    assert set(found["named_endpoints"]) <= {"/ask", "/summarise", "/check", "/search"}
    assert found["unnamed_endpoints"] == {}


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "", "127.0.0.1.evil.example", "[x"])
def test_a_foreign_name_for_this_machine_is_refused(address, host):
    assert ask(address, "/", Host=host)[0] == 400


@pytest.mark.parametrize("host", ["localhost", "localhost:7860", "127.0.0.1", "192.168.1.7:7860", "[::1]:7860"])
def test_addresses_and_localhost_are_answered(address, host):
    assert ask(address, "/", Host=host)[0] == 200


def test_other_sites_may_not_call(address):
    own = urlsplit(address).netloc
    assert ask(address, "/config", Origin="https://evil.example")[0] == 403
    assert ask(address, "/config", Origin="null")[0] == 403
    assert ask(address, "/config", Origin=f"http://{own}")[0] == 200


def test_a_body_without_end_is_refused(address):
    status, _, _ = ask(address, "/gradio_api/queue/join", "POST", **{"Content-Length": "65000000"})
    assert status == 413
    assert ask(address, "/gradio_api/queue/join", "POST", **{"Content-Length": "-1"})[0] in (400, 413)


def test_an_upload_beyond_the_limit_is_refused(address):
    body = (
        b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n'
        + b"a" * 9_000_000
        + b"\r\n--x--\r\n"
    )
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    assert ask(address, "/gradio_api/upload", "POST", body, **kind)[0] == 413


def finish(coroutine):
    """Run a coroutine that never waits, without the event loop, which the browser's tests may be using."""
    with pytest.raises(StopIteration):
        coroutine.send(None)


def run_guard(headers, chunks):
    """The status that a bare application behind the guard answers with, and the messages it received."""
    sent, received = [], []

    async def application(scope, receive, send):
        while True:
            received.append(await receive())
            if not received[-1].get("more_body"):
                break
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def receive():
        return {"type": "http.request", "body": chunks.pop(0), "more_body": bool(chunks)}

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": "/gradio_api/upload", "headers": headers}
    finish(Guard(application, hosts={"desk.example"}, most_bytes=10)(scope, receive, send))
    return sent[0]["status"], [message["type"] for message in received]


def test_a_body_of_undeclared_length_is_cut_off():
    host = [(b"host", b"desk.example")]
    assert run_guard(host, [b"12345", b"67890"]) == (200, ["http.request", "http.request"])
    assert run_guard(host, [b"12345", b"678901", b"2"]) == (200, ["http.request", "http.disconnect"])


def test_sockets_are_closed():
    sent = []

    async def send(message):
        sent.append(message)

    finish(Guard(None)({"type": "websocket", "path": "/", "headers": []}, None, send))
    assert sent == [{"type": "websocket.close", "code": 1008}]
