"""What a follow-up leaves out, put back from the question before: "why?", "and in Spain?", "which ones?"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.antecedents import Pronoun, Said, antecedents, short
from bot.phrases import NOUN, is_plural, names, things
from bot.question import bare

WH = r"(?:who|whom|whose|what|which|when|where|why|how)"
AUXILIARY = r"(?:did|do|does|is|are|was|were|has|have|had|can|could|will|would|shall|should|may|might|must)(?:n['’]t)?"
_ASKED = re.compile(
    rf"^((?:\w+ )?{WH}\b(?: (?:many|much|long|old|far|often|come))?.*?)\s({AUXILIARY})\s(.+)$", re.IGNORECASE
)
_SUBJECT = re.compile(rf"^((?:\w+ )?{WH}(?: (?:many|much))?)\s(.+)$", re.IGNORECASE)
_FREE = re.compile(
    r"(?:\w+ )?(?:when|where|why|how(?! many| much))\b", re.IGNORECASE
)  # asks for no part of the sentence
_DO = frozenset(("did", "do", "does"))
_MONTHS = "Jan(?:uary)|Feb(?:ruary)|March|April|May|June|July|August|September|October|November|December"
_WEEKDAYS = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_NAMED_TIME = rf"(?:(?:1[5-9]|20)\d\d|{_MONTHS}|{_WEEKDAYS}|(?:week|month|year|season)\b)"
_TIME = rf"(?:(?:last|next|this) )?{_NAMED_TIME}(?: \d{{1,2}}\b)?"
_WHEN = re.compile(rf"\b(?:(?:in|on|since|during|by|for) )?{_TIME}|\b(?:yesterday|today|tomorrow)\b")
_STEP = re.compile(
    r"(?:in |on )?(?:the )?(?:(?P<way>previous|prior|preceding|next|following) (?P<unit>year|season|month|week|day)|"
    r"(?P<unit2>year|season|month|week|day) (?P<way2>before|earlier|after|later))(?: that)?",
    re.IGNORECASE,
)
_BACK = frozenset(("previous", "prior", "preceding", "before", "earlier"))
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_PREPOSITION = re.compile(
    r"^(in|on|at|from|to|by|for|with|of|after|before|during|since|against|under)\s", re.IGNORECASE
)
_ITS = re.compile(
    r"^(?:(?P<whose>his|her|their|its)|the|what(?:['’]s| is| was) the)\s"
    r"(?P<what>(?:[\w’'-]+ )?(?:age|name|names|job|title|role|cost|price|reason|motive|cause|date|result|score|total|"
    r"aim|purpose|outcome|verdict|sentence|charge|charges|reaction|response|nationality|address|size|length|value|"
    r"location|venue|budget|deadline|winner|winners|author|owner|victim|victims|toll|death toll))$",
    re.IGNORECASE,
)
_NAMED_KIND = re.compile(r"(?:which|what)\b", re.IGNORECASE)
_ANY = re.compile(
    r"^any(?: (?:other|more|further))? (?P<what>[\w’' -]+)$|^any(?P<one>one|body|thing) (?P<how>\w+)$", re.IGNORECASE
)


def wh_fragment(asked: str) -> bool:
    """Whether a question is only a question word with what belongs to it: "why?", "by how much?", "which ones?"."""
    return bool(_WH_FRAGMENT.match(asked))


_THAT_WAS = (
    r"(?: (?:(?:was|is|did|does|were|are|will|has) (?:that|this|so)(?: happen(?:ed)?| be)?|was it|did it happen))?"
)
_WH_FRAGMENT = re.compile(
    rf"^(?:(?:by|for|in|on|at|from|to|with|since|until|of|about|against|under|after|before) )?"
    rf"(?:(?:who|whom|when|where|why|how)|where (?:to|from)|how come|what for|such as what|like what|"
    rf"how (?:much|many|often|so|long|far|soon|big|large|late|early|fast)(?: (?:of (?:them|those|these)|more|{NOUN}))?|"
    rf"(?:what|which|whose)(?: (?:ones?|{NOUN}))?)"
    rf"(?: (?:else|exactly|precisely|not|then|now|though))?{_THAT_WAS}$",
    re.IGNORECASE,
)


def turned(fragment: str, last: Said) -> list[str]:
    """The last question under another question word: "When did they leave?", "why" is "Why did they leave?"."""
    asked = bare(last.question)
    wh = re.sub(rf"{_THAT_WAS}(?: (?:exactly|precisely|then|now|though))?$", "", fragment, flags=re.IGNORECASE)
    wh = re.sub(r"^(?:what for|how come|how so)$", "why", wh, flags=re.IGNORECASE)
    if re.match(rf"{AUXILIARY}\b", asked, re.IGNORECASE):
        return [_after_yes_or_no(wh, asked)]
    if same := _same_thing(wh, asked, last):
        return same
    match = _ASKED.match(asked)
    if match is None:
        statement = told(last)
        return [f"{wh} was it that {statement}", f"{wh} {statement}"] if statement != asked else [f"{wh}, {asked}"]
    head, auxiliary, rest = match.groups()
    counted = _counted(head, short(last.answer))
    if wh.lower() == "why not":
        return [f"why {_negated(auxiliary)} {rest}"]
    kind = re.match(rf"(?:how (?:many|much)|which|what) ({NOUN}(?: {NOUN})?)$", head, re.IGNORECASE)
    moved = auxiliary.lower() in _DO
    plain = f"{wh} {auxiliary} {kind.group(1)} {rest}" if kind and not moved else f"{wh} {auxiliary} {rest}"
    if _FREE.match(head) or not counted:
        return [plain]
    if moved:
        return [f"{plain} {counted}", plain]
    return [f"{wh} {auxiliary} {counted} {rest}", plain]


def _after_yes_or_no(wh: str, asked: str) -> str:
    auxiliary, _, rest = asked.partition(" ")
    return f"why {_negated(auxiliary)} {rest}" if wh.lower() == "why not" else f"{wh} {auxiliary.lower()} {rest}"


def _negated(auxiliary: str) -> str:
    irregular = {"can": "can't", "will": "won't", "shall": "shan't"}
    word = auxiliary.lower()
    return word if word.endswith("t") and word[-2] in "'’" else irregular.get(word, f"{word}n't")


def _same_thing(wh: str, asked: str, last: Said) -> list[str]:
    """A fragment that asks more of the thing that the last question asked for: "who else", "which ones", "how many"."""
    match = re.match(
        rf"^(?P<head>(?P<wh>{WH})(?: (?:many|much))?(?: (?P<noun>{NOUN}(?: {NOUN})?))?)(?= )", asked, re.IGNORECASE
    )
    if match is None:
        return [_how_many(asked)] if re.match(r"how many\b", wh, re.IGNORECASE) and _how_many(asked) else []
    rest, noun = asked[match.end() :], match["noun"] or ""
    answer = short(last.answer)
    if re.fullmatch(r"(?:who|what|where|which)(?: \w+)? else|which others?", wh, re.IGNORECASE):
        if match["wh"].lower() == "how" or (wh.split()[0].lower()[:3] != match["wh"].lower()[:3] and not noun):
            return []
        besides = [f"{match['wh']} {noun} besides {answer}{rest}"] if answer else []
        return [*besides, f"{match['wh']} other {noun}{rest}" if noun else f"{match['wh']} else{rest}"]
    if not noun and match["wh"].lower() not in ("who", "whom"):
        counted = re.match(r"how many(?: of (?:them|those|these))?$", wh, re.IGNORECASE) and _how_many(asked)
        return [counted] if counted else []
    noun = noun or "people"
    if re.fullmatch(r"(?:which|what)(?: ones?)?", wh, re.IGNORECASE) and match["noun"]:
        return [f"which {noun}{rest}", f"who were the {noun}"]
    if re.fullmatch(r"how many(?: of (?:them|those|these))?", wh, re.IGNORECASE):
        return [f"how many {noun}{rest}"]
    if re.fullmatch(r"who", wh, re.IGNORECASE) and match["noun"] and "many" in match["head"].lower():
        return [f"who were the {answer} {noun} that{rest}", f"which {noun}{rest}"]
    if re.fullmatch(rf"(?:how many|which|what) (?:more )?{NOUN}", wh, re.IGNORECASE) and match["noun"]:
        return [f"{wh}{rest}"]
    return []


def _how_many(asked: str) -> str:
    """The question as "how many hostages were held", of "where were the hostages held"; empty where nothing counts."""
    match = _ASKED.match(asked)
    subject = _subject(match.group(3)) if match else ""
    if not match or not is_plural(subject):
        return ""
    counted = re.sub(r"^the ", "", subject, flags=re.IGNORECASE)
    return f"how many {counted} {match.group(2)}{match.group(3)[len(subject) :]}"


def _subject(rest: str) -> str:
    """The subject that the rest of a question begins with; empty where it cannot be told from the verb."""
    found = [one for one in [*names(rest), *things(rest)] if rest.lower().startswith(one.lower())]
    if found:
        return rest[: max(map(len, found))]
    match = re.match(rf"(?:{NOUN} )?{NOUN}(?= (?!{NOUN}))|{NOUN}(?= )", rest)
    return match.group() if match else ""


def told(turn: Said) -> str:
    """A question with its answer as a statement: "around 1,000 engineers were deployed"."""
    asked, answer = bare(turn.question), short(turn.answer)
    match = _ASKED.match(asked)
    if match is None:
        match = _SUBJECT.match(asked)
        behind = (
            re.sub(rf"^{NOUN} ", "", match.group(2)) if match and _NAMED_KIND.match(asked) else match and match.group(2)
        )
        return f"{answer} {behind}" if behind and answer else asked
    head, auxiliary, rest = match.groups()
    subject = _subject(rest)
    if (_FREE.match(head) or auxiliary.lower() in _DO) and subject and auxiliary.lower() not in ("do", "does"):
        behind = _counted(head, answer)
        if re.match(r"(?:\w+ )?where\b", head, re.IGNORECASE) and behind[:1].isupper():
            behind = f"in {behind}"
        return f"{subject} {auxiliary}{rest[len(subject) :]} {behind}".strip()
    if auxiliary.lower() in _DO:
        return f"{rest} {_counted(head, answer)}".strip()
    return f"{_counted(head, answer)} {auxiliary} {rest}".strip()


def _behind_subject(asked: str) -> str:
    """What stands behind a question word that is the subject, with its noun; empty where it is none."""
    match = _SUBJECT.match(asked)
    behind = match.group(2) if match else ""
    return re.sub(rf"^{NOUN} ", "", behind) if _NAMED_KIND.match(asked) else behind


def _counted(head: str, answer: str) -> str:
    """The answer with what it counts, where the question names it: "1,000" to "how many engineers" is that many."""
    match = re.match(r"(?:\w+ )?how (?:many|much)\s+(.+)$", head, re.IGNORECASE)
    if not match or not answer or match.group(1).split()[-1].lower() in answer.lower():
        return answer
    return f"{answer} {match.group(1)}"


def leans(asked: str) -> bool:
    """Whether words without a verb continue the last question: "the year before", "in Spain", "any injuries"."""
    return any(one.match(asked) for one in (_STEP, _PREPOSITION, _ITS, _ANY))


def swapped(about: str, said: Sequence[Said]) -> list[str]:
    """The last question about something else: "what about the combat troops" in "How many engineers were deployed?"."""
    asked = bare(said[-1].question)
    about = re.sub(r"^(?:what about|how about|and|or)\s", "", about, flags=re.IGNORECASE)
    about = re.sub(r"\s(?:too|as well|then|though)$", "", about, flags=re.IGNORECASE)
    if step := _STEP.fullmatch(about):
        return _stepped(step, about, asked)
    if _WHEN.fullmatch(about) or about.lower() in ("now", "then"):
        when = about if _PREPOSITION.match(about) or not about[-1].isdigit() else f"in {about}"
        old = _WHEN.search(asked)
        return [f"{asked[: old.start()]}{when}{asked[old.end() :]}" if old else f"{asked} {when}"]
    if preposition := _PREPOSITION.match(about):
        return [_placed(preposition.group(1), about, asked)]
    if found := _owned(about, said):
        return found
    return _exchanged(about, asked)


def _stepped(step: re.Match[str], about: str, asked: str) -> list[str]:
    """The question of the year before or after, as a number where the question has one."""
    phrase = about if about.lower().startswith(("the ", "in ", "on ")) else f"the {about}"
    old, year = _WHEN.search(asked), _YEAR.search(asked)
    found = [f"{asked[: old.start()]}{phrase}{asked[old.end() :]}" if old else f"{asked} {phrase}"]
    if year and (step["unit"] or step["unit2"]).lower() == "year":
        back = (step["way"] or step["way2"]).lower() in _BACK
        found.insert(0, asked.replace(year.group(), str(int(year.group()) + (-1 if back else 1)), 1))
    return found


def _placed(preposition: str, about: str, asked: str) -> str:
    """The question with its own phrase of that preposition replaced, or with the new one behind it."""
    phrase = rf"\b{preposition} (?:the |a |an )?(?:(?!{AUXILIARY}\b|(?:in|on|at|from|to|by|for|with|of)\b)[\w’'-]+ ?)+"
    for old in reversed(list(re.finditer(phrase, asked, re.IGNORECASE))):
        if not _WHEN.match(asked, old.start()):
            return f"{asked[: old.start()]}{about} {asked[old.end() :]}".strip()
    return f"{asked} {about}"


def _owned(about: str, said: Sequence[Said]) -> list[str]:
    """A property or a part of what was talked of: "his age", "the cost", "any injuries", "anyone hurt"."""
    if match := _ITS.match(about):
        what, whose = match["what"], (match["whose"] or "it").lower()
        verb = "were" if what.lower().endswith("s") else "was"
        kind = {"his": Pronoun.HE, "her": Pronoun.SHE, "their": Pronoun.MANY}.get(whose, Pronoun.THING)
        meant = antecedents(kind, said)
        if what.lower() == "age":
            return [f"how old is {one}" for one in meant]
        return [f"what {verb} the {what} of {one}" for one in meant] or [f"what {verb} the {what}"]
    if match := _ANY.match(about):
        where = [*(f" in {one}" for one in antecedents(Pronoun.THING, said)[:1]), ""]
        if match["what"]:
            verb = "were" if match["what"].endswith("s") else "was"
            return [f"{verb} there {about}{one}" for one in where]
        return [f"was {about}{one}" for one in where]
    return []


def _exchanged(about: str, asked: str) -> list[str]:
    """The question with one of its phrases replaced, first the one that is most like the new phrase."""
    new, named, spoken = names(about), names(asked), things(asked)
    phrases = [*named, *spoken] if new else [*spoken, *named]
    words = set(about.lower().split()) - {"the", "a", "an"}
    found = []
    for one in sorted(phrases, key=lambda phrase: -len(words & set(phrase.lower().split()))):
        if one in asked:
            found.append(asked.replace(one, about, 1))
        elif one.removeprefix("the ") in asked:
            found.append(asked.replace(one.removeprefix("the "), re.sub(r"^the\s", "", about), 1))
    if not phrases and (exchanged := _with_subject(about, asked)):
        return [exchanged]
    match = _ASKED.match(asked)
    alike = bool(words & set(" ".join(phrases).lower().split()))
    if match and not alike and not re.match(r"(?:the|an?)\s", about, re.IGNORECASE) and not new:
        found = [f"{match.group(1)} were {about}", re.sub(r"\S+$", about, asked), *found]
    if not match and new and (behind := _behind_subject(asked)):
        found = [f"is it true that {about} {behind}", *(one for one in found if not _NAMED_KIND.match(asked))]
    return found or [f"{asked} {about}"]


def _with_subject(about: str, asked: str) -> str:
    """The question with another subject, where it can be told from the verb; else empty."""
    match = _ASKED.match(asked) or re.match(rf"^()({AUXILIARY})\s(.+)$", asked, re.IGNORECASE)
    subject = _subject(match.group(3)) if match else ""
    if not match or not subject:
        return ""
    return f"{match.group(1)} {match.group(2)} {about}{match.group(3)[len(subject) :]}".strip()
