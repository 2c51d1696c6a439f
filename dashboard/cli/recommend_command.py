"""``whyrank recommend``: the slate for a search, a shopper, or both."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table

from dashboard.cli import options

if TYPE_CHECKING:
    from explain.shop import Slate


@click.command(
    epilog=options.example(
        "whyrank recommend --search 智能手表 --workspace .whyrank/demo",
        "whyrank recommend --search 'running watch' --user u00042 --k 5 --json",
    )
)
@options.search
@options.user
@click.option("--k", type=click.IntRange(1, 1000), default=10, show_default=True, help="How many items.")
@options.platform
@options.ranker
@options.workspace
@options.as_json
def command(
    search: str | None,
    user_id: str | None,
    k: int,
    platform: str | None,
    ranker_name: str | None,
    workspace: Path,
    as_json: bool,
) -> None:
    """Rank the catalogue and print the best K items with score (logit) and chance of the ranker's target."""
    from explain.familiarity import judge
    from explain.odd_input import odd_notes
    from explain.shop import open_shop

    shop = open_shop(workspace, ranker_name)
    slate = shop.recommend(search, user_id, k, platform)
    judgement = judge(shop, slate)
    if as_json:
        options.print_json({**asdict(slate), "familiarity": judgement.to_dict() if judgement else None})
        return
    table = Table("#", "item", "title", "brand", "price", "score", "chance", box=None, header_style="bold")
    for row in slate.rows:
        price = "" if row.price is None else f"{row.price:,.2f} {row.currency or ''}"
        table.add_row(
            str(row.rank),
            row.item_id,
            row.title,
            row.brand or "",
            price,
            f"{row.score:+.2f}",
            f"{row.probability:.1%}",
        )
    Console().print(table)
    click.echo(_chosen_from(slate))
    for note in odd_notes(judgement) if judgement else ():
        click.echo(note)


def _chosen_from(slate: Slate) -> str:
    """Say what the slate is the best of."""
    shown, eligible = len(slate.rows), f"{slate.eligible:,}"
    if slate.found_by == "all":
        return f"The best {shown} of all {eligible} items."
    return f"The best {shown} of {slate.candidates:,} items out of {eligible}, found by {_FOUND_BY[slate.found_by]}."


_FOUND_BY = {
    "vectors": "their nearness to the context",
    "search": "the words of the search",
    "history": "the words of what the shopper chose last",
    "order": "their id, because none shares a word with the context",
}
