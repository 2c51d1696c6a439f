"""What the commands about segments have in common."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from dashboard.cli.progress import progress_bar

metric = click.option(
    "--metric",
    default="ndcg@10",
    show_default=True,
    help="One of `whyrank measure`, or of what was shown: shown_click …",
)
slates = click.option("--slates", "name", default="logged", show_default=True, help="Of what: logged, or a ranker.")
only = click.option("--only", multiple=True, help="dimension=segment: look at these alone; may be given again.")
without_flagged = click.option(
    "--without-flagged", is_flag=True, help="Leave out the accounts that `whyrank watch` flagged."
)
again = click.option("--again", is_flag=True, help="Tell the segments apart anew first.")


def filters(only: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Return pairs of dimension and segment.

    >>> filters(["device=mobile"])
    (('device', 'mobile'),)
    """
    pairs = [each.partition("=") for each in only]
    for name, sign, segment in pairs:
        if not (name and sign and segment):
            raise click.BadParameter(f"{name!r} is not dimension=segment", param_hint="--only")
    return tuple((name, segment) for name, _, segment in pairs)


def ready(workspace: Path, again: bool) -> None:
    """Tell segments apart where that was not done yet, or is asked for again."""
    from queries.segment import fill_segments, kept_dimensions
    from queries.workspace import open_workspace

    with open_workspace(workspace) as ws:
        filled = bool(kept_dimensions(ws))
    if not filled or again:
        with open_workspace(workspace, "write") as ws, progress_bar("segments") as progress:
            fill_segments(ws, progress=progress)


def ranker_id(ws: object, name: str) -> str:
    """Return the id of a ranker called by its name; anything else is an id already."""
    from queries.rankers import list_rankers

    return {entry.name: entry.ranker_id for entry in list_rankers(ws)}.get(name, name)  # type: ignore[arg-type]
