"""The demo workspace: the simulated sample shop and the ranker that was trained on it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import sample_data
from queries.importing import import_source
from queries.workspace import open_workspace

RANKER_NAME = "sample"


def build(workspace: Path, progress: Callable[[str, float], None] | None = None) -> None:
    """Import the sample shop into ``workspace`` and add the shipped ranker; what is there already stays."""
    from models.install import install_ranker

    report = progress or (lambda label, fraction: None)
    import_source(workspace, "sample", sample_data.SHOP, progress=lambda label, share: report(label, 0.8 * share))
    report("adding the ranker", 0.8)
    with open_workspace(workspace, "write") as ws:
        install_ranker(ws, sample_data.RANKER, RANKER_NAME)
    report("ready", 1.0)
