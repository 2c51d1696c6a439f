"""``whyrank shopper``: who one shopper is, what they did, what they are shown and how well."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.table import Table

from dashboard.cli import options, segment_options

if TYPE_CHECKING:
    from queries.profiles.shopper import Profile

TABLES = ("timeline", "contexts", "affinities", "served", "parts", "drivers")
LISTED = 10


@click.command(epilog=options.example("whyrank shopper u00042", "whyrank shopper u00042 --metric click_through --json"))
@click.argument("user_id")
@segment_options.metric
@segment_options.slates
@options.lang
@options.workspace
@options.as_json
def command(user_id: str, metric: str, name: str, lang: str, workspace: Path, as_json: bool) -> None:
    """Say who a shopper is, by pseudonym: recency, frequency, money, prices, contexts, affinities, service, reasons.

    Searches that fewer than 11 shoppers typed are not told. The same profile is on the page Shoppers.
    """
    from queries.errors import UnknownName
    from queries.observe import measured_metrics
    from queries.profiles.people import gather
    from queries.profiles.shopper import profile
    from queries.workspace import open_workspace

    with open_workspace(workspace) as ws:
        ranker_id = segment_options.ranker_id(ws, name)
        known = measured_metrics(ws).get(ranker_id, [])
        if known and metric not in known:
            raise UnknownName("metric", metric, known)
        found = profile(gather(ws), user_id, metric, ranker_id)
    if as_json:
        options.print_json(_document(found))
        return
    _print(found, lang)


def _document(found: Profile) -> dict[str, Any]:
    """Return all of the profile as plain values."""
    plain = {"user_id": found.user_id, "metric": found.metric, "ranker_id": found.ranker_id, "facts": found.facts}
    return plain | {"price": asdict(found.price)} | {name: getattr(found, name).to_pylist() for name in TABLES}


def _print(found: Profile, lang: str) -> None:
    from dashboard.i18n import translate
    from dashboard.metric_words import metric_title, written
    from dashboard.shopper_words import band_title, headlines, leaning, stage_title, summary
    from explain.wording import feature_title, signed

    console = Console()
    console = Console(width=max(console.width, 100))

    def said(key: str) -> str:
        return translate(lang, key)

    facts = found.facts
    console.print(summary(found, lang), highlight=False, markup=False)
    stage, band = stage_title(facts["stage"], lang), band_title(facts["band"], lang)
    scores = " ".join(str(facts[letter] or "–") for letter in "rfm")
    console.print(f"R F M {scores} · {stage} · {said('shoppers.band')}: {band}", highlight=False, markup=False)
    console.print(leaning(found.price, lang), highlight=False, markup=False)

    metric = metric_title(found.metric, lang)
    titles = ("segments.when", "segments.search", "shoppers.shown", "shoppers.clicked", "shoppers.bought")
    _table(
        console,
        said("shoppers.contexts"),
        [*(said(title) for title in titles), metric],
        [
            [
                f"{row['ts']:%Y-%m-%d %H:%M}",
                row["search"] or (said("segments.rare") if row["rare"] else row["surface"] or ""),
                *(f"{row[name]:,}" for name in ("shown", "clicked", "bought")),
                written(row["value"]),
            ]
            for row in found.contexts.to_pylist()[:LISTED]
        ],
        2,
    )
    shares = ("share", "shown_share", "everyone")
    _table(
        console,
        said("shoppers.affinities"),
        ["", *(said(f"shoppers.{name}") for name in ("theirs", "shown_share", "everyone"))],
        [
            [row["subject"], *("–" if row[name] is None else f"{row[name]:.1%}" for name in shares)]
            for row in found.affinities.to_pylist()
        ],
        1,
    )
    _table(
        console,
        said("shoppers.service"),
        [said("segments.metric"), said("shoppers.theirs"), said("shoppers.everyone"), said("segments.contexts")],
        [
            [
                metric_title(row["metric"], lang),
                written(row["mean"]),
                written(row["everyone"]),
                f"{row['contexts']:,}" + ("" if row["enough"] else "*"),
            ]
            for row in headlines(found, [found.ranker_id])
        ],
        1,
    )
    _table(
        console,
        said("shoppers.reasons"),
        ["", said("shoppers.adds"), said("shoppers.everyone")],
        [
            [
                translate(lang, f"part.{row['part']}")
                if "word" not in row
                else feature_title(row["word"], lang)
                if row["part"] == "behaviour"
                else translate(lang, "patterns.word_in", word=row["word"], role=row["role"]),
                signed(row["mean"]),
                "–" if row["everyone_mean"] is None else signed(row["everyone_mean"]),
            ]
            for row in [*found.parts.to_pylist(), *found.drivers.to_pylist()]
        ],
        1,
    )


def _table(console: Console, title: str, columns: list[str], rows: list[list[str]], texts: int) -> None:
    """Print a table whose first ``texts`` columns are texts and the others numbers; nothing where it is empty."""
    if not rows:
        return
    table = Table(title=f"\n{title}", title_justify="left", box=None, header_style="bold")
    for place, column in enumerate(columns):
        table.add_column(column, justify="left" if place < texts else "right")
    for row in rows:
        table.add_row(*(cell.replace("[", "\\[") for cell in row))
    console.print(table)
