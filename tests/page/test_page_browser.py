"""The page in a real browser: what a visitor does, and what they must never see."""

import pytest
from desks import DRAFT
from hands import PLAIN, add, answered, ask, findings, in_view, keep, mode, shown

from bot.article import Article
from bot.page.shelf import sample_articles

pytestmark = pytest.mark.browser

HOSTILE = """<img src=x onerror="document.title='owned'"> {{value}} ${1+1} <script>document.title='owned'</script>

By *Eve* <b>Lee</b>

The \U0001f6a2 ferry <u>Ansel</u> carried 31 passengers & `two` dogs, said [Eve](javascript:alert(1)) of $x$ Lines.

It sank on Monday."""
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "reduced_motion": "reduce"}


def test_an_answer_is_short_quoted_and_its_citation_marks_the_exact_words(visit):
    page = visit()
    turn = ask(page, "How many engineers were deployed?")
    assert turn.locator(".short").inner_text() == "around 1,000"
    assert page.input_value("#question") == ""
    assert "Kim Jong-un welcomes home engineers" in turn.locator(".source").inner_text()
    assert "paragraph 3, 13 December 2025" in turn.locator(".source").inner_text().replace("\xa0", " ")
    quote = turn.locator("blockquote p:first-child bdi").inner_text()
    turn.locator("a.cite").hover()
    assert page.locator("#peek .peeked").inner_text() == f"“{quote}”"
    took = page.evaluate(
        """() => {
            const took = [];
            for (let round = 0; round < 5; round++) {
                const start = performance.now();
                document.querySelector("#talk a.cite").click();
                if (document.querySelector("#sheet mark")) took.push(performance.now() - start);
            }
            return Math.min(...took);
        }"""
    )
    assert took < 100  # the best of five: other work on the machine is not the page's
    engineers = sample_articles()[0]
    assert page.locator("#sheet mark").inner_text() == quote
    assert quote in engineers.paragraph(3).text
    assert page.locator("#sheet mark strong").inner_text() == "around 1,000"
    assert page.locator("[data-paragraph='3'] .text").inner_text() == engineers.paragraph(3).text
    assert in_view(page, "#sheet mark strong")
    bars = page.locator("#strip i")
    assert bars.count() == len(engineers.paragraphs)
    assert page.locator(".strip").get_attribute("aria-label").endswith("strongly.") is False
    page.locator("#strip button").last.click()
    assert in_view(page, f"[data-paragraph='{len(engineers.paragraphs)}'] .text")


def test_a_citation_of_another_article_turns_to_it_by_keyboard_and_the_back_button_returns(visit):
    page = visit()
    turn = ask(page, "What was Torvend Glacier losing a year between 2019 and 2024?")
    quote = turn.locator("blockquote bdi").first.inner_text()
    turn.locator("a.cite").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#sheet mark")
    assert shown(page) == "The warm water under Torvend"
    assert page.locator("#sheet mark").inner_text() == quote
    assert in_view(page, "#sheet mark")
    assert page.locator("#library [aria-current=true] .title").first.inner_text() == "The warm water under Torvend"
    page.go_back()
    page.wait_for_function("document.activeElement.matches('a.cite')")
    assert page.locator("#sheet mark").count() == 0
    page.go_forward()
    page.wait_for_selector("#sheet mark")
    page.keyboard.press("Escape")
    page.wait_for_function("document.activeElement.matches('a.cite')")


def test_a_refusal_and_an_error_look_different_and_the_desk_goes_on(visit):
    page = visit()
    refusal = ask(page, "What is the capital of Mongolia?")
    assert "The articles do not say." in refusal.locator(".refusal").inner_text()
    assert refusal.locator(".short").count() == 0
    dashed = "(element) => getComputedStyle(element).borderTopStyle"
    assert refusal.locator(".reply").evaluate(dashed) == "dashed"
    assert "no words" in ask(page, "  ?! ").locator(".error").inner_text()
    assert "at most 2,000" in ask(page, "word " * 200_000).locator(".error").inner_text()


