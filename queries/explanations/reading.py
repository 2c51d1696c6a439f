"""Stored explanations read back, with whether they are still of the ranker and the data there are now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

import duckdb
import pyarrow as pa

from queries import sql
from queries.errors import UnknownName, WhyrankError
from queries.workspace import Workspace

State = Literal["fresh", "other ranker", "data changed"]
STATES: tuple[State, ...] = get_args(State)
STALE: tuple[State, ...] = STATES[1:]


@dataclass(frozen=True)
class StoredExplanation:
    """One explanation as it was stored.

    ``facts``: the row of ``explanations``, by column; what was not measured is None. ``contributions``: part, name,
    field, start_char, end_char, feature_value, contribution (logits), stderr; words in reading order, then features,
    the strongest first. ``state``: "fresh", or "other ranker" when its ranker is no longer the newest of its name, or
    "data changed" when the workspace holds other data by now.
    """

    explanation_id: str
    facts: Mapping[str, Any]
    contributions: pa.Table
    state: State


def tell_states(ws: Workspace, con: duckdb.DuckDBPyConnection) -> str:
    """Make the view ``stated_explanation`` on a cursor, and return the id of the data its states are told by.

    >>> from queries.examples import explained_shop
    >>> shop = explained_shop()
    >>> with shop.transaction() as con:
    ...     tell_states(shop, con) == shop.data_id()
    True
    """
    data_id = ws.data_id(con)
    sql.run(con, "explanations/states", data_id=data_id)
    return data_id


def read_explanation(ws: Workspace, explanation_id: str) -> StoredExplanation:
    """Return one stored explanation. Raises :class:`UnknownName` where none has the id.

    >>> from queries.examples import explained_shop
    >>> found = read_explanation(explained_shop(), "e1")
    >>> found.state, found.facts["item_id"], found.contributions["name"].to_pylist()
    ('fresh', 'w1', ['手表', '小米', 'item_clicks'])
    """
    with ws.transaction() as con:
        tell_states(ws, con)
        rows = sql.run(con, "explanations/one", explanation_id=explanation_id).to_pylist()
        if not rows:
            raise UnknownName("explanation", explanation_id, _ids(con)["explanation_id"].to_pylist())
        contributions = sql.run(con, "explanations/contributions_of", explanation_id=explanation_id)
    state = rows[0].pop("state")
    return StoredExplanation(explanation_id, rows[0], contributions, state)


def stored_ids(
    ws: Workspace, run: str | None = None, ranker_id: str | None = None, data_id: str | None = None
) -> set[str]:
    """Return the ids of the stored explanations of a run, a ranker or the data (None: of any).

    >>> from queries.examples import explained_shop
    >>> sorted(stored_ids(explained_shop(), ranker_id="r1"))
    ['e1', 'e2']
    """
    return set(_ids(ws.cursor(), run, ranker_id, data_id)["explanation_id"].to_pylist())


def _ids(
    con: duckdb.DuckDBPyConnection, run: str | None = None, ranker_id: str | None = None, data_id: str | None = None
) -> pa.Table:
    return sql.run(con, "explanations/ids", run=run, ranker_id=ranker_id, data_id=data_id)


def state_counts(ws: Workspace) -> dict[State, int]:
    """Return how many stored explanations are fresh, and how many are stale for which reason.

    >>> from queries.examples import explained_shop
    >>> state_counts(explained_shop())
    {'fresh': 2, 'other ranker': 0, 'data changed': 0}
    """
    with ws.transaction() as con:
        tell_states(ws, con)
        rows = sql.run(con, "explanations/state_counts").to_pylist()
    return {row["state"]: row["explanations"] for row in rows}


def delete_stale(ws: Workspace, states: Iterable[State] = STALE) -> int:
    """Delete the explanations in ``states`` with their contributions, and return how many there were.

    Feedback stays. Raises :class:`WhyrankError` for states that are not stale.

    >>> from queries.examples import explained_shop
    >>> delete_stale(explained_shop())
    0
    """
    asked = list(states)
    for state in asked:
        if state not in STALE:
            raise WhyrankError(f"Explanations that are {state!r} are not stale.", f"Choose among: {', '.join(STALE)}.")

    def job(con: duckdb.DuckDBPyConnection) -> int:
        tell_states(ws, con)
        return int(sql.run(con, "explanations/delete_stale", states=asked)["deleted"][0].as_py())

    return ws.commit(job)


def compact(ws: Workspace) -> None:
    """Join the small files that many commits left into few; to be called once a batch has ended.

    What was stored stays as it is, earlier snapshots stay readable. Each step is a transaction of its own: DuckLake
    cannot join files that the same transaction wrote.

    >>> from queries.examples import explained_shop
    >>> shop = explained_shop()
    >>> compact(shop)
    >>> sorted(stored_ids(shop))
    ['e1', 'e2']
    """
    for step in ("flush", "merge", "clean"):
        _commit(ws, f"explanations/compacting/{step}")


def _commit(ws: Workspace, name: str) -> None:
    ws.commit(lambda con: sql.run(con, name))
