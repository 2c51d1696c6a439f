"""``whyrank explain-all``: explain the slates of many logged contexts and keep the explanations."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from dashboard.cli import explaining, options
from dashboard.cli.progress import progress_bar
from explain.batch import BatchSettings


@click.command(
    epilog=options.example(
        "whyrank explain-all --contexts 500 --workspace .whyrank/demo",
        "whyrank explain-all --contexts 200 --k 20 --from 2025-05-12",
        "whyrank explain-all --words occlusion --background category",
    )
)
@options.settings(BatchSettings)
@explaining.flags(without=BatchSettings)
@options.until("--from", "First day of the contexts [default: the log's first].")
@options.until("--until", "Day before which they end [default: after the log's last].")
@options.ranker
@options.workspace
@options.as_json
def command(ranker_name: str | None, workspace: Path, as_json: bool, until: datetime | None, **flags: Any) -> None:
    """Explain the slates of logged contexts, as of each one's moment, into the workspace.

    What is explained already is left as it is. Ctrl+C ends it after the context at hand; the same command goes on
    where it stopped.
    """
    from explain.batch import explain_all
    from explain.shop import open_shop
    from models.checkpoint import stop_asked
    from queries.workspace import open_workspace

    shop = open_shop(workspace, ranker_name)
    batch, settings = options.build(BatchSettings, flags), explaining.settings(flags, without=BatchSettings)
    with open_workspace(workspace, "write") as ws, progress_bar("explain") as progress, stop_asked() as stop:
        report = explain_all(ws, shop, batch, settings, start=flags["from"], end=until, stop=stop, progress=progress)
    if as_json:
        options.print_json(asdict(report))
        return
    click.echo(
        f"{report.explanations:,} explanations of {report.contexts:,} contexts made, {report.before:,} were there."
    )
    if report.left:
        click.echo(f"Stopped with {report.left:,} contexts left; the same command goes on.")
