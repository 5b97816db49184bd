"""Which findings can answer at all: "how many" wants a figure, "what time" a time of day."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.finding import Finding
from bot.question import Wanted, bare, wanted
from bot.same_story import stem
from bot.sentences import covering_sentences
from bot.windows import Passage

_FIGURE = re.compile(
    r"\d|\b(?:no|none|nobody|zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|"
    r"forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?|trillions?|dozens?|scores|half|"
    r"(?:quarter|third|fifth|sixth|seventh|eighth|ninth|tenth)s?|first|second|twice|once|doubled?|tripled?|halved|couple|few|"
    r"little|several|multiple|numerous|single|a|an|all|both|every|many|most|majority|everyone)\b",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"\d[:.]\d\d|\b\d{1,2}\s?[ap]\.?m\b|\b(?:noon|midnight|midday|dawn|dusk|o['’]clock|sunrise|sunset)\b|\d hours\b",
    re.IGNORECASE,
)


_CHOICE = re.compile(r"\bor\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_DEAD = re.compile(
    r"\b(?:die[sd]?|dying|dead|deaths?|deadl\w+|kill(?:s|ed|ing)?|fatal\w*|deceased|drown\w*|murder\w*|slain|toll|"
    r"los(?:e|t) (?:his|her|their) li(?:fe|ves))\b",
    re.IGNORECASE,
)
_HURT = re.compile(r"\b(?:injur\w+|hurt|wound\w*|hospitali[sz]ed)\b", re.IGNORECASE)
_ASKS = re.compile(r"\?\s*$")
_ROOT = 4  # letters
_BESIDES = re.compile(
    r"\b(?:besides|apart from|aside from|other than|except(?: for)?)\s+(?P<known>[^?]+?)"
    r"(?=\s+(?:did|do|does|is|are|was|were|has|have|had|will|would|can|could|\w+ed|said|says|won|lost|made|took|went)"
    r"\b|\?|$)",
    re.IGNORECASE,
)


def fitting(question: str, passages: Sequence[Passage], findings: Sequence[Finding]) -> list[Finding]:
    """The findings that are of the kind the question asks for, in their order; all of them where none is.

    To "who besides Ann Lee" what is left of Ann Lee is no answer, and what only repeats the question is none; nor
    is a question that the article itself asks.

    Args:
        question: as asked.
        passages: what was read.
        findings: what the reader found there.
    """
    known = _BESIDES.search(question)
    findings = _without(known["known"], passages, findings) if known else findings
    findings = _saying_more(question, passages, findings) or findings
    findings = _told(question, passages, findings) or findings
    findings = [one for one in findings if not of_another_fate(question, _sentence(one, passages))] or findings
    return [one for one in findings if fits(question, _words(one, passages))] or list(findings)


def fits(question: str, words: str) -> bool:
    """Whether words are of the kind that a question asks for: a figure for "how many", an hour for "what time".

    >>> [fits("How many came?", words) for words in ("nobody", "about 40", "by bus")]
    [True, True, False]
    """
    shape = _shape(question)
    return shape is None or shape.search(words) is not None


def of_another_fate(question: str, sentence: str) -> bool:
    """Whether a question asks how many died and a sentence tells only of the hurt, or the other way round.

    >>> of_another_fate("How many were hurt?", "Nine people died."), of_another_fate("How many died?", "Nine died.")
    (True, False)
    """
    if wanted(question) is not Wanted.FIGURE:
        return False
    dead, hurt = _DEAD.search(question) is not None, _HURT.search(question) is not None
    if dead == hurt:
        return False
    asked, other = (_DEAD, _HURT) if dead else (_HURT, _DEAD)
    return other.search(sentence) is not None and asked.search(sentence) is None


def _saying_more(question: str, passages: Sequence[Passage], findings: Sequence[Finding]) -> list[Finding]:
    """The findings that have a word which the question has not: "Italy" answers no "in which Italian city"."""
    if wanted(question) in (Wanted.YES_OR_NO, Wanted.WORDS) or _CHOICE.search(question):
        return list(findings)
    asked = {_root(word) for word in _WORD.findall(question)}
    return [one for one in findings if any(_root(word) not in asked for word in _WORD.findall(_words(one, passages)))]


def _told(question: str, passages: Sequence[Passage], findings: Sequence[Finding]) -> list[Finding]:
    """The findings that do not stand in a question of the article's own, such as a cross-head; what was said may."""
    if wanted(question) in (Wanted.WORDS, Wanted.SPEAKER):
        return list(findings)
    return [one for one in findings if not _ASKS.search(_sentence(one, passages))]


def _root(word: str) -> str:
    """What a word shares with those made from it: "Italy" with "Italian", "engineer" with "engineers"."""
    whole = stem(word.casefold())
    return whole[: max(_ROOT, len(whole) // 2)]


def _without(known: str, passages: Sequence[Passage], findings: Sequence[Finding]) -> Sequence[Finding]:
    """The findings that are not, or not a part of, what the question says is known; none may be left."""
    said = " ".join(known.casefold().split())
    return [one for one in findings if _words(one, passages).casefold() not in said]


def _shape(question: str) -> re.Pattern[str] | None:
    asked = bare(question).casefold()
    if re.match(r"(?:at |since |until |by )?what time\b", asked):
        return _CLOCK
    counts = wanted(question) is Wanted.FIGURE and asked.startswith(("how many", "how much", "what percent"))
    return _FIGURE if counts else None


def _words(one: Finding, passages: Sequence[Passage]) -> str:
    text = passages[one.passage].article.paragraph(one.paragraph).text
    return text[one.span.start : one.span.end]


def _sentence(one: Finding, passages: Sequence[Passage]) -> str:
    """The whole sentences that a finding stands in."""
    text = passages[one.passage].article.paragraph(one.paragraph).text
    whole = covering_sentences(text, one.span)
    return text[whole.start : whole.end]
