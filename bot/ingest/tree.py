"""A page's elements: out goes what is hidden and what only surrounds the article; what is left becomes lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree, html

from bot.layout.patterns import Pattern
from bot.layout.words import ends_sentence

__all__ = ["INLINE", "captions_of", "drop_furniture", "drop_hidden", "lines_of", "main_of", "printed", "said"]

_NEVER = "script|style|template|noscript|svg|math|iframe|object|embed|select|textarea|button|audio|video|canvas"
_HIDING = Pattern(
    r"display:none|visibility:(?:hidden|collapse)|font-size:0(?:px|em|rem|pt|%)?(?:;|!|$)|opacity:0(?:\.0+)?(?:;|!|$)|"
    r"(?:left|top|text-indent|right|margin-left):-\d{3,}",
    re.IGNORECASE,
)
_UNSEEN_CLASSES = {
    "sr-only",
    "visually-hidden",
    "visuallyhidden",
    "screen-reader-text",
    "screenreader-only",
    "offscreen",
}
_AROUND = (
    "//nav|//aside|//footer[not(ancestor::article or ancestor::blockquote)]|//form|//dialog|//menu|"
    "//*[@role='navigation' or @role='complementary' or @role='dialog' or @role='alertdialog' or @role='search' or "
    "@role='contentinfo' or @role='menu' or @role='toolbar']"
)
_FURNITURE = Pattern(
    r"(?:^|[\s_-])(?:newsletters?|cookies?|consent|gdpr|related|recommend(?:ed|ations?)?|promos?|promoted|advert"
    r"(?:s|isement|ising)?|sponsored|social|shar(?:e|ing)-?(?:bar|buttons?|tools?|links?|icons?)|share|most-?read|"
    r"most-?popular|trending|comments?|disqus|signup|sign-up|subscri(?:be|ption)|paywall|breadcrumbs?|toolbar|outbrain|"
    r"taboola|read-?(?:more|next|also)|more-?on|also-?read|teasers?|sidebar|skip-?links?|author-?(?:bio|box|info)|"
    r"about-?(?:the-?)?author|article-?tags|tag-?list|tags|topics|listen|audio-?player|donat(?:e|ion)|popup|modal|"
    r"banner|sharedaddy|(?:jp-)?related-?posts|more-stories|app-?download)(?:$|[\s_-])",
    re.IGNORECASE,
)
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6", "head"}
INLINE = {
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "hi", "i", "img", "ins",
    "kbd", "label", "mark", "q", "ref", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub",
    "sup", "time", "tt", "u", "var", "wbr",
}  # fmt: skip
_BREAKS = {"br", "hr"}
_MOST_SHARE = 0.4  # of a page's words; whatever holds more of them is the article, whatever it is called
_LONGEST_CAPTION = 900


def drop_hidden(root: html.HtmlElement) -> None:
    """Take out what a browser does not draw: scripts, comments, and elements hidden by attribute, style or class."""
    etree.strip_elements(root, etree.Comment, etree.ProcessingInstruction, with_tail=False)
    for element in list(root.iter(etree.Element)):
        if element.tag not in ("html", "body") and (element.tag in _NEVER.split("|") or _is_hidden(element)):
            _drop(element)


def drop_furniture(root: html.HtmlElement) -> None:
    """Take out navigation, prompts, buttons and other articles' teasers, as far as the page names them as such."""
    words = max(_words(root), 1)
    around = set(root.xpath(_AROUND))
    for element in list(root.iter(etree.Element)):
        # Nothing within a line is taken out: a sentence stays as it is printed.
        if element.tag in ("html", "body", "h1", "main") or element.tag in INLINE or element.getparent() is None:
            continue
        named = element in around or any(_FURNITURE.search(element.get(key, "")) for key in ("class", "id"))
        if named and _words(element) < _MOST_SHARE * words and not element.xpath(".//h1|.//*[@itemprop='articleBody']"):
            _drop(element)
    for element in list(root.iter("a")):
        if _stands_alone(element) and not ends_sentence(said(element)):
            _drop(element)


