"""What a summary should be about: which sentences bear on a focus such as "what Kim said" or "the casualties"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.salience import Sentence, Values, Vectors, content_words

_SAYING = re.compile(
    r"\b(?:sa(?:id|ys?|ying)|t(?:old|ell)|think(?:s|ing)?|thought|argue[ds]?|claim(?:s|ed)?|words|quotes?|comment(?:s|ed)?|"
    r"react(?:s|ed|ions?)|respon(?:se|ds?|ded)|views?|opinions?|statements?)\b",
    re.IGNORECASE,
)
_SPEECH = re.compile(
    r"\b(?:said|says|told|add(?:ed|s)|wrote|tweeted|asked|argue[ds]|insist(?:ed|s)|claim(?:ed|s)|warn(?:ed|s)|announced|"
    r"confirmed|denie[ds]|stated|explained|noted|called|described|replied|declared|admitted|acknowledged|suggested|"
    r"believes|thinks|vowed|promised|urged|criticised|criticized|praised|according to)\b|[“\"]"
)
_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
_NAME = re.compile(r"(?<=[^.!?“\"] )[A-Z][\w’'-]+")
_FOUND = 0.25  # cosine below which no sentence is about the focus; unrelated sentences lie near 0.05
_SHARED = 0.5  # what having all of the focus's words adds to the cosine
_LEAST = 0.55  # of the best sentence's bearing; what bears less is about something else


@dataclass(frozen=True, slots=True)
class Bearing:
    """How each sentence bears on a focus.

    Attributes:
        values: cosine to the focus and the share of its words, [n]; higher is nearer.
        about: whether the sentence is about it at all, [n].
    """

    values: Values
    about: NDArray[np.bool_]


def bearing(focus: str, sentences: Sequence[Sentence], vectors: Vectors, focus_vector: Vectors) -> Bearing:
    """How sentences bear on a focus.

    A person or place that the focus names must be in the sentence; where it asks what somebody said, words of theirs
    must be too. A name that no article has is about nothing.

    Args:
        focus: a word or more.
        sentences: n of them.
        vectors: theirs, unit, [n, d].
        focus_vector: unit, [d].
    """
    saying = bool(_SAYING.search(focus))
    words = content_words(_SAYING.sub(" ", focus))
    own = [content_words(one.text) for one in sentences]
    shared = np.array([len(words & each) / max(1, len(words)) for each in own])
    values = np.asarray(vectors @ focus_vector + _SHARED * shared, np.float64)
    about = values >= max(_FOUND, _LEAST * float(values.max()))
    names = _names(focus, sentences) & words
    if names:
        named = np.array([len(names & each) / len(names) for each in own])
        about = (named >= 0.5) & (about | saying)
    elif saying and words:
        about = about & (shared > 0)
    if saying:
        about &= np.array([bool(_SPEECH.search(one.text)) for one in sentences])
    return Bearing(values, about)


def _names(focus: str, sentences: Sequence[Sentence]) -> set[str]:
    """The words of the focus that are names: written so there, or never written small in the articles."""
    written = [word for word in _WORD.findall(focus)[1:] if word[0].isupper()]
    large = content_words(" ".join(name for one in sentences for name in _NAME.findall(one.text)))
    small = content_words(" ".join(word for one in sentences for word in _WORD.findall(one.text) if word[0].islower()))
    return content_words(" ".join(written)) | ((content_words(focus) & large) - small)
