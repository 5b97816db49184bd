"""What a question asks for, told by its words: a day, a person, a figure, a reason, several things, yes or no."""

from __future__ import annotations

import re
from enum import StrEnum

from bot.errors import QuestionError
from bot.settings import MAX_QUESTION_CHARACTERS


class Wanted(StrEnum):
    """What would answer a question."""

    MENTIONS = "mentions"  # the articles that name something
    SPEAKER = "speaker"  # who said it
    WORDS = "words"  # what somebody said
    DAY = "day"
    FIGURE = "figure"
    PLACE = "place"
    REASON = "reason"  # why, or how something came about
    SEVERAL = "several"  # all that fit
    PERSON = "person"
    YES_OR_NO = "yes or no"
    THING = "thing"  # anything else


_OPENINGS = re.compile(
    r"^(?:and|but|so|ok|okay|well|now|also|then|please|just|exactly|"
    r"(?:can|could|would|will) you (?:please )?(?:tell|show|say to|remind) (?:me|us)|do (?:you|we) know|tell (?:me|us)|"
    r"(?:the )?articles? says?|i (?:want|need|would like) to know|remind me)\b[\s,:]*",
    re.IGNORECASE,
)
_AUXILIARY = r"(?:did|do|does|is|are|was|were|has|have|had|can|could|will|would|shall|should|may|might|must)(?:n['’]t)?"
_SAY = (
    r"(?:said|says?|told|tells?|claim(?:s|ed)?|call(?:s|ed)|describe[sd]?|warn(?:s|ed)|announce[sd]|den(?:y|ies|ied)|"
    r"argue[sd]?|insist(?:s|ed)?|add(?:s|ed)|state[sd]?|confirm(?:s|ed)|admit(?:s|ted)?|predict(?:s|ed)|estimate[sd]?)"
)
_ARTICLES = r"(?:articles?|stor(?:y|ies)|reports?|pieces?|texts?|papers?)"
_MENTIONS = (
    re.compile(
        rf"^(?:which|what|list|name|show(?: me)?|find)(?: all)?(?: of)?(?: the| these)? {_ARTICLES} "
        r"(?:that |which )?(?:mentions?|names?|refers? to|(?:talks?|writes?|is|are) about|discuss(?:es)?)\s+(.+)$",
        re.IGNORECASE,
    ),
    re.compile(rf"^in (?:which|what) {_ARTICLES} (?:is|are|does|do) (.+?) (?:mentioned|named|appear)$", re.IGNORECASE),
    re.compile(r"^where (?:is|are) (.+?) mentioned$", re.IGNORECASE),
)
_ONE = r"(?:odds|whereabouts|headquarters|proceeds|series|news|means|remains)\b"  # plural in form only
_PLURAL = rf"(?!{_ONE})" r"(?:people|men|women|children|[a-z’'-]{2,}(?<!s)(?<!u)(?<!i)(?<!ga)s)\b"
_NO_NOUN = rf"(?:{_AUXILIARY}|[\w’'-]*['’]s|this|kinds?|sorts?|types?|happens|of|else)"
_COUNT = r"(?:two|three|four|five|six|seven|eight|nine|ten|\d+)"
_SUPERLATIVE = re.compile(
    r"\b(?:most|least|first|last|best|worst|(?!(?:for|inter|pro|har|arr|ev|w)est\b)[a-z]{3,}(?:est))\b", re.IGNORECASE
)
_AT = r"^(?:in |by |for |to |of |at |on |since |until |from )?"
_WHAT_IS = r"what(?:['’]s| is| was| were| are)?(?: the)?"
_KINDS: tuple[tuple[Wanted, tuple[str, ...]], ...] = (
    (
        Wanted.SPEAKER,
        (
            rf"^who (?:else )?(?:has |had |have )?(?:also )?{_SAY}\b",
            rf"^according to whom\b|^by whom was .*\b{_SAY}\b",
            r"^whose (?:words?|quotes?|quotation|figures?|claims?|estimates?|phrase|prediction|line)\b",
        ),
    ),
    (
        Wanted.WORDS,
        (
            rf"^what (?:exactly )?{_AUXILIARY}\b.*\b(?:say|said|saying|tell|told|reply|replied|claim|write)\b",
            rf"^what (?:exactly )?{_AUXILIARY}\b.*\b(?:claimed|written|tweet(?:ed)?|post(?:ed)?|respond(?:ed)?)\b",
            rf"^how {_AUXILIARY}\b.*\b(?:respond|react|describe|reply|put it)\b",
            r"\b(?:exact words|exact wording|verbatim|word for word)\b",
            r"\b(?:quote|line|words|reaction|response)\b.* (?:on|about|to)\b",
        ),
    ),
    (
        Wanted.DAY,
        (
            rf"{_AT}when\b",
            rf"{_AT}(?:what|which) (?:exact )?(?:day|date|year|month|week|weekday|season|time)\b",
            r"^(?:the )?(?:\w+ )?date\b|^(?:the )?(?:first|last) day\b",
        ),
    ),
    (
        Wanted.FIGURE,
        (
            rf"{_AT}how (?:many|much|old|long|far|tall|high|wide|deep|big|large|fast|heavy|hot|cold|often|few)\b",
            r"^(?:the )?(?:total |exact )?(?:number|amount|share|percentage) of\b",
            rf"{_AT}{_WHAT_IS}(?: \w+)? (?:percentage|percent|number|share|proportion|amount|price|cost|score)\b",
            rf"{_AT}{_WHAT_IS}(?: \w+)? (?:total|sum|toll|length|height|width|size|speed|distance|age|margin|figure)\b",
        ),
    ),
    (
        Wanted.REASON,
        (
            r"^why\b|^how come\b|^(?:for|on) what (?:reason|grounds?|purpose)\b",
            r"^what (?:caused|causes|led to|prompted|triggered|drove)\b|\b(?:might|may|could) have caused\b",
            rf"^{_WHAT_IS} (?:reasons?|cause|motive|purpose)\b|^how (?:exactly )?{_AUXILIARY}\b",
        ),
    ),
)
_ASKED_OF = r"^(?:in |to |from |on |at |for |with )?(?:which|what)"
_SEVERAL = tuple(
    re.compile(shape, re.IGNORECASE)
    for shape in (
        r"^(?:list|enumerate)\b|^name (?!of\b)",
        r"^give (?:me )?(?:all|every|the (?:names|list))\b",
        rf"{_ASKED_OF} (?:{_COUNT} )?(?!{_NO_NOUN}\b){_PLURAL}(?! (?:the|an?|his|her|its|their|to|if|when|next)\b)",
        # "which luxury brands signed" has a noun before its verb, "which company makes jets" has not
        rf"{_ASKED_OF} (?:{_COUNT} )?(?:(?!{_NO_NOUN}\b)[\w’'-]+ ){{1,2}}(?!{_NO_NOUN}\b){_PLURAL}"
        rf"(?:$| (?:{_AUXILIARY}|\w+ed|make|made|sent|won|lost|came|go|get|got|left|held|took|in|of|on|that|who)\b)",
        r"^who (?:are|were|all)\b",
        rf"^what(?:['’]re| are| were)(?: all| some of)? (?:the|his|her|its|their)(?: other)?(?: {_COUNT})?"
        rf" (?:[\w’'-]+ ){{0,2}}?(?!{_NO_NOUN}\b){_PLURAL}\b",
        r"\ball (?:of )?(?:the|those|these) [a-z]+s\b",
    )
)


