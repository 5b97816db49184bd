"""Suites `finding` and `passages`: whether search ranks the paragraphs that answer high, by words, by meaning, by both.

`finding` asks the desk's questions. With a corpus, paragraphs of other articles stand beside those that answer, as in a
library, and the headlines of the corpus are searched for too (`known item`: any paragraph of its article is right).
`passages` asks the questions of the open validation sets, each of the passages of all of them.
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import islice
from pathlib import Path

from bot.article import Article
from bot.evaluation import desk
from bot.evaluation.asking import Figures
from bot.evaluation.data import read_rows
from bot.evaluation.measures import mean
from bot.evaluation.ranking import ndcg_at, recall_at
from embeddings import Encoder, Hit, ParagraphIndex

NAME = "finding"
PASSAGES = "passages"
_HEADS: dict[str, Callable[[Hit], float]] = {
    "BM25": lambda hit: hit.bm25,
    "dense": lambda hit: hit.similarity,
    "fused": lambda hit: hit.score,
}
_DEEP = 200  # hits that each head ranks; what a search draws its candidates from
_KNOWN_ITEMS = 200
_OPEN = ("squad2-style", "shifts-wiki", "shifts-reddit")
_OPEN_QUESTIONS = 1500  # of a set


def figures(data: Path, encoder: Encoder, corpus: Path | None = None, others: int = 500) -> Figures:
    """Recall@1, recall@5 and nDCG@10 by words, by meaning and fused.

    Args:
        data: folder of `desk-valid.json`.
        encoder: what turns text into vectors.
        corpus: gzipped JSON Lines of articles, `{"title", "paragraphs"}`; None for the desk's articles alone.
        others: articles of the corpus to index, from its beginning.
    """
    asked = [one for one in desk.questions(data) if one.answerable]
    articles = {one.article.id: one.article for one in asked}
    beside = {one.id: one for one in _read(corpus, others)} if corpus else {}
    index = ParagraphIndex(encoder)
    held = list((articles | beside).values())
    index.add(
        [_key(one, paragraph.number) for one in held for paragraph in one.paragraphs if paragraph.text.strip()],
        [paragraph.text for one in held for paragraph in one.paragraphs if paragraph.text.strip()],
        [one.title for one in held for paragraph in one.paragraphs if paragraph.text.strip()],
    )
    found: Figures = {"paragraphs": float(len(index))}
    found |= _ranked("desk", index, [(one.question, {_key(one.article, n) for n in one.paragraphs}) for one in asked])
    if beside:
        known = random.Random(0).sample(list(beside.values()), min(_KNOWN_ITEMS, len(beside)))
        wanted = [(one.title, {_key(one, paragraph.number) for paragraph in one.paragraphs}) for one in known]
        found |= _ranked("known item", index, wanted)
    return found


def passages(data: Path, encoder: Encoder) -> Figures:
    """The same figures for the passage that a question is about: at most 1,500 questions a set, drawn with seed 0.

    Args:
        data: folder of the open validation sets.
        encoder: what turns texts into vectors.

    Raises:
        TrainingDataError: a row of a set is not as it should be.
    """
    index = ParagraphIndex(encoder)
    wanted: dict[str, list[tuple[str, Collection[str]]]] = {}
    for name in _OPEN:
        rows = {f"{name}:{number}": row for number, row in enumerate(read_rows(data / f"{name}.jsonl.gz"))}
        index.add(list(rows), [row.passage for row in rows.values()])
        asked = [(one.text, {key}) for key, row in rows.items() for one in row.questions if one.answers]
        wanted[name] = random.Random(0).sample(asked, min(_OPEN_QUESTIONS, len(asked)))
    found: Figures = {"passages": float(len(index))}
    for name, questions in wanted.items():
        found |= _ranked(name, index, questions)
    return found


def _ranked(what: str, index: ParagraphIndex, wanted: Sequence[tuple[str, Collection[str]]]) -> Figures:
    searched = [(index.search(query, _DEEP), relevant) for query, relevant in wanted]
    found: Figures = {}
    for head, score in _HEADS.items():
        rankings = [([hit.key for hit in sorted(hits, key=score, reverse=True)], gold) for hits, gold in searched]
        for k in (1, 5):
            found[f"{what}, {head}, recall@{k}"] = mean(recall_at(k, *ranking) for ranking in rankings)
        found[f"{what}, {head}, nDCG@10"] = mean(ndcg_at(10, *ranking) for ranking in rankings)
    return found


def _key(article: Article, number: int) -> str:
    return f"{article.id}:{number}"


def _read(corpus: Path, count: int) -> Iterator[Article]:
    with gzip.open(corpus, "rt", encoding="utf-8") as lines:
        for record in map(json.loads, islice(lines, count)):
            yield Article.from_paragraphs(record["paragraphs"], title=record["title"])
