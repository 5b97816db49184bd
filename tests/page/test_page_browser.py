"""The page in a real browser: what a visitor does, and what they must never see."""

import pytest

from bot.article import Article
from bot.page.shelf import sample_articles

pytestmark = pytest.mark.browser

HOSTILE = """<img src=x onerror="document.title='owned'"> {{value}} ${1+1} <script>document.title='owned'</script>

By *Eve* <b>Lee</b>

The \U0001f6a2 ferry <u>Ansel</u> carried 31 passengers & `two` dogs, said [Eve](javascript:alert(1)) of $x$ Lines.

It sank on Monday."""
PLAIN = (
    "Harbour fire\n\nBy Ann Lee\n\nThe fire broke out at 2 a.m. on Monday.\n\nNine people were hurt, the police said."
)


def ask(page, question):
    count = page.locator("#talk .reply, #talk .error").count()
    page.fill("#question textarea", question)
    page.press("#question textarea", "Enter")
    return latest(page, count + 1)


def latest(page, count):
    replies = page.locator("#talk .reply, #talk .error")
    page.wait_for_function(f"document.querySelectorAll('#talk .reply, #talk .error').length === {count}")
    return replies.nth(count - 1)


def paste(page, text):
    if not page.locator("#pasted textarea").is_visible():
        page.click("#add > button")
    page.fill("#pasted textarea", text)
    page.click("#paste")


def shown(page):
    return page.locator("#sheet h1").inner_text()


def in_view(page, selector):
    return page.eval_on_selector(
        selector,
        """(element) => {
            const box = element.getClientRects()[0];
            const at = document.elementFromPoint(box.x + 5, box.y + box.height / 2);
            return box.height > 0 && element.contains(at);
        }""",
    )


def test_an_answer_is_short_quoted_and_its_citation_marks_the_exact_words(visit):
    page = visit()
    assert page.locator("#talk .welcome").is_visible()
    page.uncheck("#only input")
    reply = ask(page, "How many engineers were deployed?")
    assert reply.locator(".short").inner_text() == "around 1,000"
    assert page.input_value("#question textarea") == ""
    quote = reply.locator("blockquote bdi").inner_text()
    took = page.evaluate(
        """() => {
            const start = performance.now();
            document.querySelector("#talk .reply a.cite").click();
            return document.querySelector("#sheet mark") ? performance.now() - start : 1e9;
        }"""
    )
    assert took < 100
    engineers = sample_articles()[0]
    assert page.locator("#sheet mark").inner_text() == quote
    assert quote in engineers.paragraph(3).text
    assert page.locator("#sheet mark strong").inner_text() == "around 1,000"
    assert page.locator("[data-paragraph='3'] .text").inner_text() == engineers.paragraph(3).text
    assert in_view(page, "#sheet mark strong")
    assert page.locator("#talk .reply .source").inner_text().startswith("Kim Jong-un welcomes home engineers")
    assert reply.locator("a.cite").get_attribute("aria-label").startswith("Show paragraph 3 of Kim")


def test_a_citation_of_another_article_turns_to_it_by_keyboard_and_back(visit):
    page = visit()
    page.uncheck("#only input")
    reply = ask(page, "What was Torvend Glacier losing a year between 2019 and 2024?")
    quote = reply.locator("blockquote bdi, .nearest bdi").first.inner_text()
    reply.locator("a.cite").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#sheet mark")
    assert shown(page) == "The warm water under Torvend"
    assert page.locator("#sheet mark").inner_text() == quote
    assert in_view(page, "#sheet mark")
    assert page.input_value("#picker input") == "The warm water under Torvend"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.className") == "cite"


def test_a_refusal_looks_different_and_an_empty_question_gets_a_message(visit):
    page = visit()
    refusal = ask(page, "What is the capital of Mongolia?")
    assert refusal.locator(".refusal").inner_text() == "The article does not say."
    assert "Untick the box" in refusal.inner_text()
    assert refusal.locator(".nearest").inner_text().startswith("Nearest, ¶")
    assert refusal.locator(".short").count() == 0
    assert refusal.evaluate("(element) => getComputedStyle(element).backgroundColor") != "rgba(0, 0, 0, 0)"
    error = ask(page, "   ")
    assert "no words" in error.inner_text()
    error = ask(page, "word " * 200_000)
    assert "at most 2,000" in error.inner_text()
    assert ask(page, "How many engineers were deployed?").locator(".short").is_visible()


def test_a_summary_and_an_example_question(visit):
    page = visit()
    page.click("#summarise")
    summary = latest(page, 1)
    sentences = summary.locator("p")
    assert 1 <= sentences.count() <= 3
    assert all(sentences.nth(number).locator("a.cite").count() == 1 for number in range(sentences.count()))
    example = page.locator(".examples button").first
    question = example.inner_text()
    example.click()
    latest(page, 2)
    assert page.locator("#talk .question").last.inner_text() == question