def wanted(question: str) -> Wanted:
    """What a question asks for.

    Args:
        question: in English, in any case, with or without its question mark.

    >>> [wanted(one).value for one in ("How many died?", "and where?", "Which countries signed?", "Did she resign?")]
    ['figure', 'place', 'several', 'yes or no']
    """
    asked = bare(question)
    if name_mentioned(question) is not None:
        return Wanted.MENTIONS
    for kind, shapes in _KINDS:
        if any(re.search(shape, asked, re.IGNORECASE) for shape in shapes):
            return kind
    if re.match(rf"{_AUXILIARY}\b", asked, re.IGNORECASE):
        return Wanted.YES_OR_NO
    if any(shape.search(asked) for shape in _SEVERAL) and not _SUPERLATIVE.search(asked):
        return Wanted.SEVERAL
    if re.match(r"(?:to |from |in |near )?where\b|(?:in|at|to|from|near) (?:what|which) \w+\b", asked, re.IGNORECASE):
        return Wanted.PLACE
    if re.match(r"(?:to |with |by |for |from )?who(?:m|se|['’]s|['’]d|['’]re)?\b", asked, re.IGNORECASE):
        return Wanted.PERSON
    return Wanted.THING


def bare(question: str) -> str:
    """The question without what leads into it ("and", "can you tell me") and without its last marks.

    >>> bare("And can you tell me who won?")
    'who won'
    """
    text = " ".join(question.split()).rstrip("?!. ")
    while (shorter := _OPENINGS.sub("", text)) != text and shorter:
        text = shorter
    return text


def name_mentioned(question: str) -> str | None:
    """Of "Which articles mention Kim?", "Kim"; None of any other question."""
    asked = bare(question)
    for shape in _MENTIONS:
        if found := shape.match(asked):
            return found.group(1).strip("\"“”‘’' ")
    return None


def checked(question: str) -> str:
    """The question without white space around it. Raises `QuestionError`."""
    asked = question.strip()
    if not any(character.isalnum() for character in asked):
        raise QuestionError("The question has no words.", "a question.", 'Ask something, such as "Who won?"')
    if any("\ud800" <= character <= "\udfff" for character in asked):
        raise QuestionError(
            "The question holds half a character (a lone surrogate).", "whole characters.", "Type or copy it again."
        )
    if len(asked) > MAX_QUESTION_CHARACTERS:
        raise QuestionError(
            f"The question has {len(asked):,} characters.",
            f"at most {MAX_QUESTION_CHARACTERS:,}.",
            "Ask one thing at a time; to load an article, add it rather than asking it.",
        )
    return asked


def quoted_phrases(query: str) -> tuple[str, ...]:
    """What a query puts in double quotation marks, straight or curly.

    >>> quoted_phrases("who spoke of “grave error” and “no  regrets”")
    ('grave error', 'no regrets')
    """
    found = re.findall(r"“([^“”]+)”|\"([^\"]+)\"", query)
    return tuple(words for pair in found for one in pair if (words := " ".join(one.split())))


def says_all(phrases: tuple[str, ...], text: str) -> bool:
    """Whether a text has each of the phrases word for word, in any case."""
    plain = " ".join(text.casefold().replace("’", "'").split())
    return all(re.search(rf"(?<!\w){re.escape(one.casefold().replace('’', chr(39)))}(?!\w)", plain) for one in phrases)
