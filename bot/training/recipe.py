"""What the shipped reader is trained on, and how: every figure that shapes a run besides its data."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.training.examples import Shape

_SHORT = Shape(withheld=0.1, swapped=0.06)
_LONG = Shape(neighbours=(0, 1, 1, 2, 2, 3), tempting=0.35, withheld=0.2, swapped=0.08)
_PLAIN = Shape()
_SAYING = r"\b(?:say|said|claim|announc|tell|told|den[iy]|confirm|warn|argue|stat|report|believe|accus)"


@dataclass(frozen=True, slots=True)
class Part:
    """One data set of a stage's mix.

    Attributes:
        questions: drawn from it, each once at most.
        together: consecutive passages that make an article, at least 1.
        shape: its windows and negatives.
        matching: a regular expression that questions must match; empty for all.
    """

    questions: int
    together: int = 1
    shape: Shape = _SHORT
    matching: str = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """A part of the run with a mix of its own; the learning rate goes on falling through all of them."""

    name: str
    mix: dict[str, Part]


@dataclass(frozen=True, slots=True)
class Recipe:
    """A whole run.

    Attributes:
        rate: peak learning rate of AdamW, reached after `warmup` of the run, then falling to 0 in a line.
        batch_tokens: padded tokens a step at most.
        window: tokens a window at most, as in reading.
        warmup: share of the run.
        decay: weight decay of the matrices.
        seed: of everything that is drawn.
        stages: in order.
    """

    rate: float = 2e-4
    batch_tokens: int = 4096
    window: int = 320
    warmup: float = 0.03
    decay: float = 0.01
    seed: int = 0
    stages: tuple[Stage, ...] = field(default_factory=tuple)


# Short windows first: a question costs half as much, and what a question asks for is learned from many of them.
BROAD = Stage(
    "broad",
    {
        "squad11": Part(62_000, together=8),
        "squad2-unanswerable": Part(11_000, together=8, shape=_PLAIN),
        "qed_nq": Part(8_400, together=6),
        "tydiqa_en": Part(4_100, together=6),
        "shifts-wiki": Part(6_900, together=8),
        "shifts-reddit": Part(4_500, together=4),
        "shifts-amazon": Part(1_500, together=2),
        "qamr": Part(4_000, together=3, shape=_PLAIN),
        "tweetqa": Part(3_500, together=5),
        "fairytaleqa": Part(2_500, together=4),
        "qadiscourse": Part(2_500, shape=_PLAIN),
        "qasrl_gs": Part(1_500, shape=_PLAIN, matching=_SAYING),
        "onestopqa_evidence": Part(700),
    },
)
# Then windows as long as an article's, beside paragraphs that tempt.
ARTICLES = Stage(
    "articles",
    {
        "squad11": Part(15_000, together=8, shape=_LONG),
        "squad2-unanswerable": Part(12_000, together=8, shape=Shape(neighbours=_LONG.neighbours)),
        "qed_nq": Part(3_500, together=6, shape=_LONG),
        "tydiqa_en": Part(2_500, together=6, shape=_LONG),
        "shifts-wiki": Part(3_000, together=8, shape=_LONG),
        "shifts-reddit": Part(2_000, together=4, shape=_LONG),
        "tweetqa": Part(1_200, together=5, shape=_LONG),
        "fairytaleqa": Part(900, together=4, shape=_LONG),
        "onestopqa_evidence": Part(1_000, together=3, shape=_LONG),
        "qadiscourse": Part(800, shape=_PLAIN),
        "qasrl_gs": Part(800, shape=_PLAIN, matching=_SAYING),
        "clapnq_dev_evidence": Part(500, together=4, shape=_LONG),
        "hotpotqa_small": Part(300, together=2, shape=_LONG),
    },
)
SHIPPED = Recipe(stages=(BROAD, ARTICLES))
