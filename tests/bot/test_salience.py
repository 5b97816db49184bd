"""What is seen of a sentence, and the weights that make it a salience."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from prose import articles, cut

from bot.article import Article, Role
from bot.errors import ModelError
from bot.salience import FEATURES, Salience, content_words, features, sentences_of

STORY = Article.from_paragraphs(
    [
        "A ferry struck a rock off Marrick on Monday. Nine of its 214 passengers were hurt.",
        "The rock off Marrick is on every chart. “We were lucky,” said Ann Lee.",
        ("A ferry at sea.", Role.CAPTION),
        "It rained.",
    ],
    title="Ferry strikes rock",
)


def seen(encoder: Any, several: list[Article]) -> np.ndarray:
    sentences = sentences_of(several)
    vectors = encoder.encode_passages([one.text for one in sentences])
    titles = [one.title for one in several]
    return features(sentences, titles, vectors, encoder.encode_queries(titles))


def column(rows: np.ndarray, name: str) -> list[float]:
    return [round(float(one), 3) for one in rows[:, FEATURES.index(name)]]


def test_every_sentence_of_the_body_is_there_in_order() -> None:
    found = sentences_of([STORY])
    assert [one.order for one in found] == [0, 1, 2, 3, 4]
    assert [one.paragraph for one in found] == [1, 1, 2, 2, 4]
    assert all(cut(STORY.paragraph(one.paragraph).text, one.span) == one.text for one in found)


def test_what_is_seen_of_each(word_encoder: Any) -> None:
    rows = seen(word_encoder, [STORY])
    assert column(rows, "early") == [1, 0.5, 0.333, 0.25, 0.2]
    assert column(rows, "is first") == [1, 0, 0, 0, 0]
    assert column(rows, "opens paragraph") == [1, 0, 1, 0, 1]
    assert column(rows, "figures") == [0, 0.333, 0, 0, 0]
    assert column(rows, "quoted")[3] > 0.4
    assert np.argmax(rows[:, FEATURES.index("headline words")]) == 0
    assert np.argmax(rows[:, FEATURES.index("first sentence")]) == 0
    assert np.argmin(rows[:, FEATURES.index("vocabulary")]) in (1, 3, 4)


def test_an_article_is_seen_the_same_beside_others(word_encoder: Any) -> None:
    other = Article.from_paragraphs(["The bridge reopened on Monday after six years of work."], title="Bridge")
    assert np.allclose(seen(word_encoder, [other, STORY])[1:], seen(word_encoder, [STORY]))


@given(st.lists(articles(), min_size=1, max_size=2))
def test_anything_can_be_seen(word_encoder: Any, several: list[Article]) -> None:
    rows = seen(word_encoder, several) if sentences_of(several) else np.zeros((0, len(FEATURES)))
    assert rows.shape == (len(sentences_of(several)), len(FEATURES))
    assert np.isfinite(rows).all()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The mayor’s boats were lost", {"mayor", "boat", "lost"}),
        ("Princess and princes", {"princess", "prince"}),
        ("He said it was not so", set()),
        ("1,200 people", {"1", "200", "people"}),
        ("", set()),
    ],
)
def test_the_words_that_say_what_it_is_about(text: str, words: set[str]) -> None:
    assert content_words(text) == words


def test_the_shipped_weights_prefer_what_matters() -> None:
    named = dict(zip(FEATURES, Salience.read().weights, strict=True))
    assert named["vocabulary"] > 0
    assert named["headline"] + named["headline words"] > 0


@pytest.mark.parametrize(
    "content", [None, "", "{}", '{"weights": {}}', '{"weights": []}', '{"weights": {"early": "x"}}']
)
def test_damaged_weights_are_a_named_error(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "salience.json"
    if content is not None:
        path.write_text(content, "utf-8")
    with pytest.raises(ModelError, match=r"salience\.json"):
        Salience.read(path)
