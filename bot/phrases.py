"""Who and what a short text names, without a parser: names, "the school group", "engineers" in "how many engineers"."""

from __future__ import annotations

import re

_STOP = (
    r"(?:did|do|does|is|are|was|were|be|been|being|has|have|had|can|could|will|would|shall|should|may|might|must|"
    r"in|on|at|to|from|of|by|for|with|about|after|before|during|since|until|into|over|under|against|than|as|that|"
    r"who|whom|whose|which|what|when|where|why|how|and|or|but|if|not|it|he|she|they|we|you|i|him|her|them|us|me|"
    r"say|said|says|get|got|go|went|come|came|make|made|take|took|have|want|cost|happen|leave|left|lose|lost|win|won|"
    r"put|out|up|now|last|then|the|an?|this|these|those|its|his|their|\w+['’](?:s|d|ve|re)|plan|begin|began|begun|"
    r"start|end|open|close|call|held|hold|taken|given|sold|sell|bought|buy|built|build|found|find|shot|seen|see|hit|"
    r"hurt|born|sent|send|spent|spend|met|meet|paid|pay|known|know|told|tell|thought|think|shown|show|chosen|choose|"
    r"written|write|wrote|stolen|driven|drive|fallen|fall|fell|risen|rise|rose|grown|grow|grew|broken|break|broke|done|"
    r"become|became|gone|run|ran|kept|keep|brought|bring|felt|feel|announce|happened|arrive|die|occur|agree|decide|"
    r"demand|describe|introduce|propose|reject|resign|return|sign|want|become|remain|survive|else|still|also|ever|\w+ed)"
)
NOUN = rf"(?!{_STOP}\b)[\w’'-]+"  # a word that may be a noun, as far as a list of others tells
_NAME = re.compile(
    r"(?<![\w’'])(?:[A-Z][\w.’'-]*\w|[A-Z])"
    r"(?:\s(?:of the|of|de|van|von|al|bin|and the)(?=\s[A-Z])|\s(?:[A-Z][\w.’'-]*\w|[A-Z]\b|\d+\b))*"
)
_NO_NAMES = (
    "who whom whose what which when where why how did do does is are was were has have had can could will would should "
    "the a an and but so in on at to from of by for with about list name tell give if since until according i "
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december he she it they we you his her its their this that these those there here some "
    "any all both each many most several other others another besides aside apart except after before during while "
    "because also then now yes no not between against under over into than"
)
_NOT_NAMES = frozenset(_NO_NAMES.split())
_THE = re.compile(
    rf"\b(?:the|an?|this|these|those|its|his|her|their)\s+(?:(?!{_STOP}\b)[\w’'-]+\s+){{0,3}}(?!{_STOP}\b)[\w’'-]+",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    rf"\b(?:how many|which|what)\s+((?!{_STOP}\b)[\w’'-]+(?:\s+(?!{_STOP}\b)[\w’'-]+){{0,2}})", re.IGNORECASE
)
_NUMBER = re.compile(
    r"(?:the )?(?:two|three|four|five|six|seven|eight|nine|ten|\d[\d,]*|dozens|hundreds|some)\s", re.IGNORECASE
)
_OWNED = re.compile(rf"(?:[A-Z][\w-]+ )*[A-Z][\w-]+['’]s?\s(?:(?!{_STOP}\b)[\w-]+\s){{0,2}}(?!{_STOP}\b)[a-z][\w-]+")
_UNITS = re.compile(r"\b(?:years?|months?|weeks?|days?|hours?|minutes?|times?|miles?|percent|lap|date|kind|sort)\b")
_NOUN_AFTER = re.compile(rf"\s(?!{_STOP}\b)[a-z]{{3,}}")
_ADJECTIVE = re.compile(r"\w+(?:ish|ese|ian|ean)|German|French|Dutch|Greek|Swiss|Thai|Iraqi|American|African")
_NO_PERSON = re.compile(
    r"\b(?:University|College|School|Company|Co|Inc|Corp|Ltd|Group|Party|Council|Union|Court|City|County|River|Street|"
    r"Road|Bank|Club|United|Airlines?|Airways|Ministry|Department|Agency|Association|Federation|Church|Hospital|Museum|"
    r"Parliament|Senate|Congress|House|Army|Navy|Police|Island|Islands|Park|Bridge|Cup|League|Open|Fire|Act|North|South|"
    r"East|West|New|St|Lake|Mount|Bay|Republic|Kingdom|States|Nations|Commission|Committee|Service|Office|Times|News|Day|Convention|World|Records)\b"
)
_PERSON = re.compile(
    r"\b(?:man|woman|boy|girl|driver|teacher|mayor|minister|president|chief|captain|coach|judge|lawyer|officer|doctor|"
    r"nurse|mother|father|son|daughter|wife|husband|brother|sister|leader|spokes(?:man|woman|person)|owner|founder|"
    r"director|manager|player|pilot|king|queen|prince|princess|suspect|victim|professor|analyst|candidate|senator|"
    r"governor|secretary|chair(?:man|woman)?|head|student|worker|writer|author|actor|singer)\b|\b(?:Mr|Mrs|Ms|Dr|Sir)\b",
    re.IGNORECASE,
)
_PLURAL = re.compile(
    r"(?:people|men|women|children|police|group|team|family|crew|couple|[a-z]{3,}(?<!s)(?<!u)(?<!i)s)$", re.IGNORECASE
)


