"""``whyrank rules``: do the reasons of a ranker keep to what reviewers demand of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.table import Table

from dashboard.cli import options, stored_options

if TYPE_CHECKING:
    from queries.rules.checking import Review, RuleResult

SHOWN = 3  # worst explanations told of each rule


@click.command(
    epilog=options.example(
        "whyrank rules rules.toml --workspace .whyrank/demo",
        "whyrank rules rules.toml --where lang=zh --out evidence.json",
    )
)
@click.argument("rules_file", metavar="RULES.TOML", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), help="Write evidence: this JSON file, a CSV file beside it.")
@click.option("--mask", is_flag=True, help="Also mask the words of each rule and score again, with the ranker itself.")
@options.ranker
@stored_options.filters
@options.workspace
@options.as_json
def command(
    rules_file: Path,
    out: Path | None,
    mask: bool,
    ranker_name: str | None,
    workspace: Path,
    as_json: bool,
    **which: Any,
) -> None:
    """Check the rules of a TOML file on the stored explanations of a ranker.

    A rule bounds the share that words, fields, parts or features may carry, or forbids them a direction; docs/rules.md
    says how to write one. Exits with 1 when a rule fails, and when nothing is stored to check it on.
    """
    from queries.rules.checking import check_rules
    from queries.rules.evidence import evidence, write_evidence
    from queries.rules.reading import read_rules
    from queries.workspace import open_workspace

    rules = read_rules(rules_file)
    with open_workspace(workspace) as ws:
        chosen = stored_options.choice(ws, ranker_name, **which, newest=True)
        review = check_rules(ws, rules, chosen)
        if mask:
            from explain.rule_masking import check_by_masking
            from explain.shop import open_shop

            review = replace(
                review, masked=tuple(check_by_masking(ws, open_shop(workspace, ranker_name), rules, chosen))
            )
    if out:
        write_evidence(review, out)
    if as_json:
        options.print_json(evidence(review))
    else:
        _print(review, review.results)
        if mask:
            click.echo("By masking the words and scoring again:")
            _print(review, review.masked)
        if out:
            click.echo(f"Written: {out} and {out.with_suffix('.csv')}")
    if review.failed:
        raise SystemExit(1)


def _print(review: Review, results: Sequence[RuleResult]) -> None:
    console = Console()
    stale = sum(review.states.values()) - review.states["fresh"]
    note = f", {stale:,} of them stale" if stale else ""
    console.print(f"{review.explanations:,} stored explanations{note}.", highlight=False)
    table = Table("rule", "outcome", box=None, header_style="bold")
    for column in ("checked", "violating"):
        table.add_column(column, justify="right")
    table.add_column("worst")
    for result in results:
        table.add_row(
            _escaped(result.rule.name),
            {"passes": "passes", "fails": "[bold red]FAILS[/]"}.get(result.outcome, result.outcome),
            f"{result.checked:,}",
            f"{result.violating:,}",
            _escaped(_worst(result)),
        )
    console.print(table)


def _worst(result: RuleResult) -> str:
    unit = "+.3f" if result.rule.demand == "never" else ".1%"
    return "; ".join(
        f"{format(example.value, unit)} {', '.join(example.words)} ({example.explanation_id})"
        for example in result.worst[:SHOWN]
    )


def _escaped(text: str) -> str:
    from rich.markup import escape

    return escape(text)
