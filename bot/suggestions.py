"""Example questions drawn from an article's own sentences, by the shapes that newspaper prose repeats.

Each question is about something the article says: a figure that counts something, something that happened on a
day, somebody who is quoted, somebody who is introduced. No model is needed, so they are there at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

from bot.article import Article
from bot.sentences import sentence_spans

_LONGEST_SENTENCE = 1000  # characters; what is longer is no sentence, and would only cost time
_NUMBER = (
    r"(?:\d[\d,]*(?! ?(?:%|per cent|percent|[ap]\.?m\b|million|billion))|two|three|four|five|six|seven|eight|nine|ten|"
    r"eleven|twelve|a dozen|dozens of|hundreds of|thousands of)"
)
_NAME = r"(?<!\w)[A-Z][\w’'-]{1,30}(?: (?:[A-Z]\.|[A-Z][\w’'-]{1,30}|de|van|von|al|bin)){0,2} [A-Z][\w’'-]{1,30}(?!\w)"
_DAY = (
    r"(?:on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:last|next) (?:week|month|year)|in (?:early |late |mid-)?"
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December))"
)
_DONE = r"(?:[a-z]+ed|held|sent|built|begun|found|hurt|won|lost|made|shot|seen|taken|given|born)"

_FUNCTION_WORD = (
    r"(?:the|also|for|of|and|in|on|at|to|by|as|or|but|from|with|that|than|per|has|was|is|its|his|this|across|less|"
    r"always|others|perhaps)\b"
)
_NOUN = rf"(?!{_FUNCTION_WORD})"
_PERSON = r"(?:[a-z-]+ ){0,3}?[a-z]+(?:er|or|ist|ian|ant|ent|man|woman|chief|captain|coach|judge|mayor|pilot)\b"
_COUNTED = re.compile(
    rf"\b{_NUMBER} (?:other |more )?((?:{_NOUN}[a-z-]+ )?{_NOUN}[a-z]{{3,}}s|people|men|women|children)\b"
    rf"(?: ((?:were|are) {_DONE})\b)?"
)
_HAPPENED = re.compile(rf"\bThe ((?:[a-z-]+ ){{1,2}})(?:for [\w ]+ |of [\w ]+ )?(was|were) ({_DONE})\b[^.;]*?\b{_DAY}")
_SAID = re.compile(rf"({_NAME}) (?:said|says|told)\b|\b(?:said|says) ({_NAME})")
_INTRODUCED = re.compile(rf"({_NAME}), an? {_PERSON}")

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
    ('How many boats were lost?', 'When was the harbour reopened?')
    """
    sentences = [
        paragraph.text[span.start : span.end]
        for paragraph in article.body
        for span in sentence_spans(paragraph.text)
        if len(span) <= _LONGEST_SENTENCE
    ]
    kinds = [_how_many(sentences), _when(sentences), _what_said(sentences), _who(sentences)]
    rounds = zip_longest(*(dict.fromkeys(kind) for kind in kinds))
    questions = dict.fromkeys(question for turn in rounds for question in turn if question)
    return tuple(questions)[:count]


def _how_many(sentences: list[str]) -> Iterator[str]:
    for sentence in sentences:
        for match in _COUNTED.finditer(sentence):
            counted, happened = match.groups()
            if not _MEASURES.match(counted):
                yield f"How many {counted} {happened}?" if happened else f"How many {counted}?"


def _when(sentences: list[str]) -> Iterator[str]:
    for sentence in sentences:
        for match in _HAPPENED.finditer(sentence):
            thing, verb, done = match.groups()
            yield f"When {verb} the {thing.strip()} {done}?"


def _what_said(sentences: list[str]) -> Iterator[str]:
    for sentence in sentences:
        for match in _SAID.finditer(sentence):
            yield f"What did {match.group(1) or match.group(2)} say?"


def _who(sentences: list[str]) -> Iterator[str]:
    for sentence in sentences:
        for match in _INTRODUCED.finditer(sentence):
            yield f"Who is {match.group(1)}?"
