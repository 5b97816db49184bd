"""The encoder that visitors share: what it remembers, and that its vectors are the encoder's own."""

import numpy as np
import pytest

from bot.page.encoding import SharedEncoder


class Counting:
    """Counts what an encoder is asked to encode."""

    def __init__(self, encoder):
        self._encoder = encoder
        self.queries, self.batches = [], []
        self.name, self.dimension, self.split = encoder.name, encoder.dimension, encoder.split

    def encode_queries(self, texts):
        self.queries += texts
        return self._encoder.encode_queries(texts)

    def encode_passages(self, texts):
        self.batches.append(list(texts))
        return self._encoder.encode_passages(texts)


@pytest.fixture
def counting(word_encoder):
    return Counting(word_encoder)


def test_known_passages_are_not_encoded_again(counting, word_encoder):
    shared = SharedEncoder(lambda: counting, ["A ferry sank.", "Rates rose."])
    shared.learn()
    mixed = ["Rates rose.", "Snow fell.", "A ferry sank.", "Snow fell."]
    assert np.array_equal(shared.encode_passages(mixed), word_encoder.encode_passages(mixed))
    assert counting.batches == [["A ferry sank.", "Rates rose."], ["Snow fell."]]
    assert shared.encode_passages([]).shape == (0, word_encoder.dimension)
    assert (shared.name, shared.split("A.")) == (word_encoder.name, word_encoder.split("A."))


def test_many_passages_are_encoded_a_few_at_a_time(counting, word_encoder):
    texts = [f"Paragraph {number} tells of snow." for number in range(40)]
    assert np.array_equal(SharedEncoder(lambda: counting).encode_passages(texts), word_encoder.encode_passages(texts))
    assert max(map(len, counting.batches)) == 16
    assert [text for batch in counting.batches for text in batch] == texts


def test_a_question_is_encoded_once_for_all_that_it_is_needed_for(counting, word_encoder):
    shared = SharedEncoder(lambda: counting)
    for asked in (["Who won?"], ["Who won?", "Who lost?"], ["Who lost?"]):
        assert np.array_equal(shared.encode_queries(asked), word_encoder.encode_queries(asked))
    assert counting.queries == ["Who won?", "Who lost?"]
    shared.encode_queries([f"Who won race {number}?" for number in range(300)])  # more than are remembered
    shared.encode_queries(["Who won?"])
    assert counting.queries[-1] == "Who won?"
