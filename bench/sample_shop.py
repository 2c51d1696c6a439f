"""The sample shop for benchmarks: built in a temporary folder, or the workspace named on the command line."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from dashboard.demo import build
from explain.shop import Shop, open_shop


def workspace() -> Path:
    """Return the folder of the workspace to measure on."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--workspace", type=Path, help="a demo workspace that is there already")
    chosen: Path | None = parser.parse_known_args()[0].workspace
    if chosen:
        return chosen
    folder = Path(tempfile.mkdtemp(prefix="whyrank-bench-")) / "demo"
    build(folder)
    return folder


def shop() -> Shop:
    """Open the sample shop."""
    return open_shop(workspace())
