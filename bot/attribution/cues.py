"""Where a sentence says that somebody says something: each cue with its speaker, as ranges of tokens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum

from bot.attribution.following import after, opening_subject
from bot.attribution.phrases import Range, antecedent, before
from bot.attribution.tokens import Tokens
from bot.attribution.words import (
    ADVERBS,
    BASE_FORMS,
    BEING,
    CONJUNCTIONS,
    DAYS,
    DETERMINERS,
    DOCUMENTS,
    INVERTING,
    JUDGING,
    MADE,
    MODALS,
    NEGATIONS,
    PLURAL_NOUNS_TOO,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
    REPORTING,
    REPORTING_PARTICIPLES,
    SAYING,
    SEVERAL,
    SOURCES,
    TIMES,
    is_finite,
)

_NOBODY = frozenset(("there", "that", "this", "which", "what", "nobody", "no", "none", "neither", "here", "those"))
_OWNING = ("’s", "'s", "s’", "s'")
_IN_TWO = {"pointed": "out", "points": "out", "put": "it", "puts": "it"}
_FARTHEST_MAKER = 8  # words from "released" to "by": "released to reporters on Monday by"
_PLAIN = frozenset(
    ["said", "says", "added", "adds", "wrote", "explained", "argued", "insisted"]
)  # these take a clause, not a thing
_ASKED_OF = frozenset(["about", "whether", "if", "to", "by", "why", "how", "what", "who", "when", "where"])
_BEFORE_NOUNS = DETERMINERS - frozenset(
    ["this", "that", "some", "many", "all", "several", "both", "each", "another", "few"]
)


class Order(Enum):
    """How a cue stands to its speaker and to what is said."""

    SUBJECT_FIRST = 1  # "Kim said"
    VERB_FIRST = 2  # "said Kim"
    ACCORDING = 3  # "according to Kim"
    PARTICIPLE = 4  # "…, adding that"
    COLON = 5  # "Kim: “…”"


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that attribute.

    Attributes:
        order: how they stand.
        verb: the cue itself.
        speaker: who; None where the sentence does not tell.
        left: where the clause of speaker and cue begins, with what stands in apposition.
        right: where it ends.
        judges: whether the verb takes what is held for its object: "accused the club".
    """

    order: Order
    verb: Range
    speaker: Range | None
    left: int
    right: int
    judges: bool = False


def cues(tokens: Tokens) -> list[Cue]:
    """The cues of a sentence, in order, none within another's words."""
    found: list[Cue] = []
    for at, token in enumerate(tokens):
        if found and at < found[-1].right:
            continue
        if at == 0 and token.low in _PLAIN and (first := after(tokens, 1)):
            found.append(Cue(Order.VERB_FIRST, (0, 1), first, 0, first[1]))  # "Added Ann Lee: “…”"
        elif token.low == "according" and at + 1 < len(tokens) and tokens[at + 1].low == "to":
            found += _according(tokens, at)
        elif token.low in _IN_TWO and at + 1 < len(tokens) and tokens[at + 1].low == _IN_TWO[token.low]:
            found += _widened(_verb(tokens, at, found))
        elif token.low in REPORTING or token.low in SAYING or token.low in JUDGING:
            found += _verb(tokens, at, found)
        elif token.low in REPORTING_PARTICIPLES:
            found += _participle(tokens, at, found)
    colon = next((at for at, token in enumerate(tokens) if token.text == ":"), 0)
    return found or list(_colon(tokens, colon)) or list(_beside_quotation(tokens))


def _widened(found: Iterator[Cue]) -> Iterator[Cue]:
    """Cues whose verb has a second word: "pointed out"."""
    for one in found:
        yield replace(one, verb=(one.verb[0], one.verb[1] + 1), right=one.right + 1)


def _according(tokens: Tokens, at: int) -> Iterator[Cue]:
    speaker = after(tokens, at + 2)
    if speaker is None:
        end = next((n for n in range(at + 2, len(tokens)) if not tokens[n].word), len(tokens))
        speaker = (at + 2, end) if end > at + 2 else None
    if speaker:
        speaker = _maker(tokens, speaker) or speaker
        yield Cue(Order.ACCORDING, (at, at + 2), speaker, at, speaker[1])


