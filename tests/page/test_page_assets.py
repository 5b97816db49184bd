"""The fonts are served from the page itself, by their exact names and nothing else."""

import asyncio
import re

import pytest

from bot.page.assets import FOLDER, Assets, script, stylesheet
from bot.page.frame import FONTS


def get(path, kind="http"):
    """What is answered; None where the request was passed on."""
    passed, sent = [], []

    async def behind(scope, receive, send):
        passed.append(scope["path"])

    async def send(message):
        sent.append(message)

    asyncio.run(Assets(behind)({"type": kind, "path": path}, None, send))
    return None if passed else sent


def test_every_font_that_the_page_names_is_there_and_is_kept_by_the_browser():
    named = re.findall(rf"{FOLDER}[\w.-]+", FONTS + stylesheet())
    assert len(set(named)) == 4
    for path in set(named):
        start, body = get(path)
        assert start["status"] == 200
        assert (b"content-type", b"font/woff2") in start["headers"]
        assert body["body"].startswith(b"wOF2")


@pytest.mark.parametrize(
    "path", ["/", f"{FOLDER}OFL.txt", f"{FOLDER}../page.js", f"{FOLDER}%2e%2e/page.js", FOLDER, "/static/x.woff2"]
)
def test_everything_else_is_passed_on(path):
    assert get(path) is None


def test_a_socket_is_passed_on():
    assert get(f"{FOLDER}source-sans-3-latin-wght-normal.woff2", "websocket") is None


def test_style_and_script_name_no_other_host():
    assert not re.search(r"https?:|//[a-z]", stylesheet())
    assert not re.search(r"https?:", script())
