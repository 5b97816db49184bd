"""From passages to a reply: what the question asks for decides which of the reader's findings are shown, and how."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.clause_around import clause_around
from bot.composer import Proof, proven, stated
from bot.conflicts import Voice, sides, voices
from bot.counting import counting
from bot.finding import Finding
from bot.fitting import fits, fitting, of_another_fate
from bot.items import enumerated
from bot.premise import mistaken
from bot.question import Wanted, wanted
from bot.reader import Reader
from bot.reply import Reply
from bot.same_story import telling
from bot.sayings import as_sayings
from bot.verdict import verdict
from bot.windows import Passage

_FURTHER = 2.0  # logits below the best, above which another sentence's finding is an item of the list too
_MOST_ITEMS = 12
_ENUMERATION = 3  # items that make an answer a list though the question does not ask for one
_TITLE = re.compile('["“”:]')  # what is quoted or has a subtitle is one thing, whatever commas it has
_UNLIKELY = 0.2  # that the articles say what is asked, where the question takes for granted what they do not hold
_BEARING = 0.6  # share of a yes-or-no question's words that the paragraph or headline has
_WHOLE = frozenset((Wanted.DAY, Wanted.FIGURE, Wanted.WORDS, Wanted.REASON, Wanted.YES_OR_NO))  # never taken apart


def answered(question: str, passages: Sequence[Passage], reader: Reader) -> Reply:
    """Read the passages and reply: with what they say, or that they do not say.

    Args:
        question: as asked.
        passages: at most one of each article.
        reader: reads them, and knows what its scores are worth.
    """
    findings = fitting(question, passages, as_sayings(question, passages, reader.read(question, passages)))
    findings = counting(question, passages, findings)
    found = verdict(question, passages, findings, reader)
    if found is None:
        return Reply(question)
    confidence = reader.calibration.confidence(found.signals)
    best = proven(question, passages, found.best)
    beside = wanted(question) is Wanted.YES_OR_NO and not _bears_on(question, best)
    told = reader.calibration.is_told(found.signals)
    unfit = not fits(question, best.answer.quote) or of_another_fate(question, best.sentence.quote)
    if beside or unfit or mistaken(question, best.article, best.answer, best.sentence):
        told = min(told, _UNLIKELY)
        return Reply(question, confidence=1 - told, nearest=best.sentence)
    if told < reader.calibration.threshold:
        return Reply(question, confidence=1 - told, nearest=best.sentence)
    heard = voices(question, passages, findings, found, reader)
    if len(found_sides := sides(question, heard)) > 1:
        return _differing(question, found_sides)
    proofs = _shown(question, passages, findings, found.best)
    agreeing = [one.proof for one in found_sides[0] if one.proof.article.id != best.article.id]
    answers = tuple(one.answer for one in proofs)
    statements = dict.fromkeys((stated(proofs[0], *agreeing), *map(stated, proofs[1:])))
    return Reply(question, tuple(statements), answers, confidence)


def _shown(question: str, passages: Sequence[Passage], findings: Sequence[Finding], best: Finding) -> list[Proof]:
    """What is shown of the best finding, and of those beside it, as the question asks: items, a clause, a sentence."""
    kind, proof = wanted(question), proven(question, passages, best)
    if kind is Wanted.SEVERAL:
        others = [one for one in findings if _may_join(one, best)]
        return _items([proof, *(proven(question, passages, one) for one in others)])
    if kind is Wanted.REASON:
        return [Proof.of(proof.article, proof.answer.paragraph, clause_around(proof.text, proof.span))]
    if kind is Wanted.YES_OR_NO:
        return [Proof(proof.article, proof.sentence, proof.sentence)]
    if kind not in _WHOLE and not _TITLE.search(proof.answer.quote):
        parts = enumerated(proof.text, proof.span)
        if len(parts) >= _ENUMERATION and parts[0].start >= proof.span.start and parts[-1].end <= proof.span.end:
            return _items([proof])
    return [proof]


def _differing(question: str, found: Sequence[Sequence[Voice]]) -> Reply:
    """A reply with each side's answer and the sentences that say it."""
    statements = tuple(stated(*(one.proof for one in side)) for side in found)
    answers = tuple(side[0].proof.answer for side in found)
    return Reply(question, statements, answers, max(one.confidence for side in found for one in side), differs=True)


def _bears_on(question: str, proof: Proof) -> bool:
    """Whether the sentence is about what a yes-or-no question asks: a span alone is a guess at yes or no."""
    asked = telling(question)
    said = telling(f"{proof.article.title}. {proof.text}")
    return len(asked & said) >= _BEARING * len(asked)


def _may_join(one: Finding, best: Finding) -> bool:
    """Whether a finding is good enough to stand beside the best as one more item of the same article."""
    return one != best and one.passage == best.passage and one.score >= max(0.0, best.score - _FURTHER)


def _items(proofs: Sequence[Proof]) -> list[Proof]:
    """What these proofs enumerate, each thing once, the best proof's first."""
    spans = [enumerated(proof.text, proof.span) for proof in proofs]
    if not any(spans):  # where one is an enumeration, the lone words beside it seldom belong to it
        spans = [(proof.span,) for proof in proofs]
    items: list[Proof] = []
    for proof, found in zip(proofs, spans, strict=True):
        here = [Proof.of(proof.article, proof.answer.paragraph, span) for span in found]
        items += [one for one in here if not any(_same(one.answer.quote, other.answer.quote) for other in items)]
    return items[:_MOST_ITEMS]


def _same(words: str, others: str) -> bool:
    """Whether one names what the other does: "the United States", "United States"; not "Virginia", "West Virginia"."""
    return words.casefold().removeprefix("the ") == others.casefold().removeprefix("the ")
