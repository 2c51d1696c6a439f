"""``whyrank rank-contexts``: rank logged contexts again, by a ranker and by the floors it must beat."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from dashboard.cli import options
from dashboard.cli.progress import progress_bar
from explain.rank_contexts import RankSettings


@click.command(
    epilog=options.example(
        "whyrank rank-contexts --contexts 5000 --workspace .whyrank/demo",
        "whyrank rank-contexts --pool catalogue --contexts 500 --from 2025-05-12",
    )
)
@options.settings(RankSettings)
@click.option("--floors/--no-floors", default=True, show_default=True, help="Rank by popularity and by BM25 as well.")
@click.option(
    "--popular-by",
    type=click.Choice(["click", "purchase"]),
    help="What popularity counts [default: what the ranker's chance is of, else clicks].",
)
@options.until("--from", "First day of the contexts [default: after what the ranker learned from].")
@options.until("--until", "Day before which they end [default: after the log's last].")
@options.ranker
@options.workspace
@options.as_json
def command(
    ranker_name: str | None,
    workspace: Path,
    as_json: bool,
    floors: bool,
    popular_by: str | None,
    until: datetime | None,
    **flags: Any,
) -> None:
    """Rank logged contexts, as of each one's moment, and keep the slates for `whyrank measure`.

    What is ranked already is left as it is. Ctrl+C ends it after the contexts at hand; the same command goes on where
    it stopped.
    """
    from explain.rank_contexts import FLOORS, floor_order, rank_contexts, ranker_order
    from models.card import learned_until
    from models.checkpoint import stop_asked
    from models.storage import load_ranker
    from queries.contexts import items
    from queries.rankers import find_ranker, list_rankers
    from queries.workspace import open_workspace

    settings = options.build(RankSettings, flags)
    open_workspace(workspace).close()  # Opening for writing would make one where there is none.
    with open_workspace(workspace, "write") as ws, progress_bar("rank") as progress, stop_asked() as stop:
        # Floors need no ranker: they say what the first one will have to beat.
        entry = find_ranker(ws, ranker_name) if ranker_name or list_rankers(ws) or not floors else None
        progress("reading the catalogue", 0.0)
        catalogue = items(ws)
        ranker = load_ranker(entry.folder) if entry else None
        counted = popular_by or (ranker.target if ranker else "click")
        orders = [ranker_order(ranker, catalogue, settings.pool)] if ranker else []
        orders += [floor_order(name, catalogue, settings.pool, counted) for name in (FLOORS if floors else ())]
        start = flags["from"] or (learned_until(entry.card) if entry else None)
        report = rank_contexts(ws, orders, settings, start, until, stop, progress)
    if as_json:
        options.print_json(asdict(report))
        return
    click.echo(f"{report.contexts:,} contexts ranked, {report.before:,} were there, by {', '.join(report.names)}.")
    if report.left:
        click.echo(f"Stopped with {report.left:,} contexts left; the same command goes on.")
