"""``whyrank familiarity``: learn what a ranker was trained on, so that odd input can be told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from dashboard.cli import options
from dashboard.cli.progress import progress_bar
from models.familiarity import FamiliaritySettings


@click.command(
    epilog=options.example(
        "whyrank familiarity --workspace .whyrank/demo", "whyrank familiarity --ranker sample --false-alarms 0.005"
    )
)
@options.settings(FamiliaritySettings)
@options.ranker
@options.workspace
@options.as_json
def command(ranker_name: str | None, workspace: Path, as_json: bool, **flags: Any) -> None:
    """Learn which searches and which ranges of behaviour a ranker was trained on, and keep it beside the ranker.

    Limits are set on the validation span so that at most the share --false-alarms of ordinary contexts is flagged; how
    many are flagged in the span after it is measured and printed. `whyrank finetune` does it for a new ranker.
    """
    from explain.familiarity import learn_familiarity
    from explain.odd_input import alarms_told
    from models.storage import load_ranker
    from queries.rankers import find_ranker
    from queries.workspace import open_workspace

    settings = options.build(FamiliaritySettings, flags)
    with open_workspace(workspace) as ws, progress_bar("familiarity") as progress:
        entry = find_ranker(ws, ranker_name)
        found = learn_familiarity(ws, entry, load_ranker(entry.folder), settings, progress)
    if as_json:
        options.print_json({"ranker": found.ranker_identity, "marks": dict(found.marks), **found.figures})
        return
    click.echo(f"{found.figures['searches_known']:,} searches are known to ranker {entry.name!r}. {alarms_told(found)}")
