"""``whyrank what-if``: change the search, the history or the item, and see both slates."""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from dashboard.cli import explaining, options
from dashboard.cli.contrast_rows import print_rows

if TYPE_CHECKING:
    from explain.what_if import WhatIf


@click.command(
    epilog=options.example(
        "whyrank what-if --search 智能手表 --item i00017 --price 899 --workspace .whyrank/demo",
        "whyrank what-if --search 智能手表 --item i00017 --set-search 运动手表 --history i00017,i00351 --lang zh",
        "whyrank what-if --search 'running watch' --user u00042 --item i00017 --feature rating=4.8 --json",
    )
)
@options.search
@options.user
@click.option("--item", "item_id", required=True, help="The item's id (see `whyrank recommend`).")
@click.option("--set-search", help="Another search; '' takes it away.")
@click.option("--title", help="Another title of the item.")
@click.option("--attributes", help="Other attributes of the item; '' takes them away.")
@click.option("--price", type=float, help="Another price; the features that follow from it move along.")
@click.option("--feature", "features", multiple=True, help="NAME=VALUE, or NAME= for no record; can be repeated.")
@click.option("--history", help="Ids of items chosen before, most recent first, by commas; '' for none.")
@click.option("--k", type=click.IntRange(1, 1000), default=10, show_default=True, help="How many places are shown.")
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
    set_search: str | None,
    title: str | None,
    attributes: str | None,
    price: float | None,
    features: tuple[str, ...],
    history: str | None,
    k: int,
    platform: str | None,
    lang: str,
    top: int,
    ranker_name: str | None,
    workspace: Path,
    as_json: bool,
    **how: Any,
) -> None:
    """Change anything and rank the whole slate again: both slates, the item's place, and what changed in its sum.

    Another history changes what the ranker reads, not the behaviour features.
    """
    from explain.move_answers import change_told, what_if_answer
    from explain.shop import open_shop
    from explain.what_if import Changes
    from explain.wording import quoted

    texts = {"title": title, "attributes": attributes}
    changes = Changes(
        search=set_search,
        history=None if history is None else tuple(filter(None, (part.strip() for part in history.split(",")))),
        texts={name: text for name, text in texts.items() if text is not None},
        price=price,
        features=dict(map(_feature, features)),
    )
    shop = open_shop(workspace, ranker_name)
    answer = shop.what_if(search, user_id, item_id, changes, platform, k, explaining.settings(how))
    if as_json:
        options.print_json(answer.to_dict())
        return
    click.echo(f"{what_if_answer(answer, lang, quoted(str(shop.item(item_id)['title']), lang))}\n")
    _print_slates(answer, lang)
    print_rows(answer.change, lang, top, change_told, _heads(lang, ("after", "before", "difference")))


def _feature(assignment: str) -> tuple[str, float | None]:
    name, equals, value = assignment.partition("=")
    try:
        number = float(value) if value else None
    except ValueError:
        number = math.nan
    if not equals or (number is not None and not math.isfinite(number)):
        raise click.BadParameter(f"{assignment!r} is not NAME=VALUE with a number.", param_hint="--feature")
    return name.strip(), number


def _print_slates(answer: WhatIf, lang: str) -> None:
    from dashboard.move_words import came, went

    table = Table("#", *_heads(lang, ("before", "after")), "", box=None, header_style="bold")
    for number, (before, after) in enumerate(zip_longest(answer.before, answer.after), 1):
        left = (before.title, went(before, answer.after, lang)[1]) if before else ()
        right = (after.title, came(after, answer.before, lang)[1]) if after else ("", "")
        style = "bold" if answer.item_id in {place.item_id for place in (before, after) if place} else ""
        table.add_row(str(number), escape("  ".join(filter(None, left))), *map(escape, right), style=style)
    Console().print(table)
    click.echo("")


def _heads(lang: str, names: Iterable[str]) -> tuple[str, ...]:
    from dashboard.i18n import translate

    return tuple(translate(lang, f"move.{name}") for name in names)
