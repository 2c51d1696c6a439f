"""``whyrank what-would-move``: the smallest changes that bring an item into the first k, or out of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from dashboard.cli import options
from explain.counterfactual import CounterfactualSettings

if TYPE_CHECKING:
    from explain.counterfactual import Counterfactuals


@click.command(
    epilog=options.example(
        "whyrank what-would-move --search 智能手表 --item i00017 --workspace .whyrank/demo",
        "whyrank what-would-move --search 'running watch' --user u00042 --item i00017 --k 3 --of search --json",
    )
)
@options.search
@options.user
@click.option("--item", "item_id", required=True, help="The item's id (see `whyrank recommend`).")
@options.settings(CounterfactualSettings)
@options.platform
@options.lang
@options.ranker
@options.workspace
@options.as_json
def command(
    search: str | None,
    user_id: str | None,
    item_id: str,
    platform: str | None,
    lang: str,
    ranker_name: str | None,
    workspace: Path,
    as_json: bool,
    **flags: object,
) -> None:
    """Find the smallest changes that bring an item into the first K places, or out of them where it is in.

    Words are removed or replaced by words of the category, prices stay within those of the category. Every change that
    is printed was verified by ranking the whole slate again.
    """
    from explain.move_answers import counterfactuals_answer
    from explain.shop import open_shop
    from explain.wording import quoted

    settings = options.build(CounterfactualSettings, flags)
    shop = open_shop(workspace, ranker_name)
    found = shop.counterfactuals(search, user_id, item_id, platform, settings)
    if as_json:
        options.print_json(found.to_dict())
        return
    row = shop.item(item_id)
    title = quoted(str(row["title"]), lang)
    click.echo(f"{counterfactuals_answer(found, settings.most_edits, lang, title, row['currency'])}\n")
    if found.found:
        _print(found, lang, row["currency"])


def _print(found: Counterfactuals, lang: str, currency: str | None) -> None:
    from dashboard.i18n import translate
    from dashboard.move_words import usual
    from explain.move_answers import edits_told

    heads = [translate(lang, f"move.{name}") for name in ("change", "place", "cost", "usual")]
    table = Table(*heads, box=None, header_style="bold")
    for one in found.found:
        edits = escape(edits_told(one.edits, lang, currency))
        table.add_row(edits, f"{found.rank} → {one.rank}", f"{one.cost:.1f}", usual(one.plausibility, lang))
    Console().print(table)
    click.echo(translate(lang, "move.tried", count=f"{found.tried:,}"))
