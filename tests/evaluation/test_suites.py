"""The suites ask what they should of the `Assistant`, and their figures follow from the outcomes."""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot.article import Article, Span
from bot.calibration import Calibration
from bot.evaluation import __main__ as command
from bot.evaluation import attribution, citing, desk, finding, measures
from bot.evaluation.asking import Asked, Outcome, ask_all
from bot.evaluation.ranking import ndcg_at, recall_at
from bot.evaluation.spans import SpanSuite
from bot.evaluation.squad import exact_match, token_f1
from bot.finding import Finding
from bot.windows import Passage

FERRY = "Nine people were hurt in the fire. The mayor, Ruth Dane, came on Friday."
BRIDGE = "The bridge carries 9,000 cars a day."


class ToldReader:
    """Finds the first "Nine" or "9,000" of a passage, and is sure of it only where it is asked how many."""

    name = "told"
    calibration = Calibration(weights={"score": 1.0}, threshold=0.5)

    def read(self, question: str, passages: Sequence[Passage]) -> list[Finding]:
        for index, passage in enumerate(passages):
            for number in passage.numbers:
                text = passage.article.paragraph(number).text
                for word in ("Nine", "9,000"):
                    if (start := text.find(word)) >= 0:
                        score = 3.0 if question.startswith("How many") else -3.0
                        return [Finding(index, number, Span(start, start + len(word)), score)]
        return []

    def reread(self, question: str, passages: Sequence[Passage]) -> list[Finding]:
        return self.read(question, passages)


MODELS: Any = SimpleNamespace(reader=ToldReader())


@pytest.fixture
def data(tmp_path: Path) -> Path:
    rows = [
        {"ctx": FERRY, "qas": [{"id": "sq11/A/0/0", "q": "How many were hurt?", "ans": [[0, "Nine"]]}]},
        {"ctx": BRIDGE, "qas": [{"id": "sq11/A/1/0", "q": "How many cars?", "ans": [[19, "9,000"]]}]},
        {"ctx": FERRY, "qas": [{"id": "x", "q": "Who was the captain?", "ans": []}]},
    ]
    with gzip.open(tmp_path / "set.jsonl.gz", "wt") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
    questions = [
        {
            "question": "How many were hurt?",
            "kind": "number",
            "answerable": True,
            "answers": ["nine"],
            "paragraphs": [1],
        },
        {
            "question": "Who came?",
            "kind": "who",
            "answerable": True,
            "answers": [["Ruth Dane", "Dane"]],
            "paragraphs": [2],
        },
        {"question": "Who won?", "kind": "unanswerable", "answerable": False, "answers": [], "paragraphs": []},
    ]
    article = {"title": "Fire", "published": "2025-03-01", "paragraphs": FERRY.split(". "), "questions": questions}
    (tmp_path / "desk-valid.json").write_text(json.dumps({"articles": [article]}))
    return tmp_path


def test_what_is_asked_by_the_paragraph_and_by_the_article(data: Path) -> None:
    short = list(SpanSuite("s", "set.jsonl.gz").questions(data))
    long = list(SpanSuite("l", "set.jsonl.gz", words=600).questions(data))
    assert [len(one.article.paragraphs) for one in short] == [1, 1, 1]
    assert [len(one.article.paragraphs) for one in long] == [2, 2, 1]  # never across articles
    assert [sorted(one.paragraphs) for one in long] == [[1], [2], []]
    assert len(list(SpanSuite("e", "set.jsonl.gz", every=2).questions(data))) == 2


def test_outcomes_know_what_stands_behind_a_refusal(data: Path) -> None:
    right, _also_right, silent = ask_all(SpanSuite("s", "set.jsonl.gz").questions(data), MODELS)
    assert (right.given, right.shown, right.hit, right.refused) == ("Nine", "Nine", True, False)
    assert (silent.given, silent.shown, silent.refused) == ("Nine", "", True)
    assert right.confidence > 0.9
    assert silent.confidence < 0.1
    assert right.verbatim


def test_figures_of_spans(data: Path) -> None:
    suite = SpanSuite("l", "set.jsonl.gz", words=600)
    found = suite.figures(list(ask_all(suite.questions(data), MODELS)))
    # Of the second article's questions the reader takes the wrong "Nine", and it refuses the third.
    assert found["F1, answerable, best span"] == 0.5
    assert found["F1, unanswerable, as shipped"] == 1.0
    assert found["F1, all, as shipped"] == pytest.approx(2 / 3)
    assert found["attributed-correct, best span"] == 0.5
    assert found["verbatim"] == 1.0


def test_figures_of_the_desk(data: Path) -> None:
    outcomes = list(ask_all(desk.questions(data), MODELS))
    found = desk.figures(outcomes)
    assert [one.asked.kind for one in outcomes] == ["number", "who", "unanswerable"]
    assert outcomes[1].asked.golds == ("Ruth Dane", "Dane")
    assert found["best span acceptable and cited"] == 0.5
    assert found["answerable, refused"] == 0.5
    assert found["unanswerable, refused"] == 1.0
    assert found["answers given that are right"] == 1.0
    assert found["  who, best span acceptable and cited"] == 0.0


def outcome(confidence: float, golds: Sequence[str], given: str = "Nine") -> Outcome:
    asked = Asked(Article.from_paragraphs([FERRY]), "?", tuple(golds), frozenset({1}), "span")
    return Outcome(asked, given, frozenset({1}), confidence, confidence, False, True, 0.1)


