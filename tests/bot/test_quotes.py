"""Which words stand between quotation marks, and which marks are none."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prose import cut, texts

from bot.article import Article
from bot.quotes import article_quotations, is_speech, outermost, quotations


def shown(text: str) -> list[str]:
    return [cut(text, one.span) for one in quotations(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We lost,” the coach said.", ["“We lost,”"]),
        ('"We lost," the coach said, "and it hurts."', ['"We lost,"', '"and it hurts."']),
        ("‘We lost,’ the coach said.", ["‘We lost,’"]),
        ("'We lost,' the coach said. 'It hurts.'", ["'We lost,'", "'It hurts.'"]),
        ("``We lost,'' the coach said.", ["``We lost,''"]),
        ("„Wir gehen“, said the mayor of Ulm.", ["„Wir gehen“"]),
        ("«On part», said the mayor of Lille.", ["«On part»"]),
        ("“He told me ‘no’ twice,” she said.", ["“He told me ‘no’ twice,”", "‘no’"]),
        ("'He told me \"no\" twice,' she said.", ["'He told me \"no\" twice,'", '"no"']),
        ("“Who said, ‘Never?’” he asked.", ["“Who said, ‘Never?’”", "‘Never?’"]),
        ("The “smart” bin and the “clever” lamp", ["“smart”", "“clever”"]),
        ("‘We can’t go,’ she said.", ["‘We can’t go,’"]),
        ("'We can't go,' she said.", ["'We can't go,'"]),
        ("(“Never,” he said.)", ["“Never,”"]),
        ("He was tired—“dead tired”—and left.", ["“dead tired”"]),
        ("“Never”", ["“Never”"]),
    ],
)
def test_words_between_marks(text: str, expected: list[str]) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "It’s the club’s third win, and the players' bus isn't here.",
        "The workers’ union met the farmers’ league.",
        "Music of the '90s and the ’80s",
        "’Tis the season, and 'twas ever so.",
        "They sold rock 'n' roll records.",
        "She is 5'11\" tall.",
        "A mark ” that closes nothing",
        "A last mark “",
        "“”",
        "",
    ],
)
def test_marks_that_quote_nothing(text: str) -> None:
    assert shown(text) == []


def test_a_plurals_apostrophe_does_not_close() -> None:
    text = "‘The workers’ bus was late,’ the driver said."
    assert shown(text) == ["‘The workers’ bus was late,’"]


def test_a_height_within_a_quotation() -> None:
    text = '"He is 6\'2" and still growing," his mother said.'
    assert shown(text) == ['"He is 6\'2" and still growing,"']


def test_a_quotation_that_goes_on_opens_each_paragraph_and_closes_the_last() -> None:
    article = Article.from_paragraphs(["He said: “We came.", "“We saw.", "“We left.” Then it rained.", "“No.”"])
    found = [
        (one.closed, one.goes_on, cut(paragraph.text, one.span))
        for paragraph, held in article_quotations(article.paragraphs)
        for one in outermost(held)
    ]
    assert found == [
        (False, False, "“We came."),
        (False, True, "“We saw."),
        (True, True, "“We left.”"),
        (True, False, "“No.”"),
    ]


def test_a_mark_forgotten_before_the_next_begins_anew() -> None:
    assert shown("“We lost, he said. “It hurts.”") == ["“It hurts.”"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The “smart” bin was stolen.", [False]),
        ("Her novel “The Long Way” sold well.", [False]),
        ("“Smart,” he said.", [True]),
        ("He called it “a very long and costly mistake”.", [True]),
        ("“Go!” she cried.", [True]),
    ],
)
def test_speech_and_words_held_at_a_distance(text: str, expected: list[bool]) -> None:
    assert [is_speech(text, one) for one in quotations(text)] == expected


@given(texts | st.text("“”‘’\"'` a.s", max_size=60))
def test_spans_are_nested_and_within_the_text(text: str) -> None:
    found = quotations(text)
    for one in found:
        assert 0 <= one.span.start < one.inside.start < one.inside.end <= one.span.end <= len(text)
        assert one.closed == (one.inside.end < one.span.end)
    for left, right in zip(outermost(found), outermost(found)[1:], strict=False):
        assert left.span.end <= right.span.start


def test_time_grows_with_the_length() -> None:
    short, long = "“We lost,” the players’ coach said in '98. 'So what?' " * 400, "s’ ‘a “b " * 20_000
    start = time.process_time()
    quotations(short)
    middle = time.process_time()
    quotations(long)
    # 180,000 characters against 21,000, and denser: a quadratic scan would take hundreds of times as long
    assert time.process_time() - middle < 60 * max(middle - start, 0.05)
