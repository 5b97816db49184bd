"""Who is said to have said it: the name beside a verb of saying."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from bot.article import Article
from bot.copycheck.names import Name, names_in, stands_for
from bot.reply import Citation
from bot.sentences import sentence_spans

_SAYING = (
    r"(?:said|says|say|saying|told|tells|added|adds|stated|states|announced|announces|claimed|claims|argued|argues|"
    r"warned|warns|insisted|insists|explained|explains|noted|notes|wrote|writes|tweeted|posted|testified|admitted|"
    r"denied|asked|replied|recalled|remarked|declared|suggested|acknowledged|believes|believed|thinks|predicted|"
    r"promised|urged|called|described|confirmed|reported|commented|concluded|conceded|stressed|vowed|joked)"
)
_BEFORE = re.compile(
    rf"(?:, [^,]{{1,80}},|\s\([^)]*\))?(?:,)? (?:also |later |has |had |have |then |previously |once |who )*{_SAYING}\b"
)
_AFTER = re.compile(rf"\b{_SAYING} (?:[a-z’'-]+ ){{0,6}}$|\b[Aa]ccording to (?:[a-z’'-]+ ){{0,6}}$")
_PLACE = re.compile(r"\b(?:from|of|at|in|for|near|with|by|to|on) $")
_PRONOUN = re.compile(
    rf"\b(?:[Hh]e|[Ss]he|[Tt]hey) (?:also |later |has |had |then )*{_SAYING}\b|\b{_SAYING} (?:he|she|they)\b"
)


def speakers_in(text: str, known: Collection[str] = ()) -> list[Name]:
    """The named speakers of a sentence, in order.

    >>> [one.text for one in speakers_in("“We lost,” Ann Lee, the coach, said, according to the club’s Jo Ray.")]
    ['Ann Lee', 'Jo Ray']
    """
    found = []
    for name in names_in(text, known):
        rest = text[name.end :]
        if rest.startswith(("’s ", "'s ")):
            continue
        titled = text[: name.start]
        if rest.startswith(", ") and _PLACE.search(titled):  # "Ann Lee, a teacher from Dunford, said"
            continue
        before = re.sub(r"(?:[A-Z][\w.’'-]* )+$", "", titled)
        if _BEFORE.match(rest) or _AFTER.search(before):
            found.append(name)
    return found


def is_unnamed(text: str) -> bool:
    """Whether a sentence's speaker is a pronoun."""
    return bool(_PRONOUN.search(text))


def says_something(text: str) -> bool:
    """Whether a sentence has a verb of saying."""
    return bool(re.search(rf"\b{_SAYING}\b|\b[Aa]ccording to\b", text))


def same_speaker(one: Name, others: Sequence[Name]) -> bool:
    """Whether one of some names can be the speaker."""
    return any(stands_for(one, other) for other in others)


def speaker_near(article: Article, citation: Citation) -> str | None:
    """Who says the cited words: the speaker named in their sentence, else next to it in the paragraph; else None."""
    text = article.paragraph(citation.paragraph).text
    spans = sentence_spans(text)
    here = next((index for index, span in enumerate(spans) if citation.start < span.end), 0)
    for index in (here, here + 1, here - 1):
        if 0 <= index < len(spans):
            said = speakers_in(text[spans[index].start : spans[index].end])
            if said:
                return said[0].text
    return None
