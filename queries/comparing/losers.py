"""The contexts that lose most by the change, with both slates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import duckdb
import pyarrow as pa

from queries import sql
from queries.grading import GRADINGS
from queries.observe import keep
from queries.outcomes import outcomes_on
from queries.privacy import MIN_SHOPPERS
from queries.segments import Dimension

OUTCOME = pa.schema([("context_id", pa.string()), ("item_id", pa.string()), ("grade", pa.float64())])


@dataclass(frozen=True)
class TwoPlaces:
    """An item in both slates: rank from 1, None where it was not ranked; ``grade``: what it counts there."""

    item_id: str
    title: str | None
    rank_a: int | None
    rank_b: int | None
    grade: float | None

    @property
    def fall(self) -> float:
        """How many places it fell from a, which ranked it, to b; without end where b did not rank it."""
        return (self.rank_b or float("inf")) - (self.rank_a or 0)


@dataclass(frozen=True)
class Loser:
    """A context in which b is behind a by the metric. ``search`` is None where there is none or it is a ``rare`` one.

    ``places``: the first k of either slate, and what is relevant besides.
    """

    context_id: str
    user_id: str | None
    ts: datetime | None
    search: str | None
    rare: bool
    surface: str | None
    value_a: float
    value_b: float
    difference: float
    rbo: float | None
    places: tuple[TwoPlaces, ...]

    @property
    def turned_on(self) -> TwoPlaces:
        """The item that the loss turned on: of those that count here the one that fell furthest, else a's first."""
        relevant = [place for place in self.places if place.grade and place.rank_a]
        if relevant:
            return max(relevant, key=lambda place: (place.fall, place.grade or 0.0, place.item_id))
        return min(self.places, key=lambda place: (place.rank_a or 10**6, place.rank_b or 10**6, place.item_id))


def biggest_losers(
    con: duckdb.DuckDBPyConnection,
    limit: int = 5,
    higher: bool = True,
    grading: str | None = None,
    within: tuple[Dimension, str] | None = None,
) -> list[Loser]:
    """Return the contexts where b is furthest behind a, the largest loss first.

    Inputs: every_context, the observations of :func:`queries.paired.pair`, and two_slates, churn and first_places
    (:mod:`queries.comparing.churn`). ``higher``: whether more of the metric is better. ``grading``: the name of the one
    the metric was measured by; items have no grades where it is None or one of the shop's own. ``within``: look at one
    segment of a dimension alone, where it is large enough to be shown.
    """
    if within:
        keep(con, *within)
    sql.run(con, "context/usual", many=MIN_SHOPPERS)
    found = sql.run(con, "comparing/losers", sign=1 if higher else -1, limit=limit).to_pylist()
    con.register("asked_context", pa.table({"context_id": pa.array([row["context_id"] for row in found], pa.string())}))
    known = GRADINGS.get(grading or "")
    con.register("outcome", outcomes_on(con, known) if known else OUTCOME.empty_table())
    places: dict[str, list[TwoPlaces]] = {}
    for row in sql.run(con, "comparing/slates_of").to_pylist():
        places.setdefault(row.pop("context_id"), []).append(TwoPlaces(**row))
    # A context whose slates are gone was measured before they were; it has nothing to show side by side.
    return [Loser(**row, places=tuple(places[row["context_id"]])) for row in found if row["context_id"] in places]
