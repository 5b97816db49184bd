"""The second look: three paragraphs at most are read again, alone, and what is found twice wins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.article import Article, Span
from bot.calibration import Calibration
from bot.finding import Finding
from bot.verdict import verdict
from bot.windows import Passage

ARTICLE = Article.from_paragraphs(
    ["Nine people were hurt.", "The mayor, Ann Lee, came.", "It rained all day.", "A tram stood still.", "Nobody left."]
)
WHOLE = [Passage.whole(ARTICLE)]


class TwiceReader:
    """Gives a paragraph's own findings when it is read alone."""

    name = "twice"
    calibration = Calibration()

    def __init__(self, alone: dict[int, list[Finding]]) -> None:
        self.alone = alone
        self.asked: list[tuple[int, ...]] = []

    def read(self, question: str, passages: Sequence[Passage]) -> list[Finding]:
        raise AssertionError("what was found is reread, never read")

    def reread(self, question: str, passages: Sequence[Passage]) -> list[Finding]:
        self.asked += [one.numbers for one in passages]
        alone = enumerate(self.alone.get(one.numbers[0], []) for one in passages)
        return [replace(one, passage=place) for place, own in alone for one in own]


def found(paragraph: int, words: str, score: float) -> Finding:
    start = ARTICLE.paragraph(paragraph).text.index(words)
    return Finding(0, paragraph, Span(start, start + len(words)), score)


def test_what_is_found_again_beats_what_is_not() -> None:
    reader = TwiceReader({1: [found(1, "people", 4.0)], 2: [found(2, "mayor, Ann Lee", 6.0)]})
    made = verdict("Who?", WHOLE, [found(1, "Nine", 5.0), found(2, "Ann Lee", 4.0)], reader)
    assert made is not None
    assert made.best == found(2, "Ann Lee", 4.0)
    assert (made.signals.score, made.signals.again) == (4.0, 6.0)
    assert made.signals.margin > 6.0


def test_three_paragraphs_are_read_again_each_alone() -> None:
    reader = TwiceReader({})
    findings = [found(n, word, 9.0 - n) for n, word in enumerate(["Nine", "Ann", "rained", "tram", "Nobody"], start=1)]
    made = verdict("Who?", WHOLE, [*findings[:2], found(1, "hurt", 5.0), *findings[2:]], reader)
    assert reader.asked == [(1,), (2,), (3,)]
    assert made is not None
    assert made.best.paragraph == 1


def test_the_same_words_elsewhere_are_no_rival() -> None:
    article = Article.from_paragraphs(["Nine were hurt.", "Of the nine, two died.", "Two came."])
    findings = [
        Finding(0, 1, Span(0, 4), 5.0),
        Finding(0, 2, Span(7, 11), 4.0),
        Finding(0, 3, Span(0, 3), 2.5),
    ]
    reader = TwiceReader({one.paragraph: [one] for one in findings})
    made = verdict("How many?", [Passage.whole(article)], findings, reader)
    assert made is not None
    assert made.signals.margin == 2.5


def test_what_scores_far_below_the_best_is_not_read_again() -> None:
    findings = [found(1, "Nine", 5.0), found(2, "Ann Lee", 2.5), found(3, "all day", 1.5), found(4, "tram", 1.0)]
    reader = TwiceReader({one.paragraph: [one] for one in findings})
    made = verdict("How many?", WHOLE, findings, reader)
    assert made is not None
    assert made.best == findings[0]
    assert reader.asked == [(1,), (2,)]


def test_nothing_found_is_no_verdict() -> None:
    assert verdict("Who?", WHOLE, [], TwiceReader({})) is None
