"""``whyrank match``: which word of the search met which word of the item."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from dashboard.cli import options

if TYPE_CHECKING:
    from explain.match import Match


@click.command(
    epilog=options.example(
        "whyrank match --search 智能手表 --item i00017 --workspace .whyrank/demo",
        "whyrank match --user u00042 --item i00017 --of history --json",
    )
)
@options.search
@options.user
@click.option("--item", "item_id", required=True, help="The item's id (see `whyrank recommend`).")
@click.option(
    "--of",
    "side",
    type=click.Choice(["search", "history"]),
    default="search",
    show_default=True,
    help="Whose words: those of the search, or of what was chosen before.",
)
@options.lang
@options.ranker
@options.workspace
@options.as_json
def command(
    search: str | None,
    user_id: str | None,
    item_id: str,
    side: str,
    lang: str,
    ranker_name: str | None,
    workspace: Path,
    as_json: bool,
) -> None:
    """Say which words of the context and of the item need each other, in logits.

    A pair's number is what the two words add together beyond what each adds alone, measured by hiding them.
    """
    from explain.answers import match_answer
    from explain.shop import open_shop

    found = open_shop(workspace, ranker_name).match(search, user_id, item_id, side)  # type: ignore[arg-type]
    if as_json:
        options.print_json(found.to_dict())
        return
    click.echo(match_answer(found, lang) + "\n")
    _print(found, lang)


def _print(found: Match, lang: str) -> None:
    """Print a row per word of the item and a column per word of the context: titles are longer than searches."""
    from explain.answers import match_word
    from explain.wording import signed

    table = Table("", *(escape(match_word(word, lang)) for word in found.words), box=None, header_style="bold")
    for word, values in zip(found.item_words, found.values.T, strict=True):
        table.add_row(escape(match_word(word, lang)), *(signed(value) for value in values))
    Console().print(table)
