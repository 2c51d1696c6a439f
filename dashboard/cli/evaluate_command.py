"""``whyrank evaluate``: how good a ranker is on weeks it never saw, beside what it must beat."""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.table import Table

from dashboard.cli import options
from dashboard.cli.progress import progress_bar
from models.evaluate import EvaluateSettings

if TYPE_CHECKING:
    from queries.training import TrainingSet
    from queries.workspace import Workspace

EXACTNESS_PAIRS = 200


@click.command(
    epilog=options.example(
        "whyrank evaluate --workspace .whyrank/demo",
        "whyrank evaluate --text-only text --behaviour-only behaviour --unmasked unmasked",
    )
)
@options.ranker
@click.option("--text-only", help="Ranker trained with --reads text, to measure beside it.")
@click.option("--behaviour-only", help="Ranker trained with --reads behaviour, to measure beside it.")
@click.option("--unmasked", help="Ranker trained with --masked-batches 0, to compare the exactness of explanations.")
@options.until("--validation-from", "First day of the validation span [default: three weeks before the end].")
@options.until("--test-from", "First day of the test span [default: two weeks before the end].")
@options.until("--until", "Last day of the test span [default: after the last event].")
@options.settings(EvaluateSettings)
@options.workspace
@options.as_json
def command(
    ranker_name: str | None,
    text_only: str | None,
    behaviour_only: str | None,
    unmasked: str | None,
    validation_from: datetime | None,
    test_from: datetime | None,
    until: datetime | None,
    workspace: Path,
    as_json: bool,
    **flags: Any,
) -> None:
    """Measure a ranker on the test span, write the figures into its card and print them.

    Beside it: random, popularity, BM25 or personal frequency and item-to-item similarity, and trained ablations.
    """
    from models.card import update_card
    from models.evaluate import evaluate
    from models.storage import load_ranker
    from queries.contexts import items
    from queries.corpus import time_split
    from queries.point_in_time import CountedLog
    from queries.rankers import add_ranker, find_ranker
    from queries.training import training_set
    from queries.workspace import open_workspace

    chosen = options.build(EvaluateSettings, flags)
    with open_workspace(workspace) as ws, progress_bar("evaluate") as progress:
        entry = find_ranker(ws, ranker_name)
        ranker = load_ranker(entry.folder)
        split = time_split(ws, validation_from, test_from, until)
        progress("reading the log", 0.0)
        training = training_set(ws, None, split.validation, negatives=0)
        test = training_set(ws, split.test, split.end, negatives=0)
        named = {"text": text_only, "behaviour": behaviour_only}
        ablations = {reads: (load_ranker(find_ranker(ws, name).folder), reads) for reads, name in named.items() if name}
        report = evaluate(
            ranker,
            training,
            test,
            items(ws),
            CountedLog(ws).features,
            ablations,  # type: ignore[arg-type]
            chosen,
            progress,
        )
        sections: dict[str, Any] = {"evaluation": {**report.to_dict(), "span": _span(split)}}
        if unmasked:
            sections["completeness"] = _completeness(ws, test, ranker, load_ranker(find_ranker(ws, unmasked).folder))
    card = update_card(entry.folder, **sections)
    with open_workspace(workspace, "write") as ws:
        add_ranker(ws, entry.ranker_id, entry.name, card)
    if as_json:
        options.print_json(sections)
    else:
        _print(report.to_dict())


def _span(split: Any) -> dict[str, str]:
    return {field.name: f"{getattr(split, field.name):%Y-%m-%d}" for field in fields(split)}


def _completeness(ws: Workspace, test: TrainingSet, ranker: Any, other: Any) -> dict[str, Any]:
    """Compare how exact explanations are with and without the masking augmentation, on pairs of the test span."""
    import numpy as np

    from explain.exactness import exactness
    from models.pairs import context_texts, item_texts
    from queries.contexts import items

    table = items(ws)
    pairs = test.pairs.take(np.linspace(0, test.pairs.num_rows - 1, EXACTNESS_PAIRS).astype(int))
    contexts = dict(zip(test.contexts["context_id"].to_pylist(), context_texts(test.contexts, table), strict=True))
    texts = dict(zip(table["item_id"].to_pylist(), item_texts(table), strict=True))
    chosen = [contexts[c] for c in pairs["context_id"].to_pylist()], [texts[i] for i in pairs["item_id"].to_pylist()]
    found = {}
    for name, each in (("with_masking", ranker), ("without_masking", other)):
        columns = [pairs[column].to_numpy() for column in each.feature_names]
        features = np.column_stack(columns) if columns else None
        found[name] = asdict(exactness(each, *chosen, features, each.background))
    return found


def _print(report: dict[str, Any]) -> None:
    table = Table("method", box=None, header_style="bold")
    spans = [("catalogue", metric) for metric in next(iter(report["catalogue"].values()))]
    if report["slate"]:
        spans += [("slate", metric) for metric in next(iter(report["slate"].values()))]
    for where, metric in spans:
        table.add_column(f"{metric} {where}", justify="right")
    for name in {**report["catalogue"], **report["slate"]}:
        cells = [report[where].get(name, {}).get(metric) for where, metric in spans]
        table.add_row(name, *("–" if c is None else f"{c['mean']:.4f} ± {c['error']:.4f}" for c in cells))
    Console().print(table)
    click.echo(f"{report['contexts']:,} contexts over the whole catalogue.")
    if report["calibration_error"] is not None:
        click.echo(f"Calibration error {report['calibration_error']:.4f} on {report['shown_pairs']:,} shown pairs.")
