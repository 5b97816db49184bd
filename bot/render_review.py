"""A checked draft as a person or a program reads it: plain text and JSON data."""

from __future__ import annotations

from bot.article import Article
from bot.render import Mark, plain, source_line
from bot.review import Difference, Label, Review

_WORDS = {
    Label.SUPPORTED: "supported",
    Label.CLOSE: "close, read it",
    Label.CONTRADICTED: "CONTRADICTED",
    Label.QUOTE_ALTERED: "QUOTE ALTERED",
    Label.QUOTE_ABSENT: "QUOTE ABSENT",
    Label.NOT_FOUND: "NOT FOUND",
}


def review_text(review: Review, articles: dict[str, Article], mark: Mark = plain) -> str:
    """A review as lines of text: each sentence with its label, what differs beside it, and its sources.

    Args:
        review: of a draft.
        articles: by id, every article that the review may cite.
        mark: dresses a piece of text by its kind: "supported", "flagged" or "source"; plain by default.
    """
    lines = []
    for checked in review.sentences:
        kind = "flagged" if checked.label.is_flag else "supported"
        lines.append(f"{mark(_WORDS[checked.label], kind)}  {checked.text}")
        lines += [f"  {mark(_difference(one), 'flagged')}" for one in checked.differences]
        for citation in checked.citations:
            if checked.label is not Label.SUPPORTED:
                lines.append(f"  article: {citation.quote}")
            lines.append(mark(f"  {source_line(citation, articles)}", "source"))
    lines.append(_summary(review))
    return "\n".join(lines)


def _difference(one: Difference) -> str:
    said = f"the article has “{one.source.quote}”" if one.source else "the articles do not have it"
    return f"{one.kind}: “{one.draft}”; {said}"


def _summary(review: Review) -> str:
    counts = review.counts
    found = ", ".join(f"{counts[label]} {label}" for label in Label if counts[label])
    return f"{len(review.sentences)} sentence{'s' if len(review.sentences) != 1 else ''}: {found or 'nothing to check'}"
