"""``whyrank demo``: the sample shop, ready to look at."""

from __future__ import annotations

from pathlib import Path

import click

from dashboard.cli import options
from dashboard.cli.app_command import serve
from dashboard.cli.progress import progress_bar


@click.command(epilog=options.example("whyrank demo", "whyrank demo --build-only --workspace .whyrank/demo"))
@click.option(
    "--workspace",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(".whyrank/demo"),
    show_default=True,
    help="The folder of the demo workspace.",
)
@click.option("--port", type=click.IntRange(1, 65535), default=8501, show_default=True, help="Port on 127.0.0.1.")
@click.option("--headless", is_flag=True, help="Do not open a browser window.")
@click.option("--build-only", is_flag=True, help="Build the workspace and stop.")
@click.pass_context
def command(ctx: click.Context, workspace: Path, port: int, headless: bool, build_only: bool) -> None:
    """Build the simulated sample shop with its trained ranker and open the dashboard on it."""
    from dashboard.demo import build

    with progress_bar("demo") as progress:
        build(workspace, progress)
    click.echo(f"The demo workspace is in {workspace}.")
    if not build_only:
        ctx.exit(serve(workspace, port, headless))