def test_hostile_text_is_shown_as_text_and_marked_to_the_character(visit):
    page = visit()
    paste(page, HOSTILE)
    page.wait_for_function("document.querySelector('#sheet h1').textContent.includes('onerror')")
    article = Article.from_text(HOSTILE)
    assert page.eval_on_selector("#sheet h1", "(element) => element.textContent") == article.title
    texts = page.eval_on_selector_all("#sheet .text", "(all) => all.map((one) => one.textContent)")
    assert texts == [paragraph.text for paragraph in article.paragraphs]
    reply = ask(page, "How many passengers did the ferry carry? <b>*x*</b>")
    assert page.locator("#talk .question").last.inner_text().endswith("<b>*x*</b>")
    quote = reply.locator("blockquote bdi, .nearest bdi").first.inner_text()
    reply.locator("a.cite").first.click()
    assert page.locator("#sheet mark").inner_text() == quote
    assert page.locator("#talk img, #sheet img, #talk u, #sheet u, #sheet script").count() == 0
    assert page.title() == "Copydesk"


def test_pasting_uploading_and_removing(visit, tmp_path):
    page = visit()
    paste(page, "")
    page.wait_for_selector(".notice")
    paste(page, PLAIN)
    page.wait_for_function("document.querySelector('#sheet h1').textContent === 'Harbour fire'")
    assert page.locator(".notice").count() == 0
    assert not page.locator("#pasted textarea").is_visible()
    assert ask(page, "How many people were hurt in the harbour fire?").locator(".short").inner_text() == "Nine"
    upload, picture = tmp_path / "tram.txt", tmp_path / "picture.txt"
    upload.write_text("Tram returns\n\nThe tram returned to Elm Street on Friday. It carried 88 riders.")
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40)
    page.click("#add > button")
    page.set_input_files("#upload input, input[type=file]", [upload, picture])
    page.wait_for_function("document.querySelector('#sheet h1').textContent === 'Tram returns'")
    assert "picture.txt is not text" in page.locator(".notice").inner_text()
    page.click("#remove")
    page.wait_for_function("document.querySelector('#sheet h1').textContent.startsWith('Kim')")
    assert ask(page, "How many riders did the tram carry?").locator(".short", has_text="88").count() == 0


def test_a_paste_beyond_the_limit_gets_a_message(visit):
    page = visit()
    paste(page, "word " * 420_000)
    page.wait_for_selector(".notice")
    assert "2,100,000 characters" in page.locator(".notice").inner_text()
    assert shown(page).startswith("Kim Jong-un")
    page.fill("#pasted textarea", "")
    assert ask(page, "How many engineers were deployed?").locator(".short").is_visible()


def test_two_visitors_never_see_each_others_articles(visit):
    one, two = visit(), visit(viewport={"width": 1024, "height": 768})
    paste(one, PLAIN)
    one.wait_for_function("document.querySelector('#sheet h1').textContent === 'Harbour fire'")
    two.click("#picker input")
    options = two.locator("[role=option]").all_inner_texts()
    assert len(options) == 7
    assert not any("Harbour" in option for option in options)
    two.keyboard.press("Escape")
    reply = ask(two, "How many people were hurt in the harbour fire?")
    assert "Nine people were hurt" not in reply.inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_marks_can_be_told_apart_in_light_and_in_dark(visit, scheme):
    page = visit(color_scheme=scheme)
    ask(page, "How many engineers were deployed?").locator("a.cite").click()
    page.wait_for_timeout(400)  # the mark settles in 0.35 s
    colours = "(element) => getComputedStyle(element).backgroundColor"
    seen = {page.eval_on_selector(name, colours) for name in ("body", "#sheet mark", "#sheet mark strong")}
    assert len(seen) == 3
    dark = page.eval_on_selector(
        "body", "(element) => parseInt(getComputedStyle(element).backgroundColor.slice(4)) < 80"
    )
    assert dark is (scheme == "dark")


def test_a_phone_has_one_column_and_a_way_back(visit):
    page = visit(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, reduced_motion="reduce")
    fits = "document.documentElement.scrollWidth <= innerWidth"
    assert page.evaluate(fits)
    reply = ask(page, "How many engineers were deployed?")
    reply.locator("a.cite").tap()
    assert page.locator("#sheet mark strong").inner_text() == "around 1,000"
    assert in_view(page, "#sheet mark strong")
    assert page.eval_on_selector("#sheet mark", "(element) => getComputedStyle(element).animationName") == "none"
    page.tap("#back")
    page.wait_for_selector("#back", state="hidden")
    assert in_view(page, "#talk .reply a.cite")
    assert page.evaluate(fits)
