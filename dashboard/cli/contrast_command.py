"""``whyrank contrast``: why is this item above that one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from dashboard.cli import explaining, options
from dashboard.cli.contrast_rows import print_rows


@click.command(
    epilog=options.example(
        "whyrank contrast --search 智能手表 --item i00017 --over i00351 --workspace .whyrank/demo",
        "whyrank contrast --search 'running watch' --user u00042 --item i00017 --over i00351 --json",
    )
)
@options.search
@options.user
@click.option("--item", "item_id", required=True, help="The item's id (see `whyrank recommend`).")
@click.option("--over", "other_id", required=True, help="The id of the item it is compared with.")
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
    other_id: str,
    lang: str,
    top: int,
    ranker_name: str | None,
    workspace: Path,
    as_json: bool,
    **how: Any,
) -> None:
    """Say why one item scores above or below another, driver by driver.

    Both are explained in the same context; differences are in logits and add up to the difference of the scores.
    """
    from explain.answers import contrast_answer, row_name
    from explain.shop import open_shop
    from explain.wording import quoted

    shop = open_shop(workspace, ranker_name)
    contrast = shop.contrast(search, user_id, item_id, other_id, settings=explaining.settings(how))
    if as_json:
        options.print_json(contrast.to_dict())
        return
    a, b = (quoted(shop.item(each)["title"], lang) for each in (item_id, other_id))
    click.echo(f"{contrast_answer(contrast, lang, a, b)}\n")
    print_rows(contrast, lang, top, row_name)
