"""``whyrank measure``: how well slates serve, by every metric the data allow, and why not by the others."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.table import Table

from dashboard.cli import options
from dashboard.cli.progress import progress_bar

if TYPE_CHECKING:
    from queries.workspace import Workspace


@click.command(
    epilog=options.example(
        "whyrank measure --workspace .whyrank/demo",
        "whyrank measure --metric ndcg --metric revenue --k 5 --json",
        "whyrank measure --grading purchases",
    )
)
@click.option("--metric", "metric_names", multiple=True, help="Metric to measure, may be given again [default: all].")
@click.option("--k", type=click.IntRange(1, 1000), default=10, show_default=True, help="Places that metrics look at.")
@click.option(
    "--slates", "names", multiple=True, help="Of what: logged, a ranker, bm25, bm25:catalogue … [default: all]."
)
@click.option("--grading", default="behaviour", show_default=True, help="What counts as relevant, and how much.")
@click.option("--gradings", type=click.Path(path_type=Path), help="TOML file with gradings of your own.")
@click.option("--propensities", type=click.Path(path_type=Path), help="CSV: surface, position, propensity.")
@click.option("--again", is_flag=True, help="Measure anew what is current.")
@options.workspace
@options.as_json
def command(
    metric_names: tuple[str, ...],
    k: int,
    names: tuple[str, ...],
    grading: str,
    gradings: Path | None,
    propensities: Path | None,
    again: bool,
    workspace: Path,
    as_json: bool,
) -> None:
    """Measure the logged slates and those of `whyrank rank-contexts`, keep the figures per context and print them.

    A figure is computed once: it is replaced when its definition, the cut-off, the grading or the data change.
    docs/metrics.md has every definition. Beside a figure stand those of the other slates of the same contexts.
    """
    from queries.context_metrics import beside, measure_workspace, measured
    from queries.grading import find_grading
    from queries.measure import metric_named
    from queries.metrics import METRICS
    from queries.propensities import read_propensities
    from queries.slates import slate_names
    from queries.terms import Terms
    from queries.workspace import open_workspace

    metrics = [metric_named(name) for name in metric_names or METRICS]
    given = read_propensities(propensities) if propensities else None
    terms = Terms(k, find_grading(grading, gradings), given)
    open_workspace(workspace).close()  # Opening for writing would make one where there is none.
    with open_workspace(workspace, "write") as ws, progress_bar("measure") as progress:
        chosen = _chosen(ws, names)
        for place, ranker_id in enumerate(chosen):
            measure_workspace(ws, ranker_id, metrics, terms, again, _share(progress, place, len(chosen)))
        labels = {metric.label(k) for metric in metrics}
        found = [row for row in measured(ws).to_pylist() if row["metric"].split("[")[0] in labels]
        called = slate_names(ws)
        report: dict[str, dict[str, Any]] = {
            ranker_id: {
                "name": called[ranker_id],
                "figures": [row for row in found if row["ranker_id"] == ranker_id],
                "beside": [row for row in beside(ws, ranker_id).to_pylist() if row["metric"] in labels],
            }
            for ranker_id in chosen
        }
    if as_json:
        options.print_json(report)
        return
    for of_one in report.values():
        _print(of_one, called)


def _share(progress: Callable[[str, float], None], place: int, of: int) -> Callable[[str, float], None]:
    return lambda label, share: progress(f"{place + 1} of {of}", (place + share) / of)


def _chosen(ws: Workspace, names: tuple[str, ...]) -> list[str]:
    """Return what is to be measured by ranker_id, as asked for by id or by name."""
    from queries.errors import UnknownName
    from queries.slates import slate_names

    known = slate_names(ws)
    ids = {name: ranker_id for ranker_id, name in known.items()} | {ranker_id: ranker_id for ranker_id in known}
    for name in names:
        if name not in ids:
            raise UnknownName("slates of", name, ids)
    return [ids[name] for name in names] or list(known)


def _print(report: dict[str, Any], names: dict[str, str]) -> None:
    """Print the figures of what ranked, and beside them those of everything else that ranked all of its contexts."""
    from queries.metrics import NEEDS

    console = Console()
    console = Console(width=max(console.width, 120))
    own = {row["metric"]: row["contexts"] for row in report["figures"]}
    shared = [row for row in report["beside"] if row["contexts"] == own[row["metric"]]]
    same = {(row["metric"], row["beside"]): row["other"] for row in shared}
    others = list(dict.fromkeys(other for _, other in same))
    table = Table("metric", box=None, header_style="bold", title=report["name"], title_justify="left")
    for column in (
        "value",
        "random",
        "above it",
        *(names.get(other, other.removeprefix("floor:")) for other in others),
        "contexts",
    ):
        table.add_column(column, justify="right")
    table.add_column("definition")
    groups: dict[str, int] = {}
    reasons: dict[str, list[str]] = {}
    for row in report["figures"]:
        if row["part"]:
            groups[row["metric"]] = groups.get(row["metric"], 0) + 1
        elif row["because"]:
            reasons.setdefault(row["because"], []).append(row["metric"])
        else:
            above = "" if row["above_floor"] is None else f"{row['above_floor']:.0%}"
            beside = (_number(same.get((row["metric"], other))) for other in others)
            contexts = "" if row["contexts"] is None else f"{row['contexts']:,}"
            figures = (_number(row["value"]), _number(row["floor"]), above, *beside, contexts)
            table.add_row(row["metric"], *figures, row["version"])
    console.print(table)
    for label, count in groups.items():
        console.print(f" {label}: {count} groups, see --json.", highlight=False)
    for need, metrics in reasons.items():
        console.print(f" Not available, because {NEEDS[need]['en']}: {', '.join(metrics)}.", highlight=False)


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.2f}" if abs(value) >= 10 else f"{value:.4f}"
