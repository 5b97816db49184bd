"""Suite `summaries`: how much of a reference a summary has, against the first sentences; and how well it reads.

- `bbc_news_summary` (extracts of unknown authorship): ROUGE of three sentences against Lead-3 and against as many words
  of the article's beginning as they have; and of a summary of at most as many words as Lead-3. Rows of
  even number are for choosing constants, those of odd number for reporting.
- `desk-valid.json`: the share of an article's key facts that three sentences have. A fact counts where the summary has
  at least 60% of its content words, which is a proxy: it takes another story with the same words for the fact.
- a corpus of articles: how many sentences of summaries dangle (`bot.evaluation.dangling`, which is stricter than what
  the summariser leaves out) and how many summaries say a figure twice.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from bot.article import Article
from bot.evaluation.asking import Figures
from bot.evaluation.dangling import dangles
from bot.evaluation.data import located
from bot.evaluation.measures import mean
from bot.evaluation.rouge import rouge
from bot.salience import content_words, sentences_of
from bot.summariser import Summariser, figures_of

NAME = "summaries"
DEVELOPMENT, TEST = 0, 1
_SENTENCES = 3
_FACT = 0.6


@dataclass(frozen=True, slots=True)
class Summarised:
    """An article, a reference summary of it, and its first sentences."""

    article: Article
    reference: str

    @property
    def lead(self) -> str:
        """The first three sentences."""
        return " ".join(one.text for one in sentences_of([self.article])[:_SENTENCES])

    def first_words(self, count: int) -> str:
        """So many words from its beginning, wherever that ends."""
        return " ".join(" ".join(one.text for one in self.article.body).split()[:count])


def figures(
    data: Path, summariser: Summariser, corpus: Path | None = None, half: int = TEST, count: int = 200
) -> Figures:
    """Every figure of the suite; those whose data is not there are left out.

    Args:
        data: folder of `bbc_news_summary.jsonl.gz`, `desk-valid.json`, or both, or of folders of them.
        summariser: what makes the summaries.
        corpus: gzipped JSON Lines of articles, `{"title", "paragraphs"}`; None for no figures of reading.
        half: DEVELOPMENT or TEST.
        count: articles of each, at most, spread evenly.
    """
    found: Figures = {}
    if (path := located(data, "bbc_news_summary.jsonl.gz")).is_file():
        found |= _rouge(list(referenced(path, half, count)), summariser)
    if (path := located(data, "desk-valid.json")).is_file():
        found |= _facts(json.loads(path.read_text("utf-8"))["articles"], summariser)
    if corpus:
        found |= _reading(list(_spread(list(_rows(corpus)), count)), summariser)
    return found


def referenced(path: Path, half: int, count: int) -> Iterator[Summarised]:
    """The articles of one half that have something to choose from."""
    rows = list(islice(_rows(path), half, None, 2))
    for row in _spread(rows, count):
        article = Article.from_paragraphs(filter(None, row["text"].split("\n")), title=row["title"])
        if len(sentences_of([article])) > _SENTENCES:
            yield Summarised(article, row["summary"])


def _rouge(read: Sequence[Summarised], summariser: Summariser) -> Figures:
    leads = [one.lead for one in read]
    ours = [summariser.summarise([one.article], _SENTENCES, None).text for one in read]
    made = {
        "Lead-3": leads,
        "3 sentences": ours,
        "the first words, as many": [one.first_words(len(text.split())) for one, text in zip(read, ours, strict=True)],
        "at most Lead-3's words": [
            summariser.summarise([one.article], _SENTENCES, None, len(lead.split())).text
            for one, lead in zip(read, leads, strict=True)
        ],
    }
    found: Figures = {"articles with a reference": float(len(read))}
    for name, texts in made.items():
        scores = [rouge(text, one.reference) for text, one in zip(texts, read, strict=True)]
        found[f"{name}, words"] = mean(len(text.split()) for text in texts)
        found[f"{name}, ROUGE-1"] = 100 * mean(score.one for score in scores)
        found[f"{name}, ROUGE-2"] = 100 * mean(score.two for score in scores)
        found[f"{name}, ROUGE-L"] = 100 * mean(score.longest for score in scores)
    return found


def _facts(records: Sequence[dict[str, Any]], summariser: Summariser) -> Figures:
    ours, lead, ours_words, lead_words = [], [], [], []
    for record in records:
        one = Summarised(Article.from_paragraphs(record["paragraphs"], title=record["title"]), "")
        text = summariser.summarise([one.article], _SENTENCES, None).text
        ours += [_has(text, fact["fact"]) for fact in record["key_facts"]]
        lead += [_has(one.lead, fact["fact"]) for fact in record["key_facts"]]
        ours_words.append(len(text.split()))
        lead_words.append(len(one.lead.split()))
    return {
        "key facts": float(len(ours)),
        "key facts in 3 sentences": mean(ours),
        "key facts in Lead-3": mean(lead),
        "key facts, words of 3 sentences": mean(ours_words),
        "key facts, words of Lead-3": mean(lead_words),
    }


def _has(text: str, fact: str) -> bool:
    wanted = content_words(fact)
    return len(wanted & content_words(text)) >= _FACT * len(wanted)


def _reading(rows: Sequence[dict[str, Any]], summariser: Summariser) -> Figures:
    dangling: list[bool] = []
    repeated: list[bool] = []
    for row in rows:
        article = Article.from_paragraphs([one for one in row["paragraphs"] if one.strip()], title=row["title"])
        reply = summariser.summarise([article], _SENTENCES, None)
        dangling += dangles(reply, article)
        said = [figure for statement in reply.statements for figure in figures_of(statement.text)]
        repeated.append(len(said) > len(set(said)))
    return {
        "summaries read": float(len(repeated)),
        "sentences that dangle, strictly": mean(dangling),
        "summaries that say a figure twice": mean(repeated),
    }


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _spread(rows: Sequence[dict[str, Any]], count: int) -> Sequence[dict[str, Any]]:
    """`count` rows at most, at even distances."""
    return rows[:: max(1, -(-len(rows) // count))]
