"""``whyrank topics``: tell searches apart by what they are about."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from dashboard.cli import options
from dashboard.cli.progress import progress_bar
from models.topics import TopicSettings


@click.command(
    epilog=options.example("whyrank topics --workspace .whyrank/demo", "whyrank topics --topics 40 --ranker sample")
)
@options.settings(TopicSettings)
@options.ranker
@options.workspace
@options.as_json
def command(ranker_name: str | None, workspace: Path, as_json: bool, **flags: Any) -> None:
    """Put searches that mean alike to the ranker into topics, a dimension like any other afterwards: `topic`.

    The vectors of a two-tower ranker are clustered (k-means); a topic is named by its most typical words, of those that
    at least 11 shoppers typed.
    """
    from dashboard.topics import tell_topics
    from models.storage import load_ranker
    from queries.rankers import find_ranker
    from queries.workspace import open_workspace

    open_workspace(workspace).close()  # Opening for writing would make one where there is none.
    with open_workspace(workspace, "write") as ws, progress_bar("topics") as progress:
        ranker = load_ranker(find_ranker(ws, ranker_name).folder)
        found = tell_topics(ws, ranker, options.build(TopicSettings, flags), progress)
    options.print_counts(found, "topic", "contexts", as_json)
