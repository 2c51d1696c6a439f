"""The demo workspace: the simulated sample shop and the ranker that was trained on it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import sample_data
from queries.context_metrics import measure_workspace
from queries.importing import import_source
from queries.segment import fill_segments, kept_dimensions
from queries.watch.accounts import judged
from queries.watch.checks import check
from queries.watch.last_check import keep_findings, last_check
from queries.watch.thresholds import find_thresholds
from queries.workspace import open_workspace

RANKER_NAME = "sample"


def build(workspace: Path, progress: Callable[[str, float], None] | None = None) -> None:
    """Import the sample shop into ``workspace``, add the shipped ranker, tell segments apart, measure what was shown,
    look for accounts unlike others, and check whether all is well.

    What is there already stays.
    """
    from explain.watch import watch_accounts
    from models.install import install_ranker

    report = progress or (lambda label, fraction: None)
    import_source(workspace, "sample", sample_data.SHOP, progress=lambda label, share: report(label, 0.8 * share))
    with open_workspace(workspace, "write") as ws:
        report("adding the ranker", 0.8)
        install_ranker(ws, sample_data.RANKER, RANKER_NAME)
        if not kept_dimensions(ws):
            fill_segments(ws, progress=lambda label, share: report(f"segments, {label}", 0.82 + 0.08 * share))
        measure_workspace(ws, progress=lambda label, share: report(f"measuring {label}", 0.9 + 0.07 * share))
        if not judged(ws)["accounts"]:
            watch_accounts(ws, progress=lambda label, share: report(label, 0.97 + 0.01 * share))
        if last_check(ws) is None:
            found = check(ws, find_thresholds(workspace), lambda label, share: report(label, 0.98 + 0.02 * share))
            keep_findings(ws, found)
    report("ready", 1.0)
