"""A reader's span as an editor would quote it, and the reply made of it: verbatim whatever was found."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prose import articles, cut, span_of, texts_with_span

from bot.article import Article, Span
from bot.assistant import Assistant
from bot.calibration import Calibration
from bot.composer import proven, tidy
from bot.finding import Finding
from bot.reply import Citation, Reply
from bot.windows import Passage


@pytest.mark.parametrize(
    ("text", "part", "expected"),
    [
        # whole words
        ("the coastguard said so", "coast", "coastguard"),
        ("the coastguard said so", "guard said", "coastguard said"),
        # edges
        ("in Rome, Italy – by train", ", Italy –", "Italy"),
        ("in Rome, Italy – by train", " Rome, ", "Rome"),
        ("in Rome, Italy – by train", "Rome, Italy", "Rome, Italy"),
        # pairs
        ("called it “a grave error” twice", "“a grave error", "“a grave error”"),
        ("called it “a grave error” twice", "a grave error”", "“a grave error”"),
        ("called it “a grave error, a sin” twice", "“a grave error", "a grave error"),
        ("called it “a grave error, a sin” twice", "a sin”", "a sin"),
        ("called it “a grave error” twice", "a grave error", "a grave error"),
        ("Kim (19) scored", "(19", "(19)"),
        ("Kim (19, of Rome) scored", "(19", "19"),
        ("a note [sic] here", "[sic", "[sic]"),
        ("he’s the players’ choice", "the players’ choice", "the players’ choice"),
        # figures
        ("saw about 1,200 people go", "1,200 peo", "about 1,200 people"),
        ("it cost more than $3.2 billion", "3.2", "more than $3.2 billion"),
        ("a fine of £2.3m was paid", "2.3", "£2.3m"),
        ("nine of them died", "nine", "nine"),
    ],
)
def test_what_an_editor_would_quote(text: str, part: str, expected: str) -> None:
    assert cut(text, tidy(text, span_of(text, part))) == expected


# Defects when this was written: a part of a figure was quoted as if it were the figure.
@pytest.mark.parametrize(
    ("text", "part", "expected"),
    [
        ("saw about 1,200 people go", "1", "about 1,200"),
        ("saw about 1,200 people go", "200 people", "about 1,200 people"),
        ("cut to 5.25% on Thursday", "5", "5.25%"),
        ("it cost $3.2 billion", "3", "$3.2 billion"),
        ("the 8.15pm train", "8", "8.15pm"),
        ("at 1.26am on Monday", "26am", "1.26am"),
    ],
)
def test_a_figure_is_never_cut(text: str, part: str, expected: str) -> None:
    assert cut(text, tidy(text, span_of(text, part))) == expected


# Defects when this was written: words with an apostrophe were cut at it, straight quotation marks left single, and
# abbreviations lost their full stop.
@pytest.mark.parametrize(
    ("text", "part", "expected"),
    [
        ("they don’t know", "don", "don’t"),
        ("they don't know", "t know", "don't know"),
        ("ashore at 4:50 a.m. on Monday", "4:50 a.m", "4:50 a.m."),
        ("ashore at 4:50 p.m.", "4:50 p.m", "4:50 p.m."),
        ("the U.S. envoy", "the U.S", "the U.S."),
        ('called it "a grave error" twice', '"a grave error', '"a grave error"'),
        ('called it "a grave error" twice', 'a grave error"', '"a grave error"'),
    ],
)
def test_apostrophes_abbreviations_and_straight_quotation_marks(text: str, part: str, expected: str) -> None:
    assert cut(text, tidy(text, span_of(text, part))) == expected


@given(texts_with_span())
def test_a_tidied_span_lies_in_the_text_and_keeps_a_word(drawn: tuple[str, Span]) -> None:
    text, span = drawn
    found = tidy(text, span)
    assert 0 <= found.start < found.end <= len(text)
    if any(character.isalnum() for character in cut(text, span)):
        assert any(character.isalnum() for character in cut(text, found))


@given(texts_with_span())
def test_a_tidied_span_has_no_half_word_at_its_ends(drawn: tuple[str, Span]) -> None:
    text, span = drawn
    found = tidy(text, span)
    assert not (found.start and text[found.start - 1].isalnum() and text[found.start].isalnum())
    assert not (found.end < len(text) and text[found.end - 1].isalnum() and text[found.end].isalnum())


@pytest.mark.parametrize(("opening", "closing"), ["“”", "()", "[]"])
@pytest.mark.parametrize("inside", ["a grave error", "x", "two words, and three"])
def test_a_pair_is_closed_from_either_side(opening: str, closing: str, inside: str) -> None:
    text = f"he said {opening}{inside}{closing} and left"
    for part in (opening + inside, inside + closing):
        assert cut(text, tidy(text, span_of(text, part))) == opening + inside + closing


class ScriptedReader:
    """Finds what it is told to."""

    name = "scripted"

    def __init__(self, findings: list[Finding], calibration: Calibration) -> None:
        self.findings = findings
        self.calibration = calibration

    def read(self, question: str, passages: Sequence[Passage]) -> list[Finding]:
        return self.findings

    def reread(self, question: str, passages: Sequence[Passage]) -> list[Finding]:
        return self.read(question, passages)


def reply_of(article: Article, findings: list[Finding], calibration: Calibration) -> Reply:
    models = SimpleNamespace(reader=ScriptedReader(findings, calibration))
    desk = Assistant(models=models)  # type: ignore[arg-type]
    desk.add(article)
    return desk.answer("Who was it?")


@st.composite
def articles_with_findings(draw: st.DrawFn) -> tuple[Article, list[Finding]]:
    article = draw(articles())
    findings = []
    for paragraph in article.paragraphs:
        visible = [index for index, character in enumerate(paragraph.text) if not character.isspace()]
        for score in draw(st.lists(st.floats(-30, 30), max_size=3)):
            start, last = sorted((draw(st.sampled_from(visible)), draw(st.sampled_from(visible))))
            findings.append(Finding(0, paragraph.number, Span(start, last + 1), score))
    return article, sorted(findings, key=lambda finding: -finding.score)


@given(articles_with_findings(), st.sampled_from([0.0, 0.5, 1.0]))
def test_every_citation_is_verbatim_whatever_the_reader_found(
    drawn: tuple[Article, list[Finding]], threshold: float
) -> None:
    article, findings = drawn
    reply = reply_of(article, findings, Calibration(threshold=threshold))
    cited: list[Citation] = [*reply.citations, *filter(None, (reply.answer, reply.nearest))]
    assert all(citation.holds(article) for citation in cited)
    assert 0.0 <= reply.confidence <= 1.0
    if not reply.abstained:
        assert reply.answer is not None
        assert reply.nearest is None
        proof = reply.citations[0]
        assert proof.paragraph == reply.answer.paragraph
        assert proof.start <= reply.answer.start < reply.answer.end <= proof.end
        assert reply.text == proof.quote
    elif findings:
        assert reply.nearest is not None


ARTICLE = Article.from_paragraphs(["Nine people were hurt. It rained.", "The mayor, Ann Lee, came."])


def test_a_likely_finding_answers() -> None:
    reply = reply_of(ARTICLE, [Finding(0, 1, Span(0, 4), 9.0)], Calibration(threshold=0.5))
    assert (reply.short, reply.text) == ("Nine", "Nine people were hurt.")
    assert reply.confidence > 0.9


def test_an_unlikely_finding_is_the_nearest_passage() -> None:
    reply = reply_of(ARTICLE, [Finding(0, 2, Span(11, 18), -9.0)], Calibration(threshold=0.5))
    assert reply.abstained
    assert reply.nearest is not None
    assert reply.nearest.quote == "The mayor, Ann Lee, came."
    assert reply.confidence > 0.9


def test_nothing_found_is_an_abstention() -> None:
    reply = reply_of(ARTICLE, [], Calibration())
    assert reply.abstained
    assert reply.nearest is None


@pytest.mark.parametrize(
    ("question", "expected"),
    [("Who scored?", "Leo Marsh"), ("Whose goal won it?", "Leo Marsh"), ("What won it?", "Leo Marsh’s")],
)
def test_who_is_answered_by_the_name_without_what_it_owns(question: str, expected: str) -> None:
    text = "Leo Marsh’s late goal won the match for Denton."
    article = Article.from_paragraphs([text])
    found = proven(question, [Passage.whole(article)], Finding(0, 1, Span(0, len("Leo Marsh’s")), 5.0))
    assert found.answer.quote == expected
    assert found.answer.holds(article)
