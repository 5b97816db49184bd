import unicodedata

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embeddings.lexical import LexicalIndex


@pytest.fixture(scope="module")
def index():
    return LexicalIndex()


def read(index, text):
    return index._rule.of_text(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1,000 engineers", "1000 engineer"),
        ("The U.S. said", "the US said"),
        ("COVID-19", "covid 19"),
        ("£5m", "£5 m"),
        ("O’Neill’s", "O'Neill"),
        ("Müller", "Muller"),
        ("Wałęsa", "walesa"),
        ("Straße", "STRASSE"),
        ("ﬁnal", "final"),
        ("deployed", "deploys"),
        ("re-elected.", "re elected"),
        ("don’t", "don't"),
        ("Kim’s", "KIM"),
        ("İstanbul", "istanbul"),
        ("Ελλάδα", "ελλαδα"),
        ("10,000,000.5", "10000000.5"),
    ],
)
def test_same_words(index, one, other):
    assert read(index, one) == read(index, other)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        (" -- … \n", []),
        ("1.2", ["1.2"]),
        ("in 2019,2020", ["in", "2019", "2020"]),
        ("in 1999,300 of 1,000,000", ["in", "1999", "300", "of", "1000000"]),
        ("It cost $3.5bn.", ["it", "cost", "3.5", "bn"]),
        ("end.Next", ["end", "next"]),
        ("G7 talks at 5 p.m.", ["g7", "talk", "at", "5", "pm"]),
        ("12.05.2020", ["12.05.2020"]),
        ('+(a AND b) OR *:^2 "c', ["a", "and", "b", "or", "2", "c"]),
    ],
)
def test_words(index, text, words):
    assert read(index, text) == words


@settings(deadline=None)
@given(st.text(max_size=80))
def test_reads_any_text_and_ignores_its_normal_form(index, text):
    words = read(index, text)
    assert all(word and not word.isspace() and "\n" not in word for word in words)
    assert words == read(index, unicodedata.normalize("NFC", text))


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("How many engineers were deployed?", {"engineers", "deployed"}),
        ("Did the WHO warn who?", {"who", "warn"}),
        ("DID THE WHO WARN?", {"warn"}),
        ("who is it", {"who", "is", "it", "how many were did the is it"}),
        ("", set()),
    ],
)
def test_a_question_is_asked_without_stop_words(index, question, words):
    """A text for each word tells which of them a question asks for."""
    vocabulary = ["how many were did the is it", "engineers", "deployed", "who", "warn", "is", "it"]
    store = LexicalIndex()
    store.add(np.arange(len(vocabulary)), vocabulary)
    found, _ = store.search(question, 9)
    assert {vocabulary[number] for number in found} == words