def _maker(tokens: Tokens, speaker: Range) -> Range | None:
    """Of "figures released on Monday by the ministry", the ministry; None of who is no document or has no maker."""
    ends = range(speaker[0] + 1, min(speaker[1] + 1, len(tokens)))
    made = next((at for at in ends if tokens[at - 1].low in SOURCES and tokens[at].low in MADE), len(tokens))
    for place in range(made + 1, min(made + _FARTHEST_MAKER, len(tokens))):
        if tokens[place].low == "by":
            return after(tokens, place + 1)
        if not tokens[place].word:
            return None
    return None


def _verb(tokens: Tokens, at: int, earlier: list[Cue]) -> Iterator[Cue]:
    """A finite verb of saying at `at`, in whichever order."""
    low = tokens[at].low
    start, denied = _group(tokens, at)
    if denied or not _speaks(tokens, at, start):
        return
    if speaker := _inverted(tokens, start, at):
        yield Cue(Order.VERB_FIRST, (at, at + 1), speaker, start, speaker[1])
        return
    judges = low in JUDGING and low not in SAYING
    speaker = before(tokens, start)
    if speaker and tokens[speaker[0]].low not in _NOBODY and tokens[speaker[1] - 1].low != "ago":
        if low not in BASE_FORMS or _plural(tokens, speaker):
            yield Cue(Order.SUBJECT_FIRST, (start, at + 1), speaker, speaker[0], at + 1, judges)
    elif speaker is None and start and tokens[start - 1].low in ("and", "but", "then") and low not in BASE_FORMS:
        shared = earlier[-1].speaker if earlier else opening_subject(tokens, start - 1)
        if shared:
            yield Cue(Order.SUBJECT_FIRST, (start, at + 1), shared, start - 1, at + 1, judges)


def _speaks(tokens: Tokens, at: int, start: int) -> bool:
    """Whether the word at `at` is an active verb: not "was told", "to say", "Kim’s stated aim", "United States"."""
    low, left = tokens[at].low, tokens[start - 1] if start else None
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if tokens[at].capital and (at == 0 or (tokens[at - 1].capital and low in PLURAL_NOUNS_TOO)):
        return False
    if left is None:
        return True
    if left.low in MODALS or left.low in BEING or left.text.endswith("-") or left.low.endswith(_OWNING):
        return False
    if low == "asked" and left.text == "," and following and following.low in _ASKED_OF:
        return False  # "Mr Kim, asked about the deal, left"
    if low not in PLURAL_NOUNS_TOO:
        return True
    owned = start > 1 and tokens[start - 2].low.endswith(_OWNING) and not left.capital
    noun = owned or left.low in _BEFORE_NOUNS or left.low in PREPOSITIONS
    return not noun and not (following and is_finite(following.low, "") and following.low not in SAYING)


def _group(tokens: Tokens, at: int) -> tuple[int, bool]:
    """Where the verb's group begins ("had also said"), and whether it is denied ("did not say")."""
    start, denied = at, False
    while start:
        low = tokens[start - 1].low
        if low in NEGATIONS:
            denied = True
        elif not (
            low in ADVERBS or (low.endswith("ly") and low not in ("family", "july", "italy", "assembly", "ally"))
        ):
            break
        if tokens[start - 1].capital and start > 1 and not tokens[start - 2].word:
            break
        start -= 1
    if start > 2 and tokens[start - 1].low == "day" and tokens[start - 2].low in ("next", "same", "following"):
        start -= 3  # "and the next day posted"
    return start, denied


def _plural(tokens: Tokens, speaker: Range) -> bool:
    """Whether a base form can follow: "officials say", not "the man say"."""
    lows = [tokens[at].low for at in range(*speaker)]
    return any(low in SEVERAL or (low.endswith("s") and not low.endswith(_OWNING)) or "%" in low for low in lows)


def _inverted(tokens: Tokens, start: int, at: int) -> Range | None:
    """The speaker behind the verb at `at`, where the verb stands before it."""
    if tokens[at].low not in INVERTING or not start:
        return None
    last = tokens[start - 1]
    if not (last.quote or last.text in (",", "—", "–", "-", "?", "!")):
        return None
    speaker = after(tokens, at + 1)
    if speaker is None or tokens[speaker[0]].low in _NOBODY:
        return None
    if tokens[speaker[0]].low in PRONOUNS and not last.quote:
        return None
    following = tokens[speaker[1]] if speaker[1] < len(tokens) else None
    if following and is_finite(following.low, tokens[speaker[1] - 1].low):
        return None
    if following and not last.quote and following.word and not _ends_phrase(following.low):
        return None
    chain = before(tokens, start)
    plain = tokens[at].low in _PLAIN and (following is None or not following.word)
    if not (last.quote or plain) and chain and not _clause(tokens, chain[0]):
        return None  # "Ann Lee, the mayor, announced a tax"
    return speaker


