"""``whyrank features``: behaviour features of every logged impression, as of its moment."""

from __future__ import annotations

from pathlib import Path

import click

from dashboard.cli import options
from dashboard.cli.progress import progress_bar


@click.command(epilog=options.example("whyrank features --workspace .whyrank/demo"))
@options.workspace
@options.as_json
def command(workspace: Path, as_json: bool) -> None:
    """Compute the behaviour features of every impression and keep them in the table `features`.

    Nothing after the impression's moment is read.
    """
    from queries.point_in_time import materialise
    from queries.workspace import open_workspace

    open_workspace(workspace).close()  # Opening for writing would make one where there is none.
    with open_workspace(workspace, "write") as ws, progress_bar("features") as progress:
        rows = materialise(ws, progress)
    if as_json:
        options.print_json({"rows": rows})
    else:
        click.echo(f"{rows:,} rows in the table `features`.")
