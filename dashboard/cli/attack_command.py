"""``whyrank attack``: how few edits move one item, or how many the median item of a sample needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from dashboard.cli import options
from dashboard.cli.progress import progress_bar
from explain.attack.settings import AttackSettings

if TYPE_CHECKING:
    from explain.attack.attack import Attack
    from explain.attack.resistance import ResistanceReport
    from queries.attacks.reading import Resistance


@click.command(
    epilog=options.example(
        "whyrank attack --search 智能手表 --item i00017 --workspace .whyrank/demo",
        "whyrank attack --search 'running shoes' --item i00017 --direction hide --beam 1 --json",
        "whyrank attack --sample 200 --at-least 2",
    )
)
@options.search
@options.user
@click.option("--item", "item_id", help="The item's id (see `whyrank recommend`).")
@click.option(
    "--direction",
    type=click.Choice(["lift", "hide"]),
    help="Lift an item by its title, or hide it by the search [default: hide what is within the first K].",
)
@click.option("--sample", type=click.IntRange(1), help="Attack items of that many logged contexts instead of one item.")
@click.option(
    "--at-least",
    type=click.IntRange(1),
    help="With --sample: exit with 1 where the median item needs fewer edits, in either direction.",
)
@options.until("--from", "With --sample: first day of the contexts [default: the log's first].")
@options.until("--until", "With --sample: day before which they end [default: after the log's last].")
@options.settings(AttackSettings)
@options.platform
@options.lang
@options.ranker
@options.workspace
@options.as_json
def command(
    search: str | None,
    user_id: str | None,
    item_id: str | None,
    direction: Any,
    sample: int | None,
    at_least: int | None,
    until: datetime | None,
    platform: str | None,
    lang: str,
    ranker_name: str | None,
    workspace: Path,
    as_json: bool,
    **flags: Any,
) -> None:
    """Find the fewest edits of a title that lift an item into the first K places, or of a search that hide it.

    A title is edited as a seller could: words that other makers' titles of the shelf use are added or exchanged, words
    moved or taken out, letters spelt otherwise. A search is edited so that a shopper would still read the same. What is
    printed was verified by ranking the whole slate again.

    With --sample it does so for items of logged contexts, keeps every attack, and says how many edits the median item
    needs: the ranker's resistance. Ctrl+C ends it after the context at hand; the same command goes on where it stopped.
    Exits with 1 when it was stopped, and with --at-least where the median is below that or nothing may be said.
    """
    from explain.attack.attack import attack
    from explain.attack.resistance import run_resistance
    from explain.attack.target import target_now
    from explain.shop import open_shop
    from explain.vocabulary import Vocabulary
    from models.checkpoint import stop_asked
    from queries.attacks.reading import hidden_segments, not_tried, resistance_figures, resistances
    from queries.workspace import open_workspace

    if (sample is None) == (item_id is None):
        raise click.UsageError("Give either --item ID with --search or --user, or --sample N.")
    one_only = [
        name for name, given in (("--search", search), ("--user", user_id), ("--direction", direction)) if given
    ]
    if sample is not None and one_only:
        raise click.UsageError(f"{one_only[0]} is of one item; --sample draws items and contexts itself.")
    if sample is None and at_least is not None:
        raise click.UsageError("--at-least is of a sample: give --sample N.")
    settings = options.build(AttackSettings, flags)
    shop = open_shop(workspace, ranker_name)
    if sample is None:
        with open_workspace(workspace) as ws, progress_bar("attack") as progress:
            target = target_now(shop, Vocabulary.of(ws, shop), search, user_id, str(item_id), platform)
            found = attack(target, direction, settings, progress)
        _tell(found, lang, str(shop.item(str(item_id))["title"]), as_json)
        return
    with open_workspace(workspace, "write") as ws, progress_bar("attack") as progress, stop_asked() as stop:
        report = run_resistance(ws, shop, settings, sample, flags["from"], until, stop, progress)
        [kept] = [each for each in resistances(ws) if each.resistance_id == report.resistance_id]
        figures = resistance_figures(ws, kept).to_pylist()
        hidden, left_out = hidden_segments(ws, kept), not_tried(ws, kept.resistance_id).to_pylist()
    if as_json:
        options.print_json({**asdict(report), "figures": figures, "not_tried": left_out})
    else:
        _tell_sample(report, kept, figures, hidden, left_out, lang)
    failing = _below(figures, hidden, at_least)
    if failing and not as_json:
        click.echo(f"Fails --at-least {at_least}: {', '.join(failing)}.")
    if report.left or failing:
        raise SystemExit(1)


def _below(figures: Sequence[dict[str, Any]], hidden: Sequence[tuple[str, str]], at_least: int | None) -> list[str]:
    """Return the directions in which the median is below the pass mark or may not be told; all where nothing is."""
    if at_least is None:
        return []
    failing = [row["direction"] for row in figures if row["median"] < at_least]
    failing += [f"{direction} (too few shoppers)" for direction, _ in hidden]
    return failing if figures or failing else ["nothing could be tried"]


def _tell(found: Attack, lang: str, title: str, as_json: bool) -> None:
    from dashboard.attack_words import answer, edit_row, visible
    from dashboard.i18n import translate
    from explain.wording import quoted

    if as_json:
        options.print_json(found.to_dict())
        return
    console = Console()
    click.echo(answer(found, lang, quoted(title, lang)))
    if found.found:
        for name, text in (("before", found.before), ("after", str(found.after))):
            click.echo(f"  {translate(lang, f'attack.{name}')}: {visible(text)}")
        table = Table(box=None, header_style="bold")
        for name in ("edit", "taken_out", "put_in"):
            table.add_column(translate(lang, f"attack.{name}"))
        for edit in found.edits:
            table.add_row(*map(escape, edit_row(edit, lang)))
        console.print(table)
    click.echo(translate(lang, "attack.scored", count=f"{found.scored:,}"))


def _tell_sample(
    report: ResistanceReport,
    kept: Resistance,
    figures: Sequence[dict[str, Any]],
    hidden: Sequence[tuple[str, str]],
    left_out: Sequence[dict[str, Any]],
    lang: str,
) -> None:
    from dashboard.attack_words import median_written, remarks, share_written
    from dashboard.i18n import translate

    console = Console()
    console.print(
        f"Resistance {report.resistance_id}: {report.scored:,} candidates of {report.contexts:,} contexts scored, "
        f"{report.before:,} contexts were there.",
        highlight=False,
    )
    table = Table(translate(lang, "attack.direction"), box=None, header_style="bold")
    for name in ("median", "one_edit", "not_found", "items", "shoppers"):
        table.add_column(translate(lang, f"attack.{name}"), justify="right")
    for row in figures:
        table.add_row(
            translate(lang, f"attack.direction_{row['direction']}"),
            median_written(row, kept.most_edits, lang),
            share_written(row),
            f"{row['not_found']:.0%}",
            f"{row['items']:,}",
            f"{row['shoppers']:,}",
        )
    console.print(table)
    for remark in remarks(hidden, left_out, lang):
        console.print(remark, highlight=False)
    if report.left:
        console.print(f"Stopped with {report.left:,} contexts left; the same command goes on.", highlight=False)
