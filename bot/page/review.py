"""A draft checked against the articles: the draft with its marks, and beside it the evidence, sentence by sentence."""

from __future__ import annotations

from collections.abc import Mapping

from bot.article import Article
from bot.page.html import citation_link, counted, escape, isolated, source_html
from bot.reply import Citation
from bot.review import Checked, Difference, Label, Review

# A sign and words for each, so that nothing depends on telling colours apart.
_SIGNS = {
    Label.SUPPORTED: ("✓", "Supported", "supported"),
    Label.CLOSE: ("~", "Close: read it", "close"),
    Label.CONTRADICTED: ("≠", "Contradicted", "contradicted"),
    Label.QUOTE_ALTERED: ("≈", "Quote altered", "altered"),
    Label.QUOTE_ABSENT: ("”", "Quote not found", "absent"),
    Label.NOT_FOUND: ("?", "Not in the articles", "missing"),
}


def review_html(review: Review, articles: Mapping[str, Article]) -> str:
    """The draft, marked, and the evidence for each mark.

    Args:
        review: what checking found.
        articles: by id, every article that it cites.
    """
    evidence = "".join(_evidence(number, one, articles) for number, one in enumerate(review.sentences, start=1))
    return (
        f'<div class="reply checked">{_counts(review)}<div class="proofs">'
        f'<div class="marked" role="region" aria-label="The draft, marked" tabindex="0">{_marked(review)}</div>'
        f'<ol class="evidence" aria-label="Evidence">{evidence}</ol></div></div>'
    )


def _counts(review: Review) -> str:
    counts = review.counts
    parts = [
        f'<span class="count {_SIGNS[label][2]}"><span class="sign" aria-hidden="true">{_SIGNS[label][0]}</span> '
        f"{counts[label]} {_SIGNS[label][1].lower()}</span>"
        for label in Label
        if counts[label]
    ]
    total = counted(len(review.sentences), "sentence")
    edit = '<button type="button" class="quiet" data-do="edit-draft">Edit the draft</button>'
    return f'<p class="counts">{total}: {" ".join(parts)} {edit}</p>'


def _marked(review: Review) -> str:
    """The whole draft; each sentence a link to its evidence, what differs in it marked stronger."""
    parts: list[str] = []
    end = 0
    for number, one in enumerate(review.sentences, start=1):
        parts.append(_between(review.draft[end : one.span.start]))
        sign, words, kind = _SIGNS[one.label]
        parts.append(
            f'<a class="sentence {kind}" href="#evidence-{number}" data-sentence="{number}" '
            f'aria-label="{escape(words)}: {escape(one.text)}">{_words(one)}<sup aria-hidden="true">{sign}</sup></a>'
        )
        end = one.span.end
    return "".join([*parts, _between(review.draft[end:])])


def _between(text: str) -> str:
    """What stands between sentences; an empty line becomes a break."""
    return "<br><br>" if text.count("\n") > 1 else "<br>" if "\n" in text else escape(text)


def _words(one: Checked) -> str:
    parts: list[str] = []
    at = one.span.start
    for difference in sorted(one.differences, key=lambda found: found.span.start):
        if at <= difference.span.start < difference.span.end <= one.span.end:
            parts.append(escape(one.text[at - one.span.start : difference.span.start - one.span.start]))
            parts.append(f"<b>{escape(difference.draft)}</b>")
            at = difference.span.end
    return "".join([*parts, escape(one.text[at - one.span.start :])])


def _evidence(number: int, one: Checked, articles: Mapping[str, Article]) -> str:
    sign, words, kind = _SIGNS[one.label]
    differences = "".join(_difference(found, articles) for found in one.differences)
    listed = f'<ul class="differences">{differences}</ul>' if differences else ""
    quotes = "".join(_quote(found, articles) for found in one.citations[:2])
    nothing = "" if quotes or listed else '<p class="none">No sentence of the articles says so.</p>'
    return (
        f'<li class="{kind}" id="evidence-{number}" data-evidence="{number}" tabindex="-1"><p class="label">'
        f'<span class="sign" aria-hidden="true">{sign}</span> {words}</p>'
        f'<p class="drafted">{isolated(one.text)}</p>{listed}{quotes}{nothing}</li>'
    )


def _difference(found: Difference, articles: Mapping[str, Article]) -> str:
    """The draft's words beside the article's."""
    if found.source is None:
        theirs = "<td>The articles say nothing of the kind</td>"
    else:
        theirs = f"<td>{isolated(found.source.quote)}&#160;{citation_link(found.source, articles)}</td>"
    return (
        f"<li><table><caption>{escape(found.kind.capitalize())}</caption>"
        f'<tr><th scope="row">Draft</th><td class="drafts"><b>{isolated(found.draft)}</b></td></tr>'
        f'<tr><th scope="row">Article</th>{theirs}</tr></table></li>'
    )


def _quote(found: Citation, articles: Mapping[str, Article]) -> str:
    return (
        f"<blockquote><p>{isolated(found.quote)}&#160;{citation_link(found, articles)}</p>"
        f'<p class="source">{source_html(found, articles)}</p></blockquote>'
    )
