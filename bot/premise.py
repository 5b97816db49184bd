"""What a question takes for granted, held against what would answer it: whom it names, and which time it asks about.

A reader of spans finds the figure of another year, and another's age, nearly as good as those asked for. A name that
the article never has, a year, month or weekday where the evidence tells of another: then the article does not say. Of
4,312 questions of a SQuAD 1.1 split that its articles answer, these rules would have silenced eight.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import day_name, month_name
from collections.abc import Iterable, Sequence

from rapidfuzz.distance import Indel

from bot.article import Article, Span
from bot.dates import dates_in, dates_of, own_day
from bot.phrases import is_person, names
from bot.question import bare
from bot.reply import Citation, ResolvedDate

_WORD = re.compile(r"[^\W_]+")
_POINT = re.compile(r"(?<=\b[A-Z])\.(?=[A-Z]\b)")  # of "U.S."
_FEWEST = 4  # letters that "Canaries" and "Canary" share, and half of what is asked for
_ALIKE = 0.8  # of the letters of both, in order: "Zelensky", "Zelenskyy"
# A land and what is its own, where the letters do not show it; each word stands for the others of its line.
_LANDS = tuple(
    frozenset(line.split())
    for line in (
        "france french paris",
        "spain spanish spaniards",
        "wales welsh",
        "netherlands holland dutch",
        "ireland irish",
        "denmark danish danes",
        "finland finnish finns",
        "poland polish poles",
        "switzerland swiss",
        "britain british uk england",
        "america american us usa united",
        "europe european eu",
        "thailand thai",
        "myanmar burma burmese",
        "vatican pope",
    )
)
_MONTHS = [name.casefold() for name in month_name[1:]]
_DAYS = [name.casefold() for name in day_name]
_TIME = re.compile(
    rf"\b(?:(?P<season>(?:19|20)\d\d[-–/]\d\d(?!\d))|(?P<year>(?:19|20)\d\d)(?![-–/\d])|"
    rf"(?P<month>{'|'.join(map(str.title, _MONTHS))})(?! \d)|"
    rf"(?P<day>{'|'.join(map(str.title, _DAYS))}))\b"
)
_SEASON = re.compile(r"\b(?:19|20)\d\d[-–/]\d\d(?!\d)")
_GOES_ON = 3  # paragraphs in which a story may go on about a year without naming it
_HOW_OLD = re.compile(r"how old (?:is|was) (?P<who>[^,]+?)(?: (?:when|at|now|then|in|on)\b.*)?$", re.IGNORECASE)
_LASTING = re.compile(r"\d+ years\b(?! old| of age)")  # 40 years at a firm are no age
_PERSONAL = re.compile(r"\b(?:he|she|his|her|him|who)\b", re.IGNORECASE)
_AHEAD = re.compile(
    r"(?:by |from |on |in )?(?:when|(?:what|which) (?:day|date|month|year)) (?:will|shall|(?:is|are|does|do) .*"
    r"\b(?:going to|due|expected|scheduled|planned|supposed|have to|has to|hope to|plan to)\b)",
    re.IGNORECASE,
)
_NOT_THEN = re.compile(  # what a year names, and what it bounds: "from 2021" asks of later years too
    r"\b(?:World Cup|Olympics?|Games|Awards?|Expo|Agenda|Formula|Super Bowl|"
    r"from|since|until|till|before|after|by|between|to)\s$"
)


def mistaken(question: str, article: Article, answer: Citation, evidence: Citation) -> bool:
    """Whether a question takes for granted what its evidence does not hold, so that the answer is to something else.

    Args:
        question: as asked.
        article: of the answer.
        answer: the words that answer.
        evidence: the whole sentences that hold them.
    """
    return (
        bool(unmentioned(question, article))
        or of_another_time(question, article, evidence)
        or of_another_year(question, article, evidence)
        or of_another_person(question, article, answer, evidence)
        or already_past(question, article, answer)
    )


def unmentioned(question: str, article: Article) -> tuple[str, ...]:
    """The names in a question that an article has in no spelling, in order.

    Abbreviations and numbers in names are not looked for: they may be written out, or in digits.

    Args:
        question: as asked; what it writes small is not taken for a name.
        article: its headline, credits and address count too.

    >>> article = Article.from_text("Ann Lee, a Greek pilot, landed in Marrick.")
    >>> unmentioned("What did Captain Lee and Bob Roe say in Greece?", article)
    ('Bob Roe',)
    """
    text = bare(question)
    opening = text.split(" ")[0]  # has a capital in any case
    asked = [(name, _words(name.removeprefix(opening))) for name in names(text)]
    if not any(words for _, words in asked):
        return ()
    known, address = _known(article), (article.url or "").casefold()
    return tuple(
        name.removeprefix("the ")
        for name, words in asked
        if words and not _is_known(words, known) and "".join(words) not in address
    )


def naming(question: str, articles: Iterable[Article]) -> frozenset[str]:
    """The ids of the articles that have most of the names in a question: all of them where it names nobody.

    Args:
        question: as asked.
        articles: what may answer it.
    """
    missing = {one.id: len(unmentioned(question, one)) for one in articles}
    fewest = min(missing.values(), default=0)
    return frozenset(one for one, count in missing.items() if count == fewest)


def of_another_time(question: str, article: Article, evidence: Citation) -> bool:
    """Whether a question names a year, month or weekday, and the evidence tells of others only.

    Args:
        question: as asked.
        article: of the evidence.
        evidence: whole sentences. What its paragraph, the one before, or the headline say of the time asked counts too.

    >>> text = "The port lost 40 jobs in 2019 and took on 12 people in 2021."
    >>> article = Article.from_text(text)
    >>> proof = Citation.of(article, 1, Span(0, len(text)))
    >>> of_another_time("How many jobs did it lose in 2019?", article, proof)
    False
    >>> of_another_time("How many jobs did it lose in 2020?", article, proof)
    True
    """
    asked = _times(question)
    if not asked:
        return False
    said = dates_in(article, evidence.paragraph, Span(evidence.start, evidence.end))
    around = [number for number in (evidence.paragraph - 1, evidence.paragraph) if number]
    texts = [article.title, *(article.paragraph(number).text for number in around)]
    near = [one for number in around for one in dates_in(article, number, Span(0, len(article.paragraph(number).text)))]
    sentence = evidence.quote
    return any(
        (_SEASON.search(sentence) if time["season"] else any(_measures(time, one) for one in said))
        and not any(_hyphened(time.group()) in _hyphened(text) for text in texts)
        and not any(not time["season"] and _holds(time, one) for one in near)
        for time in asked
    )


def of_another_year(question: str, article: Article, evidence: Citation) -> bool:
    """Whether an article tells of the year that a question names elsewhere than where the evidence stands, or nowhere.

    Args:
        question, article, evidence: as `of_another_time`; a story goes on about a year for some paragraphs.
    """
    today = own_day(article)
    asked = {one["year"] for one in _times(question) if one["year"]} - {str(today.year) if today else ""}
    first, last = max(1, evidence.paragraph - _GOES_ON), evidence.paragraph + 1
    here = article.title + "\n".join(one.text for one in article.paragraphs if first <= one.number <= last)
    there = "\n".join(one.text for one in article.paragraphs if not first <= one.number <= last)
    away = [year for year in asked if year not in here]
    return any(year in there for year in away) or (bool(away) and today is not None and not _resolved(away, article))


def _resolved(years: Sequence[str], article: Article) -> bool:
    """Whether any date of an article, such as "last year", lies in one of these years."""
    found = [one for dates in dates_of(article).values() for one in dates]
    return any(one.first.year <= int(year) <= one.last.year for one in found for year in years)


def of_another_person(question: str, article: Article, answer: Citation, evidence: Citation) -> bool:
    """Whether a question asks for the age of somebody whom the evidence neither names nor means, or it gives no age.

    Args:
        question: as asked; "how old is the bank" is another's business.
        article, answer, evidence: as `mistaken`.
    """
    asked = _HOW_OLD.match(bare(question))
    words = _words(asked["who"]) if asked else []
    if not asked or not is_person(asked["who"]) or not words:
        return False
    text = article.paragraph(answer.paragraph).text
    lasting = _LASTING.search(text, answer.start)
    if lasting and lasting.start() < answer.end:
        return True
    named = frozenset(word.casefold() for word in _WORD.findall(_plain(evidence.quote)))
    return not (_is_near(words[-1], named) or _PERSONAL.search(evidence.quote))


def already_past(question: str, article: Article, answer: Citation) -> bool:
    """Whether a question asks when something will be, and the days that the answer names were over before the article.

    Args:
        question: as asked.
        article: of the answer; without a day of its own it tells nothing.
        answer: the words that answer.
    """
    today = own_day(article)
    if today is None or not _AHEAD.match(bare(question)):
        return False
    said = dates_in(article, answer.paragraph, Span(answer.start, answer.end))
    return bool(said) and all(one.last < today for one in said)


def _words(name: str) -> list[str]:
    """The words of a name that say whose it is: neither small nor abbreviated, and without digits."""
    written = _WORD.findall(_plain(name))
    return [
        word.casefold() for word in written if len(word) >= _FEWEST - 1 and word[0].isupper() and not word.isupper()
    ]


def _known(article: Article) -> frozenset[str]:
    """The words of an article, small, with those that stand for them."""
    credits = (article.byline, article.agency, article.dateline, article.section, *article.tags)
    text = "\n".join((article.title, *filter(None, credits), *(one.text for one in article.paragraphs)))
    words = {word.casefold() for word in _WORD.findall(_POINT.sub("", _plain(text)))}
    return frozenset(words.union(*(land for land in _LANDS if land & words)))


def _plain(text: str) -> str:
    """The text without accents: "Galvez" is asked for Gálvez."""
    return "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))


def _is_known(words: list[str], known: frozenset[str]) -> bool:
    """Whether the last word of a name, which is a person's own, or more than half of its words are known."""
    found = [_is_near(word, known) for word in words]
    return found[-1] or sum(found) > len(found) / 2


