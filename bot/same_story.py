"""Whether two articles tell of the same event: shared words of their beginnings, names counting double, days near."""

from __future__ import annotations

import re
from datetime import date

from bot.article import Article

_PARAGRAPHS = 6  # news is told from the top
_CHARACTERS = 6_000
_NAME_WEIGHT = 2
_ALIKE = 0.32  # share of the lesser beginning's words; of pairs out of one week's news under one in a hundred
_ALIKE_IF_ASKED = 0.22  # where both have every word of the question
_DAYS = 30  # between two reports of one event
_MUCH_ALIKE = 0.6  # whatever the days between
_LEAD = 8  # characters between two sentences at most
_WORD = re.compile(r"[^\W_][\w’'-]*")
_POSSESSIVE = re.compile(r"['’]s?$")
_ENDING = re.compile(r"(?<=\w{3})(?:ies|ing|ed|es|s|e|y)$")
_COMMON_WORDS = (
    "about according added after again against ahead almost along also although among another are around asked away "
    "back been before being between both but came can could day days did does down during each early end even every "
    "few first following for former found four from gave get going had has have her here him his how however into its "
    "just last late later least less like long made make many may more morning most much near new news next night not "
    "now off official officials one only other others our out over own part people per place police put report "
    "reported reports said same saw say says see set she should since some still such take than that the their them "
    "then there these they this those three through time told took two under until was way week weeks well went were "
    "what when where which while who whom why will with work would year years yesterday you your "
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july august "
    "september october november december"
)
_COMMON = frozenset(_COMMON_WORDS.split())
# Words of a question that say what is asked for and not of what.
_ASKING_WORDS = "how many much who whom whose what which when where why did does do is are was were list name"
_ASKING = frozenset(_ASKING_WORDS.split())


def same_story(one: Article, other: Article, question: str = "") -> bool:
    """Whether both tell of the same event; see `Story`, which compares one with many."""
    return Story(one).is_told_by(other, question)


class Story:
    """What an article tells, to be compared with others: its beginning is taken apart once.

    Args:
        article: any.
    """

    def __init__(self, article: Article) -> None:
        self._article = article
        self._words = _beginning(article)

    def is_told_by(self, other: Article, question: str = "") -> bool:
        """Whether another article tells of the same event, as far as their words show it.

        Args:
            other: the other article.
            question: asked of both; where both have all its words, less else needs to agree.
        """
        mine, theirs = self._words, _beginning(other)
        if not _names(mine) & _names(theirs) and _names(mine) and _names(theirs):
            return False
        likeness = _likeness(mine, theirs)
        if likeness >= _MUCH_ALIKE:
            return True
        if _days_between(self._article, other) > _DAYS:
            return False
        if likeness >= _ALIKE or likeness < _ALIKE_IF_ASKED:
            return likeness >= _ALIKE
        asked = telling(question)
        return bool(asked) and all(asked <= _whole(article) for article in (self._article, other))


def telling(text: str) -> set[str]:
    """The words of a text that say what it is about, without their endings."""
    words = {word.casefold() for word in _WORD.findall(text)} - _ASKING - _COMMON
    return {stem(word) for word in words if len(word) > 2}


def _likeness(mine: dict[str, int], theirs: dict[str, int]) -> float:
    """Weight of the words that both beginnings have, as a share of the lesser's, in [0, 1]."""
    shared = sum(min(weight, theirs[word]) for word, weight in mine.items() if word in theirs)
    return shared / max(1, min(sum(mine.values()), sum(theirs.values())))


def _names(words: dict[str, int]) -> set[str]:
    return {word for word, weight in words.items() if weight == _NAME_WEIGHT}


def _beginning(article: Article) -> dict[str, int]:
    """The telling words of headline and first paragraphs, and what each counts."""
    texts = [article.title, *(paragraph.text for paragraph in article.paragraphs[:_PARAGRAPHS])]
    words: dict[str, int] = {}
    for match in _WORD.finditer(". ".join(texts)[:_CHARACTERS]):
        word = match.group()
        low = word.casefold()
        if low in _COMMON:
            continue
        root = stem(low)
        if len(root) > 2 and root not in _COMMON:
            name = word[0].isupper() and not _opens(match)
            words[root] = max(words.get(root, 0), _NAME_WEIGHT if name else 1)
    return words


def _opens(match: re.Match[str]) -> bool:
    """Whether the word opens a sentence, where a capital says nothing."""
    before = match.string[max(0, match.start() - _LEAD) : match.start()]
    return before.rstrip(" “\"'‘(")[-1:] in ("", ".", "!", "?", "\n")


def _whole(article: Article) -> frozenset[str]:
    texts = (article.title, *(paragraph.text for paragraph in article.paragraphs))
    return frozenset(stem(word.casefold()) for text in texts for word in _WORD.findall(text))


def stem(word: str) -> str:
    """The word without the endings that number, tense and possession give it; crude, and the same for both."""
    return _ENDING.sub("", _POSSESSIVE.sub("", word))


def _days_between(one: Article, other: Article) -> int:
    """Days between their dates; 0 where either has none."""
    if one.published is None or other.published is None:
        return 0
    return abs((_day(one.published) - _day(other.published)).days)


def _day(value: date) -> date:
    return date(value.year, value.month, value.day)
