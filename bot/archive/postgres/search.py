"""Hybrid search in one statement: nearest vectors, exact BM25, filters and min-max fusion, as `embeddings` does it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from bot.archive.base import Found
from bot.archive.filters import Filters
from embeddings.store import Vectors

_DEPTH = 200  # candidates taken from each side, as in `embeddings.HybridIndex`
_WEIGHT = 0.5
_MOST_EF = 1000  # the most that pgvector looks at before it begins to iterate

_SEARCH = """
WITH size AS MATERIALIZED (
  SELECT windows::float8 AS n, words::float8 / greatest(windows, 1) AS mean FROM owners WHERE number = me()
), hits AS MATERIALIZED (
  SELECT word, win, count, length FROM postings WHERE word = ANY(%(words)s) AND current
), weights AS (
  SELECT word, ln(1 + (n - count(*) + 0.5) / (count(*) + 0.5)) AS idf FROM hits, size GROUP BY word, n
), matched AS MATERIALIZED (
  SELECT win, sum(idf * 2.2 * count / (count + 1.2 * (0.25 + 0.75 * length / mean))) AS bm25
  FROM hits JOIN weights USING (word), size GROUP BY win
), lexical AS (
  SELECT m.win FROM matched m {join_lexical} ORDER BY m.bm25 DESC, m.win LIMIT %(depth)s
), dense AS (
  SELECT w.id AS win FROM windows w {join_dense} WHERE w.current {condition}
  ORDER BY w.vector <=> %(vector)s::halfvec LIMIT %(depth)s
), places AS (
  SELECT DISTINCT paragraph FROM windows WHERE id IN (SELECT win FROM lexical UNION SELECT win FROM dense)
), scored AS (
  SELECT w.paragraph, 1 - min(w.vector <=> %(vector)s::halfvec) AS similarity, max(coalesce(m.bm25, 0)) AS bm25
  FROM windows w JOIN places USING (paragraph) LEFT JOIN matched m ON m.win = w.id GROUP BY w.paragraph
), bounds AS (
  SELECT min(similarity) AS low, max(similarity) AS high, min(bm25) AS least, max(bm25) AS most FROM scored
), ranked AS (
  SELECT paragraph, similarity,
    %(weight)s * CASE WHEN high - low <= 1e-6 * greatest(abs(high), abs(low)) THEN (high > 0)::int
                      ELSE (similarity - low) / (high - low) END
    + (1 - %(weight)s) * CASE WHEN most - least <= 1e-6 * most THEN (most > 0)::int
                              ELSE (bm25 - least) / (most - least) END AS score
  FROM scored, bounds ORDER BY score DESC, paragraph LIMIT %(k)s
)
SELECT a.id, p.number, similarity, score FROM ranked JOIN paragraphs p ON p.id = paragraph
JOIN articles a ON a.number = p.article ORDER BY score DESC, p.id
"""


def search(
    db: Any, words: list[str], vector: Vectors, k: int, within: Collection[int] | None, filters: Filters | None
) -> list[Found]:
    """The k best paragraphs by both sides, best first.

    Args:
        db: a connection, in a transaction.
        words: of the question, distinct.
        vector: float32 [dimension], the question's.
        k: at least 1.
        within: numbers of articles; None for all.
        filters: what the articles must be; None for anything.
    """
    condition, values = where(filters)
    if within is not None:
        condition, values = f"{condition} AND a.number = ANY(%(within)s)", values | {"within": list(within)}
    narrowed = within is not None or filters is not None
    statement = _SEARCH.format(
        join_lexical=f"JOIN windows w ON w.id = m.win JOIN articles a ON a.number = w.article WHERE {condition}"
        if narrowed
        else "",
        join_dense="JOIN articles a ON a.number = w.article" if narrowed else "",
        condition=f"AND {condition}" if narrowed else "",
    )
    (total,) = db.execute("SELECT windows FROM owners WHERE number = me()").fetchone()
    depth = max(_DEPTH, k)
    db.execute("SET LOCAL hnsw.iterative_scan = relaxed_order")
    while True:
        db.execute(f"SET LOCAL hnsw.ef_search = {min(2 * depth, _MOST_EF)}")
        given = {"words": words, "vector": _text(vector), "depth": depth, "k": k, "weight": _WEIGHT}
        rows = db.execute(statement, values | given).fetchall()
        # Long texts put several windows on the list: go deeper until there are k paragraphs, or all.
        if len(rows) >= k or depth >= total:
            return [Found(one, number, float(score), float(similarity)) for one, number, similarity, score in rows]
        depth *= 4


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
