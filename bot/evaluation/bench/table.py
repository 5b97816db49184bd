"""Rounds to medians, spreads and a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Measure:
    """What is measured.

    Attributes:
        key: in a round's row.
        title, unit, digits: how it is shown.
        higher: whether more is better.
    """

    key: str
    title: str
    unit: str
    digits: int
    higher: bool


MEASURES = (
    Measure("throughput", "indexing, start included", "paragraphs/s", 1, True),
    Measure("index_cpu", "indexing, processor time", "s/1,000 paragraphs", 1, False),
    Measure("cold", "cold start to first result", "s", 2, False),
    Measure("cold_cpu", "cold start, processor time", "s", 2, False),
    Measure("p50", "search, median", "ms", 1, False),
    Measure("p95", "search, 95th percentile", "ms", 1, False),
    Measure("query_cpu", "search, processor time", "ms", 1, False),
    Measure("headline", "recall@5, headline to article", "", 3, True),
    Measure("words", "recall@5, half the words to paragraph", "", 3, True),
    Measure("index_memory", "peak memory, indexing", "MB", 0, False),
    Measure("search_memory", "peak memory, searching", "MB", 0, False),
    Measure("disk", "store on disk", "MB", 1, False),
)

Rounds = Mapping[str, Sequence[Mapping[str, float]]]
Summary = dict[str, dict[str, dict[str, float]]]


def summarise(rounds: Rounds) -> Summary:
    """Median, lowest and highest of each measure, and the median as a multiple of the first contender's.

    Args:
        rounds: of each contender, by name, the rows of its rounds; who has none is left out.
    """
    medians = {
        name: {one.key: median(row[one.key] for row in rows) for one in MEASURES}
        for name, rows in rounds.items()
        if rows
    }
    own = next(iter(medians.values()), {})
    return {
        name: {
            key: {
                "median": value,
                "low": min(row[key] for row in rounds[name]),
                "high": max(row[key] for row in rounds[name]),
                "ratio": value / own[key] if own[key] else float("nan"),
            }
            for key, value in values.items()
        }
        for name, values in medians.items()
    }


def leaders(summary: Summary, measure: Measure) -> list[str]:
    """Whose median is best, as it is printed: several where they are equal."""
    values = {name: round(found[measure.key]["median"], measure.digits) for name, found in summary.items()}
    best = (max if measure.higher else min)(values.values())
    return [name for name, value in values.items() if value == best]


def markdown(summary: Summary) -> str:
    """A table, a row each measure: the median, (lowest to highest), ×: as a multiple of the first; bold where best."""
    names = list(summary)
    lines = ["| | " + " | ".join(names) + " |", "| --- |" + " --- |" * len(names)]
    for measure in MEASURES:
        best = leaders(summary, measure)
        cells = [_cell(summary[name][measure.key], measure, name in best, name == names[0]) for name in names]
        title = f"{measure.title}, {measure.unit}" if measure.unit else measure.title
        lines.append(f"| {title} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _cell(found: Mapping[str, float], measure: Measure, best: bool, first: bool) -> str:
    shown, low, high = (f"{found[key]:,.{measure.digits}f}" for key in ("median", "low", "high"))
    spread = "" if low == high else f" ({low} to {high})"
    ratio = "" if first else f" ×{found['ratio']:.2f}"
    return (f"**{shown}**" if best else shown) + spread + ratio
