"""Desks for the page's tests that can do what the shipped one leaves to others, with results made by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.archive import MemoryArchive
from bot.article import Article, Span
from bot.assistant import Assistant
from bot.page.shelf import Shelf
from bot.reply import Citation, Reply, ResolvedDate, Statement
from bot.review import Checked, Difference, Kind, Label, Review

DRAFT = (
    "Around 1,000 engineers were sent to Kursk. Twelve of them were killed there. "
    "Kim spoke of the deaths as “a heavy loss”.\n\nThe regiment came home by train."
)


@dataclass(frozen=True, slots=True)
class Event:
    date: ResolvedDate
    statement: Statement


class Provenance:
    """What a reply can be written down with, as the exporting of replies has it."""

    def export(self, replies, kind, accessed) -> bytes:
        return f"{kind}: {len(replies)} replies".encode()


@dataclass(frozen=True)
class Evident(Reply):
    """A reply that can be exported."""

    provenance: Provenance | None = None


def cite(article: Article, paragraph: int, words: str) -> Citation:
    start = article.paragraph(paragraph).text.index(words)
    return Citation.of(article, paragraph, Span(start, start + len(words)))


def review_of(article: Article) -> Review:
    """The draft above against the sample about the engineers."""

    def span(words: str) -> Span:
        return Span(DRAFT.index(words), DRAFT.index(words) + len(words))

    def sentence(words: str, label: Label, *rest: tuple) -> Checked:
        return Checked(span(words), words, label, *rest)

    sent = cite(article, 3, "South Korea’s intelligence agency has said that around 1,000 engineers were deployed")
    killed = cite(article, 1, "acknowledged that nine of them were killed there")
    loss = cite(article, 5, "Kim spoke of the nine deaths as a painful loss, the agency said.")
    twelve = Difference(Kind.NUMBER, span("Twelve"), "Twelve", cite(article, 1, "nine"))
    quote = Difference(Kind.QUOTE, span("a heavy loss"), "a heavy loss", cite(article, 5, "a painful loss"))
    return Review(
        DRAFT,
        (
            sentence("Around 1,000 engineers were sent to Kursk.", Label.SUPPORTED, (sent,)),
            sentence("Twelve of them were killed there.", Label.CONTRADICTED, (killed,), (twelve,)),
            sentence("Kim spoke of the deaths as “a heavy loss”.", Label.QUOTE_ALTERED, (loss,), (quote,)),
            sentence("The regiment came home by train.", Label.NOT_FOUND),
        ),
    )


def events_of(article: Article) -> tuple[Event, ...]:
    """What the sample about the engineers dates."""
    dated = (
        (3, "in early August", date(2025, 8, 1), date(2025, 8, 10), "the first ten days of the last August"),
        (2, "Friday", date(2025, 12, 12), date(2025, 12, 12), "the last Friday up to the article’s date"),
        (1, "Saturday", date(2025, 12, 13), date(2025, 12, 13), "the article’s own day"),
    )
    sentences = {
        3: "The regiment left for Kursk in early August, according to KCNA.",
        2: "The ceremony for the 528th Regiment of Engineers was held in Pyongyang on Friday",
        1: "the North’s state media reported Saturday",
    }
    found = []
    for paragraph, words, first, last, rule in dated:
        place = cite(article, paragraph, sentences[paragraph])
        start = place.start + place.quote.index(words)
        when = ResolvedDate(Citation.of(article, paragraph, Span(start, start + len(words))), first, last, rule)
        found.append(Event(when, Statement(place.quote, (place,), "KCNA", (when,))))
    return tuple(found)


class FullDesk(Assistant):
    """Checks one draft and draws one timeline; two of its questions have answers that the models do not give yet."""

    def check(self, draft, within=None, filters=None) -> Review:
        return review_of(self.articles()[0]) if draft.strip() == DRAFT else Review(draft, ())

    def timeline(self, within=None, filters=None) -> tuple[Event, ...]:
        return events_of(self.articles()[0])

    def answer(self, question, within=None, filters=None) -> Reply:
        held = {one.title[:8]: one for one in self.articles()}
        if question == "How many passengers were aboard?" and within is None:
            one, two = held["Driver f"], held["UPDATE 3"]
            sides = (
                (two, 4, "A car ferry with 214 passengers and 23 crew aboard was evacuated", "214", "the coast guard"),
                (one, 5, "The ferry was carrying 231 passengers and a crew of 26", "231", "Victor Asante"),
            )
            statements, answers = [], []
            for article, paragraph, quote, short, speaker in sides:
                place = cite(article, paragraph, quote)
                start = place.start + quote.index(short)
                answers.append(Citation.of(article, paragraph, Span(start, start + len(short))))
                statements.append(Statement(place.quote, (place,), speaker))
            return Reply(question, tuple(statements), tuple(answers), 0.81, differs=True)
        if question == "When was it held?":
            event = events_of(self.articles()[0])[1]
            full = "When was the ceremony for the regiment held?"
            answers = (event.date.citation,)
            return Evident(question, (event.statement,), answers, 0.9, None, full, provenance=Provenance())
        return super().answer(question, within, filters)


class FullShelf(Shelf):
    """The samples, on such a desk."""

    def assistant(self) -> Assistant:
        desk = FullDesk(MemoryArchive(self.encoder), self._models)
        for article in self.articles:
            desk.add(article)
        return desk
