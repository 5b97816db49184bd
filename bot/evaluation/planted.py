"""Suite `planted`: true sentences of a corpus lightly rewritten, and with errors planted, against their articles."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from bot.article import Article
from bot.errors import SourceNotFoundError
from bot.evaluation.asking import Figures
from bot.evaluation.checking import Judged, judge
from bot.evaluation.measures import mean
from bot.evaluation.planting import names_of, plant, speakers_of
from bot.evaluation.rewriting import rewrite
from bot.models import Models
from bot.review import Kind
from bot.sentences import sentence_spans

NAME = "planted"
_ARTICLES = 150
_SEED = 11
_OF_AN_ARTICLE = 2  # sentences of a kind
_CHARACTERS = range(60, 320)  # of a sentence worth checking
_REWRITTEN = 0.5  # share of the sentences with an error that are rewritten too


@dataclass(frozen=True, slots=True)
class Planted:
    """A sentence to check. `kind` is that of its error; None where it is true."""

    article: Article
    paragraph: int
    original: str
    text: str
    kind: Kind | None
    rewritten: bool


def sentences(corpus: Path, articles: int = _ARTICLES, seed: int = _SEED) -> Iterator[Planted]:
    """True and altered sentences of articles drawn from a corpus of `{title, published, paragraphs}` lines."""
    rng = random.Random(seed)
    with gzip.open(corpus, "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    drawn = rng.sample([one for one in records if 8 <= len(one["paragraphs"]) <= 60], articles + 1)
    for record, other in pairwise(drawn):
        yield from of_record(record, " ".join(other["paragraphs"]), rng)


def of_record(record: dict[str, Any], elsewhere: str, rng: random.Random) -> Iterator[Planted]:
    """The sentences of one article: for each kind of error a few, and as many true ones.

    Args:
        record: the article.
        elsewhere: text of another article, whose names may be put in.
        rng: chooses.
    """
    published = date.fromisoformat(record["published"][:10]) if record.get("published") else None
    article = Article.from_paragraphs(record["paragraphs"], title=record["title"], published=published)
    text = " ".join(record["paragraphs"])
    near, far = names_of(text), names_of(elsewhere)
    speakers = [*speakers_of(text), *speakers_of(elsewhere)]
    found = [
        (paragraph.number, paragraph.text[span.start : span.end])
        for paragraph in article.paragraphs
        for span in sentence_spans(paragraph.text)
    ]
    found = [(number, sentence) for number, sentence in found if len(sentence) in _CHARACTERS and sentence[-1] in '.”"']
    words = text.split()
    for kind in Kind:
        made = 0
        for number, sentence in rng.sample(found, len(found)):
            others = speakers if kind is Kind.SPEAKER else near if rng.random() < 0.5 else far
            rewritten = rng.random() < _REWRITTEN
            true = rewrite(sentence, rng) if rewritten else sentence
            if (wrong := plant(kind, true, others, words, rng)) is None:
                continue
            yield Planted(article, number, sentence, wrong, kind, rewritten)
            yield Planted(article, number, sentence, rewrite(sentence, rng), None, True)
            made += 1
            if made == _OF_AN_ARTICLE:
                break


def withheld(planted: Sequence[Planted]) -> Iterator[Planted]:
    """The true sentences, each against its article without the paragraph that it comes from."""
    for one in planted:
        kept = [each.text for each in one.article.paragraphs if each.number != one.paragraph]
        if one.kind is None and kept:
            article = Article.from_paragraphs(kept, title=one.article.title, published=one.article.published)
            yield replace(one, article=article)


def of_corpus(corpus: Path | None, models: Models) -> Figures:
    """The suite's figures. Raises `SourceNotFoundError` where no corpus is named."""
    if corpus is None:
        raise SourceNotFoundError("The suite `planted` has no corpus.", "articles.", "Name a file with --corpus.")
    planted = list(sentences(corpus))
    hidden = list(judge(list(withheld(planted)), models))
    return figures(list(judge(planted, models))) | {"withheld, called supported": mean(one.supported for one in hidden)}


def figures(judged: Sequence[Judged[Planted]]) -> Figures:
    """Shares of errors caught and true sentences flagged, and of each kind."""
    true = [one for one in judged if one.draft.kind is None]
    wrong = [one for one in judged if one.draft.kind is not None]
    found = {
        "planted errors": float(len(wrong)),
        "planted errors caught": mean(one.flagged for one in wrong),
        "true sentences": float(len(true)),
        "true sentences flagged": mean(one.flagged for one in true),
    }
    for kind in Kind:
        of_kind = [one for one in wrong if one.draft.kind is kind]
        found[f"  {kind}, caught"] = mean(one.flagged for one in of_kind)
        found[f"  {kind}, caught as such"] = mean(kind in one.kinds for one in of_kind)
    return found
