"""Questions a news desk asks, each of its whole article: `python -m bot.evaluation.desk --data desk-valid.json`.

It reads and composes as `Assistant.answer` does for one article, however long, read whole. To see what the reader
knows behind an abstention the reply is composed once more with the threshold at 0; everything else is as shipped.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

from bot.article import Article
from bot.composer import compose
from bot.evaluation.confidence import auroc, calibration_error, coverage_at
from bot.evaluation.matching import acceptable
from bot.reader import ExtractiveReader, Reader
from bot.reply import Reply
from bot.windows import Passage


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one question.

    Attributes:
        kind: of the question; "unanswerable" where the article does not say.
        right: the best span is acceptable and its paragraph listed, however sure the reader was.
        matched: the best span is acceptable, whatever its paragraph.
        refused: the reply as shipped is "the article does not say".
        confidence: that the best span is right.
        verbatim: every citation of the reply holds.
        seconds: for the reply.
    """

    question: str
    kind: str
    right: bool
    matched: bool
    refused: bool
    confidence: float
    verbatim: bool
    seconds: float
    given: str


def run(records: Iterable[dict[str, Any]], reader: Reader) -> list[Outcome]:
    """Ask every question of every article.

    Args:
        records: articles as in the file: `title, published, paragraphs, questions`.
        reader: what answers.
    """
    outcomes: list[Outcome] = []
    for record in records:
        published = date.fromisoformat(record["published"]) if record.get("published") else None
        article = Article.from_paragraphs(record["paragraphs"], title=record["title"], published=published)
        outcomes.extend(_ask(article, question, reader) for question in record["questions"])
    return outcomes


def _ask(article: Article, record: dict[str, Any], reader: Reader) -> Outcome:
    passages = [Passage.whole(article)]
    start = time.perf_counter()
    findings = reader.read(record["question"], passages)
    reply = compose(record["question"], passages, findings, reader.calibration)
    seconds = time.perf_counter() - start
    forced = compose(record["question"], passages, findings, replace(reader.calibration, threshold=0.0))
    golds = [gold for item in record["answers"] for gold in (item if isinstance(item, list) else [item])]
    matched = bool(forced.short) and acceptable(forced.short or "", golds, record["kind"])
    cited = any(citation.paragraph in record["paragraphs"] for citation in forced.citations)
    kind = record["kind"] if record["answerable"] else "unanswerable"
    return Outcome(
        record["question"],
        kind,
        matched and cited,
        matched,
        reply.abstained,
        forced.confidence,
        _verbatim(reply, article),
        seconds,
        forced.short or "",
    )


def _verbatim(reply: Reply, article: Article) -> bool:
    cited = [*reply.citations, *(one for one in (reply.answer, reply.nearest) if one)]
    return all(citation.holds(article) for citation in cited)


def summary(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """The suite's figures, each a share unless its name says otherwise."""
    asked = [one for one in outcomes if one.kind != "unanswerable"]
    unsaid = [one for one in outcomes if one.kind == "unanswerable"]
    given = [one for one in outcomes if not one.refused]
    confidences, right = [one.confidence for one in outcomes], [one.right for one in outcomes]
    return {
        "best span acceptable": _share(one.matched for one in asked),
        "best span acceptable and cited": _share(one.right for one in asked),
        "answerable, answered right": _share(one.right and not one.refused for one in asked),
        "answerable, refused": _share(one.refused for one in asked),
        "unanswerable, refused": _share(one.refused for one in unsaid),
        "answers given that are right": _share(one.right for one in given),
        "AUROC, right": auroc(confidences, right),
        "AUROC, answerable": auroc(confidences, [one.kind != "unanswerable" for one in outcomes]),
        "calibration error": calibration_error(confidences, right),
        "answered at 80% accuracy": coverage_at(0.8, confidences, right),
        "answered at 90% accuracy": coverage_at(0.9, confidences, right),
        "verbatim": _share(one.verbatim for one in outcomes),
        "seconds an answer, median": median(one.seconds for one in outcomes),
    }


def _share(values: Iterable[bool]) -> float:
    found = list(values)
    return sum(found) / len(found) if found else 0.0


def main(argv: Sequence[str] | None = None) -> int:
    """Print the table, or JSON."""
    parser = argparse.ArgumentParser(prog="python -m bot.evaluation.desk", description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="desk-valid.json")
    parser.add_argument("--reader", help="folder of another reader (default: the shipped one)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write figures and every outcome there")
    parser.add_argument("--misses", action="store_true", help="list the answerable questions that went wrong")
    options = parser.parse_args(argv)
    records = json.loads(options.data.read_text("utf-8"))["articles"]
    outcomes = run(records, ExtractiveReader.load(options.reader))
    figures = summary(outcomes)
    for name, value in figures.items():
        print(f"{name:34}{value:8.3f}")
    for kind in sorted({one.kind for one in outcomes} - {"unanswerable"}):
        of_kind = [one for one in outcomes if one.kind == kind]
        print(f"  {kind:32}{_share(one.right for one in of_kind):8.3f}  of {len(of_kind)}")
    if options.misses:
        for one in outcomes:
            if one.kind != "unanswerable" and not one.right:
                print(f"{one.confidence:.2f} {one.kind:12} {one.question}  ->  {one.given}")
    if options.json:
        options.json.write_text(
            json.dumps({"figures": figures, "outcomes": [asdict(one) for one in outcomes]}, indent=1)
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
