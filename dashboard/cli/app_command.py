"""``whyrank app``: open the dashboard on a workspace."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import click

from dashboard.cli import options


@click.command(epilog=options.example("whyrank app .whyrank/demo", "whyrank app --port 8600 --headless"))
@click.argument("workspace_argument", metavar="[WORKSPACE]", required=False, type=click.Path(path_type=Path))
@options.workspace
@click.option("--port", type=click.IntRange(1, 65535), default=8501, show_default=True, help="Port on 127.0.0.1.")
@click.option("--headless", is_flag=True, help="Do not open a browser window.")
@click.pass_context
def command(ctx: click.Context, workspace_argument: Path | None, workspace: Path, port: int, headless: bool) -> None:
    """Open the dashboard in the browser; it listens on 127.0.0.1 only. Ctrl+C ends it."""
    ctx.exit(serve(workspace_argument or workspace, port, headless))


def serve(workspace: Path, port: int, headless: bool) -> int:
    """Run the dashboard until it is stopped and return its exit status."""
    from dashboard.launch import streamlit_command
    from queries.workspace import open_workspace

    open_workspace(workspace).close()  # A missing workspace is told here, not on an empty page.
    # Being told to end ends the server too, as Ctrl+C does: it must not live on alone and hold the port.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    process = subprocess.Popen(
        streamlit_command(port, headless), env={**os.environ, "WHYRANK_WORKSPACE": str(workspace.resolve())}
    )
    try:
        return process.wait()
    except KeyboardInterrupt:
        process.terminate()
        process.wait()
        return 0
