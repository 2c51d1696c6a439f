"""``whyrank worst``: the segments that are served worst, found among all combinations and confirmed."""

from __future__ import annotations

from pathlib import Path

import click

from dashboard.cli import options, segment_options
from dashboard.metric_words import metric_title


@click.command(
    epilog=options.example(
        "whyrank worst --metric click_through",
        "whyrank worst --metric shown_click --dimension brand --dimension month --only platform=yunshi",
        "whyrank worst --metric conversion --value 35 --json",
    )
)
@segment_options.metric
@click.option("--dimension", "names", multiple=True, help="Search this, may be given again [default: all that fit].")
@click.option("--value", type=float, default=1.0, show_default=True, help="What one unit of the metric is worth.")
@segment_options.only
@segment_options.slates
@segment_options.without_flagged
@segment_options.again
@options.lang
@options.workspace
@options.as_json
def command(
    metric: str,
    names: tuple[str, ...],
    value: float,
    only: tuple[str, ...],
    name: str,
    without_flagged: bool,
    again: bool,
    lang: str,
    workspace: Path,
    as_json: bool,
) -> None:
    """Search all combinations of one, two and three segments for those served worse than the rest, at most 15.

    They are searched for in half of the shoppers and must be found again in the other half.
    """
    from dashboard.segment_words import finding
    from queries.segment import dimensions
    from queries.workspace import open_workspace
    from queries.worst import worst_segments

    segment_options.ready(workspace, again)
    with open_workspace(workspace) as ws:
        known = dimensions(ws)
        ranker_id = segment_options.ranker_id(ws, name)
        answer = worst_segments(
            ws, metric, ranker_id, names or None, segment_options.filters(only), value, without_flagged
        )
    rows = answer.found.to_pylist()
    if as_json:
        said = [{code: finding(known, row, metric, value, code) for code in ("en", "zh")} for row in rows]
        found = [row | {"sentence": sentence} for row, sentence in zip(rows, said, strict=True)]
        searched = {"metric": metric, "tried": answer.tried, "dimensions": answer.dimensions}
        options.print_json(searched | {"found": found})
        return
    click.echo(f"{answer.tried:,} combinations of {len(answer.dimensions)} dimensions were compared with the rest.")
    if not rows:
        click.echo(f"None is served worse by {metric_title(metric, lang)}, as far as these data can tell.")
    for place, row in enumerate(rows, start=1):
        click.echo(f"{place:>2}. {finding(known, row, metric, value, lang)}")
