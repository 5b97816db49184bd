"""Many visitors at once are all answered, or told that the server is busy; the command that measures it."""

import os
import socket

import pytest
from page_servers import Program, run, served

from bot.evaluation import load
from bot.evaluation.load import Asked, Load, resident, visit


def test_visitors_at_once_are_all_answered(address):
    memory = []
    done = run(lambda: visit(address, 3, 2, memory, os.getpid()))
    assert [one.outcome for one in done] == ["answered"] * 6
    assert all(one.seconds > 0 for one in done)
    assert len(memory) == 6


def test_a_full_queue_refuses_cleanly_and_answers_the_others(models, monkeypatch):
    import app  # noqa: PLC0415  seconds

    monkeypatch.setattr(app, "_QUEUED", 3)
    with served(models) as address:
        done = run(lambda: visit(address, 24, 1, [], os.getpid()))
        outcomes = [one.outcome for one in done]
        assert set(outcomes) == {"answered", "refused"}
        assert outcomes.count("answered") >= 3
        assert "around 1,000" in Program(address).asks(load.QUESTIONS[0])


def test_the_page_says_that_it_is_busy_and_keeps_the_question(models, browser, monkeypatch):
    monkeypatch.setattr("bot.page.visitors._BURST", 0)
    with served(models) as address:
        page = browser.new_page()
        page.set_default_timeout(60_000)
        page.goto(address)
        page.wait_for_selector("body[data-mode]")
        page.fill("#question", "Who was hurt?")
        page.keyboard.press("Enter")
        page.wait_for_selector("#refused >> text=Copydesk is busy")
        assert page.input_value("#question") == "Who was hurt?"
        assert page.is_visible("#talk .welcome")
        assert page.locator("#talk .sent").count() == 0
        assert not page.is_visible(".toast-wrap")
        page.click("#refused button")
        assert not page.is_visible("#refused")
        page.click("#add-button")
        page.fill("#pasted", "Harbour fire")
        page.click("#add .main")
        page.wait_for_selector("#refused >> text=Copydesk is busy")
        assert page.input_value("#pasted") == "Harbour fire"
        page.close()


def test_a_server_that_is_not_there_is_a_failure_with_its_reason():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{probe.getsockname()[1]}"
    with pytest.raises(load.httpx.ConnectError):
        run(lambda: visit(address, 1, 1, [], os.getpid()))


def test_the_figures_count_what_ended_how():
    done = [*(Asked("answered", number / 100) for number in range(1, 101)), Asked("refused", 9), Asked("broken", 9)]
    found = load._load(7, done, 50.0, 2.5, [100.0, 101.0])
    assert (found.visitors, found.answered, found.refused, found.failed) == (7, 100, 1, 1)
    assert (found.p50, found.longest, found.a_second) == (0.505, 1.0, 2.0)
    assert found.p95 == pytest.approx(0.9505)
    assert (found.ready, found.memory, found.failures) == (2.5, (100.0, 101.0), ("broken",))
    nobody = load._load(1, [Asked("refused", 1)], 1.0, 1.0, [])
    assert (nobody.p50, nobody.p95) == (0.0, 0.0)


def test_the_command_prints_writes_and_fails_where_a_question_failed(tmp_path, capsys, monkeypatch):
    found = Load(2, 3, 0, 1, 0.5, 0.6, 0.7, 4.0, 2.0, (100.0,), ("broken",))
    asked = []
    monkeypatch.setattr(load, "measure", lambda *given: asked.append(given) or found)
    path = tmp_path / "load.json"
    assert load.main(["--visitors", "2", "--questions", "2", "--library", "desk", "--json", str(path)]) == 1
    assert asked == [(2, 2, ["--library", "desk"])]
    out = capsys.readouterr().out
    assert "3 answered, 0 refused, 1 failed" in out
    assert "broken" in out
    assert '"p95": 0.6' in path.read_text()


@pytest.mark.skipif(not os.path.exists("/proc/self/status"), reason="the system tells it otherwise")
def test_memory_is_what_the_system_says():
    assert 10 < resident(os.getpid()) < 100_000
    assert resident(2**30) == 0.0
