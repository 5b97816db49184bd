"""Hybrid search as `embeddings` does it, on one server or many: nearest vectors, exact BM25, filters, min-max fusion.

A server counts its own windows with each word of the question; what all of them counted gives the words' weights, and
with those a server finds its own nearest vectors and best words, each from its own index. What the servers found is
ranked here. So a library that is spread over servers ranks as one server does with all of it, and each does its share.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from bot.archive.base import Found
from bot.archive.filters import Filters
from embeddings import fuse
from embeddings.store import Vectors

_DEPTH = 200  # candidates taken from each side, as in `embeddings.HybridIndex`
_WEIGHT = 0.5
_MOST_EF = 1000  # the most that pgvector looks at before it begins to iterate

_COUNT = "SELECT word, count(*) FROM postings WHERE word = ANY(%s) AND current GROUP BY word"

_CANDIDATES = """
WITH weights AS (
  SELECT word, idf FROM unnest(%(words)s::text[], %(idfs)s::float8[]) AS t (word, idf)
), matched AS MATERIALIZED (
  SELECT win, sum(idf * 2.2 * count / (count + 1.2 * (0.25 + 0.75 * length / %(mean)s::float8))) AS bm25
  FROM postings JOIN weights USING (word) WHERE word = ANY(%(words)s) AND current GROUP BY win
), lexical AS MATERIALIZED (
  SELECT m.win FROM matched m {join_lexical} ORDER BY m.bm25 DESC, m.win LIMIT %(depth)s
), dense AS MATERIALIZED (
  SELECT w.id AS win FROM windows w {join_dense} WHERE w.current {condition}
  ORDER BY w.vector <=> %(vector)s::halfvec LIMIT %(depth)s
), places AS (
  SELECT DISTINCT paragraph FROM windows WHERE id IN (SELECT win FROM lexical UNION SELECT win FROM dense)
)
SELECT a.number, p.number, w.start, a.id, 1 - (w.vector <=> %(vector)s::halfvec), coalesce(m.bm25, 0),
  l.win IS NOT NULL, d.win IS NOT NULL
FROM places JOIN windows w USING (paragraph)
JOIN paragraphs p ON p.id = w.paragraph JOIN articles a ON a.number = p.article
LEFT JOIN matched m ON m.win = w.id LEFT JOIN lexical l ON l.win = w.id LEFT JOIN dense d ON d.win = w.id
"""

# Number of the article, of the paragraph, start; id; cosine, BM25; whether the words, whether the vectors listed it.
Row: TypeAlias = tuple[int, int, int, str, float, float, bool, bool]


@dataclass(frozen=True, slots=True)
class Tally:
    """What a server has: its current windows, the words in them, and in how many of its windows each word is."""

    windows: int
    words: int
    holding: dict[str, int]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question for a server.

    Attributes:
        idfs: weight of each word that some window has.
        mean: words of a window on average.
        vector: float32 [dimension], the question's.
        depth: candidates of each side.
        within: ids of articles; None for all.
        filters: what the articles must be; None for anything.
    """

    idfs: dict[str, float]
    mean: float
    vector: Vectors
    depth: int
    within: Collection[str] | None
    filters: Filters | None


def tally(db: Any, words: Sequence[str]) -> Tally:
    """Count what this server has of some words."""
    windows, total = db.execute("SELECT windows, words FROM owners WHERE number = me()").fetchone()
    return Tally(windows, total, dict(db.execute(_COUNT, (list(words),)).fetchall()))


def candidates(db: Any, asked: Asked) -> list[Row]:
    """All windows of the paragraphs that this server's nearest or best windows belong to, in no order."""
    condition, values = where(asked.filters)
    if asked.within is not None:
        condition, values = f"{condition} AND a.id = ANY(%(within)s)", values | {"within": list(asked.within)}
    narrowed = asked.within is not None or asked.filters is not None
    statement = _CANDIDATES.format(
        join_lexical=f"JOIN windows w ON w.id = m.win JOIN articles a ON a.number = w.article WHERE {condition}"
        if narrowed
        else "",
        join_dense="JOIN articles a ON a.number = w.article" if narrowed else "",
        condition=f"AND {condition}" if narrowed else "",
    )
    db.execute("SET LOCAL hnsw.iterative_scan = relaxed_order")
    db.execute(f"SET LOCAL hnsw.ef_search = {min(2 * asked.depth, _MOST_EF)}")
    given = {"words": list(asked.idfs), "idfs": list(asked.idfs.values()), "mean": asked.mean}
    given |= {"vector": _text(asked.vector), "depth": asked.depth}
    rows: list[Row] = db.execute(statement, values | given).fetchall()
    return rows


