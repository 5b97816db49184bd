"""Questions about what somebody said, and who said something: the reader's findings as whole sayings or as speakers.

"What did Kim say about the bridge?" is answered with Kim's words, whole: from the opening to the closing quotation
mark, or the reported clause. The reader says which of them bear on the question, `bot.attribution` whose they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeAlias

from bot.article import Span
from bot.attribution import Attribution, attributions, bare_name, reports, says
from bot.finding import Finding
from bot.quotes import outermost, quotations
from bot.sentences import covering_sentences
from bot.windows import Passage

_SAY = (
    r"(?:say|said|says|saying|tell|told|claim|claimed|write|wrote|think|warn|warned|announce|argue|add|added|state|"
    r"text|tweet|post|call|describe|respond|reply|promise|suggest|insist|mean)"
)
_WHAT = (
    rf"^what\s+(?:else\s+|exactly\s+)?(?:did|does|do|has|have|had|was|were)\s+(?P<who>.+?)\s+(?:also\s+)?{_SAY}\b",
    r"^what\s+(?:is|was|were|are)\s+(?P<who>.+?)[’']s?\s+(?:reaction|response|comment|view|opinion|words|reply)\b",
    r"^how\s+(?:did|does|do|has|have)\s+(?P<who>.+?)\s+(?:react|respond|describe|explain|put)\b",
)
_WHATS = tuple(re.compile(pattern, re.IGNORECASE) for pattern in _WHAT)
_VERBATIM = re.compile(
    r"\b(?:verbatim|word[ -]for[ -]word|exact\s+(?:words?|quotes?|wording)|own words|quotes?)\b|\bexact\W*$",
    re.IGNORECASE,
)
_VERB_WITHIN = 6  # words of a question that asks who says something
_WORD = re.compile(r"\w+(?:[’'-]\w+)*")
_SMALL = frozenset(("the", "a", "an", "of", "mr", "mrs", "ms", "dr", "sir", "and", "his", "her", "their", "its"))
_Wanted: TypeAlias = Callable[[Attribution], bool]
_UNATTRIBUTED = 2.0  # logits that a finding loses where the article gives it to nobody
_BACK = 60  # paragraphs before a passage that are read for their names


def as_sayings(question: str, passages: Sequence[Passage], findings: Sequence[Finding]) -> list[Finding]:
    """Findings as the question wants them: widened to what its speaker says, or turned into who says it.

    Args:
        question: as asked.
        passages: what was read.
        findings: what the reader found there, best first.

    Returns:
        The same findings for any other question, and where the articles attribute nothing that fits.
    """
    asked, told = question.strip(), _Told(passages)
    found: list[Finding] = []
    if named := next((each for each in (one.match(asked) for one in _WHATS) if each), None):
        found = _sayings(named["who"], told, findings)
    elif asked.lower().startswith(("who ", "which ", "according to whom")) and _asks_who(asked):
        found = _speakers(asked, told, findings)
    elif _VERBATIM.search(asked):
        found = _quotations(asked, told, findings)
    return found or list(findings)


def _asks_who(question: str) -> bool:
    """Whether a question asks who says something: any verb that reports after "who", the plainest after "which"."""
    words = _WORD.findall(question.lower())[:_VERB_WITHIN]
    if words[:3] == ["according", "to", "whom"]:
        return True
    return bool(words) and any(reports(word) if words[0] == "who" else says(word) for word in words[1:])


class _Told:
    """Who says what in each passage, worked out when first asked for."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._passages = passages
        self._known: dict[int, tuple[Attribution, ...]] = {}

    def by(self, passage: int) -> tuple[Attribution, ...]:
        """The attributions of a passage's article, up to the last paragraph of the passage."""
        if passage not in self._known:
            one = self._passages[passage]
            first = max(1, min(one.numbers, default=1) - _BACK)
            self._known[passage] = attributions(one.article, first, max(one.numbers, default=0))
        return self._known[passage]

    def between_marks(self, finding: Finding) -> Finding:
        """A finding without what stands before its first quotation mark and behind its last."""
        text = self._passages[finding.passage].article.paragraph(finding.paragraph).text
        spans = [one.span for one in outermost(quotations(text))]
        inside = [one for one in spans if finding.span.start <= one.start and one.end <= finding.span.end]
        return replace(finding, span=Span(inside[0].start, inside[-1].end)) if inside else finding

    def in_the_sentence(self, finding: Finding) -> list[tuple[Span, Attribution]]:
        """What is said in the sentence of a finding behind it, in nobody's words: "…,” Lee wrote to the council"."""
        text = self._passages[finding.passage].article.paragraph(finding.paragraph).text
        whole = replace(finding, span=covering_sentences(text, finding.span))
        told = [one for one in self.by(finding.passage) if one.cue and one.cue.end <= finding.span.start]
        return [(span, one) for one in told if (span := _whole(one, whole))]

    def everywhere(self) -> list[tuple[int, Attribution]]:
        """Every attribution with the index of its passage."""
        return [(passage, one) for passage in range(len(self._passages)) for one in self.by(passage)]


def _sayings(speaker: str, told: _Told, findings: Sequence[Finding]) -> list[Finding]:
    """Each finding within the speaker's words, as the whole of those words."""
    return _whole_sayings(told, findings, lambda one: said_by(one, speaker))


