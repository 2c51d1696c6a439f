"""``whyrank audit``: how easily a ranker breaks, tried by a suite of perturbations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table

from dashboard.cli import options
from dashboard.cli.progress import progress_bar

if TYPE_CHECKING:
    from explain.robustness.audit import AuditReport
    from explain.robustness.verdict import LineResult


@click.command(
    epilog=options.example(
        "whyrank audit --workspace .whyrank/demo",
        "whyrank audit suite.toml --contexts 500 --from 2025-05-12",
        "whyrank audit suite.toml --json > audit.json",
    )
)
@click.argument("suite_file", metavar="[SUITE.TOML]", required=False, type=click.Path(path_type=Path))
@click.option("--contexts", type=click.IntRange(1), help="Contexts to draw, in place of what the suite says.")
@click.option("--repair", is_flag=True, help="Repair the spelling of every search before the ranker reads it.")
@options.until("--from", "First day of the contexts [default: the log's first].")
@options.until("--until", "Day before which they end [default: after the log's last].")
@options.ranker
@options.workspace
@options.as_json
def command(
    suite_file: Path | None,
    contexts: int | None,
    repair: bool,
    until: datetime | None,
    ranker_name: str | None,
    workspace: Path,
    as_json: bool,
    **span: datetime | None,
) -> None:
    """Perturb what the ranker is asked, rank again, and say where its slates break.

    A suite names perturbations, strengths, the sample and pass marks (docs/robustness.md); without one the suite that
    comes along is run. Every perturbed slate is kept. Ctrl+C ends it after the context at hand; the same command goes
    on where it stopped. Exits with 1 when a line fails, when nothing could be checked, and when it was stopped.
    """
    from explain.repair import Repairer, with_repair
    from explain.robustness.audit import run_audit
    from explain.robustness.suite import read_suite
    from explain.robustness.verdict import judge
    from explain.shop import open_shop
    from models.checkpoint import stop_asked
    from queries.robustness.reading import audits
    from queries.workspace import open_workspace

    suite = read_suite(suite_file).with_contexts(contexts)
    shop = open_shop(workspace, ranker_name)
    if repair:
        suite = suite.repaired()
        with open_workspace(workspace) as ws:
            shop = with_repair(shop, Repairer.of(ws, shop))
    with open_workspace(workspace, "write") as ws, progress_bar("audit") as progress, stop_asked() as stop:
        report = run_audit(ws, shop, suite, start=span["from"], end=until, stop=stop, progress=progress)
        [audit] = [each for each in audits(ws) if each.audit_id == report.audit_id]
        results = judge(ws, audit, suite)
    if as_json:
        options.print_json({**asdict(report), "lines": [asdict(result) for result in results]})
    else:
        _print(report, results)
    checked = any(result.outcome in ("passes", "fails") for result in results)
    if report.left or not checked or any(result.outcome == "fails" for result in results):
        raise SystemExit(1)


def _print(report: AuditReport, results: Sequence[LineResult]) -> None:
    console = Console()
    console.print(
        f"Audit {report.audit_id}: {report.tests:,} slates of {report.contexts:,} contexts perturbed, "
        f"{report.before:,} contexts were there.",
        highlight=False,
    )
    table = Table("perturbation", box=None, header_style="bold")
    for column in ("strength", "failed", "may fail", "overlap", "RBO", "nDCG lost", "contexts"):
        table.add_column(column, justify="right")
    table.add_column("outcome")
    for result in results:
        table.add_row(
            result.perturbation,
            f"{result.strength:g}",
            _share(result.failed),
            f"{result.may_fail:.0%}",
            _number(result.figures.get("overlap")),
            _number(result.figures.get("rbo")),
            _number(result.figures.get("ndcg_loss")),
            f"{result.contexts:,}" if result.contexts else "–",
            {"passes": "passes", "fails": "[bold red]FAILS[/]"}.get(result.outcome, f"[dim]{result.outcome}[/]"),
        )
    console.print(table)
    _print_uncovered(console, report, results)
    if report.left:
        console.print(f"Stopped with {report.left:,} contexts left; the same command goes on.", highlight=False)


def _print_uncovered(console: Console, report: AuditReport, results: Sequence[LineResult]) -> None:
    """Say what was not covered: segments without a context, and perturbations that never applied."""
    unseen = [each for each in report.strata if not each.drawn]
    if unseen:
        names = "; ".join(f"{each.stratum} ({each.contexts:,} contexts)" for each in unseen[:8])
        console.print(f"Not covered, for the sample is too small: {len(unseen)} strata: {names}", highlight=False)
    told = {}
    for result in results:
        if result.outcome in ("not applicable", "too few shoppers"):
            reasons = ", ".join(f"{reason} ({count:,})" for reason, count in result.because.items())
            told[result.perturbation] = f"{result.outcome}{': ' + reasons if reasons else ''}"
    for name, reason in told.items():
        console.print(f"Not covered: {name}, {reason}", highlight=False)


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.0%}"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
