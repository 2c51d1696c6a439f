"""``whyrank margin``: why is this item among the first k, or why not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from dashboard.cli import explaining, options
from dashboard.cli.contrast_rows import print_rows


@click.command(
    epilog=options.example(
        "whyrank margin --search 智能手表 --item i00017 --k 10 --workspace .whyrank/demo",
        "whyrank margin --search 'running watch' --user u00042 --item i00017 --k 3 --json",
    )
)
@options.search
@options.user
@click.option("--item", "item_id", required=True, help="The item's id (see `whyrank recommend`).")
@click.option("--k", type=click.IntRange(min=1), default=10, show_default=True, help="How many places count.")
@options.platform
@options.lang
@options.top
@explaining.flags()
@options.ranker
@options.workspace
@options.as_json
def command(
    search: str | None,
    user_id: str | None,
    item_id: str,
    k: int,
    platform: str | None,
    lang: str,
    top: int,
    ranker_name: str | None,
    workspace: Path,
    as_json: bool,
    **how: Any,
) -> None:
    """Say how far an item is from the border of the first K places, and what makes the distance.

    Outside, it is compared with the item at place K; inside, with the one at place K + 1.
    """
    from explain.answers import margin_answer, row_name
    from explain.shop import open_shop
    from explain.wording import quoted

    shop = open_shop(workspace, ranker_name)
    margin = shop.margin(search, user_id, item_id, k, platform, settings=explaining.settings(how))
    if as_json:
        options.print_json(margin.to_dict())
        return
    click.echo(margin_answer(margin, lang, quoted(shop.item(item_id)["title"], lang)))
    if margin.contrast is not None:
        click.echo(f"{margin.lead:+.3f} logits, {margin.chance_lead:+.1%} chance\n")
        print_rows(margin.contrast, lang, top, row_name)
