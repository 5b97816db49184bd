"""A draft against articles, sentence by sentence: `check`; and one quotation: `check_quote`."""

from __future__ import annotations

from functools import cache

from bot.article import Span
from bot.attribution import speaker_of
from bot.copycheck.asking import Asker, Read
from bot.copycheck.draft import require_text, sentences_of
from bot.copycheck.evidence import Finder, Passages
from bot.copycheck.quotes import look_up, without_marks
from bot.copycheck.sentence import check_sentence
from bot.numbers import figures
from bot.review import Checked, Label, QuoteCheck, Review, Wording
from embeddings import Encoder


def check(draft: str, passages: Passages, encoder: Encoder, read: Read) -> Review:
    """Check a draft.

    Args:
        draft: plain text in English, up to 200,000 characters.
        passages: gives the passages to look at for a sentence.
        encoder: turns sentences into vectors.
        read: a reader's; it is asked what the articles have in a name's place.

    Raises:
        DraftError: the draft is empty, too long, or mostly in another script.
    """
    require_text(draft, "draft")
    finder = Finder(passages, encoder)
    asker = Asker(read)
    read_figures = cache(figures)
    spans = list(sentences_of(draft))
    vectors = encoder.encode_passages([draft[span.start : span.end] for span in spans])
    checked = []
    for span, vector in zip(spans, vectors, strict=True):
        text = draft[span.start : span.end]
        evidence = finder.find(text, vector)
        if evidence is None:
            checked.append(Checked(span, text, Label.NOT_FOUND))
        else:
            checked.append(check_sentence(text, span.start, evidence, read_figures, finder.said, asker))
    return Review(draft, tuple(checked))


def check_quote(quote: str, passages: Passages) -> QuoteCheck:
    """Look up one quotation.

    Args:
        quote: the words, with or without quotation marks around them.
        passages: gives the passages to look at.

    Raises:
        DraftError: the quotation is empty, too long, or mostly in another script.
    """
    require_text(quote, "quotation")
    words = without_marks(quote)
    places = [(one.article, number) for one in passages(words) for number in one.numbers]
    found = look_up(words, places)
    speaker = None
    if found.citation is not None and found.wording is not Wording.ABSENT:
        article = next(one for one, _ in places if one.id == found.citation.article_id)
        speaker = speaker_of(article, found.citation.paragraph, Span(found.citation.start, found.citation.end))
    return QuoteCheck(words, found.wording, found.citation, found.changes, speaker)
