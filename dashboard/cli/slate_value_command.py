"""``whyrank slate-value``: what search, history, item text and behaviour are worth to a whole slate."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table

from dashboard.cli import options

if TYPE_CHECKING:
    from explain.slate_value import SlateValue


@click.command(
    epilog=options.example(
        "whyrank slate-value --search 智能手表 --workspace .whyrank/demo",
        "whyrank slate-value --search 'running watch' --user u00042 --item i00017 --json",
    )
)
@options.search
@options.user
@click.option("--item", "item_id", help="Count the places of this item [default: the mean score of the candidates].")
@click.option(
    "--candidates",
    type=click.IntRange(2, 1000),
    default=50,
    show_default=True,
    help="How many of the best items are scored again.",
)
@options.platform
@options.lang
@options.ranker
@options.workspace
@options.as_json
def command(
    search: str | None,
    user_id: str | None,
    item_id: str | None,
    candidates: int,
    platform: str | None,
    lang: str,
    ranker_name: str | None,
    workspace: Path,
    as_json: bool,
) -> None:
    """Split a slate's mean score, or an item's place in it, over the four parts that the ranker reads.

    Every candidate is scored with each of the 16 choices of parts; a part's share is its Shapley value.
    """
    from explain.answers import value_answer
    from explain.shop import open_shop
    from explain.slate_measures import mean_score, place_of

    shop = open_shop(workspace, ranker_name)
    measure = place_of(item_id) if item_id else mean_score()
    found = shop.slate_value(search, user_id, measure, candidates, platform)
    if as_json:
        options.print_json(found.to_dict())
        return
    click.echo(f"{value_answer(found, lang)}\n")
    _print(found, lang)


def _print(found: SlateValue, lang: str) -> None:
    from explain.wording import signed, wording

    words = wording(lang)
    table = Table("", words["contribution"], box=None, header_style="bold")
    for part, share in found.by_part.items():
        table.add_row(words[f"part_{part}"], signed(share))
    Console().print(table)
