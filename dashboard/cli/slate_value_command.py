"""``whyrank slate-value``: what each part that the ranker reads is worth to a slate, or to many logged ones."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table

from dashboard.cli import options
from dashboard.cli.progress import progress_bar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from explain.logged_value import LoggedValue
    from explain.shop import Shop
    from models.field import Part


@click.command(
    epilog=options.example(
        "whyrank slate-value --search 智能手表 --workspace .whyrank/demo",
        "whyrank slate-value --search 'running watch' --user u00042 --item i00017 --json",
        "whyrank slate-value --search 智能手表 --logged 20 --k 10",
    )
)
@options.search
@options.user
@click.option("--item", "item_id", help="Count the places of this item [default: the mean score of the candidates].")
@click.option(
    "--logged",
    type=click.IntRange(min=1),
    help="Count nDCG in so many logged contexts of this search and shopper, the latest, instead.",
)
@click.option("--k", type=click.IntRange(min=1), default=10, show_default=True, help="Places that nDCG looks at.")
@click.option("--grading", default="behaviour", show_default=True, help="What counts as relevant in logged contexts.")
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
    logged: int | None,
    k: int,
    grading: str,
    candidates: int,
    platform: str | None,
    lang: str,
    ranker_name: str | None,
    workspace: Path,
    as_json: bool,
) -> None:
    """Split a slate's mean score, an item's place in it, or nDCG over the four parts that the ranker reads.

    Every candidate is scored with each of the 16 choices of parts; a part's share is its Shapley value.
    """
    from explain.answers import logged_answer, value_answer
    from explain.shop import open_shop
    from explain.slate_measures import mean_score, place_of

    shop = open_shop(workspace, ranker_name)
    if logged:
        of_log = _logged(workspace, shop, search, user_id, logged, k, candidates, grading)
        document, answer, shares, errors = of_log.to_dict(), logged_answer(of_log, lang), of_log.by_part, of_log.errors
    else:
        measure = place_of(item_id) if item_id else mean_score()
        found = shop.slate_value(search, user_id, measure, candidates, platform)
        document, answer, shares, errors = found.to_dict(), value_answer(found, lang), found.by_part, {}
    if as_json:
        options.print_json(document)
        return
    click.echo(f"{answer}\n")
    _print(shares, errors, lang)


def _logged(
    workspace: Path,
    shop: Shop,
    search: str | None,
    user_id: str | None,
    count: int,
    k: int,
    candidates: int,
    grading: str,
) -> LoggedValue:
    import pyarrow.compute as pc

    from explain.logged_value import logged_value
    from queries.contexts import contexts
    from queries.grading import find_grading
    from queries.workspace import open_workspace

    with open_workspace(workspace) as ws, progress_bar("slate-value") as progress:
        asked = contexts(ws, with_actions_only=True)
        for column, wanted in (("search", search), ("user_id", user_id)):
            if wanted:
                asked = asked.filter(pc.equal(asked[column], wanted))
        latest = asked.slice(max(asked.num_rows - count, 0))
        return logged_value(ws, shop, latest, k, candidates, find_grading(grading), progress)


def _print(shares: Mapping[Part, float], errors: Mapping[Part, float | None], lang: str) -> None:
    from explain.wording import signed, wording

    words = wording(lang)
    table = Table("", words["contribution"], box=None, header_style="bold")
    for part, share in shares.items():
        error = errors.get(part)
        table.add_row(words[f"part_{part}"], signed(share) if error is None else f"{signed(share)} ± {error:.2f}")
    Console().print(table)
