"""How a follow-up can be read on its own: "and how many of them died?" as "How many of the engineers died?".

By rule: pronouns are filled from the turns before, a bare "why?" takes the last question's words, "what about X?" puts
X into it. Several readings come back, the likeliest first; which one is meant, the articles' answers decide.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.phrases import is_person, is_plural, names, things
from bot.question import Wanted, bare, wanted

_MOST_READINGS = 4
_FRAGMENT_WORDS = 2  # what is longer, without a verb, may be a question in keywords
_MOST_ANSWER_WORDS = 8  # of an answer that is put into a question
_WH = r"(?:who|whom|whose|what|which|when|where|why|how)"
_AUXILIARY = r"(?:did|do|does|is|are|was|were|has|have|had|can|could|will|would|shall|should|may|might|must)(?:n['’]t)?"
_ABOUT = re.compile(r"^(?:(?:what|how) about|what of|same for|and for)\s+(.+)$", re.IGNORECASE)
_BARE_WH = re.compile(
    rf"^({_WH}|how come|by whom|since when|until when|how long|how (?:much|many|often|so))"
    r"(?:\s+(?:(?:was|is|did|does|were|are|will|has) (?:that|this|it|so)(?: happen(?:ed)?| be)?|"
    r"exactly|not|so|then))?$",
    re.IGNORECASE,
)
_SAID_SO = re.compile(
    r"^(?:who (?:said|says|claims?|claimed|told) (?:so|that|this|it)|says who|according to whom)$", re.IGNORECASE
)
_ASKED = re.compile(
    rf"^((?:\w+ )?{_WH}\b(?: (?:many|much|long|old|far|often|come))?.*?)\s({_AUXILIARY})\s(.+)$", re.IGNORECASE
)
_SUBJECT = re.compile(rf"^(?:{_WH}(?: many| much)?)\s(.+)$", re.IGNORECASE)
_YEAR_OR_DAY = re.compile(
    r"\b(?:in|on|since|during|by)?\s?(?:last |next )?(?:(?:1[5-9]|20)\d\d|(?:Jan|Febr)uary|March|April|May|June|July|"
    r"August|(?:Sept|Nov|Dec)ember|October|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b(?: \d{1,2}\b)?",
)
_PRONOUN = re.compile(
    r"\b(?:(?P<one>he|she|him|himself|herself)|(?P<ones>his|hers)|(?P<her>her)|(?P<many>they|them|both|either of them)|"
    r"(?P<theirs>their|theirs)|(?P<thing>it)|(?P<things>its)|(?P<this>this|that|those|these)|(?P<there>there))\b"
    r"(?P<short>['’](?:s|d|re|ve|ll))?",
    re.IGNORECASE,
)
_NOUN = re.compile(r"(?:[A-Z]|(?:the|an?|two|three|four|five|six|seven|eight|nine|ten|his|her|their|its|at|in)\b)")
_SPELLED = {"d": " had", "re": " are", "ve": " have", "ll": " will"}
_KIND = {"one": "person", "ones": "person", "her": "person", "many": "many", "theirs": "many", "there": "place"}
_KIND |= {"thing": "thing", "things": "thing", "this": "thing"}
# After "her": a noun makes it "Ann Lee's", a preposition or a participle does not.
_OWNS = re.compile(
    r"\s(?!(?:in|on|at|to|from|for|with|by|after|go|up|out|there|then|now|again|first|before|since|\w+ed)\b)[a-z]"
)
_PREPOSITION = re.compile(r"^(in|on|at|from|to|by|for|with|of|after|before|during|since)\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Said:
    """A turn as later ones refer to it.

    Attributes:
        question: as it was understood.
        answer: the short answer; empty where the articles did not say.
    """

    question: str
    answer: str


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
    asked, last = bare(question), said[-1]
    if _SAID_SO.match(asked):
        found = [f"who said {_told(last)}", f"who said {last.answer}"] if last.answer else []
    elif match := _BARE_WH.match(asked):
        found = _turned(match.group(1), last)
    elif (about := _ABOUT.match(asked)) or not _has_verb(asked):
        found = _swapped(about.group(1) if about else asked, last)
        if not about and len(asked.split()) > _FRAGMENT_WORDS:
            found.insert(0, asked)
    else:
        found = _filled(asked, said)
    kept = [question if one == asked else _as_question(one) for one in found]
    return tuple(dict.fromkeys(kept))[:_MOST_READINGS] or (question,)


def _as_question(text: str) -> str:
    text = " ".join(text.split()).rstrip("?., ")
    return f"{text[:1].upper()}{text[1:]}?"


def _has_verb(asked: str) -> bool:
    """Whether it is a sentence: it has a question word or an auxiliary, or begins with a command."""
    return bool(
        re.search(rf"\b(?:{_WH}|{_AUXILIARY})\b|^(?:name|list|give|number|tell|show)\b|['’]s\b", asked, re.IGNORECASE)
    )


def _short(answer: str) -> str:
    """The answer where it is short enough to stand in a question."""
    return answer if len(answer.split()) <= _MOST_ANSWER_WORDS else ""


def _told(turn: Said) -> str:
    """A question with its answer as a statement: "around 1,000 engineers were deployed"."""
    asked, answer = bare(turn.question), _short(turn.answer)
    if match := _ASKED.match(asked):
        head, auxiliary, rest = match.groups()
        counted = _counted(head, answer)
        if auxiliary.lower() in ("did", "do", "does"):
            return f"{rest} {counted}".strip()
        return f"{counted} {auxiliary} {rest}".strip()
    match = _SUBJECT.match(asked)
    return f"{answer} {match.group(1)}" if match and answer else asked


def _counted(head: str, answer: str) -> str:
    """The answer with what it counts, where the question names it: "1,000" to "how many engineers" is that many."""
    match = re.match(r"(?:\w+ )?how (?:many|much)\s+(.+)$", head, re.IGNORECASE)
    if not match or not answer or match.group(1).split()[-1].lower() in answer.lower():
        return answer
    return f"{answer} {match.group(1)}"


def _turned(wh: str, last: Said) -> list[str]:
    """The last question under another question word: "When did they leave?", "why" is "Why did they leave?"."""
    asked = bare(last.question)
    match = _ASKED.match(asked)
    if match is None:
        told = _told(last)
        return [f"{wh} was it that {told}", f"{wh} {told}"] if told != asked else [f"{wh}, {asked}"]
    head, auxiliary, rest = match.groups()
    counted = _counted(head, _short(last.answer))
    plain = f"{wh} {auxiliary} {rest}"
    if re.match(r"(?:\w+ )?(?:when|where|why|how(?! many| much))\b", head, re.IGNORECASE) or not counted:
        return [plain]
    if auxiliary.lower() in ("did", "do", "does"):
        return [f"{plain} {counted}", plain]
    return [f"{wh} {auxiliary} {counted} {rest}", plain]


def _swapped(about: str, last: Said) -> list[str]:
    """The last question about something else: "what about the combat troops" in "How many engineers were deployed?"."""
    asked = bare(last.question)
    about = re.sub(r"^(?:what about|and)\s", "", about, flags=re.IGNORECASE)
    if _YEAR_OR_DAY.fullmatch(about):
        when = about if _PREPOSITION.match(about) else f"in {about}"
        swapped = _YEAR_OR_DAY.sub(f" {when}", asked, count=1)
        return [swapped if swapped != asked else f"{asked} {when}"]
    if preposition := _PREPOSITION.match(about):
        phrase = rf"\b{preposition.group(1)}\s(?:(?!{_AUXILIARY}\b)[\w’'-]+\s?){{1,4}}$"
        old = re.search(phrase, asked, re.IGNORECASE)
        return [asked[: old.start()] + about if old else f"{asked} {about}"]
    new, named, spoken = names(about), names(asked), things(asked)
    found = []
    for one in [*named, *spoken] if new else [*spoken, *named]:
        if one in asked:
            found.append(asked.replace(one, about, 1))
        elif one.removeprefix("the ") in asked:
            found.append(asked.replace(one.removeprefix("the "), re.sub(r"^the\s", "", about), 1))
    match = _ASKED.match(asked)
    if match and not re.match(r"(?:the|an?)\s", about, re.IGNORECASE) and not new:
        found = [f"{match.group(1)} were {about}", re.sub(r"\S+$", about, asked), *found]
    return found or [f"{asked} {about}"]


def _filled(asked: str, said: Sequence[Said]) -> list[str]:
    """The question with its pronouns filled, once for each of the likeliest things they may mean."""
    return [_with_pronouns(asked, said, choice) for choice in range(_MOST_READINGS)]


def _with_pronouns(asked: str, said: Sequence[Said], choice: int) -> str:
    """The question with the first pronoun of each kind replaced by the `choice`-th thing that it may mean."""
    filled: set[str] = set()

    def fill(match: re.Match[str]) -> str:
        group = next(name for name, words in match.groupdict().items() if words and name != "short")
        meant = _meant(group, said)
        kind = _KIND[group]
        if kind in filled or not meant or _is_no_reference(match, kind):
            return match.group()
        filled.add(kind)
        phrase = re.sub(r"^an?\s", "the ", meant[min(choice, len(meant) - 1)], flags=re.IGNORECASE)
        if group in ("ones", "theirs", "things") or (group == "her" and _OWNS.match(asked, match.end())):
            return f"{phrase}’" if phrase.endswith("s") else f"{phrase}’s"
        if group == "there":
            return phrase if _PREPOSITION.match(phrase) else f"in {phrase}"
        return phrase + _SPELLED.get((match["short"] or "")[1:].lower(), match["short"] or "")

    return _PRONOUN.sub(fill, asked)


def _is_no_reference(match: re.Match[str], kind: str) -> bool:
    """Whether the pronoun points nowhere before: "are there", "say that", or to a name in the question itself."""
    before, after = match.string[: match.start()], match.string[match.end() :]
    if kind == "place":
        return bool(re.search(rf"\b{_AUXILIARY}\s$", before, re.IGNORECASE)) and bool(after.strip())
    if (
        match["thing"]
        and re.search(r"\b(?:do|did|done|does|doing|is|was|if)\s$", before, re.IGNORECASE)
        and not after.strip()
    ):
        return True
    if match["this"]:
        leads = re.search(r"\b(?:say|said|says|think|do|did)\s$", before, re.IGNORECASE)
        return bool(
            leads or (re.match(r"\s\w", after) and not re.match(r"\s(?:happen|mean|cost|take|come|be|due)", after))
        )
    inside = [*names(before), *(things(before) if kind == "many" else [])]
    if kind == "many":
        return any(map(is_plural, inside))
    return any(not (is_plural(one) if kind == "person" else is_person(one)) for one in inside)


def _meant(group: str, said: Sequence[Said]) -> list[str]:
    """What a pronoun of a group may mean, the likeliest first."""
    phrases: dict[str, None] = {}
    people, places = set(), []
    for turn in reversed(said):
        answer, kind = _short(turn.answer), wanted(turn.question)
        if _NOUN.match(answer) and kind not in (Wanted.FIGURE, Wanted.DAY, Wanted.REASON):
            phrases[answer] = None
            people |= {answer} if kind in (Wanted.PERSON, Wanted.SPEAKER) else set()
            places += [answer] if kind is Wanted.PLACE else []
        phrases |= dict.fromkeys((*names(turn.question), *things(turn.question)))
    persons = [one for one in phrases if (one in people or is_person(one)) and not is_plural(one)]
    if _KIND[group] == "person":
        return persons + [one for one in phrases if one[:1].isupper() and one not in persons and not is_plural(one)]
    others = [one for one in phrases if one not in persons]
    if group == "this" and (last := _short(said[-1].answer)):
        return list(dict.fromkeys([last, *others]))
    if _KIND[group] == "many":
        return sorted(others, key=lambda one: not is_plural(one))
    if _KIND[group] == "place":
        return places + [one for one in others if one[:1].isupper() and one not in places]
    return others
