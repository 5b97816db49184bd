"""What is said: the words of a sentence that belong to each of its cues."""

from __future__ import annotations

from dataclasses import dataclass

from bot.article import Span
from bot.attribution.cues import Cue, Order, cues, documented
from bot.attribution.following import after, name_beside
from bot.attribution.phrases import Range
from bot.attribution.tokens import Tokens
from bot.attribution.words import (
    ADVERBS,
    CHANNELS,
    CONJUNCTIONS,
    DAYS,
    DETERMINERS,
    JUDGING,
    NAMING,
    NO_CLAIM,
    PERIODS,
    PREPOSITIONS,
    PRONOUNS,
    QUOTING_VERBS,
    RELATIVES,
    REPORTING_PARTICIPLES,
    SAYING,
    TELLING,
    TIMES,
    is_finite,
)

_PAUSES = frozenset((",", "—", "–", "-", ";"))
_CLAUSES = frozenset(("that", "whether", "if", "how", "why", "what", "where", "when", "who"))
_WHEN = DAYS | PERIODS | TIMES - {"this", "there"}
_QUOTING = frozenset("“”\"‘’'")
_OBJECTS = frozenset(("to", "of", "against", "for", "on", "about"))
_NEAR_CHANNEL = 5  # tokens from a preposition to its "statement"
_MOST_BETWEEN = 24  # tokens between a verb and its "that" or its quotation


@dataclass(frozen=True, slots=True)
class Said:
    """A cue's speaker, its name in apposition, cue and contents; none where they stand in the sentence before."""

    speaker: Span
    name: Span | None
    cue: Span
    contents: tuple[Span, ...]
    quoted: bool


def said_in(tokens: Tokens) -> list[Said]:
    """Who says what in a sentence."""
    found = []
    listed = cues(tokens)
    taken = 0
    for place, cue in enumerate(listed):
        following = listed[place + 1] if place + 1 < len(listed) else None
        limit = _limit(tokens, following)
        ranges = _contents(tokens, cue, taken, max(limit, cue.right))
        if ranges is None or cue.speaker is None:
            continue
        ranges = [one for one in (_tight(tokens, *one) for one in ranges) if one]
        contents = tuple(Span(tokens[one[0]].span.start, tokens[one[1] - 1].span.end) for one in ranges)
        quoted = any(tokens[at].quote for one in ranges for at in range(*one))
        name = name_beside(tokens, cue.speaker)
        name_span = _span(tokens, name) if name else None
        found.append(Said(_span(tokens, cue.speaker), name_span, _span(tokens, cue.verb), contents, quoted))
        taken = max([cue.right, *(end for _, end in ranges)])
    return found


def _span(tokens: Tokens, place: Range) -> Span:
    return Span(tokens[place[0]].span.start, tokens[place[1] - 1].span.end)


def _limit(tokens: Tokens, following: Cue | None) -> int:
    """Where a cue's contents end at the latest: at a clause that has a cue of its own, else with the sentence."""
    end = len(tokens)
    if following is None:
        return end
    left = following.left
    while left and tokens[left - 1].low in ("and", "but", "while", "as", "although", "though", "when"):
        left -= 1
    own = left and (tokens[left - 1].text in _PAUSES or tokens[left - 1].quote)
    return left if own or following.order in (Order.PARTICIPLE, Order.ACCORDING) or left < following.left else end


def _contents(tokens: Tokens, cue: Cue, taken: int, limit: int) -> list[Range] | None:
    """The contents of one cue; empty where they stand in the sentence before, None where it claims nothing."""
    if cue.order is Order.COLON:
        return [(cue.right, limit)]
    if cue.order is Order.ACCORDING:
        return _according(tokens, cue, taken, limit)
    claims = _holds_claim(tokens, taken, cue.left) or _interrupts(tokens, cue.right, limit)
    said_before = (taken, cue.left) if claims and _set_off(tokens, cue.left) else None
    if cue.order is Order.VERB_FIRST:
        return [one for one in (said_before,) if one] + _quotations(tokens, cue.right, limit)
    if cue.order is Order.SUBJECT_FIRST and not cue.judges:
        ends = _ends_here(tokens, cue.right, limit)
        quoted = cue.left > 0 and tokens[cue.left - 1].quote and _opens_quoted(tokens, taken, cue.left)
        if said_before and (ends or quoted):
            return [said_before, *_rest(tokens, cue.right, limit)]
        if ends and _interrupts_opener(tokens, cue.right, limit):
            return [(cue.right + 1, limit)]
        if ends and cue.left <= taken + 1:
            return _quotations(tokens, cue.right, limit) if _quotations(tokens, cue.right, limit) else []
    return _behind(tokens, cue, limit)


