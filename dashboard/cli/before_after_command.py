"""``whyrank before-after``: what a change of the ranker did to clean and to perturbed slates."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.table import Table

from dashboard.cli import options
from dashboard.cli.progress import progress_bar
from models.card import GROUP_TITLES, ROBUSTNESS_TITLES
from models.evaluate import EvaluateSettings

if TYPE_CHECKING:
    from models.serving import ServingRanker
    from queries.workspace import Workspace


@click.command(epilog=options.example("whyrank before-after sample robust --workspace .whyrank/demo"))
@click.argument("before")
@click.argument("after")
@click.option("--suite", "suite_file", type=click.Path(path_type=Path), help="Suite to audit by [default: ours].")
@options.settings(EvaluateSettings)
@options.workspace
@options.as_json
def command(before: str, after: str, suite_file: Path | None, workspace: Path, as_json: bool, **flags: Any) -> None:
    """Compare two rankers on clean test contexts and on perturbed ones, and write it into AFTER's card.

    Perturbations are told apart by whether AFTER was trained on them (`whyrank finetune --robust`). Both rankers are
    audited on the same contexts and draws; audits that are there are not made again, and a stopped one goes on.
    """
    from explain.robustness.audit import run_audit
    from explain.robustness.augmentation import groups_of
    from explain.robustness.suite import read_suite
    from explain.shop import open_shop
    from models.card import update_card
    from queries.rankers import add_ranker, find_ranker
    from queries.robustness.comparing import before_after
    from queries.workspace import open_workspace

    chosen = options.build(EvaluateSettings, flags)
    suite = read_suite(suite_file)
    shops = [open_shop(workspace, name) for name in (before, after)]
    audits = []
    with open_workspace(workspace, "write") as ws:
        for shop in shops:
            with progress_bar(f"audit of {shop.entry.name}") as progress:
                audits.append(run_audit(ws, shop, suite, progress=progress).audit_id)
        card = find_ranker(ws, after).card
        groups = groups_of(card.get("training", {}).get("robust"), [line.perturbation for line in suite.lines])
        perturbed = before_after(ws, audits[0], audits[1], groups, suite.seeds).to_pylist()
    with open_workspace(workspace) as ws, progress_bar("clean") as progress:
        clean = _clean(ws, shops[0].ranker, shops[1].ranker, chosen, progress)
    section = {
        "before": {"name": before, "identity": shops[0].ranker.identity},
        "suite": suite.name,
        "contexts": suite.contexts,
        "k": suite.k,
        "clean": clean,
        "perturbed": _by_group(perturbed),
    }
    entry = shops[1].entry
    card = update_card(entry.folder, robustness=section)
    with open_workspace(workspace, "write") as ws:
        add_ranker(ws, entry.ranker_id, entry.name, card)
    if as_json:
        options.print_json(section)
    else:
        _print(section)


def _clean(
    ws: Workspace, before: ServingRanker, after: ServingRanker, chosen: EvaluateSettings, progress: Any
) -> dict[str, Any]:
    """Return nDCG over the whole catalogue of both rankers on the same contexts of the test span."""
    from models.evaluate import evaluate_beside
    from queries.contexts import items
    from queries.corpus import time_split
    from queries.point_in_time import CountedLog
    from queries.training import training_set

    split = time_split(ws)
    test = training_set(ws, split.test, split.end, negatives=0)
    contexts, figures = evaluate_beside(after, before, test, items(ws), CountedLog(ws).features, chosen, progress)
    metric = f"ndcg@{chosen.ndcg_k}"
    former = figures["other"][metric]
    return {
        "metric": metric,
        "contexts": contexts,
        "before": former.mean,
        "after": figures["ranker"][metric].mean,
        "difference": former.ahead,
        "low": round(former.ahead - 1.96 * former.ahead_error, 4),
        "high": round(former.ahead + 1.96 * former.ahead_error, 4),
    }


def _by_group(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for group in GROUP_TITLES:
        # Where a slate must change, neither its overlap nor its quality by the old clicks says anything.
        told = ("failed",) if group == "must_change" else tuple(ROBUSTNESS_TITLES)
        of_group = [row for row in rows if row["family_group"] == group and row["measure"] in told]
        if of_group:
            names = ("before", "after", "difference", "low", "high")
            measures = {row["measure"]: {name: round(row[name], 4) for name in names} for row in of_group}
            found[group] = {**measures, "perturbations": of_group[0]["perturbations"], "tests": of_group[0]["tests"]}
    return found


def _print(section: dict[str, Any]) -> None:
    table = Table("", box=None, header_style="bold")
    for column in ("before", "after", "difference", "95 %"):
        table.add_column(column, justify="right")
    clean = section["clean"]
    _row(table, f"clean: {clean['metric']} of {clean['contexts']:,} contexts", clean)
    for group, values in section["perturbed"].items():
        for measure, title in ROBUSTNESS_TITLES.items():
            if measure in values:
                _row(table, f"{GROUP_TITLES[group]}: {title}", values[measure])
    Console().print(table)


def _row(table: Table, title: str, values: dict[str, float]) -> None:
    cells = (f"{values['before']:.4f}", f"{values['after']:.4f}", f"{values['difference']:+.4f}")
    table.add_row(title, *cells, f"{values['low']:+.4f} to {values['high']:+.4f}")
