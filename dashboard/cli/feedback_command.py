"""``whyrank feedback``: what people said of explanations, to read or to learn from."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from dashboard.cli import options


@click.command(
    epilog=options.example(
        "whyrank feedback --workspace .whyrank/demo",
        "whyrank feedback --verdict wrong --json",
        "whyrank feedback --export feedback.jsonl",
    )
)
@click.option("--verdict", type=click.Choice(["helps", "does not help", "wrong"]), help="Only this verdict.")
@click.option("--item", "item_id", help="Only of this item.")
@click.option("--export", "file", type=click.Path(path_type=Path), help="Write all of it as examples to learn from.")
@options.workspace
@options.as_json
def command(verdict: str | None, item_id: str | None, file: Path | None, workspace: Path, as_json: bool) -> None:
    """List feedback, the newest first, or export it to a .csv, .parquet or .jsonl file.

    In the file a label stands beside search, item and driver: 1 helps, 0 does not help, -1 wrong.
    """
    from queries.feedback import export_feedback, feedback
    from queries.workspace import open_workspace

    with open_workspace(workspace) as ws:
        if file:
            click.echo(f"{export_feedback(ws, file):,} rows written to {file}")
            return
        rows = feedback(ws, verdict=verdict, item_id=item_id).to_pylist()  # type: ignore[arg-type]
    if as_json:
        options.print_json(rows)
        return
    if not rows:
        click.echo("No feedback yet.")
        return
    table = Table(
        "when (UTC)", "verdict", "search", "item", "driver", "reason", "comment", box=None, header_style="bold"
    )
    for row in rows:
        said = (row["verdict"], row["search"], row["item_id"], row["name"], row["reason"], row["comment"])
        table.add_row(f"{row['given_at']:%Y-%m-%d %H:%M}", *(escape(text or "") for text in said))
    Console().print(table)
