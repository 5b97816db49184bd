"""How a follow-up can be read on its own: "and how many of them died?" as "How many of the engineers died?".

By rule: pronouns are filled from the turns before, a bare "why?" takes the last question's words, "what about X?" puts
X into it. Several readings come back, the likeliest first; which one is meant, the articles' answers decide.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.antecedents import Pronoun, Said, antecedents, short
from bot.ellipsis import AUXILIARY, WH, leans, swapped, told, turned, wh_fragment
from bot.phrases import is_person, is_plural, names, things
from bot.question import bare

__all__ = ["Said", "readings"]

_MOST_READINGS = 4
_BRIEF = 4  # words of a question that may lean on what was talked of, though it has no pronoun
_FRAGMENT_WORDS = 2  # what is longer, without a verb, may be a question in keywords
_ABOUT = re.compile(r"^(?:(?:what|how) about|what of|what if|(?:the )?same for|and for)\s+(.+)$", re.IGNORECASE)
_SAID_SO = re.compile(
    r"^(?:who (?:said|says|claims?|claimed|told|reported) (?:so|that|this|it)|says who|according to (?:whom|who))$",
    re.IGNORECASE,
)
_CONFIRMED = re.compile(
    r"^(?:(?:is|was) (?:that|this|it) (?:(?P<how>true|confirmed|official|certain|verified|denied|disputed)|right|"
    r"correct|sure|really so|a fact)|"
    r"(?:has|have) (?:that|this|it|they) (?:been )?(?P<done>confirmed|verified|denied)(?: it)?|"
    r"(?:who|has anyone) (?P<who>confirmed|denied|verified|disputed) (?:that|this|it)|really|are (?:you|they) sure)$",
    re.IGNORECASE,
)
_NEXT = re.compile(
    r"^(?:what happened (?:next|then|after(?:wards?| that)?)|and then|then(?: what)?|what next)$", re.IGNORECASE
)
_ELLIPTIC = re.compile(
    rf"^how many(?= (?:(?!d(?:id|o|oes)\b){AUXILIARY}|still|also|then|survive\w*|remain\w*|die[ds]?|left|came|"
    r"went|got|took|won|lost|\w+ed)\b)",
    re.IGNORECASE,
)
_PRONOUN = re.compile(
    r"\b(?:(?P<he>he|him|himself)|(?P<his>his)|(?P<she>she|herself)|(?P<her>her)|(?P<hers>hers)|"
    r"(?P<many>they|them|themselves|both|either of them|those|these)|(?P<theirs>their|theirs)|"
    r"(?P<thing>it|itself)|(?P<its>its)|(?P<this>this|that)|(?P<there>there))\b"
    r"(?P<short>['’](?:s|d|re|ve|ll))?",
    re.IGNORECASE,
)
_KINDS = {
    "he": Pronoun.HE,
    "his": Pronoun.HE,
    "she": Pronoun.SHE,
    "her": Pronoun.SHE,
    "hers": Pronoun.SHE,
    "many": Pronoun.MANY,
    "theirs": Pronoun.MANY,
    "thing": Pronoun.THING,
    "its": Pronoun.THING,
    "this": Pronoun.THIS,
    "there": Pronoun.PLACE,
}
_SPELLED = {"d": " had", "re": " are", "ve": " have", "ll": " will"}
# After "her": a noun makes it "Ann Lee's", a preposition or a participle does not.
_OWNS = re.compile(
    r"\s(?!(?:in|on|at|to|from|for|with|by|after|go|up|out|there|then|now|again|first|before|since|\w+ed)\b)[a-z]"
)
_PREPOSITION = re.compile(r"^(?:in|on|at|from|to|by|for|with|of|after|before|during|since)\s", re.IGNORECASE)
_PLURAL_VERBS = {"was": "were", "is": "are", "has": "have", "does": "do"}


def readings(question: str, said: Sequence[Said]) -> tuple[str, ...]:
    """How a question may be meant after these turns, the likeliest first.

    Args:
        question: as asked.
        said: the turns before, oldest first.

    Returns:
        At most four; only the question itself where it stands on its own.

    >>> turns = [Said("How many engineers were deployed?", "around 1,000")]
    >>> readings("and how many of them died?", turns)[0], readings("why?", turns)[0]
    ('How many of the engineers died?', 'Why were around 1,000 engineers deployed?')
    """
    if not said:
        return (question,)
    asked = bare(question)
    kept = [question if one == asked else _as_question(one) for one in _readings(asked, said)]
    return tuple(dict.fromkeys(kept))[:_MOST_READINGS] or (question,)


def _readings(asked: str, said: Sequence[Said]) -> list[str]:
    last = said[-1]
    if _SAID_SO.match(asked):
        return [f"who said {told(last)}", f"who said {short(last.answer)}"] if last.answer else []
    if (confirmed := _CONFIRMED.match(asked)) and last.answer:
        return _confirmed(confirmed, last)
    if _NEXT.match(asked):
        return [f"what happened after {one}" for one in [*_statements(last), *antecedents(Pronoun.THING, said)]]
    if wh_fragment(asked):
        return turned(asked, last)
    if (about := _ABOUT.match(asked)) or not _has_verb(asked):
        found = [_agreeing(one) for one in swapped(about.group(1) if about else asked, said)]
        return found if about or leans(asked) or len(asked.split()) <= _FRAGMENT_WORDS else [asked, *found]
    if _ELLIPTIC.match(asked):
        many = antecedents(Pronoun.MANY, said)
        return [_ELLIPTIC.sub(f"how many of {one}", asked) for one in many if is_plural(one)] + [asked]
    return _filled(asked, said) + _of_the_topic(asked, said)


def _as_question(text: str) -> str:
    text = " ".join(text.split()).rstrip("?., ")
    return f"{text[:1].upper()}{text[1:]}?"


def _has_verb(asked: str) -> bool:
    """Whether it is a sentence: it has a question word or an auxiliary, or begins with a command."""
    return bool(
        re.search(rf"\b(?:{WH}|{AUXILIARY})\b|^(?:name|list|give|number|tell|show)\b|['’]s\b", asked, re.IGNORECASE)
    )


def _statements(last: Said) -> list[str]:
    """What the last turn said, where it is short enough to be asked about."""
    statement = told(last)
    return [statement] if last.answer and statement != bare(last.question) else []


def _confirmed(match: re.Match[str], last: Said) -> list[str]:
    """Whether, and by whom, what the last turn said is confirmed or denied."""
    how = (match["how"] or match["done"] or match["who"] or "confirmed").lower()
    how = "confirmed" if how in ("true", "official", "certain") else how
    statement = told(last)
    return [f"who {how} that {statement}", f"is it {how} that {statement}"]


def _filled(asked: str, said: Sequence[Said]) -> list[str]:
    """The question with its pronouns filled, once for each of the likeliest things they may mean."""
    return [_with_pronouns(asked, said, choice) for choice in range(_MOST_READINGS)]


def _with_pronouns(asked: str, said: Sequence[Said], choice: int) -> str:
    """The question with the first pronoun of each kind replaced by the `choice`-th thing that it may mean."""
    filled: dict[Pronoun, str] = {}

    def fill(match: re.Match[str]) -> str:
        group = next(name for name, words in match.groupdict().items() if words and name != "short")
        kind = _KINDS[group]
        meant = antecedents(kind, said)
        if match.string[: match.start()].endswith("of ") and kind is Pronoun.MANY:
            meant = list(filter(is_plural, meant)) or meant
        meant = [one for one in meant if one not in filled.values()]
        if kind in filled or not meant or _is_no_reference(match, group):
            return match.group()
        filled[kind] = meant[min(choice, len(meant) - 1)]
        phrase = re.sub(r"^an?\s", "the ", filled[kind], flags=re.IGNORECASE)
        if group in ("his", "hers", "theirs", "its") or (group == "her" and _OWNS.match(asked, match.end())):
            return f"{phrase}’" if phrase.endswith("s") else f"{phrase}’s"
        if group == "there":
            return phrase if _PREPOSITION.match(phrase) else f"in {phrase}"
        return phrase + _SPELLED.get((match["short"] or "")[1:].lower(), match["short"] or "")

    return _agreeing(_PRONOUN.sub(fill, asked))


def _of_the_topic(asked: str, said: Sequence[Said]) -> list[str]:
    """What names nothing of its own, such as "who won", asked of what was talked of."""
    if len(asked.split()) > _BRIEF or names(asked) or _PRONOUN.search(asked) or re.search(r"\ban?\b", asked):
        return []
    return [f"{asked} in {one}" for one in antecedents(Pronoun.THING, said)[:1]]


def _agreeing(question: str) -> str:
    """The question with the verb before its plural subject in the plural: "when were the engineers held"."""
    match = re.search(
        r"\b(?P<verb>was|is|has|does) (?P<subject>the (?:[\w’'-]+ ){0,2}?[a-z]{2,}(?<!s)s)(?= \w|$)", question
    )
    if not match or not is_plural(match["subject"]) or "’" in match["subject"]:
        return question
    return f"{question[: match.start()]}{_PLURAL_VERBS[match['verb']]}{question[match.end('verb') :]}"


def _is_no_reference(match: re.Match[str], group: str) -> bool:
    """Whether the pronoun points nowhere before: "are there", "say that", or to a name in the question itself."""
    before, after = match.string[: match.start()], match.string[match.end() :]
    if group == "there":
        return bool(re.search(rf"\b{AUXILIARY}\s$", before, re.IGNORECASE)) and bool(after.strip())
    if group == "thing" and re.search(r"\b(?:do|did|done|does|doing|is|was|if)\s$", before, re.IGNORECASE):
        return not after.strip()
    if group == "this" or match.group().lower() in ("these", "those"):
        leads = re.search(r"\b(?:say|said|says|think|do|did)\s$", before, re.IGNORECASE)
        stands_alone = not re.match(r"\s\w", after) or re.match(
            r"\s(?:happen|mean|cost|take|come|be|due|have|has)\b", after
        )
        return bool(leads) or not stands_alone
    kind = _KINDS[group]
    inside = [*names(before), *(things(before) if kind is Pronoun.MANY else [])]
    if kind is Pronoun.MANY:
        return any(map(is_plural, inside))
    if kind in (Pronoun.HE, Pronoun.SHE):
        return any(not is_plural(one) for one in inside)
    return any(not is_person(one) for one in inside)
