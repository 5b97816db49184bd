"""Writes a picture of every mode of the page, with the sample articles: `python tests/page/screens.py --out DIR`."""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import sys
from pathlib import Path

os.environ.setdefault("HF_HUB_OFFLINE", "1")
sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parent)]

from desks import DRAFT  # noqa: E402  the path first
from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402

import app  # noqa: E402
from bot.models import Models  # noqa: E402
from bot.page.shelf import Shelf  # noqa: E402

DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


def ask(page: Page, question: str) -> None:
    """Ask, and wait for the answer."""
    page.fill("#question", question)
    page.eval_on_selector(".talk", "(talk) => talk.setAttribute('data-old', '')")  # goes when the talk is drawn anew
    page.press("#question", "Enter")
    page.wait_for_selector(".talk:not([data-old])[data-working=false]")


def desktop(page: Page, take) -> None:
    """Each mode, one after the other."""
    take("welcome")
    ask(page, "How many passengers were on the ferry?")
    take("differs")
    ask(page, "What is the capital of Mongolia?")
    take("refusal")
    page.click("[data-do=clear]")
    ask(page, "How many engineers were deployed?")
    page.locator("#talk a.cite").last.click()
    take("ask")
    ask(page, "When was the ceremony for the regiment held?")
    ask(page, "Where was it held?")
    page.locator("#talk a.cite").last.click()
    take("follow-up")
    page.click("[data-mode-to=summarise]")
    page.click("#summarise .send")
    page.wait_for_selector(".reply.summary")
    take("summarise")
    page.click("[data-mode-to=check]")
    page.fill("#draft", DRAFT)
    page.click("[data-form=check] .main")
    page.wait_for_selector(".checked")
    page.click("a.sentence.contradicted")
    take("check")
    page.click("[data-mode-to=timeline]")
    page.click("[data-form=timeline] .main")
    page.wait_for_selector(".timeline")
    take("timeline")
    for count, title in enumerate(("Driver found dead", "UPDATE 3-Fire"), start=1):
        page.locator("#library li", has_text=title).locator("input").click(force=True)
        page.wait_for_selector(f"#library >> text={count} ticked")  # drawn anew
    page.click("[data-do=ask-ticked]")
    page.wait_for_function("document.querySelector('#scope').value === 'ticked'")
    page.click("[data-mode-to=compare]")
    page.fill("#comparing", "How many people were hurt?")
    page.click("[data-form=compare] .main")
    page.wait_for_selector(".compared")
    take("compare")


def adding(page: Page, take) -> None:
    """The preview of what was read."""
    page.click("#add-button")
    page.fill("#pasted", "Harbour fire\n\nBy Ann Lee\n\nThe fire broke out at 2 a.m. on Monday. Nine people were hurt.")
    page.click("#add .main")
    page.wait_for_selector(".preview")
    take("adding")


def phone(page: Page, take) -> None:
    """One panel at a time."""
    ask(page, "How many engineers were deployed?")
    take("phone")
    page.route("**/queue/join*", lambda route: route.fulfill(status=503))
    page.fill("#question", "How many of them were killed?")
    page.press("#question", "Enter")
    page.wait_for_selector("#refused p")
    take("phone-busy")
    page.unroute("**/queue/join*")
    page.click("#refused button")
    page.locator("#talk a.cite").last.click()
    take("phone-article")


def main() -> int:
    """Serve the page, open it and take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    out = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    models = Models()
    shelf = Shelf(models)
    shelf.warm_up()
    blocks = app.build_app(models, shelf)
    app.serve(blocks, "127.0.0.1", port)
    with sync_playwright() as driver:
        found = shutil.which("chromium") or shutil.which("google-chrome")
        browser = driver.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        for look, size, scheme, name in (
            (desktop, DESKTOP, "light", ""),
            (desktop, DESKTOP, "dark", "dark-"),
            (adding, DESKTOP, "light", ""),
            (phone, PHONE, "light", ""),
        ):
            shoot(browser, f"http://127.0.0.1:{port}", look, size, scheme, f"{out}/{name}")
        browser.close()
    blocks.close(verbose=False)
    return 0


def shoot(browser: Browser, address: str, look, size: dict[str, int], scheme: str, prefix: str) -> None:
    """Open the page as a new visitor and take the pictures of one look."""
    page = browser.new_page(viewport=size, color_scheme=scheme)
    page.set_default_timeout(180_000)
    page.goto(address)
    page.wait_for_selector("body[data-mode]")

    def take(name: str) -> None:
        page.mouse.move(5, 5)
        page.wait_for_timeout(400)
        page.screenshot(path=f"{prefix}{name}.png")

    look(page, take)
    page.close()


if __name__ == "__main__":
    raise SystemExit(main())
