"""Questions about what somebody said, and who said something: the reader's findings as whole sayings or as speakers.

"What did Kim say about the bridge?" is answered with Kim's words, whole: from the opening to the closing quotation
mark, or the reported clause. The reader says which of them bear on the question, `bot.attribution` whose they are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.article import Span
from bot.attribution import Attribution, attributions, bare_name
from bot.finding import Finding
from bot.quotes import outermost, quotations
from bot.windows import Passage

_SAY = r"(?:say|said|says|saying|tell|told|claim|claimed|write|wrote|think|warn|warned|announce|argue|add|added|state)"
_WHAT = re.compile(
    rf"^what\s+(?:else\s+)?(?:did|does|do|has|have|had|was|were)\s+(?P<who>.+?)\s+(?:also\s+)?{_SAY}\b", re.IGNORECASE
)
_WHOSE = re.compile(
    r"^what\s+(?:is|was|were|are)\s+(?P<who>.+?)[’']s?\s+(?:reaction|response|comment|view|opinion|words)\b", re.I
)
_HOW = re.compile(
    r"^how\s+(?:did|does|do|has|have)\s+(?P<who>.+?)\s+(?:react|respond|describe|explain|put)\b", re.IGNORECASE
)
_WHO = re.compile(
    rf"^(?:who|which\s+\w+)\s+(?:has\s+|have\s+|was\s+it\s+that\s+|also\s+)?{_SAY}\b|^according to whom\b", re.I
)
_WORD = re.compile(r"\w+(?:[’'-]\w+)*")
_SMALL = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "mr",
        "mrs",
        "ms",
        "dr",
        "sir",
        "mr.",
        "mrs.",
        "ms.",
        "dr.",
        "and",
        "his",
        "her",
        "their",
        "its",
    ]
)


def as_sayings(question: str, passages: Sequence[Passage], findings: Sequence[Finding]) -> list[Finding]:
    """Findings as the question wants them: widened to what its speaker says, or turned into who says it.

    Args:
        question: as asked.
        passages: what was read.
        findings: what the reader found there, best first.

    Returns:
        The same findings for any other question, and where the articles attribute nothing that fits.
    """
    asked = question.strip()
    if named := next((found for found in (one.match(asked) for one in (_WHAT, _WHOSE, _HOW)) if found), None):
        return _sayings(named["who"], passages, findings) or list(findings)
    if _WHO.match(asked):
        return _speakers(asked, passages, findings) or list(findings)
    return list(findings)


def _sayings(speaker: str, passages: Sequence[Passage], findings: Sequence[Finding]) -> list[Finding]:
    """Each finding within the speaker's words, as the whole of those words."""
    told = _Told(passages)
    kept: dict[tuple[int, int, Span], Finding] = {}
    for one in findings:
        for attribution in told.by(one.passage):
            whole = _whole(attribution, one)
            if whole and said_by(attribution, speaker):
                kept.setdefault((one.passage, one.paragraph, whole), replace(one, span=whole))
                break
    return list(kept.values())


def _whole(attribution: Attribution, finding: Finding) -> Span | None:
    """What is said around a finding: across "he said" where that stands in the middle of one quotation."""
    here = [one for one in attribution.contents if one.paragraph == finding.paragraph]
    if not any(one.start < finding.span.end and finding.span.start < one.end for one in here):
        return None
    return Span(here[0].start, here[-1].end)


def _speakers(question: str, passages: Sequence[Passage], findings: Sequence[Finding]) -> list[Finding]:
    """The speaker of the words that the question quotes; else of what each finding stands in."""
    told = _Told(passages)
    quoted = [question[one.inside.start : one.inside.end] for one in outermost(quotations(question))]
    if quoted and findings:
        exact = [
            _to_speaker(attribution, replace(findings[0], passage=passage))
            for passage in range(len(passages))
            for attribution in told.by(passage)
            if any(_plain(words) in _plain(content.quote) for words in quoted for content in attribution.contents)
        ]
        if exact:
            return exact
    found: list[Finding] = []
    for one in findings:
        holds = next((each for each in told.by(one.passage) if _whole(each, one)), None)
        found.append(_to_speaker(holds, one) if holds else one)
    return found


def _to_speaker(attribution: Attribution, finding: Finding) -> Finding:
    """The finding moved to the words that name the speaker."""
    words = (
        attribution.named if attribution.named and attribution.who != attribution.speaker.quote else attribution.speaker
    )
    return replace(finding, paragraph=words.paragraph, span=Span(words.start, words.end))


def said_by(attribution: Attribution, speaker: str) -> bool:
    """Whether an attribution's speaker is whom a question names: the same surname, or the same words.

    Args:
        attribution: of an article.
        speaker: as a question puts it, such as "Mr Kim" or "the coast guard".
    """
    wanted = _key(speaker)
    words = [attribution.speaker.quote, *([attribution.named.quote] if attribution.named else [])]
    return bool(wanted) and any(wanted <= _all(each) or _name(speaker, each) for each in words)


def _name(speaker: str, words: str) -> bool:
    """Whether both are personal names with the same last word, and nothing in them differs."""
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


class _Told:
    """Who says what in each passage, worked out when first asked for."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._passages = passages
        self._known: dict[int, tuple[Attribution, ...]] = {}

    def by(self, passage: int) -> tuple[Attribution, ...]:
        """The attributions of a passage's article, up to the last paragraph of the passage."""
        if passage not in self._known:
            one = self._passages[passage]
            last = max(one.numbers, default=0)
            self._known[passage] = attributions(one.article, max(1, min(one.numbers, default=1) - 60), last)
        return self._known[passage]
