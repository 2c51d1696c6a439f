"""The demo workspace: the simulated sample shop and the ranker that was trained on it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import sample_data
from queries.context_metrics import measure_workspace
from queries.contexts import items
from queries.importing import import_source
from queries.rankers import find_ranker
from queries.results import load_results
from queries.segment import fill_segments, kept_dimensions
from queries.slates import FLOOR, saved_slates, slate_names
from queries.watch.accounts import judged
from queries.watch.checks import check
from queries.watch.last_check import keep_findings, last_check
from queries.watch.thresholds import find_thresholds
from queries.workspace import Workspace, open_workspace

RANKER_NAME = "sample"
RANKED = 1000  # logged contexts, later than what the ranker learned from, ranked again to be compared


def build(
    workspace: Path,
    progress: Callable[[str, float], None] | None = None,
    results: Path | None = sample_data.RESULTS,
) -> None:
    """Import the sample shop, add the shipped ranker, tell segments, topics and tastes apart, rank again and measure,
    look for accounts unlike others, and check whether all is well.

    What is ranked again, by the ranker, by popularity and by BM25, is what was shown. ``results``: explanations made
    before, by the same ranker on the same data (:mod:`dashboard.demo_results`). What is there already stays.
    """
    from dashboard.tastes import tell_tastes
    from dashboard.topics import tell_topics
    from explain.watch import watch_accounts
    from models.install import install_ranker
    from models.storage import load_ranker

    report = progress or (lambda label, fraction: None)
    import_source(workspace, "sample", sample_data.SHOP, progress=lambda label, share: report(label, 0.8 * share))
    with open_workspace(workspace, "write") as ws:
        report("adding the ranker", 0.8)
        install_ranker(ws, sample_data.RANKER, RANKER_NAME)
        if not kept_dimensions(ws):
            fill_segments(ws, progress=lambda label, share: report(f"segments, {label}", 0.82 + 0.06 * share))
        if "topic" not in kept_dimensions(ws):
            report("topics of the searches", 0.88)
            tell_topics(ws, load_ranker(find_ranker(ws, RANKER_NAME).folder))
        if "taste" not in kept_dimensions(ws):
            report("tastes of the shoppers", 0.885)
            tell_tastes(ws, load_ranker(find_ranker(ws, RANKER_NAME).folder))
        _rank(ws, report)
        for place, ranker_id in enumerate(names := slate_names(ws)):
            report(f"measuring {names[ranker_id]}", 0.9 + 0.07 * place / len(names))
            measure_workspace(ws, ranker_id)
        if results:
            report("stored explanations", 0.97)
            load_results(ws, results)
        if not judged(ws)["accounts"]:
            watch_accounts(ws, progress=lambda label, share: report(label, 0.97 + 0.01 * share))
        if last_check(ws) is None:
            found = check(ws, find_thresholds(workspace), lambda label, share: report(label, 0.98 + 0.02 * share))
            keep_findings(ws, found)
    report("ready", 1.0)


def _rank(ws: Workspace, report: Callable[[str, float], None]) -> None:
    """Rank logged contexts again, so that there is something to compare."""
    from explain.rank_contexts import FLOORS, RankSettings, floor_order, rank_contexts, ranker_order
    from models.card import learned_until
    from models.storage import load_ranker

    entry = find_ranker(ws, RANKER_NAME)
    if {entry.ranker_id, *(FLOOR + name for name in FLOORS)} <= {saved.ranker_id for saved in saved_slates(ws)}:
        return
    report("ranking logged contexts again", 0.88)
    catalogue = items(ws)
    orders = [ranker_order(load_ranker(entry.folder), catalogue, "shown")]
    orders += [floor_order(name, catalogue, "shown") for name in FLOORS]
    rank_contexts(ws, orders, RankSettings(contexts=RANKED), learned_until(entry.card))
