"""``whyrank trust``: which explanation method can be relied on with this ranker, measured on the shop's contexts."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from dashboard.cli import options
from dashboard.cli.progress import progress_bar
from explain.trust.comparison import ComparisonSettings

WIDTH = 160
# What is printed, in this order, and how.
COLUMNS = {
    "reliable": "{:.0%}",
    "needed": "{:.2f}",
    "enough": "{:.2f}",
    "beats_random": "{:.0%}",
    "gap": "{:.1%}",
    "gap_p95": "{:.1%}",
    "agreement": "{:.2f}",
    "move": "{:.1%}",
    "shuffled": "{:.2f}",
    "passes": "{:.0f}",
    "seconds": "{:.2f}",
}


@click.command(
    epilog=options.example(
        "whyrank trust --contexts 60 --workspace .whyrank/demo",
        "whyrank trust --method occlusion --method integrated_gradients --out trust.csv",
    )
)
@click.option("--method", "names", multiple=True, help="Method to measure, may be given again [default: all].")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Also write the table as CSV.")
@options.settings(ComparisonSettings)
@options.ranker
@options.workspace
@options.as_json
def command(
    names: tuple[str, ...], out: Path | None, ranker_name: str | None, workspace: Path, as_json: bool, **flags: Any
) -> None:
    """Compare all explanation methods on a sample of logged contexts, keep the figures and print them.

    Random attribution stands beside them. Ctrl+C ends it after the explanation at hand: methods that are finished are
    kept, and the same command goes on with the others.

    reliable: share of explanations with that verdict. needed, enough: what removing or keeping the first words and
    features does, as a share of |score − base|. beats_random: share above the random band. gap: completeness gap,
    median and 95th percentile. agreement: Kendall's τ with the default. move: largest move of a contribution under a
    repeat or a tiny change. shuffled: correlation left with shuffled weights.
    """
    from explain.shop import open_shop
    from explain.trust.comparison import compare_methods
    from models.checkpoint import stop_asked
    from queries.trust import trust_table
    from queries.workspace import open_workspace

    shop = open_shop(workspace, ranker_name)
    chosen = options.build(ComparisonSettings, flags)
    with open_workspace(workspace, "write") as ws:
        with progress_bar("trust") as progress, stop_asked() as stop:
            report = compare_methods(ws, shop, chosen, names, stop, progress)
        rows = trust_table(ws, shop.ranker.identity).to_pylist()
    if out:
        _write(out, rows)
    if as_json:
        options.print_json({**asdict(report), "refused": dict(report.refused), "table": rows})
        return
    _print(rows)
    for name, problem in report.refused:
        click.echo(f"{name} does not apply: {problem}")
    if report.left:
        click.echo(f"Stopped; still to measure: {', '.join(report.left)}. The same command goes on.")


def _write(path: Path, rows: Sequence[Mapping[str, Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]) if rows else [])
        writer.writeheader()
        writer.writerows(rows)


def _print(rows: Sequence[Mapping[str, Any]]) -> None:
    table = Table("over", "method", box=None, header_style="bold")
    for name in COLUMNS:
        table.add_column(name, justify="right")
    figures: dict[tuple[str, str], dict[str, float]] = {}
    for row in rows:
        figures.setdefault((row["players"], row["method"]), {})[row["metric"]] = row["value"]
    for (players, method), found in figures.items():
        cells = (form.format(found[name]) if name in found else "–" for name, form in COLUMNS.items())
        table.add_row("–" if players == method else players, method, *cells)
    console = Console()
    # Where the output goes to a file, no terminal's width need be kept.
    (console if console.is_terminal else Console(width=WIDTH)).print(table)
