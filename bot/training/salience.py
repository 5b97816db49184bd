"""Learn what makes a sentence matter: `python -m bot.training.salience --data FOLDER --out FILE`.

No open set of news summaries is at hand, so the labels come from what people did with whole texts:

- OneStopQA: teachers rewrote Guardian articles for beginners, and left out what matters less. A sentence matters by the
  share of its words that one sentence of the shortest version still has.
- SQuAD 1.1, `asked`: people asked questions about Wikipedia articles. A sentence matters by the answers in it.
- SQuAD 1.1, `led`: the first paragraph of a Wikipedia article sums it up. A sentence of the others matters by how many
  of its words that paragraph has.

A sentence of the upper third of its text is a "yes". The model is a logistic regression with a ridge, every text of
every set weighing the same. The shipped weights are those of `led`.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import random
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.article import Article
from bot.evaluation.confidence import auroc
from bot.evaluation.data import Row, read_rows
from bot.salience import FEATURES, Salience, Sentence, Values, content_words, features, sentences_of
from bot.standing import tells
from embeddings import Encoder, SentenceEncoder

SETS = ("simplified", "asked", "led")
_YES = 1 / 3
_FEWEST = 6  # sentences; what is shorter needs no choice
_PARAGRAPHS = 12  # of a Wikipedia article: the length of a news article
_RIDGE = 0.3
_PARTS = 3


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text, and how much each of its sentences matters, in the order of `sentences_of`; any scale."""

    source: str
    article: Article
    worth: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A text as a learner sees it: features [n, f] of its telling sentences, and whether each matters [n]."""

    source: str
    seen: Values
    matters: NDArray[np.bool_]


def simplified(path: Path) -> Iterator[Labelled]:
    """OneStopQA's articles, each labelled by what its version for beginners keeps."""
    versions: dict[tuple[str, str], dict[int, str]] = defaultdict(dict)
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            name, number, level, _ = row["qas"][0]["id"].split("/")
            versions[name, level][int(number)] = row["ctx"]
    for (name, level), paragraphs in versions.items():
        kept = versions.get((name, "Ele"), {})
        if level != "Adv" or set(kept) != set(paragraphs):
            continue
        numbers = sorted(paragraphs)
        article = Article.from_paragraphs([paragraphs[one] for one in numbers], title=name.replace("-", " "))
        simple = [
            [content_words(one.text) for one in sentences_of([Article.from_paragraphs([kept[number]])])]
            for number in numbers
        ]
        worth = tuple(_kept(content_words(one.text), simple[one.paragraph - 1]) for one in sentences_of([article]))
        yield Labelled("simplified", article, worth)


def _kept(words: set[str], simple: Sequence[set[str]]) -> float:
    return max((len(words & one) for one in simple), default=0) / max(len(words), 1)


def wikipedia(path: Path, count: int) -> Iterator[Labelled]:
    """`count` of SQuAD's articles, drawn with seed 0, each labelled once by answers and once by its first paragraph."""
    rows: dict[str, list[Row]] = defaultdict(list)
    for row in read_rows(path):
        rows[row.title].append(row)
    for title in random.Random(0).sample(sorted(rows), min(count, len(rows))):
        lead, *own = rows[title][: _PARAGRAPHS + 1]
        article = Article.from_paragraphs([row.passage for row in own], title=title)
        sentences, summary = sentences_of([article]), content_words(lead.passage)
        yield Labelled("asked", article, tuple(float(_answers(one, own)) for one in sentences))
        yield Labelled("led", article, tuple(_shared(content_words(one.text), summary) for one in sentences))


def _shared(words: set[str], summary: set[str]) -> float:
    """Words in common, where a long sentence is to have more."""
    return len(words & summary) / math.sqrt(max(len(words), 4))


def _answers(sentence: Sentence, rows: Sequence[Row]) -> int:
    questions = rows[sentence.paragraph - 1].questions
    starts = [question.answers[0].start for question in questions if question.answers]
    return sum(sentence.span.start <= start < sentence.span.end for start in starts)


def examples(labelled: Sequence[Labelled], encoder: Encoder) -> list[Example]:
    """Each text that is long enough to choose from, as a learner sees it."""
    texts = [[sentence.text for sentence in sentences_of([one.article])] for one in labelled]
    distinct = {text: place for place, text in enumerate(dict.fromkeys(text for own in texts for text in own))}
    vectors = encoder.encode_passages(list(distinct))
    titles = encoder.encode_queries([one.article.title for one in labelled])
    found = []
    for one, own, title in zip(labelled, texts, titles, strict=True):
        telling = np.array([tells(text) for text in own])
        if telling.sum() < _FEWEST:
            continue
        near = vectors[[distinct[text] for text in own]]
        seen = features(sentences_of([one.article]), [one.article.title], near, title[None])[telling]
        worth = np.array(one.worth)[telling]
        found.append(Example(one.source, seen, worth > np.quantile(worth, 1 - _YES)))
    return found


def fit(learned: Sequence[Example]) -> Salience:
    """The weights under which the answers are likeliest, with a ridge on features of unit spread."""
    # Here, because only who trains needs it; it comes with sentence-transformers.
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415

    rows = np.vstack([one.seen for one in learned])
    weights = np.concatenate([np.full(len(one.seen), 1 / len(one.seen)) for one in learned])
    spread = rows.std(axis=0) + 1e-9
    model = LogisticRegression(C=_RIDGE, max_iter=1000)
    model.fit(rows / spread, np.concatenate([one.matters for one in learned]), weights * len(weights) / weights.sum())
    return Salience(tuple(round(float(one), 4) for one in model.coef_[0] / spread))


def report(found: Sequence[Example]) -> None:
    """Print, by set, how well each third of the texts is ranked by weights learned from the other two."""
    ranked = defaultdict(list)
    for part in range(_PARTS):
        salience = fit([one for place, one in enumerate(found) if place % _PARTS != part])
        for one in found[part::_PARTS]:
            ranked[one.source].append(auroc(list(salience.of(one.seen)), list(map(bool, one.matters))))
    for source, values in ranked.items():
        print(f"{source}: {len(values)} texts, AUROC within a text {np.mean(values):.3f}")


def main(argv: Sequence[str] | None = None) -> int:
    """Train, print how well they rank, and write the weights."""
    parser = argparse.ArgumentParser(prog="python -m bot.training.salience", description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of onestopqa_evidence and squad11, .jsonl.gz")
    parser.add_argument("--sets", nargs="+", choices=SETS, default=["led"], help="what to learn from (default: led)")
    parser.add_argument("--articles", type=int, default=30, help="of SQuAD (default: 30)")
    parser.add_argument("--out", type=Path, required=True, help="the file to write")
    options = parser.parse_args(argv)
    encoder = SentenceEncoder()
    labelled = [
        *simplified(options.data / "onestopqa_evidence.jsonl.gz"),
        *wikipedia(options.data / "squad11.jsonl.gz", options.articles),
    ]
    found = examples([one for one in labelled if one.source in options.sets], encoder)
    report(found)
    salience = fit(found)
    named = dict(zip(FEATURES, salience.weights, strict=True))
    print("\n".join(f"{name:16}{weight:8.3f}" for name, weight in named.items()))
    options.out.write_text(json.dumps({"weights": named}, indent=1) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
