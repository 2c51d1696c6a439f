"""What an audit stores: its sample once, then the tests of each group of contexts, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from queries import sql
from queries.comparing.churn import persistence
from queries.measure import measure
from queries.segment import find_dimension
from queries.workspace import Workspace

TEST = pa.schema(
    [
        *((name, pa.string()) for name in ("test_id", "context_id", "perturbation")),
        ("strength", pa.float64()),
        ("seed", pa.int32()),
        *((name, pa.string()) for name in ("because", "item_id", "spans")),
        ("candidates", pa.int32()),
        ("expectation", pa.string()),
        ("direction", pa.int32()),
        ("mark", pa.float64()),
    ]
)
PLACE = pa.schema(
    [
        ("test_id", pa.string()),
        ("item_id", pa.string()),
        ("rank", pa.int32()),
        ("score", pa.float64()),
        ("rank_before", pa.int32()),
        ("score_before", pa.float64()),
        ("chance_before", pa.float64()),
    ]
)
ATTRIBUTION = pa.schema(
    [
        *((name, pa.string()) for name in ("test_id", "part", "field", "name")),
        ("edited", pa.bool_()),
        ("before", pa.float64()),
        ("after", pa.float64()),
    ]
)
OUTCOME = pa.schema([("context_id", pa.string()), ("item_id", pa.string()), ("grade", pa.float64())])


@dataclass(frozen=True)
class Stratum:
    """A combination of segments: how many contexts and shoppers the log has of it, and how many were ``drawn``."""

    stratum: str
    contexts: int
    shoppers: int
    drawn: int


@dataclass(frozen=True)
class Sample:
    """``contexts``: context_id, user_id, shopper, stratum, weight; ``strata``: all there are, the largest first."""

    contexts: pa.Table
    strata: tuple[Stratum, ...]


def draw_sample(
    ws: Workspace,
    dimensions: Sequence[str],
    limit: int,
    seed: int = 0,
    start: datetime | None = None,
    end: datetime | None = None,
) -> Sample:
    """Draw contexts so that small strata are covered: turn by turn one of each, until there are ``limit``.

    Strata are combinations of the segments of ``dimensions``, which tell contexts or shoppers apart. ``weight`` is how
    many contexts of the log each stands for. Raises :class:`queries.errors.UnknownName` for a dimension there is not.

    >>> from queries.examples import tiny_shop
    >>> from queries.segment import fill_segments
    >>> shop = tiny_shop()
    >>> rows = fill_segments(shop, ["search_length"])
    >>> sample = draw_sample(shop, ["search_length"], limit=1)
    >>> sample.contexts["weight"].to_pylist(), [(each.stratum, each.drawn) for each in sample.strata]
    ([1.0], [('one', 1), ('two', 0)])
    """
    found = [find_dimension(ws, name) for name in dimensions]
    asked = [
        {"place": place, "dimension": each.name, "key_kind": each.key, "absent": each.absent}
        for place, each in enumerate(found)
    ]
    columns = pa.schema([("place", pa.int32()), *((c, pa.string()) for c in ("dimension", "key_kind", "absent"))])
    con = ws.cursor()
    con.register("asked_dimension", pa.Table.from_pylist(asked, schema=columns))
    sql.run(con, "context/every")
    contexts = sql.run(con, "robustness/sample", limit=limit, seed=seed, start=start, end=end)
    return Sample(contexts, tuple(Stratum(**row) for row in sql.run(con, "robustness/strata").to_pylist()))


def begin_audit(ws: Workspace, audit_id: str, suite_name: str, suite: str, ranker_id: str, sample: pa.Table) -> None:
    """Write down an audit with its sample; one that is there already stays as it is."""
    data_id = ws.data_id()

    def job(con: duckdb.DuckDBPyConnection) -> None:
        con.register("sampled", sample)
        names = {"suite_name": suite_name, "suite": suite, "ranker_id": ranker_id, "data_id": data_id}
        sql.run(con, "robustness/begin", audit_id=audit_id, **names)

    ws.commit(job)


def sampled_contexts(ws: Workspace, audit_id: str) -> pa.Table:
    """Return context_id, weight and done (whether its tests are stored) of an audit's sample, by context_id."""
    return ws.run("robustness/sampled", audit_id=audit_id)


def save_tests(
    ws: Workspace,
    audit_id: str,
    k: int,
    tests: pa.Table,
    places: pa.Table,
    attributions: Iterable[Mapping[str, Any]] = (),
    outcomes: pa.Table | None = None,
) -> int:
    """Measure the tests of some contexts and store them with their slates, in one transaction; return how many.

    ``tests`` and ``places`` have the columns of ``TEST`` and ``PLACE``; ``outcomes``: context_id, item_id, grade of
    what was chosen in these contexts. A context whose tests are stored already is left as it is.
    """
    found = measured_ndcg(tests, places, OUTCOME.empty_table() if outcomes is None else outcomes, k)
    moved = pa.Table.from_pylist(list(attributions), schema=ATTRIBUTION)

    def job(con: duckdb.DuckDBPyConnection) -> int:
        con.register("made_attribution", moved)
        measure_tests(con, tests, places, found, k)
        return int(sql.run(con, "robustness/save", audit_id=audit_id)["saved"][0].as_py())

    return ws.commit(job)


def measure_tests(con: duckdb.DuckDBPyConnection, tests: pa.Table, places: pa.Table, ndcg: pa.Table, k: int) -> None:
    """Make test_measure on ``con``, see robustness/measure.sql; ``con`` has the table items."""
    con.register("made_test", tests)
    con.register("made_place", places)
    con.register("measured_ndcg", ndcg)
    sql.run(con, "robustness/first_places", k=k)
    sql.run(con, "comparing/churn", k=k, persistence=persistence(k))
    sql.run(con, "robustness/measure", k=k)


def measured_ndcg(tests: pa.Table, places: pa.Table, outcomes: pa.Table, k: int) -> pa.Table:
    """Return test_id, before, after: nDCG@k of both slates of each test, where something was chosen in its context."""
    by_test = tests.select(["test_id", "context_id"])
    of_tests = by_test.join(outcomes, "context_id", join_type="inner").select(["test_id", "item_id", "grade"])
    known = places.filter(pc.is_in(places["test_id"], value_set=of_tests["test_id"].unique()))
    columns = []
    for name, score in (("before", "score_before"), ("after", "score")):
        rows = known.filter(pc.is_valid(known[score]))
        slates = pa.table({"context_id": rows["test_id"], "item_id": rows["item_id"], "score": rows[score]})
        found = measure(slates, of_tests.rename_columns(["context_id", "item_id", "grade"]), ["ndcg"], k=k)
        columns.append(pa.table({"test_id": found["context_id"], name: found["value"]}))
    return columns[0].join(columns[1], "test_id", join_type="inner")


def compact_audits(ws: Workspace) -> None:
    """Join the small files that many commits left into few; to be called once an audit has ended."""
    for step in ("flush", "merge"):
        ws.commit(lambda con, step=step: sql.run(con, f"robustness/{step}"))  # type: ignore[misc]
