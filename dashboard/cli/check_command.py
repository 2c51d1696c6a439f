"""``whyrank check``: do the numbers keep to their limits; for a pipeline."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.table import Table

from dashboard.cli import options
from dashboard.cli.progress import progress_bar

if TYPE_CHECKING:
    from queries.watch.checks import Finding
    from queries.workspace import Workspace


class BadInput(click.ClickException):
    """What was asked for cannot be read or does not exist; nothing was checked."""

    exit_code = 2


@click.command(
    epilog=options.example(
        "whyrank check --workspace .whyrank/demo",
        "whyrank check --thresholds limits.toml --strict --json",
        "whyrank check --show > limits.toml",
    )
)
@click.option("--thresholds", "file", type=click.Path(path_type=Path), help="TOML file [default: the workspace's own].")
@click.option("--strict", is_flag=True, help="What cannot be checked is a miss, too.")
@click.option("--show", is_flag=True, help="Print the thresholds that come along and stop: a file to begin with.")
@options.lang
@options.workspace
@options.as_json
def command(file: Path | None, strict: bool, show: bool, lang: str, workspace: Path, as_json: bool) -> None:
    """Hold the workspace to thresholds, and keep what was found for the Overview.

    Without a file, WORKSPACE/thresholds.toml is read, or else the thresholds that come along. Exits with 0 when all are
    kept, 1 when one is missed, 2 when the file or the workspace cannot be read. docs/watch.md says what each means.
    """
    from queries.errors import WhyrankError
    from queries.watch.checks import check
    from queries.watch.last_check import keep_findings
    from queries.watch.thresholds import find_thresholds, shipped
    from queries.workspace import open_workspace

    if show:
        click.echo(shipped(), nl=False)
        return
    try:
        open_workspace(workspace).close()  # Opening for writing would make one where there is none.
        thresholds = find_thresholds(workspace, file)
        with open_workspace(workspace, "write") as ws, progress_bar("check") as progress:
            found = check(ws, thresholds, progress)
            keep_findings(ws, found)
            told = _told(ws, found, lang)
    except WhyrankError as error:
        raise BadInput(str(error)) from error
    missed = [each for each in found if each.outcome == "fails" or (strict and each.outcome == "unknown")]
    if as_json:
        options.print_json({"passes": not missed, "findings": told})
    else:
        _print(told, found, lang)
    if missed:
        raise SystemExit(1)


def _told(ws: Workspace, found: Sequence[Finding], lang: str) -> list[dict[str, Any]]:
    from dashboard.check_words import title
    from queries.segment import dimensions
    from queries.slates import slate_names

    slates, known = slate_names(ws), dimensions(ws)
    return [{"title": title(each, lang, slates, known), **vars(each)} for each in found]


def _print(told: Sequence[dict[str, Any]], found: Sequence[Finding], lang: str) -> None:
    from rich.markup import escape

    from dashboard.check_words import headline, limit, value

    click.echo(headline(found, lang))
    table = Table("outcome", "what", box=None, header_style="bold")
    table.add_column("now", justify="right")
    table.add_column("limit")
    marks = {"fails": "[bold red]MISSED[/]", "passes": "kept", "unknown": "not known"}
    for row, each in zip(told, found, strict=True):
        mark = "by chance" if each.noise else marks[each.outcome]
        table.add_row(mark, escape(row["title"]), escape(value(each, lang)), limit(each, lang))
    console = Console()
    Console(width=max(console.width, 120)).print(table)
