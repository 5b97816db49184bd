"""What a visitor does at the page, for the tests in a browser."""

from axe_playwright_python.sync_playwright import Axe

PLAIN = (
    "Harbour fire\n\nBy Ann Lee\n\nThe fire broke out at 2 a.m. on Monday.\n\nNine people were hurt, the police said."
)


def ask(page, question):
    page.fill("#question", question)
    return answered(page, lambda: page.press("#question", "Enter"))


def answered(page, act):
    """Do something that is answered; the newest turn, once it has come to its end."""
    page.eval_on_selector(".talk", "(talk) => talk.setAttribute('data-old', '')")  # goes when the talk is drawn anew
    act()
    page.wait_for_selector(".talk:not([data-old])[data-working=false]", state="attached")
    return page.locator("#talk .turn").last


def mode(page, name):
    page.click(f"[data-mode-to={name}]")


def add(page, text):
    if not page.locator("#pasted").is_visible():
        page.click("#add-button")
    page.fill("#pasted", text)
    page.click("#add .main")


def keep(page):
    page.click(".preview .main")
    page.wait_for_function("!document.querySelector('.preview, .under-way')")


def shown(page):
    return page.locator("#sheet .headline").inner_text()


def in_view(page, selector):
    return page.eval_on_selector(
        selector,
        """(element) => {
            const box = element.getClientRects()[0];
            const at = document.elementFromPoint(box.x + 5, box.y + box.height / 2);
            return box.height > 0 && element.contains(at);
        }""",
    )


def findings(page):
    """What axe finds of serious or critical kind."""
    found = Axe().run(page).response["violations"]
    return [
        (one["id"], node["html"][:160])
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]
