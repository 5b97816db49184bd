"""Who stands behind a verb of saying, and the subject with which a sentence begins, as ranges of tokens."""

from __future__ import annotations

from bot.attribution.phrases import LONGEST, WALLS, Range, begins, nominal
from bot.attribution.tokens import Token, Tokens
from bot.attribution.words import (
    ADVERBS,
    AUXILIARIES,
    CHANNELS,
    CONJUNCTIONS,
    DAYS,
    DETERMINERS,
    OPENERS,
    PREPOSITIONS,
    PRONOUNS,
    TIMES,
    is_finite,
)


def after(tokens: Tokens, start: int) -> Range | None:
    """The speaker that begins at token `start`: "Kim Min-jun", "a spokesman for the ministry"."""
    if start >= len(tokens) or not tokens[start].word:
        return None
    first = tokens[start]
    if first.low in PRONOUNS:
        return start, start + 1
    if not first.capital and (first.low in PREPOSITIONS | CONJUNCTIONS | ADVERBS | AUXILIARIES | TIMES | DAYS):
        return None
    end = start
    while end < len(tokens) and end - start < LONGEST and not _stops(tokens, start, end):
        end += 1
    return (start, end) if end > start and nominal(tokens, start, end) else None


def _stops(tokens: Tokens, start: int, at: int) -> bool:
    """Whether a phrase that began at `start` ends before token `at`."""
    token, last = tokens[at], tokens[at - 1] if at > start else None
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if not token.word or last is None:
        return not token.word
    if token.low in PREPOSITIONS:
        return not _hangs(tokens, start, at)
    if token.low == "and":
        return not (following and begins(tokens, at + 1) and following.low not in PRONOUNS)
    if token.low in CONJUNCTIONS or token.low in DAYS or token.low in ADVERBS or token.low in PRONOUNS:
        return True
    if token.low in TIMES and last.low not in DETERMINERS:
        return True
    if token.low.endswith("ing") and not token.capital and last.low not in DETERMINERS | PREPOSITIONS:
        return True
    return is_finite(token.low, last.low) and not (token.low.endswith("ed") and last.low == "and")


def _hangs(tokens: Tokens, start: int, at: int) -> bool:
    """Whether the preposition at `at` goes on with the phrase: "of the union", not "in a statement" or "on Monday"."""
    rest = [token.low for token in tokens[at + 1 : at + 5]]
    if not rest or any(low in CHANNELS for low in rest[:3]) or rest[0] in DAYS:
        return False
    low = tokens[at].low
    if low in ("of", "for", "from"):
        return True
    lower_head = not tokens[at - 1].capital
    return low in ("at", "in", "with", "on", "by", "to", "against") and lower_head and rest[0] not in TIMES


def name_beside(tokens: Tokens, speaker: Range) -> Range | None:
    """The name that follows a speaker without one: "her mother, Andrea Lee, said"."""
    start, comma = speaker[1] + 1, speaker[1]
    if (
        comma >= len(tokens)
        or tokens[comma].text != ","
        or any(tokens[at].capital for at in range(speaker[0] + 1, comma))
    ):
        return None
    end = start
    while end < len(tokens) and tokens[end].capital:
        end += 1
    closed = end == len(tokens) or not tokens[end].word
    return (start, end) if closed and end - start >= 2 and tokens[speaker[0]].low in DETERMINERS else None


def opening_subject(tokens: Tokens, end: int) -> Range | None:
    """The subject with which the sentence's main clause begins, somewhere before token `end`."""
    start = 0
    while start < end and (tokens[start].low in OPENERS or tokens[start].text in WALLS):
        start += 1
    if start < end and (tokens[start].low in PREPOSITIONS or tokens[start].low.endswith("ing")):
        comma = next((at for at in range(start, end) if tokens[at].text == ","), end)
        start = comma + 1
    found = after(tokens, start) if start < end else None
    return found if found and found[1] <= end and _plausible(tokens[found[0]]) else None


def _plausible(token: Token) -> bool:
    return token.capital or token.low in DETERMINERS or token.low in PRONOUNS
