"""Whether a sentence speaks of what was or of what is to come, seen from one expression in it.

A newspaper writes "on Friday" both for the last and for the next; the verb tells which. There is no parser here:
verbs and other tell-tales are recognised by form, and the one nearest to the expression decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from bot.article import Span
from bot.layout.patterns import Pattern


class Tense(StrEnum):
    """Where an expression points, as far as its sentence shows."""

    PAST = "past"
    AHEAD = "ahead"
    UNKNOWN = "unknown"


_ADVERBS = r"(?:\s(?:not|also|now|only|then|still|again|first|soon|all|never|already|even|\w+ly))*"
_PLANS = (
    r"(?:(?:due|scheduled|expected|slated|planned)\b(?:\s(?:to|for|on)\b)?|to\b|"
    r"(?:set|planning|poised|likely|supposed|meant|booked|hoping|ready|about|preparing|looking|going|tipped|billed|"
    r"earmarked)\s(?:to|for)\b)"
)
_PLANNED_TO = (
    r"(?:plan|plans|planned|hopes?|hoped|aims?|aimed|wants?|wanted|intend(?:s|ed)?|agreed?|agrees|vow(?:s|ed)?|"
    r"promis(?:es|ed)|pledge[sd]?|urged?|invited?|ordered|asked|needs?|ha[sd]|have|expects?|expected|scheduled|due|"
    r"set|slated|is|are|was|were|ready|likely|allowed|able|threaten(?:s|ed)?|prepar(?:es?|ed|ing)|told|"
    r"summoned|required|seeks?|looks?|advised|warned|encouraged|calls?|called)\sto\b"
    r"(?!\s(?:the|an?|his|her|their|its|this|that|our|my|your|[A-Z\d]))"
)
_IRREGULAR = (
    "said|told|was|were|wasn|weren|had|did|didn|went|came|became|began|took|made|won|lost|beat|met|led|held|left|found|"
    "got|gave|saw|wrote|spoke|fell|rose|ran|sent|sold|bought|brought|built|kept|knew|grew|drew|threw|flew|drove|struck|"
    "shot|sank|swept|broke|chose|stood|sat|paid|laid|fought|caught|taught|thought|sought|felt|heard|withdrew|"
    "underwent|overcame|arose|awoke|bore|shook|stole|swore|tore|wore|woke|wound|hung|slid|spent|lent|dealt|"
    "meant|slept|crept|fled|bled|fed|sped|shone|sang|rang|swam|drank|understood|died|quit|dropped|"
    "upset|hit|shut|cut|put|hurt|spread|burst|cast|killed|says|say|tells|writes|claims|reports"
)
_OPENS = (
    "begins?|starts?|opens?|kicks?\\soff|takes?\\splace|gets?\\s(?:under\\sway|underway)|ends|closes|faces?|"
    "meets?|plays?|hosts?|visits?|returns?|travels?|arrives?|falls|marks|airs|premieres|debuts|votes?|"
    "heads|resumes?|continues|concludes|goes|go|comes|expires?|reopens?|hits|launches|runs?|takes?\\s(?:on|over|effect)|"
    "celebrates?|welcomes?|features?|looms?|is|are|am|remains?"
)
# Captions and headlines tell what was in the present tense: "Lee celebrates after Sunday's final".
_DEPICTS = (
    r"celebrates?\b(?!(?:\s[\w’'-]+){0,6}?\s(?:\w*anniversary|birthday|centenary|bicentenary|centennial|jubilee|years|day|"
    r"festival|feast|christmas|easter|ramadan|eid|diwali|mass|opening|holiday|week|independence|new\syear)\b)|"
    r"(?:reacts?|gestures?|poses?|waves?|smiles|grimaces|embraces?|hugs|kisses|lifts|looks\son|is\s(?:pictured|seen|shown))\b"
)
# "The visit", "at the head": after these words the same form is a noun.
_BEFORE_NOUNS = "the a an his her its their our my of at in for on by with from this that [’']s no to first last next"
_NO_NOUN = "".join(rf"(?<!\b{word}\s)" for word in _BEFORE_NOUNS.split())
_NO_VERBS = (
    "(?:need|speed|indeed|seed|breed|greed|weed|bed|red|shed|sled|hundred|sacred|naked|wicked|rugged|embed|wed|"
    "deed|exceed|succeed|proceed|feed|bleed|aged|beloved|so-called|based|proposed|united|unprecedented|"
    "limited|armed|combined|related|married|detailed|advanced|supposed)\\b"
)
_CUE = Pattern(
    rf"""\b(?:
    (?P<past>(?:would|could|may|might|must|should)(?:\snot|n[’']t)?\shave\b(?:\sbeen)?(?:\s[a-z]+)?
        |could(?:\snot|n[’']t)(?:\sbe)?(?:\s[a-z]+)?
        |(?:(?:was|were|is|are|has|have|had|been)\s(?:been\s)?)?(?:fail|forc|manag|refus|us|continu|tri|declin|decid|cho|need)(?:ed|se)?\sto\s\w+
        |did(?:\snot|n[’']t)?\s\w+
        |{_NO_NOUN}(?:{_DEPICTS}))
    |(?P<ahead>(?:will|shall|would|could|can|cannot|may|might|must|should|won[’']t|wouldn[’']t|can[’']t|shouldn[’']t)\b
            {_ADVERBS}(?:\sbe\b)?(?:\s[a-z]+)?
        |(?:is|are|was|were|am|be|been|being){_ADVERBS}\s{_PLANS}(?:\sbe\b)?(?:\s[a-z]+)?
        |{_PLANNED_TO}(?:\sbe\b)?(?:\s[a-z]+)?
        |(?:scheduled|planned|due|slated|set|expected|penciled|pencilled|booked|postponed|rescheduled|
            delayed|adjourned|deferred|pushed\sback|moved)\s(?:for|on|until|till|to|by)\b
        |(?:chance|opportunity|bid|hopes?|plans?|intention|ability|preparations|hoping|aiming|planning)\sto(?:\sbe)?\s\w+
        |(?:prepar(?:es?|ed|ing)|brac(?:es?|ed|ing)|gear(?:s|ed|ing)?\sup|getting\sready|await(?:s|ed|ing)?|head(?:s|ed|ing)?\sinto)
            (?:\sfor)?\b|threatening|approaching|(?:upcoming|forthcoming|scheduled|slated|looming|planned|due)\b|ahead\sof|deadline|(?:starting|beginning|effective)
        |(?:has|have|had|given)\suntil)
    |(?P<perfect>(?:has|have|had|[’'](?:ve|d)){_ADVERBS}(?:\sbeen)?\s[a-z]+)
    |(?P<were>(?:was|were|wasn[’']t|weren[’']t){_ADVERBS}(?:\sbeing)?\s[a-z]+)
    |(?P<present>(?:is|are|am|isn[’']t|aren[’']t){_ADVERBS}(?:\sbeing)?\s\w+(?:ed|ing|en|eld)\b)
    |(?P<to>to\s(?:be\s)?(?!the\b|a\b|an\b|his\b|her\b|their\b|its\b)(?![a-z]*[^su\s]s\b)[a-z]+\b(?=[\s,.]))
    |(?P<irregular>(?:{_IRREGULAR})\b)
    |(?!{_NO_VERBS})(?P<regular>[a-z]{{2,}}ed\b)
    |{_NO_NOUN}(?P<opens>(?:{_OPENS})\b)
    )|(?P<short>[’'](?:ll|d)\b\s\w+)""",
    re.VERBOSE,
)
_FRONTED = Pattern(
    r"(?:^|[,;:—–(“\"]|\b(?:and|but|or|that|which|who|when|while|as|then|if))\s*"
    r"(?:[Oo]n|[Ii]n|[Bb]y|[Aa]t|[Ll]ate|[Ee]arly|[Ee]arlier|[Ll]ater|[Oo]ver|[Ff]rom|[Ss]ince|[Dd]uring|[Aa]fter)?"
    r"(?:\sthe)?\s*$"
)
_UNTIL = Pattern(r"\b(?:until|till)\s(?:the\s)?$")
# What went on until then is over: "waited until Friday", but "closed until Friday".
_WENT_ON = Pattern(
    r"\b(?:waited|lasted|took|stayed|stuck|lived|worked|served|held\sout|went\son|(?:did\s|had\s)?wait)\s(?:\w+\s)?$"
)
_SINCE = Pattern(r"\b(?:[Ss]ince|[Aa]s\sof)\s(?:the\s|early\s|late\s|last\s)?$")
# "In a February report": what quotes it has it.
_IN_A = Pattern(r"\b[Ii]n\s(?:an?|his|her|its|their|the)\s(?:\w+\s)?$")
_MADE = Pattern(
    r"^\s(?:report|study|survey|poll|paper|interview|statement|ruling|letter|memo|filing|speech|tweet|post|essay|"
    r"article|lawsuit|email|briefing|assessment|review|audit)\b"
)
_AFTER = Pattern(
    r"\b(?:[Aa]fter|[Ff]ollowing|[Dd]espite|(?:[Ii]n\sthe\s)?(?:wake|aftermath)\sof)\s(?:the\s|(?:[A-Z][\w-]+\s)*[A-Z][\w-]+[’']s\s|his\s|her\s|their\s|its\s)?$"
)
_AHEAD_OF = Pattern(
    r"\b(?:[Aa]head\sof|[Uu]pcoming|[Ff]orthcoming|[Ss]tarting|[Bb]eginning|[Ee]ffective)\s(?:on\s|in\s|the\s|their\s|his\s|her\s|its\s)*$"
)
_NOT = Pattern(r"\b(?:not|n[’']t|never|no)\b|n[’']t\b")
_MARGIN = Pattern(
    r"^\s*(?:on|in|at|by|over|late|early|the|until|from|during|for|since|its|his|her|their|for|a|an)?\s*$"
)
_WILL = Pattern(r"^(?:will|won[’']t|is\s|are\s)")
_CLAUSE = Pattern(r"[,;:—–]|\b(?:that|which|who|whom|whose|where|when|while|before|after|ahead|if|because|as)\b")
_OWNER = Pattern(r"^[’']s?\b")
_MAY = Pattern(r"^(?:may|might|could|would|should|can)\b")


class _Force(StrEnum):
    """How much a cue says of an expression that does not stand beside it."""

    FIRM = "firm"
    PRESENT = "present"  # "is", "opens": of a day only where the day follows or begins the clause
    BARE = "bare"  # an infinitive: only where there is nothing else


@dataclass(frozen=True, slots=True)
class _Cue:
    span: Span
    tense: Tense
    force: _Force


TenseOf: TypeAlias = Callable[[str, Span], Tense]  # of an expression in its sentence


def tense_at(sentence: str, span: Span) -> Tense:
    """Where the expression `span` of a sentence points."""
    before = sentence[: span.start]
    if _AHEAD_OF.search(before):
        return Tense.AHEAD
    if _SINCE.search(before):
        return Tense.PAST
    cues = _cues(sentence)
    left = [one for one in cues if one.span.start < span.start]  # it may have swallowed "next" of "next week"
    right = [one for one in cues if one.span.start >= span.end]
    tense = _governing(sentence, span, left, right)
    if (until := _UNTIL.search(before)) and tense is Tense.PAST and _WENT_ON.search(before[: until.start()]):
        return Tense.PAST
    if _UNTIL.search(before) and not _FRONTED.search(before) and left and tense is Tense.PAST:
        nearby = sentence[max(0, left[-1].span.start - 12) : span.start]
        return Tense.PAST if _NOT.search(nearby) else Tense.AHEAD
    if _AFTER.search(before) and tense is not Tense.AHEAD:
        return Tense.PAST
    return tense


def tense_in_caption(caption: str, span: Span) -> Tense:
    """Where the expression `span` of a caption points, whose present tense tells what the picture shows."""
    found = tense_at(caption, span)
    will = any(one.tense is Tense.AHEAD and one.force is not _Force.PRESENT for one in _cues(caption))
    return Tense.PAST if found is Tense.AHEAD and not will and not _AHEAD_OF.search(caption[: span.start]) else found


def is_sure(sentence: str, span: Span) -> bool:
    """Whether the verb that decides stands in the expression's own clause, or "since" before it."""
    before = sentence[: span.start]
    if _SINCE.search(before) or (_IN_A.search(before) and _MADE.match(sentence[span.end :])):
        return True
    cues = [one for one in _cues(sentence) if one.force is _Force.FIRM]
    left = [one for one in cues if one.span.start < span.start]
    if left and not _FRONTED.search(before):
        return not _CLAUSE.search(sentence[min(left[-1].span.end, span.start) : span.start])
    return _FRONTED.search(before) is not None and any(one.span.start >= span.end for one in cues)


def _governing(sentence: str, span: Span, left: list[_Cue], right: list[_Cue]) -> Tense:
    """The tense of the cue that an expression belongs to."""
    before, after = sentence[: span.start], sentence[span.end :]
    if _IN_A.search(before) and _MADE.match(after):
        return Tense.PAST
    beside = bool(left) and _MARGIN.match(sentence[min(left[-1].span.end, span.start) : span.start]) is not None
    if beside and left[-1].force is not _Force.BARE:
        return left[-1].tense
    if _OWNER.match(after):  # "Friday’s release may show": what may be is not the release
        right = [one for one in right if not _MAY.match(sentence[one.span.start :])]
        if (
            right
            and _WILL.match(sentence[right[0].span.start :])
            and not _CLAUSE.search(after[: right[0].span.start - span.end])
        ):
            return right[0].tense
    clear = [one for one in right if one.force is not _Force.BARE]
    if clear and clear[0].span.start - span.end <= 1:
        return clear[0].tense
    if beside:
        return left[-1].tense
    if clear and _FRONTED.search(before):
        return clear[0].tense
    near = [one for one in left if one.force is not _Force.BARE] or left
    if near:
        return near[-1].tense
    rest = [one for one in right if one.force is not _Force.PRESENT]
    firm = [one for one in rest if one.force is _Force.FIRM] or rest
    return firm[0].tense if firm else Tense.UNKNOWN


def _cues(sentence: str) -> list[_Cue]:
    found = []
    for match in _CUE.finditer(sentence):
        kind = match.lastgroup or ""
        tense = Tense.AHEAD if kind in ("ahead", "present", "to", "opens", "short") else Tense.PAST
        force = {"to": _Force.BARE, "opens": _Force.PRESENT, "present": _Force.PRESENT}.get(kind, _Force.FIRM)
        found.append(_Cue(Span(match.start(), match.end()), tense, force))
    return found