def _is_near(word: str, known: frozenset[str]) -> bool:
    if word in known:
        return True
    root = word[: max(_FEWEST, (len(word) + 1) // 2)]
    return any(
        other.startswith(root)
        or (other[0] == word[0] and Indel.normalized_similarity(word, other, score_cutoff=_ALIKE) > 0)
        for other in known
    )


def _times(question: str) -> list[re.Match[str]]:
    """The years, months and weekdays that a question asks about."""
    return [one for one in _TIME.finditer(question) if not _NOT_THEN.search(question[: one.start()])]


def _hyphened(text: str) -> str:
    return text.replace("–", "-").replace("/", "-")


def _measures(time: re.Match[str], said: ResolvedDate) -> bool:
    """Whether a date is fine enough to be another than the time asked."""
    days = (said.last - said.first).days
    return days < (366 if time["year"] else 31 if time["month"] else 1)


def _holds(time: re.Match[str], said: ResolvedDate) -> bool:
    """Whether a date may be, or lie in, the time asked."""
    if time["year"]:
        return said.first.year <= int(time["year"]) <= said.last.year
    if time["month"]:
        months = range(said.first.year * 12 + said.first.month, said.last.year * 12 + said.last.month + 1)
        return any((month - 1) % 12 == _MONTHS.index(time["month"].casefold()) for month in months)
    return (said.last - said.first).days > 0 or said.first.weekday() == _DAYS.index(time["day"].casefold())
