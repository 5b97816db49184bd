import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embeddings.words import WordReader


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
        ("10,000,000.5", "10000000.5"),
    ],
)
def test_same_words(one, other):
    reader = WordReader()
    assert reader.read(one) == reader.read(other)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        (" -- … \n", []),
        ("1.2", ["1.2"]),
        ("in 2019,2020", ["in", "2019", "2020"]),
        ("It cost $3.5bn.", ["it", "cost", "3.5", "bn"]),
        ("end.Next", ["end", "next"]),
        ("G7 talks at 5 p.m.", ["g7", "talk", "at", "5", "pm"]),
        ("12.05.2020", ["12.05.2020"]),
        ('+(a AND b) OR *:^2 "c', ["a", "and", "b", "or", "2", "c"]),
    ],
)
def test_words(text, words):
    assert WordReader().read(text) == words


@settings(deadline=None)
@given(st.text(max_size=80))
def test_reads_any_text_and_ignores_its_normal_form(text):
    reader = WordReader()
    words = reader.read(text)
    assert all(word and not word.isspace() and "\n" not in word for word in words)
    assert words == reader.read(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("How many engineers were deployed?", {"engin", "deploy"}),
        ("Did the WHO warn who?", {"who", "warn"}),
        ("DID THE WHO WARN?", {"warn"}),
        ("who is it", {"who", "is", "it"}),
        ("", set()),
    ],
)
def test_a_question_is_asked_without_stop_words(question, words):
    assert WordReader().ask(question) == words