def test_articles_that_differ_stand_side_by_side_newest_first(visit):
    page = visit()
    turn = ask(page, "How many passengers were on the ferry?")
    assert "The articles differ" in turn.locator(".verdict").inner_text()
    assert turn.locator(".sides .short").all_inner_texts() == ["231", "214"]
    assert "Victor Asante" in turn.locator(".speaker").first.inner_text()
    assert findings(page) == []


def test_a_follow_up_shows_how_it_was_read_and_can_be_read_otherwise(visit):
    page = visit()
    turn = ask(page, "When was the ceremony for the regiment held?")
    assert turn.locator(".short").inner_text() == "Friday (12 December 2025)"
    turn = ask(page, "Who attended it?")
    assert turn.locator(".understood q").inner_text() == "Who attended the ceremony?"
    turn.locator("[data-do=correct]").click()
    turn = ask(page, "How many engineers were deployed?")
    assert page.locator("#talk .turn").count() == 2
    assert turn.locator(".short").inner_text() == "around 1,000"
    assert turn.locator(".question").inner_text() == "Who attended it?"


def test_the_conversation_is_saved_as_a_file(visit):
    page = visit()
    ask(page, "How many engineers were deployed?")
    for kind, holds in (("docx", b"word/document.xml"), ("md", b"around 1,000"), ("json", b"around 1,000")):
        page.click(".menu summary")
        with page.expect_download() as download:
            page.click(f"[data-do=export][data-kind={kind}]")
        assert download.value.suggested_filename == f"copydesk.{kind}"
        assert holds in download.value.path().read_bytes()


def test_a_question_is_edited_asked_again_copied_and_cleared(visit):
    page = visit()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    suggested = page.locator(".suggested button").first
    question = suggested.inner_text().removeprefix("→ ")
    answered(page, suggested.click)
    assert page.locator("#talk .question").inner_text() == question
    page.focus("#question")
    page.keyboard.press("ArrowUp")
    assert page.input_value("#question") == question
    turn = ask(page, "How many engineers were deployed?")
    assert page.locator("#talk .question").all_inner_texts() == ["How many engineers were deployed?"]
    turn.locator("[data-do=copy]").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "around 1,000" in copied
    assert "¶3" in copied
    turn = answered(page, turn.locator("[data-do=retry]").click)
    assert turn.locator(".short").inner_text() == "around 1,000"
    page.click("[data-do=clear]")
    page.wait_for_selector("#talk .welcome")


def test_a_summary_has_the_length_and_the_focus_that_were_asked(visit):
    page = visit()
    page.select_option("#scope", "shown")
    mode(page, "summarise")
    page.fill("#summarise [name=length]", "2")
    page.fill("#summarise [name=focus]", "the deaths")
    turn = answered(page, lambda: page.keyboard.press("Enter"))
    sentences = turn.locator(".sentence")
    assert 1 <= sentences.count() <= 2
    assert all(sentences.nth(number).locator("a.cite").count() == 1 for number in range(sentences.count()))
    assert "2 sentences on the article shown: the deaths" in turn.locator(".question").inner_text()


def test_a_draft_is_checked_with_its_evidence_beside_it(visit):
    page = visit()
    mode(page, "check")
    page.fill("#draft", DRAFT)
    page.click("[data-form=check] .main")
    page.wait_for_selector(".checked")
    assert not page.locator("#draft").is_visible()
    page.click("a.sentence.contradicted")
    chosen = page.locator(".evidence .chosen")
    assert "Contradicted" in chosen.inner_text()
    assert in_view(page, ".evidence .chosen .label")
    chosen.locator("a.cite").first.click()
    assert page.locator("#sheet mark").inner_text() == "nine"
    assert findings(page) == []
    page.click("[data-do=edit-draft]")
    assert page.input_value("#draft") == DRAFT


def test_a_timeline_leads_to_the_paragraphs(visit):
    page = visit()
    page.select_option("#scope", "shown")
    mode(page, "timeline")
    page.click("[data-form=timeline] .main")
    page.wait_for_selector(".timeline")
    days = page.locator(".days-told h3").all_inner_texts()
    assert days == ["September–December 2024", "1–10 August 2025", "12 December 2025", "13 December 2025"]
    page.locator(".dots a").nth(1).click()
    assert page.locator("#sheet mark strong").inner_text() == "early August"
    assert findings(page) == []


