"""How summaries are judged: ROUGE, key facts, what dangles, and the suite over a small set."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.article import Article, Span
from bot.evaluation import summaries
from bot.evaluation.dangling import dangles, leans
from bot.evaluation.data import located
from bot.evaluation.rouge import Rouge, rouge, stems
from bot.reply import Citation, Reply, Statement
from bot.salience import FEATURES, Salience
from bot.summariser import ExtractiveSummariser

TEXTS = [
    "A ferry struck a rock off Marrick on Monday. Nine people were hurt, the coast guard said. It rained all day long. "
    "The harbour at Marrick was closed to every ferry for two days. Fishermen stayed on shore and mended nets.",
    "The central bank raised its rate to 5.25% on Thursday. Wages rise faster than prices. Shops fear for their trade. "
    "Governor Ann Lee said the bank might raise the rate again in May. Builders asked the bank to wait a year.",
]


def test_rouge_counts_stems_pairs_and_order() -> None:
    assert rouge("the cats ran", "the cats ran") == Rouge(1.0, 1.0, 1.0)
    assert rouge("a b c d", "d c b a") == Rouge(1.0, 0.0, 0.25)
    assert rouge("x", "y") == rouge("", "y") == rouge("x", "") == Rouge(0.0, 0.0, 0.0)
    assert rouge("boats boats", "boat").one == pytest.approx(2 / 3)
    assert rouge("a b x c", "a b c").longest == pytest.approx(6 / 7)


def test_words_are_stemmed_as_others_do() -> None:
    assert stems("Running ponies’ relational cats, £1.5m; it’s") == [
        "run",
        "poni",
        "relat",
        "cat",
        "1",
        "5m",
        "it",
        "s",
    ]


@given(st.text("ab c", max_size=30), st.text("ab c", max_size=30))
def test_rouge_is_a_share_and_knows_no_side(one: str, other: str) -> None:
    found = rouge(one, other)
    assert found == rouge(other, one)
    assert 0 <= found.two <= 1
    assert 0 <= found.longest <= found.one <= 1


@pytest.mark.parametrize(
    ("sentence", "before", "expected"),
    [
        ("She left on Monday.", "", True),
        ("Police also closed the road.", "", True),
        ("After a row with his brother, Tom Roe left.", "", True),
        ("Hill said the captain was not on the bridge.", "", True),
        ("Hill said the captain was not on the bridge.", "Sue Hill is a passenger.", False),
        ("Mr Hill said the captain was not on the bridge.", "", True),
        ("The report found no fault.", "", True),
        ("Sue Hill said she saw no captain.", "", False),
        ("A ferry struck a rock off Marrick on Monday.", "", False),
    ],
)
def test_what_leans_on_what_was_not_said(sentence: str, before: str, expected: bool) -> None:
    assert leans(sentence, before, frozenset({"Hill"})) is expected


def test_what_follows_the_sentence_before_it_does_not_dangle() -> None:
    article = Article.from_paragraphs(["Ann Lee won. She wept.", "He lost."])
    spans = [(1, Span(0, 12)), (1, Span(13, 22)), (2, Span(0, 8))]
    statements = [Statement(one.quote, (one,)) for one in (Citation.of(article, *place) for place in spans)]
    assert list(dangles(Reply("", tuple(statements)), article)) == [False, False, False]
    assert list(dangles(Reply("", (statements[0], statements[2])), article)) == [False, True]
    assert list(dangles(Reply("", tuple(statements[1:])), article)) == [True, False]


def write(path: Path, rows: list[dict[str, Any]]) -> None:
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(f"{json.dumps(row)}\n" for row in rows)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    rows = [{"title": "A story", "text": text.replace(". ", ".\n", 1), "summary": text} for text in TEXTS]
    write(tmp_path / "bbc_news_summary.jsonl.gz", rows)
    facts = [{"fact": "Nine people were hurt"}, {"fact": "A volcano erupted in Peru"}]
    record = {"title": "Ferry strikes rock", "paragraphs": TEXTS[:1], "key_facts": facts}
    (tmp_path / "desk-valid.json").write_text(json.dumps({"articles": [record]}), "utf-8")
    return tmp_path


@pytest.fixture
def summariser(word_encoder: Any) -> ExtractiveSummariser:
    return ExtractiveSummariser(word_encoder, Salience(tuple(float(name == "length") for name in FEATURES)))


def test_the_suite_gives_every_figure(data: Path, summariser: ExtractiveSummariser) -> None:
    write(data / "corpus.jsonl.gz", [{"title": "Rates", "paragraphs": ["", TEXTS[1]]}])
    found = summaries.figures(data, summariser, data / "corpus.jsonl.gz")
    assert found["articles with a reference"] == 1
    assert found["at most Lead-3's words, words"] <= found["Lead-3, words"]
    assert found["the first words, as many, words"] == found["3 sentences, words"]
    assert 0 < found["Lead-3, ROUGE-2"] < found["Lead-3, ROUGE-1"] < 100
    assert found["key facts in Lead-3"] == 0.5
    assert found["summaries read"] == 1
    assert found["summaries that say a figure twice"] == 0
    assert found["sentences that dangle, strictly"] == 0


def test_one_folder_of_folders_gives_what_each_has(data: Path, summariser: ExtractiveSummariser) -> None:
    for folder, name in (("look", "bbc_news_summary.jsonl.gz"), ("valid", "desk-valid.json")):
        (data / folder).mkdir()
        (data / name).rename(data / folder / name)
    (data / "train").mkdir()
    write(data / "train" / "only-to-train-on.jsonl.gz", [])
    found = summaries.figures(data, summariser)
    assert found["articles with a reference"] == 1
    assert found["key facts"] == 2
    assert located(data, "only-to-train-on.jsonl.gz") == data / "only-to-train-on.jsonl.gz"  # which is not there


def test_the_halves_share_no_article(data: Path) -> None:
    path = data / "bbc_news_summary.jsonl.gz"
    halves = [
        {one.reference for one in summaries.referenced(path, half, 10)}
        for half in (summaries.DEVELOPMENT, summaries.TEST)
    ]
    assert halves == [{TEXTS[0]}, {TEXTS[1]}]


def test_figures_whose_data_is_missing_are_left_out(tmp_path: Path, summariser: ExtractiveSummariser) -> None:
    assert summaries.figures(tmp_path, summariser) == {}
