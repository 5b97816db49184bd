"""A page that is really served, with the real models, and a real browser to open it in."""

import os
import shutil
import socket
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import sync_playwright

from bot.page.shelf import Shelf

_ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)


@pytest.fixture(scope="session")
def address(models) -> Iterator[str]:
    """Where the page is served."""
    import app  # noqa: PLC0415  gradio takes seconds to import: not for the tests that do without

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    shelf = Shelf(models)
    shelf.warm_up()
    blocks = app.build_app(models, shelf)
    app.serve(blocks, "127.0.0.1", port)
    yield f"http://127.0.0.1:{port}"
    blocks.close(verbose=False)


@pytest.fixture(scope="session")
def browser():
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        missing = f"needs a Chromium; none of {', '.join(names)} is on the PATH"
        # .ci/run sets this: there, a test that did not run must not pass for one that did.
        (pytest.fail if os.environ.get("COPYDESK_REQUIRE_BROWSER") else pytest.skip)(missing)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=found, args=_ARGUMENTS.split())
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def desktop(browser):
    """A browser of the usual size, which keeps what it has fetched. Each page opened in it is a new visitor."""
    return browser.new_context(viewport={"width": 1440, "height": 900})


@pytest.fixture
def visit(browser, desktop, address) -> Iterator[Callable]:
    """Opens the page as a new visitor; in the end, no visitor's page may have complained or gone elsewhere."""
    opened, complaints, requests = [], [], []

    def open_page(**options):
        page = browser.new_page(**options) if options else desktop.new_page()
        opened.append(page)
        page.set_default_timeout(60_000)
        page.on("request", lambda request: requests.append(request.url))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
        page.goto(address)
        page.wait_for_selector("body[data-mode]")  # set once all parts are there
        return page

    yield open_page
    for page in opened:
        page.close()
    assert complaints == []
    local = (f"{address}/", "data:", "blob:")
    assert [url for url in requests if not url.startswith(local)] == []