def test_the_best_threshold_is_worked_out() -> None:
    outcomes = [outcome(0.9, ["Nine"]), outcome(0.8, []), outcome(0.7, ["Nine"]), outcome(0.1, ["Ten"])]
    assert measures.best_threshold(outcomes) == (0.5, 0.9)
    assert measures.best_threshold([outcome(0.9, []), outcome(0.8, [])]) == (1.0, 1.0)


def test_refused_where_a_tenth_of_the_answerable_are() -> None:
    said = [outcome(0.1 * n, ["Nine"]) for n in range(1, 11)]
    unsaid = [outcome(0.15, []), outcome(0.25, [])]
    assert measures.refused_at(0.1, said + unsaid) == 0.5
    assert measures.refused_at(0.1, unsaid) == 0.0


def test_squads_own_measures() -> None:
    assert token_f1("The Mayor, Ruth Dane", ["Ruth Dane"]) == pytest.approx(0.8)
    assert token_f1("", []) == 1.0
    assert token_f1("Nine", []) == 0.0
    assert exact_match("the nine.", ["Nine"]) == 1.0


def test_ranking_and_citing() -> None:
    assert recall_at(1, ["a", "b"], {"b"}) == 0.0
    assert recall_at(2, ["a", "b"], {"b"}) == 1.0
    assert ndcg_at(10, ["a", "b"], {"a"}) == 1.0
    assert ndcg_at(10, ["b", "a"], {"a"}) == pytest.approx(1 / 1.58496, abs=1e-4)
    assert ndcg_at(10, ["a"], set()) == 0.0
    assert citing.precision({1, 2}, {2}) == 0.5
    assert citing.recall({2}, {2, 3}) == 0.5
    assert not citing.hit(set(), {1})


def test_search_is_ranked_by_each_head(data: Path, word_encoder: Any) -> None:
    found = finding.figures(data, word_encoder)
    assert found["paragraphs"] == 2.0
    assert {name.split(", ")[1] for name in found if name != "paragraphs"} == {"BM25", "dense", "fused"}
    assert found["desk, fused, recall@5"] == 1.0


def test_search_among_the_passages_of_all_open_sets(data: Path, word_encoder: Any) -> None:
    for name in ("squad2-style", "shifts-wiki"):
        shutil.copy(data / "set.jsonl.gz", data / f"{name}.jsonl.gz")
    with gzip.open(data / "shifts-reddit.jsonl.gz", "wt") as file:
        wrong = {"q": "Does the bridge carry cars?", "ans": [[0, "It"]]}  # its words are another passage's
        file.write(json.dumps({"ctx": "It does.", "qas": [wrong]}) + "\n")
    found = finding.passages(data, word_encoder)
    assert found["passages"] == 7.0
    # Both sets hold the same passages: equal ones are ranked in the order of adding.
    assert found["squad2-style, BM25, recall@1"] == 1.0
    assert found["shifts-wiki, BM25, recall@1"] == 0.0
    assert found["shifts-wiki, BM25, recall@5"] == 1.0
    assert found["shifts-reddit, BM25, recall@1"] == 0.0


def test_the_command_prints_and_writes(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "Models", lambda _settings: MODELS)
    assert command.main(["--data", str(data), "--suite", "desk", "--misses", "--json", str(data / "out.json")]) == 0
    printed = capsys.readouterr().out
    assert "best span acceptable and cited" in printed
    assert "Who came?  ->  Nine" in printed
    written = json.loads((data / "out.json").read_text())["desk"]
    assert written["outcomes"][1]["asked"]["golds"] == ["Ruth Dane", "Dane"]
    assert written["figures"]["verbatim"] == 1.0


@pytest.fixture
def annotated(tmp_path: Path) -> Path:
    """Two articles: of one everything is found; in the other the annotators see another speaker, and a deed."""
    clear = "“We lost,” said Ann Lee. “It hurts.”\n\nPolice said two men were held."
    other = "Kim, the mayor, said it rained.\n\nThe attack on the plan went on."
    rows = [
        {
            "id": "clear",
            "text": clear,
            "attributions": [
                {
                    "source": [[16, "Ann Lee"]],
                    "cue": [[11, "said"]],
                    "content": [[0, "“We lost,”"], [25, "“It hurts.”"]],
                },
                {"source": [[38, "Police"]], "cue": [[45, "said"]], "content": [[50, "two men were held"]]},
            ],
        },
        {
            "id": "other",
            "text": other,
            "attributions": [
                {"source": [[5, "the mayor"]], "cue": [[16, "said"]], "content": [[21, "it rained"]]},
                {"source": [], "cue": [[37, "attack on"]], "content": [[47, "the plan"]]},
            ],
        },
    ]
    for row in rows:
        for one in row["attributions"]:
            for start, words in [*one["source"], *one["cue"], *one["content"]]:  # type: ignore[index]
                assert str(row["text"])[start : start + len(words)] == words
    with gzip.open(tmp_path / "annotated.jsonl.gz", "wt") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
    return tmp_path / "annotated.jsonl.gz"


def test_figures_of_attribution(annotated: Path) -> None:
    found = attribution.figures(annotated)
    assert (found["contents, annotated"], found["contents, found"]) == (4.0, 4.0)
    assert (found["content, precision"], found["content, recall"]) == (1.0, 1.0)
    assert (found["content and speaker, precision"], found["content and speaker, recall"]) == (0.75, 0.75)
    assert attribution.figures(annotated, {"other"})["content and speaker, F1"] == 1.0


def test_the_command_judges_attribution(annotated: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(annotated.parent)
    assert command.main(["--data", folder, "--suite", "attribution", "--attributions", str(annotated)]) == 0
    assert "content and speaker, F1" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        command.main(["--data", folder, "--suite", "attribution"])
    assert "--attributions FILE" in capsys.readouterr().err
