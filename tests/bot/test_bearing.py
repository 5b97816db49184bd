"""How strongly paragraphs bear on a question: every paragraph a value, the one that answers the highest."""

import pytest

from bot.archive import MemoryArchive
from bot.article import Article, Role
from bot.assistant import Assistant
from bot.errors import QuestionError, UnknownArticleError

ARTICLE = Article.from_paragraphs(
    [
        "The library on Elm Street reopens on Monday with longer hours.",
        ("What it cost", Role.HEADING),
        "Repairing the roof cost 4.2 million pounds, the council said.",
        "",
        "Readers can borrow twelve books at a time.",
    ],
    title="Library reopens",
)


class Counting:
    """An encoder that counts how often it is asked."""

    def __init__(self, encoder):
        self._encoder = encoder
        self.asked = 0

    def __getattr__(self, name):
        return getattr(self._encoder, name)

    def encode_queries(self, texts):
        self.asked += 1
        return self._encoder.encode_queries(texts)


def test_the_paragraph_that_answers_bears_most(models):
    desk = Assistant(models=models)
    desk.add(ARTICLE)
    values = desk.bearing("What did the repair of the roof cost?", ARTICLE.id)
    assert len(values) == len(ARTICLE.paragraphs)
    assert max(range(5), key=values.__getitem__) == 2
    assert values[2] > 0.6
    assert values[3] == 0.0
    assert all(0.0 <= value <= 1.0 for value in values)
    assert max(desk.bearing("Which team won the cup final?", ARTICLE.id)) < 0.3


def test_asking_again_costs_nothing_and_what_is_gone_is_unknown(word_encoder):
    encoder = Counting(word_encoder)
    desk = Assistant(MemoryArchive(lambda: encoder))
    desk.add(ARTICLE)
    first = desk.bearing("roof", ARTICLE.id)
    assert desk.bearing(" roof ", ARTICLE.id) == first
    assert encoder.asked == 1
    with pytest.raises(QuestionError):
        desk.bearing("?", ARTICLE.id)
    desk.remove(ARTICLE.id)
    with pytest.raises(UnknownArticleError):
        desk.bearing("roof", ARTICLE.id)


def test_an_article_without_paragraphs_bears_on_nothing(word_encoder):
    desk = Assistant(MemoryArchive(lambda: word_encoder))
    empty = Article.from_paragraphs([], title="Only a headline")
    desk.add(empty)
    assert desk.bearing("roof", empty.id) == ()
