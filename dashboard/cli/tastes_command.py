"""``whyrank tastes``: tell shoppers apart by what they care for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from dashboard.cli import options
from dashboard.cli.progress import progress_bar
from explain.tastes import TasteSettings
from queries.privacy import MIN_SHOPPERS


@click.command(
    epilog=options.example("whyrank tastes --workspace .whyrank/demo", "whyrank tastes --tastes 30 --ranker sample")
)
@options.settings(TasteSettings)
@options.ranker
@options.workspace
@options.as_json
def command(ranker_name: str | None, workspace: Path, as_json: bool, **flags: Any) -> None:
    """Put shoppers who chose similar items into tastes, a dimension like any other afterwards: `taste`.

    A shopper's vector is the mean of those of the items they chose, three at least, by a two-tower ranker; the vectors
    are clustered (k-means), and a taste is named by its most typical categories.
    """
    from dashboard.tastes import tell_tastes
    from models.storage import load_ranker
    from queries.rankers import find_ranker
    from queries.workspace import open_workspace

    open_workspace(workspace).close()  # Opening for writing would make one where there is none.
    with open_workspace(workspace, "write") as ws, progress_bar("tastes") as progress:
        ranker = load_ranker(find_ranker(ws, ranker_name).folder)
        found = tell_tastes(ws, ranker, options.build(TasteSettings, flags), progress)
    told = {taste: shoppers for taste, shoppers in found.items() if shoppers >= MIN_SHOPPERS}
    options.print_counts(told, "taste", "shoppers", as_json)
