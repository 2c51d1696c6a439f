"""``whyrank reviews``: what reviewers decided of rankers, listed and taken along."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from dashboard.cli import options


@click.command(
    epilog=options.example(
        "whyrank reviews --workspace .whyrank/demo",
        "whyrank reviews 3f0c1f9a4be27d10 --export review.html --lang zh",
        "whyrank reviews 3f0c1f9a4be27d10 --json",
    )
)
@click.argument("review_id", required=False)
@click.option("--export", "file", type=click.Path(path_type=Path), help="Write it: .html as one page, .json as data.")
@options.lang
@options.workspace
@options.as_json
def command(review_id: str | None, file: Path | None, lang: str, workspace: Path, as_json: bool) -> None:
    """List the reviews that were signed on the Compare page, or write one to a file just as it was kept.

    Exits with 1 where a record was changed after it was signed.
    """
    from queries.comparing.records import list_reviews, read_review
    from queries.workspace import open_workspace

    if file and not review_id:
        raise click.UsageError("Say which review to export: its id stands in the list.")
    if file and file.suffix not in (".html", ".json"):
        raise click.BadParameter(f"{file.name!r} ends neither in .html nor in .json", param_hint="--export")
    with open_workspace(workspace) as ws:
        if review_id is None:
            _list(list_reviews(ws), as_json)
            return
        kept = read_review(ws, review_id)
    review = kept.review
    if file:
        file.write_bytes((kept.pages[lang] if file.suffix == ".html" else kept.document).encode())
        click.echo(f"Written: {file}")
    elif as_json:
        click.echo(kept.document)
    else:
        click.echo(f"{review.decision}: {review.comparison.name_b} instead of {review.comparison.name_a}")
        click.echo(f"{review.reviewer}, {review.made_at:%Y-%m-%d %H:%M:%S} UTC, data {review.comparison.data_id}\n")
        click.echo(review.findings)
    if not kept.intact:
        raise click.ClickException("This record was changed after it was signed: it no longer matches its number.")


def _list(rows: list[dict[str, object]], as_json: bool) -> None:
    if as_json:
        options.print_json(rows)
        return
    if not rows:
        click.echo("No reviews yet; the Compare page ends in one.")
        return
    table = Table(
        "review", "when (UTC)", "decision", "new", "instead of", "metric", "by", box=None, header_style="bold"
    )
    for row in rows:
        names = (escape(str(row[name])) for name in ("decision", "b", "a", "metric", "reviewer"))
        table.add_row(str(row["review_id"]), f"{row['made_at']:%Y-%m-%d %H:%M}", *names)
    Console().print(table)
