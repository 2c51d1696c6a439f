"""Two rankers beside each other: what each is worth in the same contexts, and how much of what is shown changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb

from queries import sql
from queries.comparing.definitions import direction_of
from queries.slates import FLOOR, LOGGED
from queries.workspace import Workspace


@dataclass(frozen=True)
class Measured:
    """A metric of one of what ranked: ``version`` of its definition, and the ``grading`` where it is known."""

    metric: str
    version: str
    grading: str | None


@dataclass(frozen=True)
class Measurable:
    """What was measured, by ranker_id, and who can be compared with whom."""

    of: Mapping[str, tuple[Measured, ...]]

    def others(self, a: str) -> list[str]:
        """Return what ``a`` can be compared with: it ranked the same kind of candidates and shares a definition."""
        return [b for b in self.of if b != a and pool_of(a) == pool_of(b) and self.shared(a, b)]

    def shared(self, a: str, b: str) -> dict[str, Measured]:
        """Return the metrics that were measured of both by one definition and have a better end, by their label."""
        theirs = set(self.of.get(b, ()))
        found = (each for each in self.of.get(a, ()) if each in theirs)
        return {each.metric: each for each in found if direction_of(each.metric) != "neither"}


def measurable(ws: Workspace, cursor: duckdb.DuckDBPyConnection | None = None) -> Measurable:
    """Return what was measured in a workspace, the logged slates first.

    ``cursor``: the one to ask on, where the answer is to be of its transaction.

    >>> import pyarrow as pa
    >>> from queries.context_metrics import measure_workspace
    >>> from queries.examples import tiny_shop
    >>> from queries.metrics import METRICS
    >>> from queries.slates import save_slates
    >>> shop = tiny_shop()
    >>> _ = save_slates(shop, "mine", pa.table({"context_id": ["s1"], "item_id": ["w1"], "score": [0.1]}))
    >>> for ranker_id in ("logged", "mine"):
    ...     _ = measure_workspace(shop, ranker_id, [METRICS["ndcg"]])
    >>> found = measurable(shop)
    >>> found.others("logged"), list(found.shared("logged", "mine"))
    (['mine'], ['ndcg@10'])
    """
    of: dict[str, list[Measured]] = {}
    for row in sql.run(cursor or ws.cursor(), "comparing/measured").to_pylist():
        of.setdefault(row["ranker_id"], []).append(Measured(row["metric"], row["version"], row["grading"]))
    order = sorted(of, key=lambda ranker_id: (ranker_id != LOGGED, ranker_id.startswith(FLOOR), ranker_id))
    return Measurable({ranker_id: tuple(of[ranker_id]) for ranker_id in order})


def pool_of(ranker_id: str) -> str:
    """Return what was ranked: "shown" again, the whole "catalogue", or what was "judged".

    >>> pool_of("logged"), pool_of("7d430e8f50e8:catalogue"), pool_of("floor:bm25")
    ('shown', 'catalogue', 'shown')
    """
    return ranker_id.removeprefix(FLOOR).partition(":")[2] or "shown"