def test_articles_are_compared_side_by_side(visit):
    page = visit()
    for count, title in enumerate(("Driver found dead", "UPDATE 3-Fire"), start=1):
        page.locator("#library li", has_text=title).locator("input").click(force=True)
        page.wait_for_selector(f"#library >> text={count} ticked")  # drawn anew
    page.click("[data-do=ask-ticked]")
    page.wait_for_function("document.querySelector('#scope').value === 'ticked'")
    mode(page, "compare")
    page.fill("#comparing", "How many people were injured?")
    page.keyboard.press("Enter")
    page.wait_for_selector(".compared")
    assert page.locator(".compared .sides > li").count() == 2
    assert findings(page) == []


def test_what_is_added_is_previewed_corrected_and_then_asked(visit, tmp_path):
    page = visit()
    add(page, "Only a <b>headline</b>")
    page.wait_for_selector("#library .notice")
    assert page.locator("#pasted").is_visible()
    assert page.input_value("#pasted") == "Only a <b>headline</b>"
    add(page, PLAIN)
    page.fill(".preview [name=title]", "Fire in the harbour")
    page.fill(".preview [name=published]", "2026-06-03")
    keep(page)
    assert shown(page) == "Fire in the harbour"
    assert "3 June 2026" in page.locator("#sheet .credits").inner_text()
    assert page.locator("#library .notice").count() == 0
    assert ask(page, "How many people were hurt in the harbour fire?").locator(".short").inner_text() == "Nine"
    upload, picture = tmp_path / "tram.txt", tmp_path / "picture.txt"
    upload.write_text("Tram returns\n\nThe tram returned to Elm Street on Friday. It carried 88 riders.")
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40)
    with page.expect_file_chooser() as chooser:
        page.click("#add-button")
        page.click("[data-do=files]")
    chooser.value.set_files([upload, picture])
    page.wait_for_selector(".preview")
    assert "picture.txt is not text" in page.locator("#library .notice").inner_text()
    assert findings(page) == []
    keep(page)
    assert shown(page) == "Tram returns"
    page.click("#library [data-do=remove]")
    page.wait_for_function("document.querySelector('#sheet .headline').textContent.startsWith('Kim')")
    assert ask(page, "How many riders did the tram carry?").locator(".short", has_text="88").count() == 0


def test_hostile_text_is_shown_as_text_and_marked_to_the_character(visit):
    page = visit()
    add(page, HOSTILE)
    page.wait_for_selector(".preview")
    article = Article.from_text(HOSTILE)
    assert page.input_value(".preview [name=title]") == article.title
    keep(page)
    assert page.eval_on_selector("#sheet .headline", "(element) => element.textContent") == article.title
    texts = page.eval_on_selector_all("#sheet .text", "(all) => all.map((one) => one.textContent)")
    assert texts == [paragraph.text for paragraph in article.paragraphs]
    turn = ask(page, "How many passengers did the ferry carry? <b>*x*</b> ${1+1} {{value}}")
    assert turn.locator(".question").inner_text().endswith("<b>*x*</b> ${1+1} {{value}}")
    quote = turn.locator("blockquote bdi").first.inner_text()
    turn.locator("a.cite").first.click()
    assert page.locator("#sheet mark").inner_text() == quote
    assert page.locator("#talk img, #sheet img, #talk u, #sheet u, #sheet script, #library img").count() == 0
    assert page.title() == "Copydesk"


