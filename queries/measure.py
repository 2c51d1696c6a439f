"""Measures ranked slates against what happened: per context first, then a mean with its interval."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from queries import sql
from queries.errors import UnknownName
from queries.metrics import METRICS, Metric
from queries.numbering import NotMeasurable, Numbered, number
from queries.workspace import plain_cursor

MEASURED = pa.schema(
    [("context_id", pa.string()), ("metric", pa.string()), ("value", pa.float64()), ("floor", pa.float64())]
)
TOP = 3.0
# What slates and outcomes alone can tell; other metrics need a shop's tables.
GIVEN = frozenset({"outcomes", "scale", "probability", "target", "seen"})


def measure(
    slates: pa.Table, outcomes: pa.Table, metric_names: Iterable[str], k: int = 10, top: float = TOP
) -> pa.Table:
    """Return context_id, metric, value, floor: one row per context and metric, the value null where undefined.

    ``slates``: context_id, item_id, score, and probability (0 to 1) where calibration is asked for; ``candidates``
    where a slate holds only the first of so many. ``outcomes``: context_id, item_id, grade (relevant above 0). ``top``
    is the highest grade of the scale. A context of the outcomes without a slate counts as ranked nothing. ``floor`` is
    the mean value over all orders of the same candidates. A metric over all pairs has one row, its context_id null.
    Raises :class:`UnknownName` and :class:`NotMeasurable`.

    >>> slates = pa.table({"context_id": ["s1"] * 3, "item_id": ["a", "b", "c"], "score": [0.9, 0.5, 0.1]})
    >>> outcomes = pa.table({"context_id": ["s1"], "item_id": ["b"], "grade": [1.0]})
    >>> measured = measure(slates, outcomes, ["mrr", "recall"], k=2).to_pydict()
    >>> measured["value"], [round(floor, 3) for floor in measured["floor"]]
    ([0.5, 1.0], [0.5, 0.667])
    """
    return measure_with([metric_named(name) for name in metric_names], slates, outcomes, k, top)


def metric_named(name: str) -> Metric:
    """Return the metric of the registry; raises :class:`UnknownName` with the nearest one."""
    if name not in METRICS:
        raise UnknownName("metric", name, METRICS)
    return METRICS[name]


def measure_with(
    metrics: Iterable[Metric], slates: pa.Table, outcomes: pa.Table, k: int = 10, top: float = TOP
) -> pa.Table:
    """Do what :func:`measure` does for ``metrics`` that need not be in the registry."""
    chosen = list(metrics)
    needs = {need for metric in chosen for need in metric.needs}
    if needs - GIVEN:
        raise NotMeasurable(
            f"Slates and outcomes do not tell: {', '.join(sorted(needs - GIVEN))}.",
            "Measure a workspace that holds the shop's tables.",
        )
    if "probability" in needs:
        _refuse_scores_for_chances(slates)
    numbered = number(slates, outcomes)
    con = plain_cursor()
    place(con, numbered, k)
    for table in dict.fromkeys(table for metric in chosen for table in metric.reads):
        sql.run(con, f"measuring/{table}")
    values = [pa.table([[]] * len(MEASURED), schema=MEASURED)]
    for metric in chosen:
        found = _every_context(evaluate(con, metric, numbered, {"k": k, "top": top}), metric, numbered)
        names = pa.repeat(pa.scalar(metric.name), found.num_rows)
        values.append(found.select(["context_id", "value", "floor"]).add_column(1, "metric", names).cast(MEASURED))
    return pa.concat_tables(values)


def place(con: duckdb.DuckDBPyConnection, numbered: Numbered, k: int) -> None:
    """Make the temporary tables of measuring/place.sql on ``con``: one ranking pass that all metrics share."""
    con.register("slate_row", numbered.slates)
    con.register("outcome_row", numbered.outcomes)
    sql.run(con, "measuring/place", contexts=len(numbered.contexts), k=k)


def evaluate(
    con: duckdb.DuckDBPyConnection, metric: Metric, numbered: Numbered, parameters: Mapping[str, Any]
) -> pa.Table:
    """Return context_id (null over all), value, floor, part and pairs: what the metric answers on placed slates.

    Contexts where the metric is undefined have no row. ``part`` names what a value is of where there are several: a
    group of items, a currency; ``pairs`` how many relevant pairs of context and item a group's value rests on.
    """
    if "$top" in metric.statement:
        _refuse_grades_above(parameters["top"], numbered.outcomes)
    answer = sql.run_text(con, metric.statement, parameters)
    rows = answer.num_rows
    context_id: pa.Array | pa.ChunkedArray = pa.nulls(rows, pa.string())
    if "context_no" in answer.column_names:
        numbers = answer["context_no"].to_numpy()
        answer = answer.take(_in_order(numbers, len(numbered.contexts)))
        every = rows == len(numbered.contexts) and bool((answer["context_no"].to_numpy() == np.arange(rows)).all())
        context_id = numbered.contexts if every else numbered.contexts.take(answer["context_no"])
    return pa.table(
        {
            "context_id": context_id,
            "value": answer["value"].cast(pa.float64()),
            "floor": answer["floor"] if "floor" in answer.column_names else pa.nulls(rows, pa.float64()),
            "part": answer["part"] if "part" in answer.column_names else pa.nulls(rows, pa.string()),
            "pairs": answer["pairs"].cast(pa.int64()) if "pairs" in answer.column_names else pa.nulls(rows, pa.int64()),
        }
    )


def _in_order(numbers: np.ndarray, many: int) -> np.ndarray:
    """Return the order that sorts ``numbers``, each below ``many``; equal ones stay as they are.

    >>> _in_order(np.array([2, 0, 3]), 4).tolist(), _in_order(np.array([2, 0, 2]), 4).tolist()
    ([1, 0, 2], [1, 0, 2])
    """
    place = np.full(many, -1)
    place[numbers] = np.arange(len(numbers))
    order = place[place >= 0]
    # Where each is there once, its place is all that there is to find.
    return order if len(order) == len(numbers) else np.argsort(numbers, kind="stable")


def _every_context(found: pa.Table, metric: Metric, numbered: Numbered) -> pa.Table:
    """Add a null row for each context where a metric per context is undefined."""
    if metric.level != "context" or found.num_rows == len(numbered.contexts):
        return found
    undefined = numbered.contexts.filter(pc.invert(pc.is_in(numbered.contexts, found["context_id"].combine_chunks())))
    rows = len(undefined)
    nulls = {name: pa.nulls(rows, found.schema.field(name).type) for name in ("value", "floor", "part", "pairs")}
    return pa.concat_tables([found, pa.table({"context_id": undefined} | nulls)])


def _refuse_grades_above(top: float, outcomes: pa.Table) -> None:
    highest = pc.max(outcomes["grade"]).as_py()
    if highest is not None and highest > top:
        raise NotMeasurable(
            f"A grade of {highest:g} is above {top:g}, the top of the scale.", "State the scale's highest grade."
        )


def _refuse_scores_for_chances(slates: pa.Table) -> None:
    if "probability" not in slates.column_names:
        raise NotMeasurable(
            "Calibration needs a column 'probability' in the slates.",
            "Add what the ranker's probability() says of each score.",
        )
    bounds = pc.min_max(slates["probability"]).as_py()
    if bounds["min"] is not None and not 0 <= bounds["min"] <= bounds["max"] <= 1:
        raise NotMeasurable(
            f"Probabilities run from {bounds['min']:g} to {bounds['max']:g}.",
            "Give chances between 0 and 1, not scores.",
        )


def summary(measured: pa.Table, resamples: int = 400, seed: int = 0) -> pa.Table:
    """Return metric, mean, low, high, contexts, undefined of what :func:`measure` answered.

    ``low`` to ``high`` is a 95 % Poisson-bootstrap interval over contexts, the same for the same ``seed``; null for
    metrics over all pairs. ``contexts`` counts those the mean is over, ``undefined`` those it leaves out.

    >>> measured = pa.table({"context_id": ["a", "b"], "metric": ["mrr", "mrr"], "value": [1.0, 0.5]})
    >>> summary(measured).to_pylist()[0]["mean"]
    0.75
    """
    con = plain_cursor()
    con.register("measured", measured)
    return sql.run(con, "measuring/summary", resamples=resamples, seed=seed)
