"""``whyrank compare``: is one ranker better than another, in the same contexts, and how much changes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from dashboard.cli import options

if TYPE_CHECKING:
    from queries.comparing.comparison import Comparison


@click.command(
    epilog=options.example(
        "whyrank compare bm25 sample --workspace .whyrank/demo",
        "whyrank compare sample new --metric ndcg@10 --by language --lang zh",
        "whyrank compare sample new --demand not-worse --json",
    )
)
@click.argument("a")
@click.argument("b")
@click.option("--metric", default="ndcg@10", show_default=True, help="One that `whyrank measure` measured of both.")
@click.option("--k", type=click.IntRange(1, 1000), help="Places that churn looks at [default: the metric's own].")
@click.option("--by", "dimension", help="Also each segment of this dimension, see `whyrank segments`.")
@click.option("--losers", type=click.IntRange(0, 100), default=5, show_default=True, help="How many of the worst.")
@click.option(
    "--demand",
    type=click.Choice(["not-worse", "better"]),
    help="Exit with 1 where B is worse beyond chance, or is not better beyond chance; also where too little is known.",
)
@options.lang
@options.workspace
@options.as_json
def command(
    a: str,
    b: str,
    metric: str,
    k: int | None,
    dimension: str | None,
    losers: int,
    demand: str | None,
    lang: str,
    workspace: Path,
    as_json: bool,
) -> None:
    """Compare ranker B with ranker A, by name: differences in the same contexts, wins and losses, churn, losers.

    A and B: rankers of the workspace, `logged` for what was shown, `bm25` or `popularity`; all of them ranked by
    `whyrank rank-contexts` and measured by `whyrank measure`. Churn (how much of the slates changes) is told apart from
    quality (what that is worth).
    """
    from dashboard.comparison_words import answer, churn_answer, segments_answer
    from queries.comparing.comparison import compare
    from queries.errors import UnknownName
    from queries.slates import slate_names
    from queries.workspace import open_workspace

    with open_workspace(workspace) as ws:
        known = slate_names(ws)
        ids = {name: ranker_id for ranker_id, name in known.items()} | {ranker_id: ranker_id for ranker_id in known}
        for name in (a, b):
            if name not in ids:
                raise UnknownName("slates of", name, ids)
        found = compare(ws, ids[a], ids[b], metric, k, dimension, losers=losers)
    if as_json:
        options.print_json({"outcome": found.outcome, **found.to_dict()})
    else:
        for said in (answer(found, lang), segments_answer(found, lang), churn_answer(found, lang)):
            if said:
                click.echo(said)
        _print(found, lang)
    if demand and found.outcome not in (("better",) if demand == "better" else ("better", "not told apart")):
        raise SystemExit(1)


def _print(found: Comparison, lang: str) -> None:
    from dashboard.comparison_words import searched
    from dashboard.metric_words import written

    console = Console()
    console = Console(width=max(console.width, 110))
    if found.segments:
        table = Table(found.titles[""][lang], box=None, header_style="bold")
        for column in ("contexts", "difference", "95 %", "q", "won", "lost", "tied", "effect", "detectable"):
            table.add_column(column, justify="right")
        for row in found.segments:
            name = escape(found.titles[row["segment"]][lang])
            if row["state"] != "shown":
                table.add_row(name, *(("< 11", "hidden") if row["state"] == "hidden" else ("", "too few")))
                continue
            table.add_row(
                name,
                f"{row['contexts']:,}",
                written(row["difference"], signed=True) + ("*" if row["significant"] else " "),
                f"{written(row['low'], signed=True)} – {written(row['high'], signed=True)}",
                written(row["q"]),
                *(f"{row[outcome]:,}" for outcome in ("wins", "losses", "ties")),
                written(row["effect"], signed=True),
                written(row["least_detectable"]),
            )
        console.print(table)
    if found.losers:
        table = Table("loses most in", box=None, header_style="bold")
        for column in ("from", "to", "context", "turned on"):
            table.add_column(column)
        for loser in found.losers:
            item = loser.turned_on
            table.add_row(
                escape(searched(loser, lang)),
                written(loser.value_a),
                written(loser.value_b),
                loser.context_id,
                escape(f"{item.title or item.item_id} ({item.rank_a or '–'} → {item.rank_b or '–'})"),
            )
        console.print(table)
    console.print(f"{found.metric}, definition {found.version}; data {found.data_id}.", highlight=False)
