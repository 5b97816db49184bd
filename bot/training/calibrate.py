"""Learn what an answer is worth: `python -m bot.training.calibrate --reader FOLDER --learn FILE … --desk FOLDER`.

Logistic regression over `bot.calibration.Signals`, on questions that the reader was not trained on: those of files of
passages, each asked of a whole article of neighbouring passages, and some again of the same article without the
sentences that say it. The threshold is the probability of being told at all under which a given share of the
answerable questions of the desk's file lies.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from bot.article import Article
from bot.calibration import NAMES, Calibration, Signals
from bot.evaluation import desk
from bot.evaluation.asking import Asked
from bot.evaluation.confidence import auroc, calibration_error
from bot.evaluation.data import read_rows
from bot.evaluation.squad import token_f1
from bot.reader import ExtractiveReader, Reader
from bot.training.documents import documents
from bot.training.negatives import answer_texts, without
from bot.verdict import verdict
from bot.windows import Passage

_RIGHT_F1 = 0.5
_TOGETHER = 5  # passages an article: some 600 words
# Share of the answerable questions asked once more, of the article that no longer says it: with the near misses, a
# quarter of all questions then has no answer, as at a desk.
_WITHHELD = 0.14
_TOLD = ("score", "again")  # a rival's margin tells whether the answer is right, not whether there is one
_REFUSED = 0.1  # of the answerable questions of a desk, at most


@dataclass(frozen=True, slots=True)
class Judged:
    """The signals of an answer, and whether it is right."""

    signals: Signals
    right: bool
    answerable: bool
    kind: str


def questions(path: Path, count: int, rng: random.Random) -> Iterator[Asked]:
    """Questions of whole articles, some asked again of an article that was made silent."""
    found = list(documents(list(read_rows(path)), _TOGETHER, rng))
    for one in rng.sample(found, min(count, len(found))):
        golds = tuple(one.article.paragraph(number).text[span.start : span.end] for number, span in one.answers)
        numbers = frozenset(number for number, _ in one.answers)
        yield Asked(one.article, one.question, golds, numbers, "said" if golds else "near miss")
        if golds and rng.random() < _WITHHELD:
            answers = answer_texts(one)
            texts = (without(paragraph.text, answers) for paragraph in one.article.paragraphs)
            silent = Article.from_paragraphs((text for text in texts if text), title=one.article.title)
            if silent.paragraphs:
                yield Asked(silent, one.question, (), frozenset(), "withheld")


def judge(asked: Iterable[Asked], reader: Reader) -> Iterator[Judged]:
    """Read every question's article, and say what is known of the best finding and whether it is right."""
    for one in asked:
        passages = [Passage.whole(one.article)]
        found = verdict(one.question, passages, reader.read(one.question, passages), reader)
        assert found is not None  # there is always something to read
        best = found.best
        given = one.article.paragraph(best.paragraph).text[best.span.start : best.span.end]
        yield Judged(
            found.signals,
            bool(one.golds) and best.paragraph in one.paragraphs and token_f1(given, one.golds) >= _RIGHT_F1,
            one.answerable,
            one.kind,
        )


def fit(judged: Sequence[Judged]) -> Calibration:
    """The weights under which confidences, and what is said at all, are likeliest; the threshold stays at 0.5."""
    weights, intercept = _logistic(judged, NAMES, [one.right for one in judged])
    asked = [one.answerable for one in judged]
    told = _logistic(judged, _TOLD, asked) if len(set(asked)) > 1 else ({}, 0.0)
    return Calibration(weights, intercept, told=told[0], told_intercept=told[1])


def _logistic(judged: Sequence[Judged], names: Sequence[str], goal: Sequence[bool]) -> tuple[dict[str, float], float]:
    """Logistic regression with a light ridge: weights by name, and the intercept."""
    # Here, because only who calibrates needs it; it comes with sentence-transformers.
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415

    values = np.array([[getattr(one.signals, name) for name in names] for one in judged])
    scale = values.std(axis=0) + 1e-9
    model = LogisticRegression(C=1.0, max_iter=1000).fit(values / scale, goal)
    weights = {name: round(float(weight), 4) for name, weight in zip(names, model.coef_[0] / scale, strict=True)}
    return weights, round(float(model.intercept_[0]), 4)


def threshold_for(share: float, calibration: Calibration, judged: Sequence[Judged]) -> float:
    """The probability of being told at all under which this share of the answerable lies."""
    sure = sorted(calibration.is_told(one.signals) for one in judged if one.answerable)
    return round(sure[int(share * len(sure))], 5)


def report(name: str, calibration: Calibration, judged: Sequence[Judged]) -> None:
    """Print what the calibration is worth on these."""
    sure, right = [calibration.confidence(one.signals) for one in judged], [one.right for one in judged]
    print(f"{name}: {len(judged)} answers, {np.mean(right):.3f} right, AUROC {auroc(sure, right):.3f}, ", end="")
    print(f"calibration error {calibration_error(sure, right):.3f}")
    for kind in sorted({one.kind for one in judged}):
        of_kind = [one for one in judged if one.kind == kind]
        refused = np.mean([calibration.is_told(one.signals) < calibration.threshold for one in of_kind])
        print(
            f"  {kind:14}{len(of_kind):6}  refused {refused:.3f}  right {np.mean([one.right for one in of_kind]):.3f}"
        )


def main(argv: Sequence[str] | None = None) -> int:
    """Calibrate, print what it is worth, and write `calibration.json` into the reader's folder."""
    parser = argparse.ArgumentParser(prog="python -m bot.training.calibrate", description=__doc__.splitlines()[0])
    parser.add_argument("--reader", required=True, help="folder of the reader; its calibration.json is written")
    parser.add_argument("--scout", type=Path, help="folder of the faster reader that reads first")
    parser.add_argument("--learn", type=Path, nargs="+", required=True, help="files of passages, .jsonl.gz")
    parser.add_argument("--desk", type=Path, required=True, help="folder of desk-valid.json, which sets the threshold")
    parser.add_argument("--questions", type=int, default=1500, help="so many of each file (default: 1500)")
    parser.add_argument("--refused", type=float, default=_REFUSED, help=f"of the answerable ({_REFUSED})")
    options = parser.parse_args(argv)
    reader = ExtractiveReader.load(options.reader, options.scout)
    asked = (one for path in options.learn for one in questions(path, options.questions, random.Random(0)))
    learned = list(judge(asked, reader))
    chosen = list(judge(desk.questions(options.desk), reader))
    calibration = fit(learned)
    calibration = replace(calibration, threshold=threshold_for(options.refused, calibration, chosen))
    print("\n".join(f"{name:12}{weight:9.3f}" for name, weight in calibration.weights.items()))
    report("learned from", calibration, learned)
    report("desk", calibration, chosen)
    calibration.write(Path(options.reader) / "calibration.json")
    return 0


if __name__ == "__main__":
    sys.exit(main())
