"""The figures of a suite from its outcomes; each a share in [0, 1] unless its name says otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from statistics import median

from bot.evaluation import citing
from bot.evaluation.asking import Figures, Outcome
from bot.evaluation.confidence import auroc, calibration_error, coverage_at
from bot.evaluation.squad import exact_match, token_f1

_ATTRIBUTED_F1 = 0.5


def spans(outcomes: Sequence[Outcome]) -> Figures:
    """SQuAD's figures: of the best span behind every reply, of the reply as shipped, and at the best threshold."""
    said = [one for one in outcomes if one.asked.answerable]
    unsaid = [one for one in outcomes if not one.asked.answerable]
    figures = {
        "F1, answerable, best span": mean(token_f1(one.given, one.asked.golds) for one in said),
        "EM, answerable, best span": mean(exact_match(one.given, one.asked.golds) for one in said),
        "F1, all, as shipped": mean(token_f1(one.shown, one.asked.golds) for one in outcomes),
        "F1, answerable, as shipped": mean(token_f1(one.shown, one.asked.golds) for one in said),
        "F1, unanswerable, as shipped": mean(token_f1(one.shown, one.asked.golds) for one in unsaid),
        "F1, all, best threshold": best_threshold(outcomes)[0],
    }
    return figures if unsaid else {name: value for name, value in figures.items() if "all" not in name}


def best_threshold(outcomes: Sequence[Outcome]) -> tuple[float, float]:
    """The highest mean F1 that any threshold on being told gives, and that threshold."""
    ranked = sorted(outcomes, key=lambda one: -one.told)
    total = sum(not one.asked.answerable for one in ranked)
    best = (total / len(ranked), 1.0)
    running = float(total)
    for one in ranked:
        running += token_f1(one.given, one.asked.golds) if one.asked.answerable else -1.0
        best = max(best, (running / len(ranked), one.told))
    return best


def silence(outcomes: Sequence[Outcome], right: Callable[[Outcome], bool]) -> Figures:
    """What is answered, what is refused, and what confidence is worth.

    Args:
        outcomes: of a suite.
        right: whether the best span behind a reply is right; never so of an unanswerable question.
    """
    said = [one for one in outcomes if one.asked.answerable]
    unsaid = [one for one in outcomes if not one.asked.answerable]
    confidences, correct = [one.confidence for one in outcomes], [right(one) for one in outcomes]
    return {
        "answerable, answered right": mean(right(one) and not one.refused for one in said),
        "answerable, refused": mean(one.refused for one in said),
        "unanswerable, refused": mean(one.refused for one in unsaid),
        "unanswerable, refused when 10% of answerable are": refused_at(0.1, outcomes),
        "answers given that are right": mean(right(one) for one in outcomes if not one.refused),
        "AUROC, right": auroc(confidences, correct),
        "AUROC, answerable": auroc([one.told for one in outcomes], [one.asked.answerable for one in outcomes]),
        "calibration error": calibration_error(confidences, correct),
        "answered at 80% accuracy": coverage_at(0.8, confidences, correct),
        "answered at 90% accuracy": coverage_at(0.9, confidences, correct),
    }


def refused_at(share: float, outcomes: Sequence[Outcome]) -> float:
    """Share of the unanswerable that seem less told than all but `share` of the answerable."""
    said = sorted(one.told for one in outcomes if one.asked.answerable)
    if not said:
        return 0.0
    threshold = said[int(share * len(said))]
    return mean(one.told < threshold for one in outcomes if not one.asked.answerable)


def citations(outcomes: Sequence[Outcome]) -> Figures:
    """Of the answerable questions: the best spans attributed and correct, and what is cited for them."""
    said = [one for one in outcomes if one.asked.answerable]
    return {
        "attributed-correct, best span": mean(attributed_correct(one) for one in said),
        "attributed-correct, as shipped": mean(attributed_correct(one) and not one.refused for one in said),
        "citation precision": mean(citing.precision(one.cited, one.asked.paragraphs) for one in said),
        "citation recall": mean(citing.recall(one.cited, one.asked.paragraphs) for one in said),
        "verbatim": mean(one.verbatim for one in outcomes),
        "seconds a reply, median": median(one.seconds for one in outcomes),
    }


def attributed_correct(outcome: Outcome) -> bool:
    """A token F1 of at least 0.5 with a gold answer, and a paragraph that says it cited."""
    return outcome.hit and outcome.asked.answerable and token_f1(outcome.given, outcome.asked.golds) >= _ATTRIBUTED_F1


def mean(values: Iterable[float]) -> float:
    """Their mean; 0 where there are none."""
    found = list(values)
    return sum(found) / len(found) if found else 0.0