def test_the_library_is_narrowed_searched_and_collected(visit):
    page = visit()
    page.fill("#find", "glacier")
    page.fill("#find", "torvend")
    assert page.locator("#library .entries > li:visible").count() == 1
    page.keyboard.press("Enter")
    page.wait_for_selector("#library .found a.cite")
    page.locator("#library .found a.cite").first.click()
    page.wait_for_selector("#sheet mark")
    assert shown(page) == "The warm water under Torvend"
    page.click("[data-do=end-search]")
    page.wait_for_selector("#library .found", state="detached")
    page.locator("#library li", has_text="The warm water").locator("input").click(force=True)
    page.fill("#collect", "Ice")
    page.keyboard.press("Enter")
    page.click(".collections [data-name=Ice]")
    page.wait_for_function("document.querySelectorAll('#library .entries > li').length === 1")
    page.select_option("#scope", "collection:Ice")
    marks = ask(page, "How thick is the ice?").locator("a.cite")
    assert marks.count() >= 1
    assert all("Torvend" in marks.nth(number).get_attribute("data-source") for number in range(marks.count()))


def test_a_reload_finds_the_desk_as_it_was(visit):
    page = visit()
    add(page, PLAIN)
    page.wait_for_selector(".preview")
    keep(page)
    ask(page, "How many people were hurt?")
    mode(page, "compare")
    page.reload()
    page.wait_for_selector("#talk .reply", state="attached")
    assert shown(page) == "Harbour fire"
    assert page.evaluate("document.body.dataset.mode") == "compare"
    assert page.locator("#scope").input_value() == "shown"


def test_two_visitors_never_see_each_others_articles(visit):
    one, two = visit(), visit(viewport={"width": 1024, "height": 768})
    add(one, PLAIN)
    one.wait_for_selector(".preview")
    keep(one)
    assert one.locator("#library .entries > li").count() == 8
    turn = ask(two, "How many people were hurt in the harbour fire?")
    assert "Nine people were hurt" not in turn.inner_text()
    assert two.locator("#library .entries > li").count() == 7


def test_the_keyboard_is_enough(visit):
    page = visit()
    page.keyboard.press("/")
    page.keyboard.type("How many engineers were deployed?")
    answered(page, lambda: page.keyboard.press("Enter"))
    for _ in range(40):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.matches('a.cite')"):
            break
    assert page.locator("#peek").is_visible()
    page.keyboard.press("Enter")
    page.wait_for_selector("#sheet mark")
    assert page.evaluate("document.activeElement.closest('#sheet') !== null")
    page.keyboard.press("Escape")
    page.wait_for_function("document.activeElement.matches('a.cite')")
    page.locator("[data-fold=library]").focus()
    page.keyboard.press("Space")
    assert not page.locator(".library").is_visible()
    page.keyboard.press("Space")
    assert page.locator(".library").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_marks_can_be_told_apart_in_light_and_in_dark(visit, scheme):
    page = visit(color_scheme=scheme, viewport={"width": 1440, "height": 900})
    ask(page, "How many engineers were deployed?").locator("a.cite").click()
    colours = "(element) => getComputedStyle(element).backgroundColor"
    seen = {page.eval_on_selector(name, colours) for name in ("body", "#sheet mark", "#sheet mark strong")}
    assert len(seen) == 3
    assert findings(page) == []
    is_dark = "(element) => parseInt(getComputedStyle(element).backgroundColor.slice(4)) < 80"
    assert page.eval_on_selector("body", is_dark) is (scheme == "dark")
    page.click("[data-do=light]")
    assert page.eval_on_selector("body", is_dark) is (scheme == "light")


def test_a_phone_has_one_panel_at_a_time_and_a_way_back(visit):
    page = visit(**PHONE)
    fits = "document.documentElement.scrollWidth <= innerWidth"
    assert page.evaluate(fits)
    turn = ask(page, "How many engineers were deployed?")
    assert not page.locator("#sheet article").is_visible()
    turn.locator("a.cite").tap()
    assert page.locator("#sheet mark strong").inner_text() == "around 1,000"
    assert in_view(page, "#sheet mark strong")
    assert page.evaluate(fits)
    assert findings(page) == []
    page.tap("#back")
    page.wait_for_selector("#talk .reply")
    assert in_view(page, "#talk .reply a.cite")
    page.tap("[data-pane-to=library]")
    page.locator("#library .entry", has_text="The warm water").tap()
    page.wait_for_selector("#sheet article:visible")
    page.wait_for_function("document.querySelector('#sheet .headline').textContent.includes('Torvend')")
    assert page.evaluate(fits)
