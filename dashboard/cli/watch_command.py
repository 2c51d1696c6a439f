"""``whyrank watch``: what drifted, which days and which accounts are unlike others."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from dashboard.cli import options
from dashboard.cli.progress import progress_bar
from dashboard.metric_words import written
from models.odd_accounts import OddSettings

SHOWN = 20


@click.command(
    epilog=options.example("whyrank watch --workspace .whyrank/demo", "whyrank watch --current-days 7 --json")
)
@click.option("--current-days", type=click.IntRange(1), default=28, show_default=True, help="The current window.")
@click.option("--reference-days", type=click.IntRange(1), default=56, show_default=True, help="The window before it.")
@options.settings(OddSettings)
@options.lang
@options.workspace
@options.as_json
def command(current_days: int, reference_days: int, lang: str, workspace: Path, as_json: bool, **settings: Any) -> None:
    """Look for accounts that behave unlike all others and keep them; say what drifted and which days stand out.

    Figures can then leave the flagged accounts out (`whyrank segments --without-flagged`). docs/watch.md says what
    every number means.
    """
    from explain.watch import watch_accounts
    from queries.watch.accounts import flagged
    from queries.watch.daily import daily_counts
    from queries.watch.drift import drift
    from queries.watch.windows import windows
    from queries.workspace import open_workspace

    open_workspace(workspace).close()  # Opening for writing would make one where there is none.
    with open_workspace(workspace, "write") as ws, progress_bar("watch") as progress:
        over = windows(ws, current_days, reference_days)
        report = watch_accounts(
            ws, options.build(OddSettings, settings), lambda label, share: progress(label, 0.6 * share)
        )
        progress("comparing windows", 0.6)
        drifted = drift(ws, over).figures.to_pylist()
        progress("comparing days", 0.9)
        days = [row for row in daily_counts(ws).to_pylist() if row["unlike"]]
        odd = flagged(ws).to_pylist()
    if as_json:
        options.print_json(
            {"windows": vars(over), "drift": drifted, "days": days, "judged": vars(report), "accounts": odd}
        )
        return
    _print_drift(drifted, lang)
    click.echo(f"{len(days)} days unlike others." if days else "No day is unlike others.")
    for row in days:
        usual = "few" if row["usual"] is None else f"{row['usual']:,.0f}"
        click.echo(f"  {row['day']} {row['series']} {row['brand'] or ''}: {row['events']:,}, usually {usual}")
    click.echo(f"{report.flagged:,} of {report.accounts:,} accounts are unlike all others.")
    for row in odd[:SHOWN]:
        reasons = ", ".join(
            f"{reason['feature']} {written(reason['value'])} (usually {written(reason['usual'])})"
            for reason in row["reasons"][:3]
        )
        click.echo(f"  {row['user_id']}  {row['score']:.2f}  {reasons}")
    if len(odd) > SHOWN:
        click.echo(f"  … and {len(odd) - SHOWN:,} more, see --json.")


def _print_drift(rows: list[dict[str, Any]], lang: str) -> None:
    from queries.watched import WATCHED

    table = Table("column", "band", box=None, header_style="bold")
    for column in ("PSI", "of chance", "Jensen–Shannon", "before", "now"):
        table.add_column(column, justify="right")
    for row in rows:
        figures = (written(row["psi"]), written(row["expected"]), written(row["jensen_shannon"]))
        sizes = (f"{row['reference']:,}", f"{row['current']:,}")
        table.add_row(WATCHED[row["column"]].title[lang], row["band"], *figures, *sizes)
    console = Console()
    Console(width=max(console.width, 100)).print(table)
