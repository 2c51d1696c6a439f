"""``whyrank segments``: how well each segment of a dimension is served, and whether the difference is real."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from dashboard.cli import options, segment_options
from dashboard.metric_words import metric_title, written


@click.command(
    epilog=options.example(
        "whyrank segments --dimension language",
        "whyrank segments --metric shown_click --dimension brand --only platform=yunshi",
        "whyrank segments --metric click_through --dimension intent --across shopper:age --json",
    )
)
@segment_options.metric
@click.option("--dimension", help="Tell apart by this [default: list the dimensions there are].")
@click.option("--across", help="A second dimension: figures of each pair.")
@segment_options.only
@segment_options.slates
@segment_options.without_flagged
@segment_options.again
@options.lang
@options.workspace
@options.as_json
def command(
    metric: str,
    dimension: str | None,
    across: str | None,
    only: tuple[str, ...],
    name: str,
    without_flagged: bool,
    again: bool,
    lang: str,
    workspace: Path,
    as_json: bool,
) -> None:
    """Compare each segment with the rest, shopper by shopper, and say which differences are real.

    A star marks a difference that is significant among all that are listed (5 % false discoveries). Where there is too
    little to say anything, or fewer than 11 shoppers, nothing is said.
    """
    from queries.figures import heat_map, segment_figures
    from queries.segment import dimensions
    from queries.workspace import open_workspace

    segment_options.ready(workspace, again)
    with open_workspace(workspace) as ws:
        known = dimensions(ws)
        if dimension is None:
            _list(known, lang, as_json)
            return
        chosen = segment_options.filters(only)
        ranker_id = segment_options.ranker_id(ws, name)
        if across is None:
            rows = segment_figures(ws, metric, dimension, ranker_id, chosen, without_flagged).to_pylist()
        else:
            rows = heat_map(ws, metric, dimension, across, ranker_id, chosen, without_flagged).to_pylist()
    if as_json:
        options.print_json({"metric": metric, "dimension": dimension, "across": across, "figures": rows})
        return
    titles = [known[each] for each in (dimension, across) if each]
    _print(rows, titles, metric_title(metric, lang), lang)


def _list(known: dict[str, Any], lang: str, as_json: bool) -> None:
    if as_json:
        fields = ("key", "known", "order", "absent")
        options.print_json(
            [
                {"name": each.name, "title": each.title, "meaning": each.meaning, "missing": each.missing}
                | {field: getattr(each, field) for field in fields}
                for each in known.values()
            ]
        )
        return
    table = Table("dimension", "of each", "title", "meaning", box=None, header_style="bold")
    for each in known.values():
        table.add_row(each.name, each.key, each.title[lang], each.meaning[lang])
    Console().print(table)


def _print(rows: list[dict[str, Any]], by: list[Any], title: str, lang: str) -> None:
    table = Table(*(each.title[lang] for each in by), box=None, header_style="bold", title=title, title_justify="left")
    for column in ("contexts", "shoppers", "mean", "95 %", "rest", "difference", "q", "detectable"):
        table.add_column(column, justify="right")
    for row in rows:
        names = [each.segment_title(row[key], lang) for each, key in zip(by, ("segment", "other"), strict=False)]
        if row["state"] == "hidden":
            table.add_row(*names, "hidden", "< 11")
        elif row["state"] == "few":
            table.add_row(*names, f"{row['contexts']:,}", f"{row['shoppers']:,}", "too few")
        else:
            table.add_row(
                *names,
                f"{row['contexts']:,}",
                f"{row['shoppers']:,}",
                written(row["mean"]),
                f"{written(row['low'])} – {written(row['high'])}",
                written(row["rest_mean"]),
                written(row["difference"], signed=True) + ("*" if row["significant"] else " "),
                written(row["q"]),
                written(row["least_detectable"]),
            )
    console = Console()
    Console(width=max(console.width, 110)).print(table)
