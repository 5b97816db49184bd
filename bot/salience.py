"""How much a sentence matters in its article: a learned weight over what can be seen of it.

What is seen: how much of the article's own vocabulary it has, how near it is to the whole, to the headline and to the
first sentence, where it stands, how long it is, its names, figures and quoted words. The weights are those of a
logistic regression (`bot.training.salience`); `bot/weights/salience` holds them and their card.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from bot.article import Article, Span
from bot.errors import ModelError
from bot.sentences import sentence_spans

SHIPPED_SALIENCE = Path(__file__).parent / "weights" / "salience" / "salience.json"
FEATURES = (
    "vocabulary",
    "centre",
    "headline",
    "headline words",
    "first sentence",
    "early",
    "is first",
    "opens paragraph",
    "length",
    "names",
    "figures",
    "quoted",
)
_WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)?")
_NAME = re.compile(r"(?<=[^.!?“\"] )[A-Z][\w’'-]+")
_FIGURE = re.compile(r"\d[\d.,]*")
_QUOTED = re.compile(r"[“\"][^“”\"]*[”\"]")
_COMMON = re.compile(
    r"(?:"
    r"a|about|after|all|also|an|and|are|as|at|be|been|before|but|by|can|could|did|do|for|from|had|has|have|he|her|"
    r"him|his|how|i|if|in|into|is|it|its|just|may|might|more|most|no|not|now|of|on|one|only|or|other|our|out|over|"
    r"said|say|says|she|should|so|some|such|than|that|the|their|them|then|there|these|they|this|those|to|told|two|"
    r"up|was|we|were|what|when|where|which|while|who|will|with|would|you|your"
    r")"
)
_LONG = 25.0  # words; a newspaper's sentence

Vectors = NDArray[np.float32]
Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an article's body.

    Attributes:
        text: as it stands.
        article: index of its article among those summarised.
        paragraph: the paragraph's number.
        span: where in the paragraph's text.
        order: which of the article's sentences it is, from 0.
    """

    text: str
    article: int
    paragraph: int
    span: Span
    order: int


def sentences_of(articles: Sequence[Article]) -> list[Sentence]:
    """Every sentence of the articles' bodies, in reading order."""
    found = []
    for index, article in enumerate(articles):
        places = [(paragraph, span) for paragraph in article.body for span in sentence_spans(paragraph.text)]
        for order, (paragraph, span) in enumerate(places):
            text = paragraph.text[span.start : span.end]
            found.append(Sentence(text, index, paragraph.number, span, order))
    return found


def content_words(text: str) -> set[str]:
    """The words of a text that say what it is about, lower-cased, without a plural's or a genitive's s.

    >>> sorted(content_words("The mayor’s boats were lost"))
    ['boat', 'lost', 'mayor']
    """
    words = (re.sub(r"[’']s?$", "", word) for word in _WORD.findall(text.casefold()))
    return {_singular(word) for word in words if not _COMMON.fullmatch(word)}


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word[-1] == "s" and word[-2] != "s" else word


def features(sentences: Sequence[Sentence], titles: Sequence[str], vectors: Vectors, title_vectors: Vectors) -> Values:
    """What is seen of each sentence.

    Args:
        sentences: n of them, of one or several articles.
        titles: of the articles; empty where there is none.
        vectors: unit vectors of the sentences, [n, d].
        title_vectors: unit vectors of the titles, [articles, d].

    Returns:
        [n, len(FEATURES)]; the first five are standard scores within an article, so that long and short ones compare.
    """
    rows = np.zeros((len(sentences), len(FEATURES)))
    for article in dict.fromkeys(one.article for one in sentences):
        places = [place for place, one in enumerate(sentences) if one.article == article]
        own = [sentences[place] for place in places]
        title_vector = title_vectors[article] if titles[article] else np.zeros(vectors.shape[1])
        rows[places] = np.hstack([_compared(own, titles[article], vectors[places], title_vector), _alone(own)])
    return rows


def _compared(own: Sequence[Sentence], title: str, vectors: Vectors, title_vector: Vectors | Values) -> Values:
    """What a sentence has in common with the rest of its article, as standard scores, [n, 5]."""
    words = [content_words(one.text) for one in own]
    counts = Counter(word for each in words for word in each)
    weight = {word: math.log(1 + count) for word, count in counts.items() if count > 1}
    vocabulary = [
        sum(weight.get(word, 0.0) for word in each) / math.sqrt(max(8, len(_WORD.findall(one.text))))
        for each, one in zip(words, own, strict=True)
    ]
    heading = content_words(title)
    shared = [len(each & heading) / max(1, len(heading)) for each in words]
    centre = vectors.mean(axis=0)
    columns = np.stack(
        [np.array(vocabulary), vectors @ centre, vectors @ title_vector, np.array(shared), vectors @ vectors[0]], axis=1
    )
    return np.asarray((columns - columns.mean(axis=0)) / (columns.std(axis=0) + 1e-6), np.float64)


def _alone(own: Sequence[Sentence]) -> Values:
    """What a sentence has by itself, [n, 7]."""
    rows = []
    for place, one in enumerate(own):
        count = len(one.text.split())
        opens = place == 0 or own[place - 1].paragraph != one.paragraph
        names = len(_NAME.findall(one.text)) / max(count, 1)
        quoted = sum(map(len, _QUOTED.findall(one.text))) / max(len(one.text), 1)
        figures = min(len(_FIGURE.findall(one.text)), 3) / 3
        length = min(count / _LONG, 2.0)
        rows.append((1 / (1 + one.order), float(one.order == 0), float(opens), length, names, figures, quoted))
    return np.array(rows, np.float64)


@dataclass(frozen=True, slots=True)
class Salience:
    """Weights of the features.

    Attributes:
        weights: one a feature, in the order of `FEATURES`.
    """

    weights: tuple[float, ...]

    @classmethod
    def read(cls, path: Path = SHIPPED_SALIENCE) -> Self:
        """Read weights. Raises `ModelError` where the file is missing, damaged or of other features."""
        try:
            named = json.loads(path.read_text("utf-8"))["weights"]
            return cls(tuple(float(named[name]) for name in FEATURES))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ModelError(
                f"The salience weights in {path} cannot be read: {error!r}.",
                "a file that bot.training.salience wrote.",
                "Reinstall copydesk.",
            ) from error

    def of(self, rows: Values) -> Values:
        """The salience of each sentence from its features, [n, len(FEATURES)] to [n]; comparable within one call."""
        return np.asarray(rows @ np.array(self.weights))
