"""Sentences are spans of the paragraph: nothing is lost, changed, or said twice."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from prose import cut, span_of, texts, texts_with_span

from bot.article import Article, Span
from bot.sentences import covering_sentences, sentence_spans


@given(texts)
def test_sentences_are_ordered_disjoint_and_cover_every_visible_character(text: str) -> None:
    spans = sentence_spans(text)
    assert all(before.end <= after.start for before, after in pairwise(spans))
    for span in spans:
        assert 0 <= span.start < span.end <= len(text)
        assert cut(text, span) == cut(text, span).strip()
    covered = {index for span in spans for index in range(span.start, span.end)}
    assert {index for index, character in enumerate(text) if not character.isspace()} <= covered


@given(texts_with_span())
def test_covering_sentences_hold_the_span(drawn: tuple[str, Span]) -> None:
    text, span = drawn
    found = covering_sentences(text, span)
    assert 0 <= found.start <= span.start < span.end <= found.end <= len(text)


@pytest.mark.parametrize(
    "expected",
    [
        ["The fire began at 2 a.m. on Monday.", "Nobody was hurt."],
        ["Mr. Lee met Dr. Roe of St. Mary’s.", "They spoke."],
        ["The pool opens at 11 a.m. July 29.", "It shuts at 9 p.m.", "Nobody swims at night."],
        ["He was held at 6.30 p.m. Monday in Orr.", "It shut at 6 p.m.", "Monday night was quiet."],
        ["It left on Dec. 3 at noon.", "It never came back."],
        ["Prices rose 3.6% in May.", "They fell in June."],
        ["“We lost. It hurts,” the coach said.", "She left."],
        ['"We lost. It hurts," the coach said.', "She left."],
        ["Who knew?", "Nobody!", "So they said."],
        ["The nominee, J.D. Orr, spoke first.", "Then came A.B. Lee."],
        ["They called him J.D.", "He did not mind."],
        ["It flew home to the U.S.", "The crew cheered."],
        ["The U.S. envoy came.", "Talks began."],
        ["It was over...", "Then it began again."],
        ["One sentence without an end"],
    ],
    ids=lambda expected: expected[0][:24],
)
def test_where_sentences_end(expected: list[str]) -> None:
    text = " ".join(expected)
    assert [cut(text, span) for span in sentence_spans(text)] == expected


@pytest.mark.parametrize("text", ["", " ", "\n\t\u00a0"])
def test_no_text_has_no_sentence(text: str) -> None:
    assert sentence_spans(text) == ()


def test_a_span_over_two_sentences_is_covered_by_both() -> None:
    text = "He came. He saw Rome. He left."
    assert cut(text, covering_sentences(text, span_of(text, "Rome. He"))) == "He saw Rome. He left."
    assert cut(text, covering_sentences(text, span_of(text, "saw"))) == "He saw Rome."


def test_no_sample_has_a_sentence_that_begins_in_lower_case(samples: dict[str, Article]) -> None:
    for article in samples.values():
        for paragraph in article.body:
            for span in sentence_spans(paragraph.text):
                assert not paragraph.text[span.start].islower(), cut(paragraph.text, span)
