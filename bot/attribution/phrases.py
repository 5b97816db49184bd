"""Who stands before or behind a verb of saying: a noun phrase as a range of tokens, found without a parser.

Newspapers keep the speaker beside the verb, apart from an apposition ("Ann Lee, 54, a baker, said"), so that commas,
determiners and capitals tell most of it. Every function returns a half-open range of token indices, or None.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import TypeAlias

from bot.attribution.tokens import Tokens
from bot.attribution.words import (
    ADVERBS,
    AUXILIARIES,
    CHANNELS,
    CONJUNCTIONS,
    DAYS,
    DETERMINERS,
    OPENERS,
    PERIODS,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
    TIMES,
    is_finite,
)

Range: TypeAlias = tuple[int, int]
WALLS = frozenset(",;:—–-()[]…!?")
LONGEST = 25  # tokens of a speaker
_LONGEST_ASIDE = 45
_LONGEST_NAME = 3
_NEAR_NOUN = 4  # words between an article and its capitalised noun: "a national Democrat"
_AGE = re.compile(r"\d+$")


def before(tokens: Tokens, end: int) -> Range | None:
    """The speaker that ends directly before token `end`, or before a comma there and its apposition."""
    if end and tokens[end - 1].text == ",":
        return _before_apposition(tokens, end - 1)
    if end and tokens[end - 1].text == ")":
        opened = next((at for at in range(end - 1, max(end - 12, -1), -1) if tokens[at].text == "("), end)
        return before(tokens, opened) if opened < end else None
    start = end
    while start and not _wall(tokens, start - 1):
        start -= 1
    return _subject(tokens, start, end)


def _wall(tokens: Tokens, at: int) -> bool:
    """Whether a phrase cannot reach over this token."""
    return tokens[at].quote or tokens[at].text in WALLS


def _subject(tokens: Tokens, start: int, end: int) -> Range | None:
    """The noun phrase at the end of a stretch without marks."""
    bound = start
    for at in range(end - 1, start - 1, -1):
        low = tokens[at].low
        if low in RELATIVES and (at == end - 1 or not begins(tokens, at + 1)):
            return antecedent(tokens, before(tokens, at))  # "residents who fled said", "Kim, who said"
        if low in CONJUNCTIONS and not (low == "and" and _joins(tokens, start, at)) and not tokens[at].capital:
            bound = at + 1
            break
    return _trimmed(tokens, bound, end)


def antecedent(tokens: Tokens, found: Range | None) -> Range | None:
    """Whom "who" means behind these words: the last name or phrase of them."""
    if found is None:
        return None
    start, end = found
    if tokens[end - 1].capital:
        at = end - 1
        while at > start and tokens[at - 1].capital:
            at -= 1
        near = range(at - 1, max(start, at - _NEAR_NOUN) - 1, -1)
        opened = next((n for n in near if tokens[n].low in DETERMINERS | PREPOSITIONS), at)
        return (opened if tokens[opened].low in DETERMINERS else at), end
    at = next((n for n in range(end - 1, start - 1, -1) if tokens[n].low in DETERMINERS), start)
    return at, end


def _joins(tokens: Tokens, start: int, at: int) -> bool:
    """Whether "and" joins two speakers, not two clauses."""
    return at > start and not any(
        is_finite(tokens[place].low, tokens[place - 1].low if place else "") for place in range(start, at)
    )


def begins(tokens: Tokens, at: int) -> bool:
    """Whether a noun phrase may begin here."""
    token = tokens[at]
    return token.word and (token.capital or token.low in PRONOUNS or token.low in DETERMINERS)


def _trimmed(tokens: Tokens, start: int, end: int) -> Range | None:
    """A stretch without what opens its clause: "But on Monday the minister" is "the minister"."""
    while start < end and (tokens[start].low in OPENERS or (tokens[start].low in TIMES and not _that(tokens, start))):
        opener = tokens[start].low
        start += 1
        if opener in ("last", "this", "earlier", "next", "late", "early") and start < end - 1:
            start += 1  # "last week"
    while (
        start < end - 1
        and (tokens[start].low in DAYS or _AGE.match(tokens[start].text))
        and tokens[start + 1].low not in PREPOSITIONS
    ):
        if tokens[start].low not in DAYS and not tokens[start + 1].capital:
            break
        start += 1
    if start < end and tokens[start].low in PREPOSITIONS:
        start = _behind_preposition(tokens, start, end)
    verbs = [at for at in range(start, end) if is_finite(tokens[at].low, tokens[at - 1].low if at else "")]
    if verbs:
        start = next((at for at in range(verbs[-1] + 1, end) if begins(tokens, at)), end)
    end = _without_time(tokens, start, end)
    if end - start > 1 and _stands_alone(tokens, end - 1):
        start = end - 1
    if not 0 < end - start <= LONGEST or not nominal(tokens, start, end):
        return None
    return start, end


def _stands_alone(tokens: Tokens, last: int) -> bool:
    """Whether the last word is the whole subject: "the columns he" wrote, "stories Lee" told."""
    earlier = tokens[last - 1]
    if tokens[last].low in PRONOUNS:
        return earlier.low != "and"
    return tokens[last].capital and not earlier.capital and earlier.low.endswith("s") and len(earlier.low) > 4


def _without_time(tokens: Tokens, start: int, end: int) -> int:
    """Where a phrase ends without a time behind it: "the fund this week", "Kim on Monday"."""
    while start < end:
        last, earlier = tokens[end - 1].low, tokens[end - 2].low if end - 2 > start else ""
        if last in ADVERBS or last in DAYS or last == "on":
            end -= 1
        elif last in PERIODS and earlier in ("this", "last", "next", "earlier"):
            end -= 2
        else:
            break
    return end


def _that(tokens: Tokens, at: int) -> bool:
    """Whether "this" is a determiner here, as in "this man", not part of a time."""
    following = tokens[at + 1].low if at + 1 < len(tokens) else ""
    return tokens[at].low == "this" and following not in DAYS | CHANNELS | PERIODS


def _behind_preposition(tokens: Tokens, start: int, end: int) -> int:
    """Where the subject begins behind "In Seoul" or "On Monday": at the next phrase that hangs on no preposition."""
    for at in range(start + 2, end):
        last = tokens[at - 1]
        if last.low in PREPOSITIONS or last.low in DETERMINERS or last.low == "and":
            continue
        if tokens[at].capital and last.capital and last.low not in DAYS:
            continue
        if begins(tokens, at) or last.low in DAYS:
            return at
    return end


def nominal(tokens: Tokens, start: int, end: int) -> bool:
    """Whether a stretch can be somebody or something that speaks."""
    if end - start == 1:
        low = tokens[start].low
        if low in ("his", "its", "their", "my", "our", "your"):
            return False  # "his jokes about it": a thing of his, and no saying
        lone = (
            low in PRONOUNS or tokens[start].capital or low in ("police", "officials", "some", "many", "others", "both")
        )
        return lone or (low.endswith("s") and low not in CONJUNCTIONS | ADVERBS | TIMES | PREPOSITIONS | AUXILIARIES)
    last = tokens[end - 1]
    return last.word and last.low not in PREPOSITIONS and last.low not in ("the", "a", "an", "and")


class _Part(Enum):
    """What stands between two commas before the verb."""

    NAME = 1
    PHRASE = 2
    ASIDE = 3
    CLAUSE = 4


def _before_apposition(tokens: Tokens, comma: int) -> Range | None:
    """The speaker before "…, 54, a baker," : the nearest name, else the farthest phrase of the chain."""
    head: Range | None = None
    end = comma
    while end > 0:
        end = _before_brackets(tokens, end)
        start = end
        while start and not _wall(tokens, start - 1):
            start -= 1
        part = _part(tokens, start, end)
        first = start == 0 or tokens[start - 1].text != ","
        if part is _Part.CLAUSE or end - start > _LONGEST_ASIDE:
            clipped = _subject(tokens, start, end)  # "The shop closed but Ann Lee, a baker, said"
            return clipped if clipped and clipped[0] > start and _turns(tokens, start, clipped[0]) else head
        if part in (_Part.NAME, _Part.PHRASE):
            found = _trimmed(tokens, start, end)
            lone = head is None or end - start == 1
            place = part is _Part.NAME and not first and lone and _ends_with_place(tokens, start - 1)
            if found and not place:
                head = found
                if part is _Part.NAME:
                    return head
        if first:
            return head
        end = start - 1
    return head


def _before_brackets(tokens: Tokens, end: int) -> int:
    """Where a phrase ends before what stands in brackets behind it: "the Border Force (BF)"."""
    if end and tokens[end - 1].text == ")":
        return next((at for at in range(end - 1, max(end - 12, -1), -1) if tokens[at].text == "("), end)
    return end


def _turns(tokens: Tokens, start: int, at: int) -> bool:
    """Whether a conjunction stands directly before `at`."""
    return at > start and tokens[at - 1].low in CONJUNCTIONS


def _ends_with_place(tokens: Tokens, comma: int) -> bool:
    """Whether the words before a comma end as "of Ames" does, so that "Iowa" goes on with them."""
    at = comma
    while at and tokens[at - 1].capital:
        at -= 1
    named = 0 < at < comma and tokens[comma - 1].low not in DAYS
    return named and tokens[at - 1].low in ("of", "in", "from", "at", "near", "for")


def _part(tokens: Tokens, start: int, end: int) -> _Part:
    words = tokens[start:end]
    if not words or words[0].low in RELATIVES or all(_AGE.match(one.text) for one in words):
        return _Part.ASIDE
    if words[0].low == "for" and words[-1].low in ("example", "instance"):
        return _Part.ASIDE
    if words[0].low in PREPOSITIONS or words[0].low.endswith("ing"):
        return _Part.CLAUSE if words[0].low != "of" and not words[0].capital else _Part.ASIDE
    finite = [at for at in range(start, end) if is_finite(tokens[at].low, tokens[at - 1].low if at > start else "")]
    relative = [at for at in range(start, end) if tokens[at].low in RELATIVES or tokens[at].low == "that"]
    if finite and not (relative and relative[0] < finite[0]):
        return _Part.CLAUSE
    lows = [one.low for one in words if not one.capital]
    named = words[-1].capital and all(low not in PREPOSITIONS and low not in ("a", "an") for low in lows)
    if len(words) > _LONGEST_NAME and any(one.low.endswith(("’s", "'s")) for one in words):
        named = False  # "Dane’s Deputy Chief Fire Officer" is what somebody is
    return _Part.NAME if named else _Part.PHRASE