def search(
    tallies: Sequence[Tally],
    ask: Callable[[Asked], Sequence[list[Row]]],
    vector: Vectors,
    k: int,
    within: Collection[str] | None,
    filters: Filters | None,
) -> list[Found]:
    """The k best paragraphs by both sides, best first; equal ones in the order of adding.

    Args:
        tallies: of each server.
        ask: gives each server's candidates.
        vector: float32 [dimension], the question's.
        k: at least 1.
        within: ids of articles; None for all.
        filters: what the articles must be; None for anything.
    """
    total, words = sum(one.windows for one in tallies), sum(one.words for one in tallies)
    holding = sum((Counter(one.holding) for one in tallies), Counter())
    idfs = {word: math.log(1 + (total - count + 0.5) / (count + 0.5)) for word, count in sorted(holding.items())}
    depth = max(_DEPTH, k)
    while True:
        rows = ask(Asked(idfs, words / max(total, 1), vector, depth, within, filters))
        found = _ranked([row for own in rows for row in own], depth)
        # Long texts put several windows on the list: go deeper until there are k paragraphs, or all.
        if len(found) >= k or depth >= total:
            return found[:k]
        depth *= 4


def _ranked(rows: Sequence[Row], depth: int) -> list[Found]:
    """The paragraphs that the best windows of all servers belong to, best first."""
    nearest = sorted((-row[4], row[:3]) for row in rows if row[7])[:depth]
    matching = sorted((-row[5], row[:3]) for row in rows if row[6])[:depth]
    chosen = {place[:2] for _, place in (*nearest, *matching)}
    places = {place: number for number, place in enumerate(sorted(chosen))}
    near: dict[int, float] = {}
    match: dict[int, float] = {}
    ids: dict[int, tuple[str, int]] = {}
    for article, paragraph, _, article_id, similarity, bm25, _, _ in rows:
        place = places.get((article, paragraph))
        if place is not None:
            ids[place] = article_id, paragraph
            near[place] = max(near.get(place, similarity), similarity)
            match[place] = max(match.get(place, bm25), bm25)
    return [Found(*ids[place], score, near[place]) for place, score in fuse(near, match, _WEIGHT).items()]


def where(filters: Filters | None) -> tuple[str, dict[str, Any]]:
    """What SQL asks of the table of articles `a`, current ones only, and the values it names."""
    if filters is None:
        return "a.current", {}
    given: list[tuple[str, str, str | None]] = [
        ("a.day >= %(since)s", "since", filters.since.isoformat() if filters.since else None),
        ("a.day <= %(until)s", "until", filters.until.isoformat() if filters.until else None),
        ("right('.' || a.outlet, length(%(outlet)s)) = %(outlet)s", "outlet", filters.outlet and f".{filters.outlet}"),
        ("position(lower(%(byline)s) IN lower(a.byline)) > 0", "byline", filters.byline and filters.byline.strip()),
        (
            "EXISTS (SELECT 1 FROM jsonb_array_elements_text(a.tags) AS t WHERE lower(t) = lower(%(tag)s))",
            "tag",
            filters.tag and filters.tag.strip(),
        ),
        (
            "EXISTS (SELECT 1 FROM collected c WHERE c.article = a.number AND c.collection = %(collection)s)",
            "collection",
            filters.collection,
        ),
    ]
    asked = [(part, name, value) for part, name, value in given if value is not None]
    return " AND ".join(["a.current", *(part for part, _, _ in asked)]), {name: value for _, name, value in asked}


def _text(vector: Vectors) -> str:
    return f"[{','.join(map(str, vector.tolist()))}]"
