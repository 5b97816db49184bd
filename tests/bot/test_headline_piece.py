"""A headline is a piece of a sentence that says something whole, and nothing that the sentence does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from prose import cut, texts

from bot.headline_piece import MOST_CHARACTERS, headline_span

LONG = " and the tide carried the wreck past the lighthouse towards the open sea that night"


@pytest.mark.parametrize(
    ("sentence", "headline"),
    [
        ("Heavy snow closed the Hallin pass on Friday.", "Heavy snow closed the Hallin pass on Friday"),
        (
            "A ferry with 214 people on board struck a rock off Marrick, which closed the harbour" + LONG + ".",
            "A ferry with 214 people on board struck a rock off Marrick",
        ),
        (
            "The central bank raised its main rate to 5.25% on Thursday, citing wages that rise faster than prices do.",
            "The central bank raised its main rate to 5.25% on Thursday",
        ),
        (
            "Judge Ann Lee jailed a former mayor of Marrick for nine years – the longest sentence of its kind so far.",
            "Judge Ann Lee jailed a former mayor of Marrick for nine years",
        ),
    ],
)
def test_the_headline_in_a_sentence(sentence: str, headline: str) -> None:
    span = headline_span(sentence)
    assert span is not None
    assert cut(sentence, span) == headline


@pytest.mark.parametrize(
    "sentence",
    [
        # who says it, a condition, a doubt or a "not" would be lost
        f"A ferry struck a rock off Marrick on Monday night{LONG}, the coast guard said late in the evening.",
        f"A ferry struck a rock off Marrick on Monday night{LONG}, according to witnesses on the pier.",
        f"The bank will raise its main rate to 5.25% in May{LONG}, if wages go on rising as they have done.",
        f"The mayor of Marrick took money from builders{LONG}, which was later found not to be true.",
        # no verb before the first place to cut
        "Nine fishermen from the small northern harbour towns of Marrick and of Hallin in the wide bay of Orr drowned.",
        # cut inside a quotation
        "“Nobody on this ferry was told that the captain had left the bridge, that the radar was off,” she said late.",
    ],
)
def test_where_a_piece_would_say_something_else_there_is_none(sentence: str) -> None:
    assert headline_span(sentence) is None


@given(texts)
def test_a_headline_is_the_beginning_and_is_short(text: str) -> None:
    span = headline_span(text)
    if span is not None:
        assert span.start == 0
        assert len(span) <= MOST_CHARACTERS
        assert text.startswith(cut(text, span))
