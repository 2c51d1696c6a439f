"""Which stored explanations are asked about: chosen once, read by every question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import duckdb
import pyarrow as pa

from queries import sql
from queries.errors import UnknownName
from queries.explanations.reading import STATES, State, tell_states
from queries.privacy import MIN_SHOPPERS
from queries.workspace import Workspace

DIMENSIONS = ("lang", "surface", "platform", "category", "brand", "search", "verdict", "state")
ALL = "all"


@dataclass(frozen=True)
class Choice:
    """Filters that all questions have in common; what is left out does not narrow.

    ``start`` ≤ the context's moment < ``end``, UTC. ``segments``: pairs of a dimension (one of ``DIMENSIONS``) and a
    segment; several of one dimension widen, several dimensions narrow. The segments of ``search`` are "yes" and "no",
    those of ``state`` are "fresh", "other ranker" and "data changed"; "" is where nothing is known.
    Raises :class:`UnknownName`.

    >>> Choice(segments=(("lang", "zh"), ("lang", "en"), ("search", "yes"))).wanted()["lang"]
    ['zh', 'en']
    """

    ranker_id: str | None = None
    start: datetime | None = None
    end: datetime | None = None
    segments: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        """Refuse dimensions that there are not."""
        for dimension, _ in self.segments:
            known_dimension(dimension, DIMENSIONS)

    def wanted(self) -> dict[str, list[str]]:
        """Return the segments asked for, by dimension; empty where it does not matter."""
        return {name: [segment for asked, segment in self.segments if asked == name] for name in DIMENSIONS}

    def filters(self, prefix: str = "") -> dict[str, Any]:
        """Return the parameters of a statement that asks for these explanations, their names after ``prefix``.

        >>> Choice(ranker_id="r1").filters("a_")["a_ranker_id"]
        'r1'
        """
        told = {"ranker_id": self.ranker_id, "start": self.start, "end": self.end, **self.wanted()}
        return {prefix + name: value for name, value in told.items()}


@dataclass(frozen=True)
class ChosenExplanations:
    """How many explanations were chosen, of how many contexts, and in which states by the data of ``data_id``."""

    explanations: int
    contexts: int
    states: Mapping[State, int]
    data_id: str


@dataclass(frozen=True)
class Chosen:
    """Chosen explanations, as tables of one cursor that every question reads; one thread asks at a time.

    ``explanations``, ``contexts`` and ``contributions`` (a driver of an explanation counts once) say how many there
    are; ``states`` how many of them are fresh and how many stale for which reason.
    """

    con: duckdb.DuckDBPyConnection = field(repr=False)
    explanations: int
    contexts: int
    contributions: int
    states: Mapping[State, int]

    def run(self, name: str, /, **parameters: Any) -> pa.Table:
        """Run ``queries/patterns/<name>.sql`` on the chosen explanations."""
        return sql.run(self.con, f"patterns/{name}", **parameters)


def choose(ws: Workspace, choice: Choice | None = None) -> Chosen:
    """Choose stored explanations; they stay as they were then, whatever is written later.

    >>> from queries.examples import explained_shop
    >>> chosen = choose(explained_shop(), Choice(segments=(("brand", "小米"),)))
    >>> chosen.explanations, chosen.contributions, chosen.states["fresh"]
    (1, 3, 1)
    """
    with ws.transaction() as con:
        found = choose_explanations(ws, con, choice or Choice())
        [read] = sql.run(con, "patterns/contributions", many=MIN_SHOPPERS).to_pylist()
    return Chosen(con, found.explanations, found.contexts, read["contributions"], found.states)


def choose_explanations(ws: Workspace, con: duckdb.DuckDBPyConnection, choice: Choice) -> ChosenExplanations:
    """Make the tables ``chosen_explanation`` and ``vocabulary`` on a cursor, without reading contributions.

    To be called in a transaction, so that what is read after it is of the same moment.
    """
    data_id = tell_states(ws, con)
    sql.run(con, "patterns/asking")
    [sizes] = sql.run(con, "patterns/choose", **choice.filters()).to_pylist()
    found = {row["state"]: row["explanations"] for row in sql.run(con, "patterns/states").to_pylist()}
    return ChosenExplanations(data_id=data_id, states={state: found.get(state, 0) for state in STATES}, **sizes)


def known_dimension(name: str, known: tuple[str, ...] = (ALL, *DIMENSIONS)) -> str:
    """Return the dimension's name; raises :class:`UnknownName` with the nearest one."""
    if name not in known:
        raise UnknownName("dimension", name, known)
    return name


def segments(chosen: Chosen) -> pa.Table:
    """Return dimension, segment, explanations of what was chosen: what further filters may ask for.

    >>> from queries.examples import explained_shop
    >>> rows = segments(choose(explained_shop())).to_pylist()
    >>> [(row["segment"], row["explanations"]) for row in rows if row["dimension"] == "brand"]
    [('华为', 1), ('小米', 1)]
    """
    return chosen.run("segments")
