"""Example questions drawn from an article's own sentences, by the shapes that newspaper prose repeats.

Each asks for something that a sentence says, and is a whole question: a figure that counts something that happened, the
day, the place, the price or the reason of it, what somebody who is named says, who somebody is. What fits no shape is
not asked: better none than a crippled one. No model is needed, so they are there at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import zip_longest

from bot.article import Article
from bot.attribution import attributions
from bot.phrases import is_person, names
from bot.sentences import sentence_spans

_LONGEST_SENTENCE = 1000  # characters; what is longer is no sentence, and would only cost time
_MOST_SENTENCES = 200  # of an article: more than enough to ask about
_NUMBER = (
    r"(?:\d[\d,]*(?! ?(?:%|per cent|percent|[ap]\.?m\b|million|billion))|two|three|four|five|six|seven|eight|nine|ten|"
    r"eleven|twelve|dozens of|hundreds of|thousands of)"
)
_NAME = (
    r"(?<![\w-])[A-Z][\w’'-]{1,30}(?: (?:[A-Z]\.|[A-Z][\w’'-]{1,30}|de|van|von|al|bin)){0,2} [A-Z][\w’'-]{1,30}(?!\w)"
)
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_DAY = (
    rf"(?:on {_WEEKDAY}|(?:last|next) (?:week|month|year)|in (?:early |late |mid-)?{_MONTH}|on {_MONTH} \d|in \d{{4}})"
)
_FUNCTION_WORD = (
    r"(?:the|also|for|of|and|in|on|at|to|by|as|or|but|from|with|that|than|per|has|was|is|its|his|her|their|this|across|"
    r"less|always|others|perhaps|who|which|were|are|not)\b"
)
_WORD = rf"(?!{_FUNCTION_WORD})[a-z][a-z-]+"
_PLURAL = rf"(?:(?:{_WORD} )?{_WORD}(?<!s)s|people|men|women|children)"
_IRREGULAR = (
    "held|sent|built|found|hurt|made|shot|seen|taken|given|sold|stolen|bought|told|chosen|left|struck|lost|cut|shut|"
    "burnt|torn down|laid off"
)
_DONE = rf"(?:[a-z]{{2,}}ed|{_IRREGULAR})"
_PERSON = r"(?:[a-z-]+ ){0,3}?[a-z]*(?:er|or|ist|ian|ant|ent|man|woman|chief|captain|coach|judge|mayor|pilot)\b"
# Who or what a sentence is about: a name, or "the" with one to three plain words.
_THING = rf"(?P<thing>(?:The|A|An) (?:{_WORD} ){{0,2}}{_WORD}|{_NAME})"
_AWAY = r"[^.;:“”\"]{0,80}?"  # within the clause

_WERE = re.compile(
    rf"\b{_NUMBER} (?:other |more )?(?P<many>{_PLURAL}) (?P<did>(?:were|are|have been|had been) {_DONE})\b"
)
_WENT = re.compile(
    rf"\b{_NUMBER} (?:other |more )?(?P<many>{_PLURAL}) "
    r"(?P<did>died|fled|survived|voted|gathered|attended|signed up|took part|lost their (?:lives|jobs)|fell ill)\b"
)
_DOES_TO = re.compile(
    r"\b(?P<did>kill|injur|wound|arrest|detain|evacuat|rescu|displac|destroy|damag|employ)(?:ed|ing|s) "
    r"(?:at least |more than |about |around |some |nearly |an estimated )?"
    rf"{_NUMBER} (?:other |more )?(?P<many>{_PLURAL})\b"
)
_PASSIVE = re.compile(rf"(?:^|, ){_THING} (?P<verb>was|were) (?P<did>{_DONE})\b(?P<rest>{_AWAY})(?:[.,;]|$)")
_ACTIVE = re.compile(
    rf"(?:^|, )(?P<thing>(?:The|A|An) (?:{_WORD} ){{0,2}}{_WORD}|{_NAME}) "
    r"(?P<did>died|resigned|opened|closed|began|started|ended|announced|signed|launched|won|left|arrived|returned)"
    rf"(?P<object>(?: (?!on\b|in\b|last\b|next\b|after\b)[\w’'-]+){{0,5}}) {_DAY}"
)
_PRICED = re.compile(
    rf"(?:^|, ){_THING} (?P<did>sold for|cost|raised|lost|earned|was fined|was sold for|paid|is worth|was worth) "
    r"(?:[a-z]+ ){0,2}[$£€]\d"
)
_INTRODUCED = re.compile(rf"(?P<name>{_NAME}), (?:an?|the) {_PERSON}")
_WHEN = re.compile(rf"\b{_DAY}")
_WHERE = re.compile(r"\b(?:in|at|near|outside) (?:the )?[A-Z](?!(?:anuary|ebruary|arch|pril|ay|une|uly|ugust)\b)")
_PLACED = re.compile(r"(?:held|found|arrested|built|shot|killed|seen|buried|filmed|born|stolen|discovered|attacked)$")
_WHY = re.compile(
    r"\b(?:because|due to|owing to|after (?:a|an|the|its|his|her|they|he|she|it)\b|over (?:a|an|the|its|his|her)\b)"
)
_BASES = {
    "died": "die", "resigned": "resign", "opened": "open", "closed": "close", "began": "begin", "started": "start",
    "ended": "end", "announced": "announce", "signed": "sign", "launched": "launch", "won": "win", "left": "leave",
    "arrived": "arrive", "returned": "return", "raised": "raise", "lost": "lose", "earned": "earn", "paid": "pay",
    "cost": "cost", "sold for": "sell for",
}  # fmt: skip
_MOST_SPEAKER_WORDS = 6
_BODY = re.compile(r"[Tt]he [A-Z][\w.&-]*(?: (?:[A-Z][\w.&-]*|of|for|and|on|the))*")
# What follows a number without being counted: "nine years", "two weeks", "three times".
_MEASURES = re.compile(
    r"(?:^|.* )(?:years?|decades|months?|weeks?|days?|hours?|minutes?|seconds?|times|metres|meters|kilometres|"
    r"kilometers|miles|feet|yards|inches|points|degrees|knots|marks|dollars|pounds|euros|cents|tonnes|tons|ounces|milligrams)$"
)


def suggest_questions(article: Article, count: int = 4) -> tuple[str, ...]:
    """Questions that the article is likely to answer.

    Args:
        article: any article.
        count: the most questions.

    Returns:
        At most `count`, of different kinds first; fewer, or none, where its sentences offer no more.

    >>> text = "The mayor, Ann Lee, said on Friday that 40 boats were lost. The harbour was reopened on Sunday."
    >>> suggest_questions(Article.from_text(text))
    ('How many boats were lost?', 'When was the harbour reopened?', 'What did Ann Lee say?')
    """
    sentences = [
        paragraph.text[span.start : span.end]
        for paragraph in article.body
        for span in sentence_spans(paragraph.text)
        if len(span) <= _LONGEST_SENTENCE
    ][:_MOST_SENTENCES]
    kinds = [_each(sentences, one) for one in (_how_many, _when_and_where, _why, _how_much)]
    kinds[2:2] = [_what_said(article), _each(sentences, _who)]
    rounds = zip_longest(*(dict.fromkeys(kind) for kind in kinds))
    questions = dict.fromkeys(question for turn in rounds for question in turn if question)
    return tuple(questions)[:count]


def _each(sentences: list[str], asks: Callable[[str], Iterator[str]]) -> Iterator[str]:
    return (question for sentence in sentences for question in asks(sentence))


def _how_many(sentence: str) -> Iterator[str]:
    for shape in (_WERE, _WENT):
        for match in shape.finditer(sentence):
            if not _MEASURES.match(match["many"]):
                yield f"How many {match['many']} {match['did']}?"
    for match in _DOES_TO.finditer(sentence):
        if not _MEASURES.match(match["many"]):
            yield f"How many {match['many']} were {match['did']}ed?"


def _when_and_where(sentence: str) -> Iterator[str]:
    for match in _PASSIVE.finditer(sentence):
        thing = _inside(match["thing"])
        if _WHEN.search(match["rest"]):
            yield f"When {match['verb']} {thing} {match['did']}?"
        if _PLACED.match(match["did"]) and _WHERE.search(match["rest"]):
            yield f"Where {match['verb']} {thing} {match['did']}?"
    for match in _ACTIVE.finditer(sentence):
        yield f"When did {_inside(match['thing'])} {_BASES[match['did']]}{match['object']}?"


def _why(sentence: str) -> Iterator[str]:
    for match in _PASSIVE.finditer(sentence):
        if _WHY.search(match["rest"]):
            yield f"Why {match['verb']} {_inside(match['thing'])} {match['did']}?"


def _how_much(sentence: str) -> Iterator[str]:
    for match in _PRICED.finditer(sentence):
        thing, did = _inside(match["thing"]), match["did"]
        if did in _BASES:
            yield f"How much did {thing} {_BASES[did]}?"
        else:
            verb, rest = did.split(" ", 1)
            yield f"How much {verb} {thing} {rest}?"


def _what_said(article: Article) -> Iterator[str]:
    """What those say who are named in full, or are a body with a name; each once, by its last word."""
    asked: set[str] = set()
    for one in attributions(article, last=_MOST_SENTENCES):
        who = one.who or ""
        last = who.split()[-1] if who else ""
        if one.cue and last not in asked and _may_be_asked(who):
            asked.add(last)
            yield f"What did {_inside(who)} say?"


def _may_be_asked(who: str) -> bool:
    """Whether a speaker's words stand on their own in a question: "Ann Lee", "the White House"; not "the report"."""
    if "’s" in who or "'s" in who or not 1 < len(who.split()) <= _MOST_SPEAKER_WORDS or not who[-2:].isalpha():
        return False
    return bool(_BODY.fullmatch(who)) or (is_person(who) and bool(re.match(r"[A-Z][a-z]+[ .]", who)))


def _who(sentence: str) -> Iterator[str]:
    for match in _INTRODUCED.finditer(sentence):
        if is_person(match["name"]) and names(match["name"]) == [match["name"]]:
            yield f"Who is {match['name']}?"


def _inside(thing: str) -> str:
    """A phrase as it stands within a question: "The bridge" is "the bridge"; so is "a bridge", once it was told of."""
    return re.sub(r"^(?:The|A|An|the) ", "the ", thing)
