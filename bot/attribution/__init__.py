"""Who says what in an article: every attributed sentence or quotation with its speaker, cue and words.

A lexicon of verbs and a small grammar of what stands before and behind them, since newspapers keep to few patterns. Not
done: nouns that attribute ("the claim that"), opinions shown by deeds, a quotation within a quotation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bot.article import Article, Paragraph, Role, Span
from bot.attribution.contents import Said, said_in
from bot.attribution.following import opening_subject
from bot.attribution.model import Attribution
from bot.attribution.people import People, bare_name, names_in
from bot.attribution.tokens import Token, sentences
from bot.attribution.words import JUDGING, PRONOUNS, REPORTING, SAYING
from bot.quotes import Quotation, article_quotations
from bot.reply import Citation

__all__ = ["Attribution", "attributions", "bare_name", "reports", "says", "speaker_of"]

_NEAR = 6  # paragraphs of one quotation that may stand before its speaker is named
_BACK = 60  # paragraphs before the one asked about that are read for its names


def attributions(article: Article, first: int = 1, last: int | None = None) -> tuple[Attribution, ...]:
    """Who says what, in reading order.

    Args:
        article: headings and captions are passed over.
        first: number of the first paragraph to read.
        last: of the last; None for all.

    >>> article = Article.from_text("The ferry is late. “It will come,” said Ann Lee, a pilot. She said it was near.")
    >>> [(one.who, one.contents[0].quote) for one in attributions(article)]
    [('Ann Lee', '“It will come,”'), ('Ann Lee', 'it was near')]
    """
    body = [one for one in article.paragraphs[max(first, 1) - 1 : last] if one.role is Role.BODY and one.text.strip()]
    reading = _Reading(article)
    for paragraph, quotations in article_quotations(body):
        reading.read(paragraph, quotations)
    return tuple(reading.found)


def speaker_of(article: Article, paragraph: int, span: Span) -> str | None:
    """To whom the article attributes these words; None where to nobody, or where it is not clear to whom.

    Args:
        article: any.
        paragraph: number of the paragraph they stand in.
        span: where, in its text; more than half of it must lie in what somebody says.
    """
    for one in attributions(article, max(1, paragraph - _BACK), paragraph):
        if sum(_shared(content, paragraph, span) for content in one.contents) * 2 > len(span):
            return one.who
    return None


def says(word: str) -> bool:
    """Whether a word, in lower case, is a plain verb of saying, such as "said" or "told"."""
    return word in SAYING


def reports(word: str) -> bool:
    """Whether a word, in lower case, is a verb that attributes, such as "said" or "accused"."""
    return word in SAYING or word in REPORTING or word in JUDGING


def _ends(quotation: str) -> bool:
    """Whether quoted words end as a sentence does, or go on in the next paragraph; a title does neither."""
    return quotation.rstrip("”\"'’»")[-1:] in ".?!,…" or quotation[-1] not in "”\"'’»"


def _shared(content: Citation, paragraph: int, span: Span) -> int:
    """How many characters both have in common."""
    if content.paragraph != paragraph:
        return 0
    return max(0, min(content.end, span.end) - max(content.start, span.start))


class _Reading:
    """The state of reading an article from its beginning: who was named, and who spoke last."""

    def __init__(self, article: Article) -> None:
        self.found: list[Attribution] = []
        self._article = article
        self._people = People()
        self._last: Attribution | None = None  # of the sentence before, or None where nobody spoke in it
        self._silent: list[tuple[Paragraph, list[Token]]] = []  # quotations that nobody spoke yet, up to here

    def read(self, paragraph: Paragraph, quotations: Sequence[Quotation]) -> None:
        """Take in the next paragraph."""
        goes_on = bool(quotations) and quotations[0].goes_on
        for place, tokens in enumerate(sentences(paragraph.text, quotations)):
            said = said_in(tokens)
            new = list(self._attributed(paragraph, said))
            alone = all(token.quote or not token.word for token in tokens) and any(token.quote for token in tokens)
            if not new and alone:
                new = list(self._carried(paragraph, tokens))
            elif not new and goes_on and place == 0 and tokens[0].quote:
                new = list(self._carried(paragraph, tokens[:1]))
            self.found += [*self._claimed(paragraph, goes_on and place == 0, new), *new]
            self._silent = [*self._silent, (paragraph, tokens)] if alone and not new else []
            self._last = new[-1] if new else None
            self._note(paragraph, tokens, new)

    def _attributed(self, paragraph: Paragraph, said: Iterable[Said]) -> Iterator[Attribution]:
        """The sentence's own attributions; "Kim asked." takes the quotation before it."""
        for one in said:
            spans, quoted = one.contents, one.quoted
            if not spans and self._silent and self._silent[-1][0] is paragraph:
                spans, quoted = tuple(token.span for token in self._silent.pop()[1] if token.quote), True
            if spans:
                speaker = self._cite(paragraph, one.speaker)
                cited = tuple(self._cite(paragraph, span) for span in spans)
                named = self._cite(paragraph, one.name) if one.name else self._named(speaker)
                if named and paragraph.text.startswith(f" {named.quote}", one.cue.end):
                    named = None  # whom "he told" is not who told
                yield Attribution(speaker, named, self._cite(paragraph, one.cue), cited, quoted)

    def _claimed(self, paragraph: Paragraph, goes_on: bool, new: Sequence[Attribution]) -> Iterator[Attribution]:
        """The quotations just before, where the one that goes on from them is said to be somebody's."""
        if new and goes_on:
            for earlier, tokens in self._silent:
                if paragraph.number - earlier.number <= _NEAR:
                    cited = tuple(self._cite(earlier, token.span) for token in tokens if token.quote)
                    yield Attribution(new[0].speaker, new[0].named, None, cited, True)

    def _carried(self, paragraph: Paragraph, tokens: Sequence[Token]) -> Iterator[Attribution]:
        """A quotation without a cue goes on with the sentence before it."""
        cited = tuple(self._cite(paragraph, token.span) for token in tokens if token.quote and _ends(token.text))
        if self._last and cited:
            yield Attribution(self._last.speaker, self._last.named, None, cited, True)

    def _named(self, speaker: Citation) -> Citation | None:
        if speaker.quote.lower() in PRONOUNS:
            meant = self._people.meant(speaker.quote, speaker.paragraph)
            return (self._people.fuller(meant) or meant) if meant else None
        return self._people.fuller(speaker)

    def _note(self, paragraph: Paragraph, tokens: list[Token], new: Sequence[Attribution]) -> None:
        """Remember the sentence's names, who spoke in it, and else of whom it is."""
        words = Span(tokens[0].span.start, tokens[-1].span.end)
        names = [
            self._cite(paragraph, Span(words.start + name.start, words.start + name.end))
            for name in names_in(paragraph.text[words.start : words.end])
        ]
        self._people.note_names(names)
        spoken = [one.speaker for one in new if one.cue and one.speaker.quote.lower() not in PRONOUNS]
        subject = None if new else opening_subject(tokens, len(tokens))
        if subject and tokens[subject[0]].low not in PRONOUNS:
            cited = self._cite(paragraph, Span(tokens[subject[0]].span.start, tokens[subject[1] - 1].span.end))
            if len(bare_name(cited.quote)) > 1 or self._people.fuller(cited):
                self._people.note_speaker(cited)
        for speaker in spoken:
            self._people.note_speaker(speaker)

    def _cite(self, paragraph: Paragraph, span: Span) -> Citation:
        return Citation.of(self._article, paragraph.number, span)
