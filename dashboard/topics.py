"""The topics of searches told by a ranker, and kept as the segments of a dimension."""

from __future__ import annotations

from collections.abc import Callable

from models.serving import ServingRanker
from models.topics import TopicSettings, search_topics
from queries.segment import fill_segments
from queries.topics import save_topics, typed_searches
from queries.workspace import Workspace


def tell_topics(
    ws: Workspace,
    ranker: ServingRanker,
    settings: TopicSettings | None = None,
    progress: Callable[[str, float], None] = lambda label, share: None,
) -> dict[str, int]:
    """Find the topics of all searches, keep them, and return how many contexts each has, the largest first."""
    progress("reading the searches", 0.0)
    typed = typed_searches(ws)
    progress("telling topics apart", 0.2)
    found = search_topics(ranker, typed, settings)
    save_topics(ws, ranker.identity, found)
    progress("segments", 0.8)
    fill_segments(ws, ["topic"])
    topic_of = dict(zip(found["search"].to_pylist(), found["topic"].to_pylist(), strict=True))
    counts: dict[str, int] = {}
    for row in typed.to_pylist():
        topic = topic_of[row["search"]]
        counts[topic] = counts.get(topic, 0) + row["contexts"]
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
