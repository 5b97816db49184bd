"""Do both libraries say the same? `python -m bot.evaluation.agreement --data FOLDER postgresql://…/EMPTY`.

The articles of `desk-valid.json` go into a folder library and onto a server, or several that are one library, and every
question is asked of both: of all articles together, so that the search decides what is read, and of its own alone.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.archive import SqliteArchive, open_archive
from bot.article import Article
from bot.assistant import Assistant
from bot.evaluation import desk
from bot.evaluation.measures import mean
from bot.models import Models
from bot.reply import Reply


@dataclass(frozen=True, slots=True)
class Pair:
    """What two libraries replied to one question."""

    question: str
    one: Reply
    other: Reply

    @property
    def same_answer(self) -> bool:
        """Whether both give the same words, or both say that the articles do not say."""
        return (self.one.short, self.one.text) == (self.other.short, self.other.text)

    @property
    def same_citations(self) -> bool:
        """Whether both cite the same characters of the same paragraphs, the nearest of a refusal included."""
        return (self.one.citations, self.one.nearest) == (self.other.citations, self.other.nearest)


def ask_both(questions: Sequence[tuple[str, str | None]], one: Assistant, other: Assistant) -> list[Pair]:
    """The replies of two desks with the same articles.

    Args:
        questions: each with the id of the article it is asked of, or None for all of them.
        one, other: the desks.
    """
    asked = [(text, None if article is None else [article]) for text, article in questions]
    return [Pair(text, one.answer(text, within), other.answer(text, within)) for text, within in asked]


def shares(pairs: Sequence[Pair]) -> dict[str, float]:
    """The shares of pairs that agree."""
    return {
        "the same answer": mean(pair.same_answer for pair in pairs),
        "the same citations": mean(pair.same_citations for pair in pairs),
        "both or neither refuse": mean(pair.one.abstained == pair.other.abstained for pair in pairs),
    }


def main(argv: Sequence[str] | None = None) -> int:
    """Fill both libraries, ask, and print the shares and what differs."""
    parser = argparse.ArgumentParser(prog="python -m bot.evaluation.agreement", description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with desk-valid.json")
    parser.add_argument("url", help="of an empty database, or of one of several that have joined")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the pairs that differ there")
    options = parser.parse_args(argv)
    asked = list(desk.questions(options.data))
    articles: list[Article] = list({one.article.id: one.article for one in asked}.values())
    models = Models()
    with tempfile.TemporaryDirectory() as folder:
        one = Assistant(SqliteArchive(folder, lambda: models.encoder), models)
        other = Assistant(open_archive(options.url, lambda: models.encoder), models)
        with one, other:
            for library in (one, other):
                library.archive.add_many(articles)
            differ = []
            for what, places in (("all articles", False), ("its own article", True)):
                pairs = ask_both([(each.question, each.article.id if places else None) for each in asked], one, other)
                for name, share in shares(pairs).items():
                    print(f"{len(pairs)} questions of {what}: {name:26}{share:.3f}", flush=True)
                differ += [pair for pair in pairs if not (pair.same_answer and pair.same_citations)]
    for pair in differ:
        print(f"{pair.question}\n  folder: {pair.one.text or 'refused'}\n  server: {pair.other.text or 'refused'}")
    if options.json:
        data = [[pair.question, pair.one.text, pair.other.text] for pair in differ]
        options.json.write_text(json.dumps(data, ensure_ascii=False, indent=2), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
