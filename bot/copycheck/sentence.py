"""One sentence of a draft with its evidence to a `Checked`: quotations first, then every comparison."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.article import Article, Span
from bot.attribution import Attribution
from bot.copycheck.alignment import anchors
from bot.copycheck.asking import Asker
from bot.copycheck.case import Case
from bot.copycheck.compare_days import days
from bot.copycheck.compare_names import names
from bot.copycheck.compare_numbers import codes, numbers
from bot.copycheck.compare_polarity import polarity
from bot.copycheck.evidence import Evidence, Source
from bot.copycheck.names import names_of
from bot.copycheck.quotes import Found, look_up, quoted
from bot.numbers import Figure
from bot.reply import Citation
from bot.review import Checked, Difference, Kind, Label, Wording
from bot.words import words_of

_FOUND_OVERLAP = 0.3  # least share of a sentence's words that its evidence has
# Of sentences whose own paragraph was taken out of the article, one in seven that nothing else gives away shares more
# with the rest than this; of free paraphrases of what an article does say, three in four.
_SAID_OVERLAP = 0.35
_FOUND_SIMILARITY = 0.35  # or least nearness of meaning
_MOST_CITED = 3
_ALSO = 0.8  # of the nearest's score: what supports a sentence beside it


def check_sentence(
    text: str,
    start: int,
    evidence: Evidence,
    figures: Callable[[str], tuple[Figure, ...]],
    said: Callable[[Article], tuple[Attribution, ...]],
    asker: Asker,
) -> Checked:
    """Compare a sentence with its evidence.

    Args:
        text: the sentence.
        start: where it begins in the draft.
        evidence: what the articles have nearest.
        figures: reads the figures of a text.
        said: who says what in an article.
        asker: asks the reader.
    """
    spans = tuple(quoted(text))
    looked_up = [(span, look_up(text[span.start : span.end], _places(evidence))) for span in spans]
    evidence = _focused(evidence, [found for _, found in looked_up])
    words = tuple(words_of(text))
    known, people = names_of(one.text for one in evidence.everything)
    pairs = anchors(words, evidence.best[0].words)
    case = Case(text, start, words, spans, evidence, pairs, known, people, figures, said, asker)
    quotes = [
        case.difference(Kind.QUOTE, span.start, span.end, found.citation)
        for span, found in looked_up
        if found.wording is not Wording.EXACT
    ]
    found = evidence.overlap >= _FOUND_OVERLAP or evidence.similarity >= _FOUND_SIMILARITY
    compared = [one for compare in (numbers, codes, names, days, polarity) for one in compare(case)] if found else []
    differences = tuple(sorted([*quotes, *compared], key=lambda one: (one.span.start, one.span.end)))
    wordings = {found.wording for _, found in looked_up}
    label = _label(case, wordings, compared, found or Wording.EXACT in wordings)
    span = Span(start, start + len(text))
    return Checked(span, text, label, _cited(evidence, looked_up, label, differences), differences)


def _label(case: Case, wordings: set[Wording], compared: Sequence[Difference], found: bool) -> Label:
    """The worst that applies: words put into a mouth, then words changed, then facts against it, then silence."""
    if Wording.ABSENT in wordings:
        return Label.QUOTE_ABSENT
    if Wording.ALTERED in wordings:
        return Label.QUOTE_ALTERED
    said = case.evidence.overlap >= _SAID_OVERLAP or Wording.EXACT in wordings
    if compared:
        return Label.CONTRADICTED if said or any(one.source for one in compared) else Label.NOT_FOUND
    if not found:
        return Label.NOT_FOUND
    whole = said or case.text in case.near.text or not any(word.content for word in case.words)
    return Label.SUPPORTED if whole else Label.CLOSE


def _places(evidence: Evidence) -> list[tuple[Article, int]]:
    near = [(one.article, one.paragraph) for one in evidence.best]
    return [*near, *((one.article, one.paragraph) for one in evidence.everything)]


def _focused(evidence: Evidence, found: Sequence[Found]) -> Evidence:
    """The evidence with the sentence that a quotation was found in put first."""
    for one in found:
        if one.citation is None or one.wording is Wording.ABSENT:
            continue
        for source in evidence.everything:
            if _holds(source, one.citation):
                return _put_first(evidence, source)
    return evidence


def _holds(source: Source, citation: Citation) -> bool:
    same = (source.article.id, source.paragraph) == (citation.article_id, citation.paragraph)
    return same and source.span.start <= citation.start < source.span.end


def _put_first(evidence: Evidence, source: Source) -> Evidence:
    if source is evidence.best[0]:
        return evidence
    index = evidence.everything.index(source)
    same = [one for one in evidence.everything[max(0, index - 5) : index] if one.article.id == source.article.id]
    best = (source, *(one for one in evidence.best if one is not source))
    scores = (evidence.scores[0], *evidence.scores[: len(best) - 1])
    after = evidence.everything[index + 1 : index + 3]
    around = tuple(dict.fromkeys((*best, *same[-2:], *after, *evidence.around)))
    return replace(evidence, best=best, scores=scores, around=around, before=tuple(reversed(same)))


def _cited(
    evidence: Evidence, looked_up: Sequence[tuple[Span, Found]], label: Label, differences: Sequence[Difference]
) -> tuple[Citation, ...]:
    """The sentences that support or contradict, the best first; none where nothing was found."""
    if label is Label.NOT_FOUND:
        return ()
    if label is Label.QUOTE_ABSENT and evidence.overlap < _FOUND_OVERLAP:
        return ()
    near = [
        source
        for source, score in zip(evidence.best, evidence.scores, strict=True)
        if score >= _ALSO * evidence.scores[0]
    ]
    wanted = [one.source for one in differences if one.source is not None]
    wanted += [
        found.citation for _, found in looked_up if found.citation is not None and found.wording is not Wording.ABSENT
    ]
    holding = [source for source in evidence.everything if any(_holds(source, citation) for citation in wanted)]
    return tuple(dict.fromkeys(source.citation for source in [near[0], *holding, *near[1:]]))[:_MOST_CITED]
