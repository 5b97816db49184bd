"""How articles are cut for the reader: every word is read as its paragraph's own, in windows that fit."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from prose import articles, texts
from tokenizers import Tokenizer

from bot.article import Article
from bot.errors import ModelError
from bot.reader import SHIPPED_READER
from bot.windows import Passage, Window, WindowMaker

LIMIT = 256


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(SHIPPED_READER / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


@pytest.fixture(scope="module")
def maker(tokenizer: Tokenizer) -> WindowMaker:
    return WindowMaker(tokenizer, LIMIT)


def numbered_words(count: int, stem: str = "w") -> str:
    return " ".join(f"{stem}{index}" for index in range(count))


def own_tokens(windows: list[Window]) -> set[tuple[int, int, int, int, int]]:
    """(passage, paragraph, start, end, token) of every token an answer may lie in."""
    return {
        (window.passage, place.paragraph, place.start, place.end, token)
        for window in windows
        for token, place in zip(window.token_ids, window.places, strict=True)
        if place is not None
    }


def expected_tokens(tokenizer: Tokenizer, passages: list[Passage]) -> set[tuple[int, int, int, int, int]]:
    return {
        (index, number, start, end, token)
        for index, passage in enumerate(passages)
        for number in passage.numbers
        for encoding in [tokenizer.encode(passage.article.paragraph(number).text, add_special_tokens=False)]
        for token, (start, end) in zip(encoding.ids, encoding.offsets, strict=True)
    }


@settings(max_examples=40)
@given(st.lists(articles().map(Passage.whole), min_size=1, max_size=3), texts)
def test_every_token_of_every_paragraph_is_read_and_nothing_else(
    tokenizer: Tokenizer, maker: WindowMaker, passages: list[Passage], question: str
) -> None:
    windows = maker.windows(question, passages)
    assert own_tokens(windows) == expected_tokens(tokenizer, passages)
    assert all(len(window.token_ids) == len(window.places) <= LIMIT for window in windows)
    for window in windows:
        article = passages[window.passage].article
        for place in filter(None, window.places):
            assert 0 <= place.start < place.end <= len(article.paragraph(place.paragraph).text)


@pytest.mark.parametrize("limit", [256, 512])
@pytest.mark.parametrize("words", [40, 80, 150, 1_000])
@pytest.mark.parametrize("title", ["", "A headline of ordinary length", "Long headline " * 200])
@pytest.mark.parametrize("question", ["Who?", "Who was it and when " * 100], ids=["short", "2,000 characters"])
def test_paragraphs_of_any_length_fit(tokenizer: Tokenizer, limit: int, words: int, title: str, question: str) -> None:
    passage = Passage.whole(Article.from_paragraphs([numbered_words(words), numbered_words(words, "x")], title=title))
    windows = WindowMaker(tokenizer, limit).windows(question, [passage])
    assert own_tokens(windows) == expected_tokens(tokenizer, [passage])
    assert all(len(window.token_ids) <= limit for window in windows)


# A defect when this was written: of a paragraph cut in two, both parts could share a window, so that the words of
# their overlap stood in it twice, and a span across the seam ran backwards.
@pytest.mark.parametrize("words", [40, 60, 70, 80, 90, 100, 150])
@pytest.mark.parametrize("first", ["", "A short paragraph before it."])
def test_places_run_forward_within_a_window(maker: WindowMaker, words: int, first: str) -> None:
    paragraphs = [text for text in (first, numbered_words(words)) if text]
    for window in maker.windows("Who?", [Passage.whole(Article.from_paragraphs(paragraphs))]):
        places = [(place.paragraph, place.start, place.end) for place in window.places if place]
        assert all(before < after for before, after in pairwise(places))


def test_a_paragraph_of_a_megabyte_is_cut_into_windows_that_fit(maker: WindowMaker) -> None:
    text = "unconstitutionalities-and-so-on " * 32_000
    windows = maker.windows("Who left?", [Passage.whole(Article.from_paragraphs([text]))])
    assert max(len(window.token_ids) for window in windows) <= LIMIT
    covered = {place.start for window in windows for place in window.places if place}
    assert covered >= set(range(0, len(text), len("unconstitutionalities-and-so-on ")))


def test_a_window_begins_with_the_question_and_the_headline(tokenizer: Tokenizer, maker: WindowMaker) -> None:
    passage = Passage.whole(Article.from_paragraphs(["Nine people were hurt."], title="Harbour fire"))
    (window,) = maker.windows("How many?", [passage])
    read = [tokenizer.id_to_token(token) for token in window.token_ids]
    assert " ".join(read) == "[CLS] how many ? [SEP] harbour fire . nine people were hurt . [SEP]"
    assert window.question_tokens == 5
    assert [place is not None for place in window.places] == [False] * 8 + [True] * 5 + [False]


def test_an_answer_may_lie_in_own_paragraphs_only(tokenizer: Tokenizer, maker: WindowMaker) -> None:
    article = Article.from_paragraphs(["Kim came first.", "He left.", "Lee came next.", "It rained."])
    windows = maker.windows("Who?", [Passage(article, (2, 4))])
    assert [{place.paragraph for place in window.places if place} for window in windows] == [{2}, {4}]
    for window, context in zip(windows, ["kim", "lee"], strict=True):
        places = [
            place
            for token, place in zip(window.token_ids, window.places, strict=True)
            if tokenizer.id_to_token(token) == context
        ]
        assert places == [None]  # read as context, never as an answer


def test_consecutive_paragraphs_share_a_window(maker: WindowMaker) -> None:
    article = Article.from_paragraphs([f"Paragraph number {number}." for number in range(1, 8)])
    windows = maker.windows("Who?", [Passage(article, (1, 2, 4, 5, 7))])
    assert [sorted({place.paragraph for place in window.places if place}) for window in windows] == [
        [1, 2],
        [4, 5],
        [7],
    ]


def test_of_a_long_question_both_ends_are_read(tokenizer: Tokenizer, maker: WindowMaker) -> None:
    passage = Passage.whole(Article.from_paragraphs(["Nine people were hurt."]))
    (window,) = maker.windows(f"apple {'why ' * 480} zebra", [passage])
    question = tokenizer.decode(window.token_ids[: window.question_tokens])
    assert question.startswith("apple why")
    assert question.endswith("why zebra")
    assert window.question_tokens < LIMIT // 2


def test_nothing_to_read_makes_no_window(maker: WindowMaker) -> None:
    assert maker.windows("Who?", []) == []
    assert maker.windows("Who?", [Passage.whole(Article.from_paragraphs([]))]) == []


def test_a_tokenizer_of_another_kind_is_refused() -> None:
    with pytest.raises(ModelError, match=r"\[CLS\]"):
        WindowMaker(
            Tokenizer.from_str('{"version":"1.0","model":{"type":"WordLevel","vocab":{},"unk_token":"u"}}'), 256
        )