def _ends_phrase(low: str) -> bool:
    """Whether a word behind a speaker begins a place, a time or a manner."""
    return low in PREPOSITIONS - {"to", "as"} or low in DAYS or low in TIMES or low in ADVERBS or low in RELATIVES


def _clause(tokens: Tokens, end: int) -> bool:
    """Whether a whole clause or a quotation stands before token `end`."""
    return any(tokens[at].quote or is_finite(tokens[at].low, tokens[at - 1].low if at else "") for at in range(end))


def _participle(tokens: Tokens, at: int, earlier: list[Cue]) -> Iterator[Cue]:
    """A participle: "…, adding that", "was quoted as saying", "is now saying"."""
    left = tokens[at - 1] if at else None
    if left and left.low == "as" and at > 1:
        start = next((n for n in range(at - 1, max(at - 8, -1), -1) if tokens[n].low in ("quoted", "cited")), None)
        being = start is not None and start and tokens[start - 1].low in BEING
        speaker = before(tokens, start - 1 if being else start) if start is not None else None
        if speaker:
            yield Cue(Order.SUBJECT_FIRST, (speaker[1], at + 1), speaker, speaker[0], at + 1)
        return
    start, denied = _group(tokens, at)
    if denied:
        return
    if start and tokens[start - 1].low in BEING:
        speaker = before(tokens, start - 1)
        if speaker and tokens[speaker[0]].low not in _NOBODY:
            yield Cue(Order.SUBJECT_FIRST, (start - 1, at + 1), speaker, speaker[0], at + 1)
        return
    left = tokens[start - 1] if start else None
    if left is None or left.low in PREPOSITIONS - {"by"}:
        return
    set_off = left.text in (",", "—", "–") or left.quote or left.low == "and"
    if set_off or tokens[at].low == "saying":
        speaker = earlier[-1].speaker if earlier else opening_subject(tokens, start - 1)
        if not set_off and left.capital and not earlier:
            speaker = antecedent(tokens, before(tokens, start))
        if speaker:
            yield Cue(Order.PARTICIPLE, (at, at + 1), speaker, start, at + 1)


def _colon(tokens: Tokens, at: int) -> Iterator[Cue]:
    """A name and a colon before a quotation."""
    if at + 1 >= len(tokens) or not at:
        return
    if not tokens[at + 1].quote:
        return
    name = (0, at) if at <= 6 and all(token.capital for token in tokens[:at]) else opening_subject(tokens, at)
    if name and (tokens[name[0]].capital or tokens[name[0]].low in ("he", "she", "they")):
        if name[1] < at and tokens[name[0]].low in DETERMINERS | CONJUNCTIONS:
            return
        if not tokens[name[1] - 1].capital and tokens[name[0]].low not in PRONOUNS:
            return  # "Live updates: ‘Day of reckoning’"
        yield Cue(Order.COLON, (at, at + 1), name, 0, at + 1)


def _beside_quotation(tokens: Tokens) -> Iterator[Cue]:
    """Any verb right behind a quotation that ends in a comma: "“We won,” Kim beamed"."""
    for at, token in enumerate(tokens):
        if not token.quote or token.text.rstrip("”\"’'»")[-1:] != ",":
            continue
        speaker = after(tokens, at + 1)
        if speaker and speaker[1] < len(tokens) and is_finite(tokens[speaker[1]].low, ""):
            yield Cue(Order.SUBJECT_FIRST, (speaker[1], speaker[1] + 1), speaker, speaker[0], speaker[1] + 1)
            return


def documented(tokens: Tokens, cue: Cue) -> bool:
    """Whether the speaker is a document, whose verbs report whatever follows: "the report found 12 defects"."""
    return cue.speaker is not None and any(tokens[at].low in DOCUMENTS for at in range(*cue.speaker))