def main_of(root: html.HtmlElement) -> html.HtmlElement:
    """The element that holds the article: the wordiest <article>, else <main>, else the whole.

    Small <article>s beside the wordiest are other stories' teasers; they are taken out of the tree.
    """
    articles = root.xpath("//article|//*[@itemprop='articleBody']")
    if not articles:
        found = root.xpath("//main|//*[@role='main']")
        return found[0] if found else root
    sizes = [(_words(element), element) for element in articles]
    most, largest = max(sizes, key=lambda pair: pair[0])
    kin = {largest, *largest.iterancestors()}
    for size, element in sizes:
        inside = any(above is largest for above in element.iterancestors())
        if element not in kin and not inside and size < 0.2 * most:
            _drop(element)
    around = [size for size, element in sizes if size >= 0.2 * most and element not in kin]
    return root if len(around) > 1 and not any(True for _ in largest.iterancestors("article")) else largest


def captions_of(main: html.HtmlElement) -> list[str]:
    """The pictures' captions within `main`, in order; they are taken out of the tree."""
    found = []
    named = "contains(concat(' ', translate(@class, '_-', '  '), ' '), ' caption ')"
    for element in main.xpath(f".//figcaption|.//*[self::p or self::div or self::span][{named}]"):
        text = said(element)
        if element.getparent() is not None and len(text) <= _LONGEST_CAPTION:
            if text and text not in found:
                found.append(text)
            _drop(element)
    return found


def lines_of(root: etree._Element) -> list[str]:
    """The text of `root` block by block, with "## " before a heading; a <br> begins a new line in its block."""
    lines: list[str] = []
    pieces: list[str] = []

    def flush(mark: str = "") -> None:
        text = re.sub(r" ?\n[ \n]*", "\n", re.sub(r"[^\S\n]+", " ", "".join(pieces))).strip(" |\n")
        pieces.clear()
        if text:
            lines.append(mark + (" ".join(text.split()) if mark else text))

    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        block = bool(tag) and tag not in INLINE and tag not in ("br", "lb", "td", "th", "cell")
        if event == "start":
            if block:
                flush()
            pieces.append(_flat(element.text) if tag else "")
            continue
        if tag in ("br", "lb"):
            pieces.append("\n")
        elif tag in ("td", "th", "cell"):
            pieces.append(" | ")
        elif block:
            flush("## " if tag in _HEADINGS or element.get("rend") in ("h2", "h3") else "")
        pieces.append(_flat(element.tail) if element is not root else "")
    flush()
    return lines


def said(element: etree._Element) -> str:
    """The text of an element in one line."""
    return " ".join("".join(element.itertext()).split())


def printed(root: html.HtmlElement, xpath: str) -> Iterator[str]:
    """The texts of the elements that `xpath` finds, empty ones left out."""
    return filter(None, map(said, root.xpath(xpath)))


def _flat(text: str | None) -> str:
    return (text or "").replace("\n", " ")


def _is_hidden(element: html.HtmlElement) -> bool:
    if element.get("hidden") is not None or element.get("aria-hidden", "").strip().casefold() == "true":
        return True
    style = element.get("style")
    if style and _HIDING.search(re.sub(r"\s|/\*.*?\*/", "", style)):
        return True
    return not _UNSEEN_CLASSES.isdisjoint(element.get("class", "").split())


def _stands_alone(link: html.HtmlElement) -> bool:
    """True for a link that is a whole line: the way to another story, or a button."""
    element = link
    while (parent := element.getparent()) is not None:
        before, after = element.getprevious(), element.getnext()
        text = parent.text if before is None else before.tail
        if (text or "").strip() or (element.tail or "").strip():
            return False
        if any(one is not None and one.tag not in _BREAKS for one in (before, after)):
            return False
        if parent.tag in ("td", "th"):  # a cell of a table, unless it is one of several lines in it
            return any(one is not None for one in (before, after))
        if parent.tag not in INLINE:
            return parent.tag not in _HEADINGS
        element = parent
    return False


def _words(element: html.HtmlElement) -> int:
    """Characters in the paragraphs of `element`; in all of it where it has no paragraph."""
    paragraphs = list(element.iter("p"))
    return sum(len(said(one)) for one in paragraphs) if paragraphs else len(said(element)) // 4


def _drop(element: html.HtmlElement) -> None:
    """Take an element out and keep the text behind it."""
    if element.getparent() is not None:
        element.drop_tree()
