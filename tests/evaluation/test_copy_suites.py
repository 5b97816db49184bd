"""Planting does what it says, rewriting keeps what matters, and both suites' figures follow from what was found."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path
from typing import Any

import pytest

from bot.errors import SourceNotFoundError
from bot.evaluation import copy, planted
from bot.evaluation.checking import judge
from bot.evaluation.planting import names_of, plant, speakers_of
from bot.evaluation.rewriting import rewrite
from bot.models import Models
from bot.review import Kind

RECORD = {
    "title": "Ferry runs aground",
    "published": "2025-12-13",
    "paragraphs": [
        "A ferry carrying 214 passengers ran aground off Marrick on Friday, the coast guard’s Jo Ray said.",
        "“We heard a terrible noise and then all the lights went out,” said Ann Lee, a teacher from Dunford.",
        "The harbour was closed on Saturday and will not reopen before Tuesday, according to Tom Hale.",
    ],
}
DRAFTS = [
    {"text": "A ferry with 214 passengers ran aground on Friday.", "label": "supported", "paragraphs": [1]},
    {"text": "A ferry with 412 passengers ran aground on Friday.", "label": "number", "paragraphs": [1]},
]
SENTENCES = RECORD["paragraphs"]


class SilentReader:
    """A reader that finds nothing."""

    def read(self, question: str, passages: Any) -> list[Any]:
        return []

    def reread(self, question: str, passages: Any) -> list[Any]:
        return self.read(question, passages)


class ToldModels(Models):
    """Models with an encoder that needs no weights."""

    def __init__(self, encoder: Any) -> None:
        self._given = encoder

    @property
    def encoder(self) -> Any:
        return self._given

    @property
    def reader(self) -> Any:
        return SilentReader()


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        (Kind.NUMBER, 0),
        (Kind.NAME, 0),
        (Kind.DATE, 0),
        (Kind.DATE, 2),
        (Kind.NEGATION, 2),
        (Kind.SPEAKER, 1),
        (Kind.SPEAKER, 2),
        (Kind.QUOTE, 1),
    ],
)
def test_an_error_is_planted_in_one_place(kind: Kind, sentence: int) -> None:
    true = SENTENCES[sentence]
    wrong = plant(kind, true, ["Kim Bell", "Oslo"], ["silence", "harbour"], random.Random(1))
    assert wrong is not None
    assert wrong != true
    assert wrong[:3] == true[:3]
    assert plant(kind, true, ["Kim Bell", "Oslo"], ["silence", "harbour"], random.Random(1)) == wrong


def test_nothing_is_planted_where_nothing_can_be_wrong() -> None:
    for kind in Kind:
        assert plant(kind, "It rained.", [], [], random.Random(1)) is None


def test_names_and_speakers_are_those_of_the_text() -> None:
    assert {"Marrick", "Dunford"} <= set(names_of(" ".join(SENTENCES)))
    assert {"Ann Lee", "Tom Hale"} <= set(speakers_of(" ".join(SENTENCES)))


@pytest.mark.parametrize("seed", range(20))
def test_rewriting_keeps_numbers_names_and_quotations(seed: int) -> None:
    for sentence in SENTENCES:
        changed = rewrite(sentence, random.Random(seed))
        for kept in ("214", "Marrick", "Friday", "We heard a terrible noise", "Tuesday"):
            assert (kept in sentence) == (kept in changed)


def test_the_drafts_of_a_desk_are_judged(tmp_path: Path, word_encoder: Any) -> None:
    (tmp_path / "desk-valid.json").write_text(json.dumps({"articles": [{**RECORD, "drafts": DRAFTS}]}), "utf-8")
    drafts = list(copy.drafts(tmp_path))
    figures = copy.figures(list(judge(drafts, ToldModels(word_encoder))))
    assert figures["errors detected"] == figures["  number, of the right kind"] == 1
    assert figures["true drafts flagged"] == 0
    assert figures["true drafts, a proving paragraph cited"] == 1


def test_planted_errors_are_judged(tmp_path: Path, word_encoder: Any) -> None:
    long = {**RECORD, "paragraphs": [*SENTENCES, *(f"It rained again on day {day}." for day in range(10))]}
    with gzip.open(tmp_path / "corpus.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(long | {"title": title}) + "\n" for title in ("One", "Two", "Three"))
    found = list(planted.sentences(tmp_path / "corpus.jsonl.gz", articles=2))
    assert found == list(planted.sentences(tmp_path / "corpus.jsonl.gz", articles=2))
    assert {one.kind for one in found} == {None, *Kind}
    figures = planted.figures(list(judge(found, ToldModels(word_encoder))))
    assert figures["planted errors"] == figures["true sentences"] == len(found) / 2
    assert figures["planted errors caught"] >= 0.8
    assert figures["true sentences flagged"] == 0


def test_the_planted_suite_needs_a_corpus(word_encoder: Any) -> None:
    with pytest.raises(SourceNotFoundError, match="corpus"):
        planted.of_corpus(None, ToldModels(word_encoder))
