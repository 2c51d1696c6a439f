"""``whyrank export-explanations``: stored explanations as one file to take along."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from dashboard.cli import options, stored_options


@click.command(
    epilog=options.example(
        "whyrank export-explanations explanations.csv --workspace .whyrank/demo",
        "whyrank export-explanations contributions.parquet --form long --where category=watches",
    )
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--form",
    type=click.Choice(["wide", "long"]),
    default="wide",
    show_default=True,
    help="A row per explanation with its strongest drivers, or a row per contribution.",
)
@click.option("--top", type=click.IntRange(0, 100), default=5, show_default=True, help="Drivers in the wide form.")
@click.option("--ranker", "ranker_name", help="Name of a ranker in the workspace [default: all].")
@stored_options.filters
@options.workspace
def command(file: Path, form: str, top: int, ranker_name: str | None, workspace: Path, **which: Any) -> None:
    """Write stored explanations to FILE, a .csv, .parquet or .jsonl file.

    Contributions are in logits and signed. What is stale is written too and says so in the column `state`.
    """
    from queries.explanations.exporting import export_explanations
    from queries.workspace import open_workspace

    with open_workspace(workspace) as ws:
        chosen = stored_options.choice(ws, ranker_name, **which, newest=False)
        rows = export_explanations(ws, file, chosen, form, top)  # type: ignore[arg-type]
    click.echo(f"{rows:,} rows written to {file}")
