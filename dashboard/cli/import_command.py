"""``whyrank import``: bring raw files into a workspace."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from dashboard.cli import options
from dashboard.cli.progress import progress_bar


@click.command(
    "import",
    epilog=options.example(
        "whyrank import uci transactions.parquet --into .whyrank/uci",
        "whyrank import ubi my-logs/ --into .whyrank/shop",
        "whyrank import mapped sales.csv --mapping sales.toml --into .whyrank/shop",
    ),
)
@click.argument("source")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--into", type=click.Path(path_type=Path, file_okay=False), help="The workspace; same as --workspace.")
@click.option("--mapping", type=click.Path(path_type=Path), help="TOML file that says which column is what.")
@click.option("--name", help="Name to keep the source under [default: SOURCE].")
@options.workspace
@options.as_json
def command(
    source: str,
    path: Path,
    into: Path | None,
    mapping: Path | None,
    name: str | None,
    workspace: Path,
    as_json: bool,
) -> None:
    """Import the files at PATH, laid out as SOURCE says, into a workspace (made when there is none).

    SOURCE is sample, ubi, uci, esci, wands or litemall; with --mapping it is any name for CSV, Parquet or NDJSON of
    your own. Rows that cannot be used are kept in the table `rejects` with the reason. Importing the same file twice
    adds nothing; an import that fails leaves the workspace as it was.
    """
    from queries.importing import import_source

    with progress_bar(f"import {source}") as progress:
        report = import_source(into or workspace, source, path, name=name, mapping=mapping, progress=progress)
    if as_json:
        options.print_json(asdict(report))
        return
    if report.already_loaded:
        click.echo(f"{report.source}: these files are in the workspace already; nothing was added.")
        return
    click.echo(f"{report.source} ({report.origin}): {report.read:,} rows read, {report.kept:,} kept.")
    for table, rows in report.tables.items():
        click.echo(f"  {table:<12} {rows:>12,}")
    if report.repeated:
        click.echo(f"  there before {report.repeated:>12,}")
    for reason, rows in sorted(report.rejected.items(), key=lambda pair: -pair[1]):
        click.echo(f"  rejected     {rows:>12,}  {reason}")
