"""The page in a real browser: stopping, dropping, speed, the keyboard, and no barrier in any mode."""

import json
import re
from pathlib import Path
from statistics import median

import pytest
from desks import DRAFT
from hands import PLAIN, add, answered, ask, findings, keep, mode, shown

from bot.page.shelf import sample_articles

pytestmark = pytest.mark.browser

SENTENCES = " ".join(f"Bridge {number} in the valley carries {number},000 cars a day." for number in range(1, 40))
DROP = """([name, text]) => {
    const data = new DataTransfer();
    data.items.add(new File([text], name, { type: "text/plain" }));
    const fire = (kind) => document.body.dispatchEvent(
        new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
    fire("dragover");
    const shows = document.body.hasAttribute("data-dropping");
    fire("drop");
    return shows && !document.body.hasAttribute("data-dropping");
}"""
# From the click until the words are marked and laid out where they can be seen: milliseconds, of each of the links.
MARKING = """async (links) => {
    const took = [];
    for (const link of links) {
        const start = performance.now();
        link.click();
        const wanted = link.dataset.quote.slice(0, 20);
        while (!document.querySelector("#sheet mark")?.textContent.startsWith(wanted)) {
            await new Promise((done) => setTimeout(done, 1));
        }
        document.querySelector("#sheet mark").getBoundingClientRect();
        took.push(performance.now() - start);
    }
    return took;
}"""


def tab_to(page, selector, key="Tab", most=80):
    """Press the key until what has the focus matches."""
    for _ in range(most):
        page.keyboard.press(key)
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} is not reached by {key}")


def test_a_long_adding_is_stopped_keeps_what_was_added_and_says_so(visit, tmp_path):
    page = visit()
    many = tmp_path / "day.jsonl"
    rows = [
        {"title": f"Bridges, part {n}", "text": f"Part {n}. {SENTENCES}\n\n{SENTENCES} So much for {n}."}
        for n in range(60)
    ]
    many.write_text("\n".join(map(json.dumps, rows)))
    page.set_input_files("input[type=file]", many)
    page.wait_for_selector(".preview >> text=60 new articles")
    page.click(".preview .main")
    page.click("[data-do=stop-adding]")
    page.wait_for_selector("#library .notice >> text=Stopped")
    kept, of = map(int, re.findall(r"\d+", page.locator("#library .notice").inner_text()))
    assert kept < of == 60
    assert page.locator("#library .held").inner_text() == f"{7 + kept} articles"
    assert page.locator(".preview .candidate").count() == 60 - kept
    page.click("[data-do=discard]")
    page.wait_for_selector(".preview", state="detached")


def test_a_dropped_file_is_read_and_none_of_it_stays_on_the_servers_disk(visit):
    import gradio as gr  # noqa: PLC0415  seconds

    page = visit()
    assert page.evaluate(DROP, ["tram.txt", "Tram returns\n\nThe tram carried 88 riders on Friday, its first day."])
    page.wait_for_selector(".preview")
    assert page.input_value(".preview [name=title]") == "Tram returns"
    assert list(Path(gr.utils.get_upload_folder()).rglob("tram*")) == []
    keep(page)
    assert shown(page) == "Tram returns"


def test_a_citation_marks_its_words_within_a_tenth_of_a_second(visit):
    page = visit()
    ask(page, "How many engineers were deployed?")
    ask(page, "When was the ceremony for the regiment held?")
    links = page.locator("#talk a.cite").element_handles()
    assert median(page.evaluate(MARKING, links * 5)) < 100
    ask(page, "What was Torvend Glacier losing a year between 2019 and 2024?")
    others = [links[0], page.locator("#talk a.cite").last.element_handle()]
    took = page.evaluate(MARKING, others * 3)  # each time another article, which the server sends
    assert median(took) < 1_000


def test_a_question_stands_in_the_conversation_before_the_server_says_anything(visit):
    page = visit()
    held = []
    page.route("**/queue/join*", lambda route: held.append(route))
    page.fill("#question", "How many engineers <b>were</b> deployed?")
    page.press("#question", "Enter")
    sent = page.locator("#talk .sent")
    assert sent.locator(".question").inner_text() == "How many engineers <b>were</b> deployed?"
    assert not page.is_visible("#talk .welcome")
    answered(page, held[0].continue_)
    page.unroute("**/queue/join*")
    assert (sent.count(), page.locator("#talk .turn").count()) == (0, 1)