def names(text: str) -> list[str]:
    """The names in a text, in order, each once; days, months, question words and "British" are none."""
    found = []
    for match in _NAME.finditer(text):
        words = match.group().split()
        start = match.start()
        while words and re.sub(r"['’]\w+$", "", words[0]).casefold() in _NOT_NAMES:
            start += len(words.pop(0)) + 1
        name = re.sub(r"['’]s?$", "", " ".join(words)).rstrip(".")
        the = bool(re.search(r"\bthe $", text[:start], re.IGNORECASE))
        part = the and _NOUN_AFTER.match(text, match.end())  # "the Berlin crash" is a thing and not Berlin
        if len(name) > 1 and not part and not _ADJECTIVE.fullmatch(name):
            found.append(f"the {name}" if the else name)
    return list(dict.fromkeys(found))


def things(text: str) -> list[str]:
    """The noun phrases of a question that are no names: "the school group", "the engineers" of "how many engineers"."""
    found = [re.sub(r"^(?:which|what)\s", "", match.group(), flags=re.IGNORECASE) for match in _OWNED.finditer(text)]
    found += [f"the {match.group(1)}" for match in _COUNTED.finditer(text) if not _UNITS.search(match.group(1))]
    for match in _THE.finditer(text):
        found.append(
            re.sub(r"^(?:an?|this|these|those|its|his|her|their)\s", "the ", match.group(), flags=re.IGNORECASE)
        )
    return [
        one
        for one in dict.fromkeys(found)
        if len(one) > 4 and not any(one.removeprefix("the ") == name for name in names(text))
    ]


def is_person(phrase: str) -> bool:
    """Whether a name or phrase may be one person's: "Ann Lee", "the driver"; not "Boeing Group"."""
    if has_title(phrase):
        return True
    words = phrase.removeprefix("the ").split()
    capitals = sum(word[0].isupper() for word in words)
    return 1 < capitals == len(words) <= 4 and not _NO_PERSON.search(phrase) and not phrase.startswith("the ")


def has_title(phrase: str) -> bool:
    """Whether a phrase says what a person is: "the driver", "Mayor Ann Lee"."""
    return bool(_PERSON.search(phrase))


def is_plural(phrase: str) -> bool:
    """Whether a phrase may be meant by "they": "the engineers", "the school group"."""
    return bool(_PLURAL.search(phrase) or _NUMBER.match(phrase)) or " and " in phrase
