"""Which articles name somebody or something, and the sentence in which each does so first."""

from __future__ import annotations

import re

from bot.article import Article, Span
from bot.reply import Citation
from bot.sentences import covering_sentences

_ALIKE = {"'": "['’‘]", "’": "['’‘]", "-": "[-–‑]", "–": "[-–‑]"}


def mention(article: Article, name: str) -> Citation | None:
    """The first sentence of an article that has the name, in any case, as whole words; None where none has.

    Args:
        article: any article.
        name: a name or phrase; a "the" before it does not count.

    >>> article = Article.from_text("It rained. The Hallin pass was shut on Friday.")
    >>> mention(article, "hallin pass").quote
    'The Hallin pass was shut on Friday.'
    """
    shape = _shape(name)
    if shape is None:
        return None
    for paragraph in article.paragraphs:
        if found := shape.search(paragraph.text):
            sentence = covering_sentences(paragraph.text, Span(found.start(), found.end()))
            return Citation.of(article, paragraph.number, sentence)
    return None


def mention_count(article: Article, name: str) -> int:
    """How often an article has the name."""
    shape = _shape(name)
    return 0 if shape is None else sum(len(shape.findall(paragraph.text)) for paragraph in article.paragraphs)


def _shape(name: str) -> re.Pattern[str] | None:
    words = re.sub(r"^the\s+", "", name.strip(), flags=re.IGNORECASE).split()
    if not words:
        return None
    spelled = r"\s+".join("".join(_ALIKE.get(one, re.escape(one)) for one in word) for word in words)
    return re.compile(rf"(?<!\w){spelled}(?!\w)", re.IGNORECASE)