def test_every_mode_is_worked_by_the_keyboard_alone(visit):
    page = visit()
    tab_to(page, "[data-mode-to=summarise]")
    page.keyboard.press("Enter")
    tab_to(page, "#summarise [name=length]")
    page.keyboard.press("Control+A")
    page.keyboard.type("2")
    answered(page, lambda: page.keyboard.press("Enter"))
    tab_to(page, "#talk a.cite", "Shift+Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("#sheet mark")
    page.keyboard.press("Escape")
    tab_to(page, "[data-mode-to=check]", "Shift+Tab")
    page.keyboard.press("Enter")
    tab_to(page, "#draft")
    page.keyboard.insert_text(DRAFT)
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".checked")
    tab_to(page, "a.sentence.contradicted")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.matches('.evidence .chosen')")
    tab_to(page, "[data-mode-to=compare]", "Shift+Tab")
    page.keyboard.press("Enter")
    tab_to(page, "#comparing")
    page.keyboard.type("How many passengers were on the ferry?")
    page.keyboard.press("Enter")
    page.wait_for_selector(".compared")
    assert (
        page.input_value("#comparing") == "How many passengers were on the ferry?"
    )  # drawn anew around what was typed
    tab_to(page, "[data-mode-to=timeline]", "Shift+Tab")
    page.keyboard.press("Enter")
    tab_to(page, "[data-form=timeline] .main")
    page.keyboard.press("Enter")
    page.wait_for_selector(".timeline")
    tab_to(page, ".dots a")
    page.keyboard.press("Enter")
    page.wait_for_selector("#sheet mark")


def test_the_focus_stays_where_it_was_when_the_page_is_drawn_anew(visit):
    page = visit()
    for wanted in (1, 0):
        page.locator("#library [data-do=tick]").nth(1).focus()
        page.keyboard.press("Space")
        page.wait_for_function(f"document.querySelectorAll('.ticked').length === {wanted}")
        page.wait_for_function("document.activeElement.dataset.do === 'tick'")
    page.locator("#library [data-do=tick]").nth(1).focus()
    page.keyboard.press("Space")
    page.wait_for_selector(".ticked")
    page.locator(".ticked [data-do=remove-ticked]").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".ticked", state="detached")
    page.wait_for_function("document.activeElement.id === 'find'")  # what had the focus is gone
    assert page.locator("#library .entries > li").count() == len(sample_articles()) - 1


def test_the_strip_shows_what_part_of_the_article_is_in_view(visit):
    page = visit(viewport={"width": 1440, "height": 500})
    ask(page, "How many engineers were deployed?")
    cells = page.locator("#strip [data-first]")
    assert cells.count() == len(sample_articles()[0].paragraphs)
    page.wait_for_selector("#strip [data-first='1'].in-view")
    assert page.locator("#strip [data-first='12'].in-view").count() == 0
    page.locator("#sheet article").evaluate("(article) => article.scrollTo(0, 10_000)")
    page.wait_for_selector("#strip [data-first='12'].in-view")
    assert page.locator("#strip [data-first='1'].in-view").count() == 0


def test_on_a_small_screen_the_library_takes_the_place_of_the_desk_and_gives_it_back(visit):
    page = visit(viewport={"width": 1024, "height": 700})
    fold = page.locator("[data-fold=library]")
    assert fold.get_attribute("aria-pressed") == "false"
    fold.click()
    assert (page.is_visible(".library"), page.is_visible("#question")) == (True, False)
    assert fold.get_attribute("aria-pressed") == "true"
    fold.click()
    assert (page.is_visible(".library"), page.is_visible("#question")) == (False, True)
    page.click("[data-do=open-add]")
    assert page.is_visible("#pasted")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_mode_puts_up_a_barrier(visit, scheme):
    page = visit(color_scheme=scheme, viewport={"width": 1440, "height": 900})
    page.select_option("#scope", "shown")
    assert findings(page) == []
    for name in ("summarise", "check", "timeline", "compare"):
        mode(page, name)
        assert (name, findings(page)) == (name, [])
    page.fill("#comparing", "How many engineers were deployed?")
    page.keyboard.press("Enter")
    page.wait_for_selector(".compared")
    mode(page, "check")
    page.fill("#draft", DRAFT)
    page.click("[data-form=check] .main")
    page.wait_for_selector(".checked")
    mode(page, "timeline")
    page.click("[data-form=timeline] .main")
    page.wait_for_selector(".timeline")
    add(page, PLAIN)
    page.wait_for_selector(".preview")
    page.fill("#find", "mines")
    page.press("#find", "Enter")
    page.wait_for_selector(".found li")
    for name in ("compare", "check", "timeline"):
        mode(page, name)
        assert (name, findings(page)) == (name, [])
    mode(page, "summarise")
    answered(page, lambda: page.click("#summarise .send"))
    mode(page, "ask")
    ask(page, "What is the capital of Mongolia?")
    ask(page, "?!")
    page.click(".menu summary")
    assert findings(page) == []