def _holds_claim(tokens: Tokens, start: int, end: int) -> bool:
    """Whether tokens can be what somebody said: a quotation, or words with a verb."""
    return any(
        tokens[at].quote or is_finite(tokens[at].low, tokens[at - 1].low if at else "") for at in range(start, end)
    ) or (end - start > 5 and tokens[start].low not in PREPOSITIONS and not tokens[start].low.endswith("ing"))


def _interrupts(tokens: Tokens, at: int, limit: int) -> bool:
    """Whether the verb of the clause that the cue interrupts follows: "The bridge, Kim said, will open"."""
    return at + 1 < limit and tokens[at].text == "," and is_finite(tokens[at + 1].low, "")


def _interrupts_opener(tokens: Tokens, at: int, limit: int) -> bool:
    """Whether the whole claim follows: "In any event, Kim said, the plan is dead"."""
    first = tokens[at + 1] if at + 1 < limit else None
    if tokens[min(at, limit - 1)].text != "," or first is None or not first.word:
        return False
    opens = first.low in DETERMINERS or first.low in PRONOUNS or first.capital
    return opens and not any(tokens[n].quote for n in range(at, at + 2)) and _holds_claim(tokens, at + 1, limit)


def _set_off(tokens: Tokens, left: int) -> bool:
    """Whether a comma, a dash or a quotation stands before the clause of the cue."""
    return left > 0 and (tokens[left - 1].text in _PAUSES | {"?", "!"} or tokens[left - 1].quote)


def _opens_quoted(tokens: Tokens, start: int, end: int) -> bool:
    """Whether what stands before the cue is quoted speech, not a clause with a few quoted words."""
    return tokens[start].quote or tokens[end - 1].text.rstrip("”\"’'»")[-1:] in (",", "?", "!")


def _ends_here(tokens: Tokens, start: int, limit: int) -> bool:
    """Whether only a place, a time or an addressee follows the cue, or a comma."""
    at = start
    if at < limit and tokens[at].text in _PAUSES:
        return True
    while at < limit and tokens[at].word:
        if tokens[at].low == "that" or is_finite(tokens[at].low, tokens[at - 1].low):
            return False
        at += 1
    if at < limit and (tokens[at].quote or tokens[at].text == ":"):
        return False
    first = tokens[start] if start < limit and tokens[start].word else None
    if first and first.low in _OBJECTS and start and tokens[start - 1].low not in SAYING:
        return limit - start <= 2
    lone = first is None or first.low in PREPOSITIONS | DAYS | TIMES | ADVERBS
    lone = lone or (first is not None and first.low in PRONOUNS and limit - start <= 2)
    return lone or (start > 0 and tokens[start - 1].low in TELLING)


def _rest(tokens: Tokens, start: int, limit: int) -> list[Range]:
    """What goes on behind a cue in the middle: "The bridge, Kim said, will open"; and quotations in any case."""
    later = _quotations(tokens, start, limit)
    if start < limit and tokens[start].text == "," and not later:
        first = tokens[start + 1] if start + 1 < limit else None
        if first and first.word and first.low not in CONJUNCTIONS | REPORTING_PARTICIPLES | DAYS | PREPOSITIONS:
            return [(start + 1, limit)] if _holds_claim(tokens, start + 1, limit) else []
    return later


def _quotations(tokens: Tokens, start: int, limit: int) -> list[Range]:
    return [(at, at + 1) for at in range(start, limit) if tokens[at].quote]


def _behind(tokens: Tokens, cue: Cue, limit: int) -> list[Range] | None:
    """The clause, the quotation or the object behind a verb."""
    verb = tokens[cue.verb[1] - 1].low
    start = cue.right
    if start < limit and verb in TELLING and not tokens[start].quote and tokens[start].low not in _CLAUSES:
        heard = after(tokens, start)
        start = heard[1] if heard else start
    begin = start if verb in NAMING or verb in JUDGING else _jump(tokens, start, limit)
    if begin >= limit or (tokens[begin].text in _PAUSES and not tokens[min(begin + 1, limit - 1)].quote):
        return None
    first, size = tokens[begin], limit - begin
    if first.low in NO_CLAIM and size <= 4 and not _holds_verb(tokens, begin, limit):
        return None
    marked = first.quote or first.low in _CLAUSES or (begin > start and tokens[begin - 1].low == "that")
    if verb in NAMING and first.quote and cue.speaker and tokens[cue.speaker[0]].low in DETERMINERS:
        return None  # "a dish called “The Works”"
    if verb in NAMING:
        marks = [at for at in range(begin, limit) if tokens[at].quote or tokens[at].text in _QUOTING]
        if marks:
            return [(begin, marks[-1] + 1)]
        return [(begin, limit)] if any(tokens[at].low == "as" for at in range(begin, limit)) else None
    if (verb in QUOTING_VERBS and not marked and not documented(tokens, cue)) or first.low in ("and", "not", "up"):
        return None
    if marked or verb in JUDGING or documented(tokens, cue):
        return [(begin, limit)]
    if cue.order is Order.PARTICIPLE and verb not in ("saying", "adding", "telling"):
        return [(begin, limit)] if _holds_verb(tokens, begin, limit) else None
    if verb in SAYING or cue.order is Order.PARTICIPLE:
        return [(begin, limit)] if size > 2 or verb in TELLING else None
    if first.low in _OBJECTS:
        return [(begin, limit)]
    return [(begin, limit)] if begin == start and _holds_verb(tokens, begin, limit) else None