def _quotations(question: str, told: _Told, findings: Sequence[Finding]) -> list[Finding]:
    """Each finding within quoted words, as the whole of them; only those of a speaker whom the question names."""
    named = _all(question)

    def asked_for(one: Attribution) -> bool:
        return one.quoted and any(_key(each) & named for each in _names(one))

    found = _whole_sayings(told, findings, asked_for) or _whole_sayings(told, findings, lambda one: one.quoted)
    return [told.between_marks(one) for one in found]


def _whole_sayings(told: _Told, findings: Sequence[Finding], wanted: _Wanted) -> list[Finding]:
    """Each finding in a saying that is wanted, as the whole of it, once; those in the words of somebody else left out.

    What the article gives to nobody, as far as is known, counts less; where nothing is wanted the list is empty.
    """
    kept: dict[tuple[int, int, Span], Finding] = {}
    wholes = 0
    for one in findings:
        sayings = [(whole, each) for each in told.by(one.passage) if (whole := _whole(each, one))]
        sayings = sayings or told.in_the_sentence(one)
        fitting = [whole for whole, each in sayings if wanted(each)]
        wholes += bool(fitting)
        if fitting:
            kept.setdefault((one.passage, one.paragraph, fitting[0]), replace(one, span=fitting[0]))
        elif all(each.only_a_pronoun for _, each in sayings):  # whom it means is a guess
            kept.setdefault((one.passage, one.paragraph, one.span), replace(one, score=one.score - _UNATTRIBUTED))
    return sorted(kept.values(), key=lambda one: -one.score) if wholes else []


def _whole(attribution: Attribution, finding: Finding) -> Span | None:
    """What is said around a finding: across "he said" where that stands in the middle of one quotation.

    A finding among the words that name the speaker is near enough.
    """
    here = [one for one in attribution.contents if one.paragraph == finding.paragraph]
    if not here:
        return None
    beside = [attribution.speaker, attribution.cue] if attribution.cue else []
    parts = [*here, *(one for one in beside if one and one.paragraph == finding.paragraph)]
    if not any(one.start < finding.span.end and finding.span.start < one.end for one in parts):
        return None
    return Span(here[0].start, here[-1].end)


def _speakers(question: str, told: _Told, findings: Sequence[Finding]) -> list[Finding]:
    """The speaker of the words that the question quotes; else of what each finding stands in."""
    quoted = [_plain(question[one.inside.start : one.inside.end]) for one in outermost(quotations(question))]
    exact = [
        _to_speaker(one, replace(findings[0], passage=passage))
        for passage, one in (told.everywhere() if quoted and findings else [])
        if any(words and words in _plain(content.quote) for words in quoted for content in one.contents)
    ]
    return exact or [_spoken_by(one, told.by(one.passage)) for one in findings]


def _spoken_by(finding: Finding, told: Sequence[Attribution]) -> Finding:
    """The finding moved to the speaker of what it stands in; a full name that it holds already stays."""
    for one in told:
        if one.who and _whole(one, finding):
            speaker = one.speaker
            here = speaker.paragraph == finding.paragraph
            names_it = here and speaker.start <= finding.span.start and finding.span.end <= speaker.end
            moved = finding if names_it and one.who == speaker.quote else _to_speaker(one, finding)
            return moved if moved.paragraph == finding.paragraph else finding  # what is cited must hold the words
    return finding


def _to_speaker(attribution: Attribution, finding: Finding) -> Finding:
    """The finding moved to the words that name the speaker where it speaks, or to the name that a pronoun means."""
    words = attribution.speaker
    if attribution.named and not bare_name(words.quote):
        words = attribution.named
    return replace(finding, paragraph=words.paragraph, span=Span(words.start, words.end))


def said_by(attribution: Attribution, speaker: str) -> bool:
    """Whether an attribution's speaker is whom a question names: the same surname, or the same words.

    Args:
        attribution: of an article.
        speaker: as a question puts it, such as "Mr Kim" or "the coast guard".

    >>> from bot.article import Article
    >>> told = attributions(Article.from_text("The ferry is late. “It will come,” said Ann Lee, a pilot."))
    >>> [said_by(told[0], name) for name in ("Ms Lee", "Ann Lee", "Bob Lee", "the pilot")]
    [True, True, False, False]
    """
    wanted = _key(speaker)
    return bool(wanted) and any(wanted <= _all(each) or _name(speaker, each) for each in _names(attribution))


def _names(attribution: Attribution) -> list[str]:
    """The words that may name the speaker: the fuller name instead of a lone surname, and what describes them."""
    words = [attribution.named.quote] if attribution.named else []
    if not words or not bare_name(attribution.speaker.quote):
        words.append(attribution.speaker.quote)
    return words


def _name(speaker: str, words: str) -> bool:
    """Whether both are personal names with the same last word, and nothing in the article's differs."""
    wanted, held = bare_name(speaker), bare_name(words)
    return bool(wanted and held) and wanted[-1] == held[-1] and set(held) <= set(wanted)


def _key(words: str) -> frozenset[str]:
    """What counts of a speaker's words: a name's, or all but the small ones."""
    name = bare_name(words)
    return frozenset(word.lower() for word in name) if name else _all(words)


def _all(words: str) -> frozenset[str]:
    return frozenset(re.sub("[’']s?$", "", word) for word in _WORD.findall(words.lower())) - _SMALL


def _plain(words: str) -> str:
    return " ".join(_WORD.findall(words.lower().replace("’", "'")))
