"""The metrics' definitions as Markdown, from their own headers: ``python -m queries.metrics.reference``."""

from __future__ import annotations

from queries.grading import GRADINGS
from queries.metrics import FAMILIES, METRICS, NEEDS, Metric
from queries.terms import K, Terms

TITLES = {
    "ranking": "Ranking 排序",
    "business": "Business 经营",
    "catalogue": "Catalogue 目录",
    "calibration": "Calibration 校准",
}
INTRODUCTION = """# Metrics

Written by `python -m queries.metrics.reference > docs/metrics.md` from the headers of `queries/metrics/*.sql`.

`whyrank measure` computes them per context first (table `context_metrics`), then as figures of the whole (table
`measurements`). A figure carries the *version* of its definition: ten digits that change when its file, the tables it
reads, the cut-off or the grading change. Two figures can be compared where their versions are equal.

Where a *floor* is given it is the mean over all orders of the same candidates, computed exactly, not drawn; a figure
is also stated as its share of the way from the floor to 1: (value − floor) / (1 − floor), of the means. The same is
said of two orders of the same contexts, so popularity and BM25 (`whyrank rank-contexts`) are floors as well.

A context without a value is *undefined* there and left out of the mean; how many are left out is said beside it. A
metric that the data cannot tell is *not available*, with the reason.

## Gradings

What counts as relevant, and how much, is stated in `queries/gradings.toml`; a file of your own is read by
`whyrank measure --gradings FILE`.
"""


def metrics_markdown() -> str:
    """Return docs/metrics.md: every definition as it is today."""
    parts = [INTRODUCTION, *(f"- `{name}`: {_grading(name)}" for name in GRADINGS), ""]
    for family in FAMILIES:
        parts += [f"## {TITLES[family]}", ""]
        for metric in METRICS.values():
            if metric.family == family:
                parts += _described(metric)
    parts += ["## Why a metric may not be available", "", "| needs | |", "|---|---|"]
    parts += [f"| {need} | {words['en']}<br>{words['zh']} |" for need, words in sorted(NEEDS.items())]
    return "\n".join([*parts, ""])


def _grading(name: str) -> str:
    grading = GRADINGS[name]
    if grading.source == "judgements":
        return f"what people judged, in levels up to {grading.top:g} ({', '.join(grading.levels)})."
    grades = ", ".join(f"{action} {grade:g}" for action, grade in grading.actions.items())
    return f"the best thing a shopper did with the item in the context: {grades}."


def _described(metric: Metric) -> list[str]:
    said = {
        "level": {"context": "one value per context", "all": "one value", "group": "one value per group"}[metric.level],
        "unit": f"{metric.unit}, from {metric.low:g} to {metric.high:g}, {_better(metric)}",
        "formula": metric.formula,
        "gain": metric.gain,
        "cut-off": metric.cutoff,
        "ideal": metric.ideal,
        "ties": metric.ties,
        "unjudged": metric.unjudged,
        "undefined": metric.undefined,
        "floor": metric.floor,
        "needs": ", ".join(metric.needs),
        "source": metric.source,
        f"version at k = {K}" if metric.cuts else "version": f"`{Terms().version(metric)}`",
    }
    lines = [f"- {name}: {text}" for name, text in said.items() if text]
    title = f"### `{metric.name}`: {metric.title['en']} · {metric.title['zh']}"
    return [title, "", metric.meaning["en"], "", *lines, ""]


def _better(metric: Metric) -> str:
    return {"higher": "higher is better", "lower": "lower is better", "neither": "neither end is better"}[
        metric.direction
    ]


if __name__ == "__main__":
    print(metrics_markdown(), end="")