def _holds_verb(tokens: Tokens, start: int, limit: int) -> bool:
    return any(tokens[at].quote or is_finite(tokens[at].low, tokens[at - 1].low) for at in range(start, limit))


def _hanging(low: str) -> bool:
    """Whether a word behind a verb begins a place, a time or a manner."""
    return low in PREPOSITIONS | DAYS | TIMES | ADVERBS or (low.endswith("ly") and len(low) > 5)


def _jump(tokens: Tokens, start: int, limit: int) -> int:
    """Over "on Monday that", "in a statement:" or "Reuters in an interview that" to what is said."""
    if start < limit and tokens[start].low == "that":
        return start + 1
    if start < limit and (tokens[start].text == ":" or (tokens[start].text == "," and start + 1 < limit)):
        return start + 1 if tokens[start].text == ":" or tokens[start + 1].quote else start
    hanging = start < limit and _hanging(tokens[start].low)
    if start >= limit or not (hanging or tokens[start - 1].low not in SAYING):
        return start
    for at in range(start, min(limit, start + _MOST_BETWEEN)):
        token = tokens[at]
        if token.quote:
            return at
        if token.low == "that" or token.text == ":":
            return at + 1 if hanging or token.low != ":" else at
        if token.word and is_finite(token.low, tokens[at - 1].low):
            break
    return _behind_circumstances(tokens, start, limit)


def _behind_circumstances(tokens: Tokens, at: int, limit: int) -> int:
    """Over "in a statement Friday", where nothing but its sense parts it from what is said."""
    while at < limit:
        near = range(at + 1, min(at + _NEAR_CHANNEL, limit))
        channel = next((n for n in near if tokens[n].low in CHANNELS), None)
        if tokens[at].low in _WHEN:
            at += 1
        elif tokens[at].low in ("in", "at", "on", "during") and channel and channel + 1 < limit:
            at = channel + 1
        else:
            break
    return at


def _according(tokens: Tokens, cue: Cue, taken: int, limit: int) -> list[Range]:
    """Behind its comma where the sentence opens with it, else before it; both where it stands in the middle."""
    opens = all(tokens[at].low in ("but", "and", "still", "yet", "however", ",") for at in range(taken, cue.left))
    at = next((n for n in range(cue.right, limit) if tokens[n].text == ","), limit)
    if opens:
        while at < limit:
            end = next((n for n in range(at + 1, limit) if tokens[n].text == ","), limit)
            if end == limit or not _apposes(tokens, at + 1, end):
                break
            at = end  # an apposition: "according to Ann Lee, a baker, …"
        return [(at + 1, limit)] if at + 1 < limit else []
    middle = at == cue.right and tokens[cue.left - 1].text == "," and _holds_verb(tokens, at + 1, limit)
    first = tokens[at + 1].low if at + 1 < limit else ""
    goes_on = middle and first not in CONJUNCTIONS | REPORTING_PARTICIPLES
    return [(taken, cue.left), *([(at + 1, limit)] if goes_on else [])]


def _apposes(tokens: Tokens, start: int, end: int) -> bool:
    """Whether what stands between two commas says more of the speaker: "a baker", "who runs it", "54"."""
    first = tokens[start]
    if first.low in RELATIVES:
        return True
    return first.word and not first.capital and not _holds_verb(tokens, start, end)


def _tight(tokens: Tokens, start: int, end: int) -> Range | None:
    """Without the marks and the "that" around it; None where nothing is left."""
    while start < end and not tokens[start].quote and (not tokens[start].word or tokens[start].low == "that"):
        if tokens[start].text in "([$£€" or tokens[start].text in _QUOTING:
            break
        start += 1
    while end > start and tokens[end - 1].text in (",", ".", ";", ":", "—", "–", "-", "?", "!"):
        end -= 1
    return (start, end) if end > start else None
