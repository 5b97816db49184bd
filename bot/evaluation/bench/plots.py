"""The table as bars, a dot for each round."""

from __future__ import annotations

from pathlib import Path

from bot.evaluation.bench.table import MEASURES, Rounds, Summary

_OWN, _OTHERS, _DOT = "#8c2d19", "#b9b4aa", "#2b2926"


def draw(rounds: Rounds, summary: Summary, title: str, out: Path) -> None:
    """Write `bench.png` and `bench.svg`. Needs matplotlib, which the extra `bench` brings."""
    import matplotlib  # noqa: PLC0415 - of the extra

    matplotlib.use("Agg")
    from matplotlib import pyplot  # noqa: PLC0415

    names = list(summary)
    figure, axes = pyplot.subplots(4, 3, figsize=(14, 1.8 + 1.6 * len(names)), sharey=True, layout="constrained")
    for measure, axis in zip(MEASURES, axes.flat, strict=True):
        values = [summary[name][measure.key]["median"] for name in names]
        axis.barh(names, values, color=[_OWN, *[_OTHERS] * (len(names) - 1)], height=0.65)
        for place, name in enumerate(names):
            dots = [row[measure.key] for row in rounds[name]]
            axis.plot(dots, [place] * len(dots), ".", color=_DOT, markersize=4)
        unit = f" ({measure.unit})" if measure.unit else ""
        better = "more is better" if measure.higher else "less is better"
        axis.set_title(f"{measure.title}{unit}\n{better}", fontsize=9, loc="left")
        axis.spines[["top", "right"]].set_visible(False)
        axis.tick_params(labelsize=8)
    axes[0][0].invert_yaxis()
    figure.suptitle(title, fontsize=10, x=0.01, ha="left")
    figure.savefig(out / "bench.png", dpi=130)
    figure.savefig(out / "bench.svg")
    pyplot.close(figure)
