"""Whose words a sentence is, in an article and in a draft, as `bot.attribution` reads both."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.article import Article, Span
from bot.attribution import Attribution, attributions
from bot.copycheck.evidence import Source
from bot.reply import Citation

_BESIDE = re.compile(r", [^,;“”\"]{1,80}(?=,)|\s?\([^)]*\)")  # an apposition: who else may be meant


def voices(source: Source, said: Sequence[Attribution]) -> list[Citation]:
    """Who speaks in a sentence of an article, each with what stands beside it, such as an office.

    Args:
        source: the sentence.
        said: its article's attributions.
    """
    found = []
    for one in said:
        if any(_within(source, part) for part in (*one.contents, one.speaker)):
            found += [one.named] if one.named else []
            text = source.article.paragraph(one.speaker.paragraph).text
            place = with_apposition(text, Span(one.speaker.start, one.speaker.end))
            found.append(Citation.of(source.article, one.speaker.paragraph, place))
    return found


def own_voices(sentence: str) -> list[Span]:
    """Who speaks in a sentence of a draft."""
    article = Article.from_paragraphs([sentence])
    if len(article.paragraphs) != 1 or article.paragraphs[0].text != sentence:
        return []  # it is not read as it stands, so that no place in it would be right
    return [Span(one.speaker.start, one.speaker.end) for one in attributions(article) if one.cue]


def _within(source: Source, part: Citation) -> bool:
    same = (part.article_id, part.paragraph) == (source.article.id, source.paragraph)
    return same and part.start < source.span.end and source.span.start < part.end


def with_apposition(text: str, span: Span) -> Span:
    """A speaker's place with the office behind it: "Ann Lee, the club’s coach"."""
    beside = _BESIDE.match(text, span.end)
    return Span(span.start, beside.end() if beside else span.end)
