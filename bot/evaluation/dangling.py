"""Which sentences of a summary lean on what is not in it: a stricter look than the summariser's own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.article import Article
from bot.reply import Reply
from bot.salience import Sentence, sentences_of
from bot.standing import refers_back, takes_for_known

_FIRST_WORDS = 8
_PERSON = re.compile(r"^(?:he|she|him|her|his|hers)$", re.IGNORECASE)
_CALENDAR = re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August")
_LINK = re.compile(
    r"^(?:also|however|too|another|instead|meanwhile|therefore|though|then|later|earlier)$", re.IGNORECASE
)
_SURNAME_SAYS = re.compile(
    r"(?:(?:Mr|Mrs|Ms|Dr)\.? )?([A-Z][\w’'-]+) (?:said|says|added|told|also|has|had|was|is|who)\b"
)
_FULL_NAME = re.compile(r"\b(?!(?:The|A|An|In|On|At|But|And|As|For|Mr|Mrs|Ms|Dr)\b)[A-Z][a-z’'-]+ ([A-Z][\w’'-]+)")
_EDGES = "“”\"'‘’()[],.;:—–-"


def dangles(reply: Reply, article: Article) -> Iterator[bool]:
    """For each statement of one article's summary, whether it leans on something that the summary has not said.

    It does not where the sentence before it in the article stands before it in the summary too.
    """
    places = {(one.paragraph, one.span.start): one for one in sentences_of([article])}
    surnames = frozenset(_FULL_NAME.findall(" ".join(paragraph.text for paragraph in article.body)))
    said: list[Sentence] = []
    for statement in reply.statements:
        citation = statement.citations[0]
        sentence = places[citation.paragraph, citation.start]
        follows = bool(said) and said[-1].order == sentence.order - 1
        yield not follows and leans(sentence.text, " ".join(one.text for one in said), surnames)
        said.append(sentence)


def leans(sentence: str, before: str, surnames: frozenset[str] = frozenset()) -> bool:
    """Whether a sentence leans on what `before`, the summary so far, does not say: a surname of `surnames` too."""
    if refers_back(sentence) or takes_for_known(sentence):
        return True
    words = [word.strip(_EDGES) for word in sentence.split()[:_FIRST_WORDS]]
    if any(_LINK.match(word) for word in words[:4]):
        return True
    named = False
    for place, word in enumerate(words):
        if _PERSON.match(word) and not named:
            return True
        named = named or (place > 0 and word[:1].isupper() and not _CALENDAR.match(word))
    surname = _SURNAME_SAYS.match(sentence.lstrip(_EDGES))
    return surname is not None and surname[1] in surnames and surname[1] not in before
