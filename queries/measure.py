"""Measures ranked slates against what happened: per context first, then a mean with its interval."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc

from queries import sql
from queries.errors import UnknownName, WhyrankError
from queries.metrics import METRICS, Metric
from queries.workspace import plain_connection

MEASURED = pa.schema([("context_id", pa.string()), ("metric", pa.string()), ("value", pa.float64())])


class NotMeasurable(WhyrankError):
    """The slates or outcomes would make the measurement meaningless."""


def measure(slates: pa.Table, outcomes: pa.Table, metric_names: Iterable[str], k: int = 10) -> pa.Table:
    """Return context_id, metric, value: one row per context and metric, null where undefined.

    ``slates``: context_id, item_id, score, and probability (0 to 1) where calibration is asked for. ``outcomes``:
    context_id, item_id, grade (relevant above 0). A context of the outcomes without a slate counts as ranked nothing.
    A metric over all pairs has one row, its context_id null. Raises :class:`UnknownName` and :class:`NotMeasurable`.

    >>> slates = pa.table({"context_id": ["s1"] * 3, "item_id": ["a", "b", "c"], "score": [0.9, 0.5, 0.1]})
    >>> outcomes = pa.table({"context_id": ["s1"], "item_id": ["b"], "grade": [1.0]})
    >>> measure(slates, outcomes, ["mrr", "recall"], k=2).to_pydict()["value"]
    [0.5, 1.0]
    """
    names = list(metric_names)
    unknown = [name for name in names if name not in METRICS]
    if unknown:
        raise UnknownName("metric", unknown[0], METRICS)
    return measure_with([METRICS[name] for name in names], slates, outcomes, k)


def measure_with(metrics: Iterable[Metric], slates: pa.Table, outcomes: pa.Table, k: int = 10) -> pa.Table:
    """Do what :func:`measure` does for ``metrics`` that need not be in the registry."""
    chosen = list(metrics)
    con = plain_connection()
    con.register("slates", _with_probability(slates, required=any(metric.level == "all" for metric in chosen)))
    con.register("outcomes", outcomes)
    problems = sql.run(con, "measuring/problems").to_pylist()
    if problems:
        place, problem = problems[0]["place"], problems[0]["problem"]
        raise NotMeasurable(f"The table {place} {problem}.", "Give each item of a context once, with a number.")
    sql.run(con, "measuring/rank")
    values = [pa.table([[], [], []], schema=MEASURED)]
    for metric in chosen:
        answer = con.execute(metric.statement, {"k": k} if metric.cuts else {}).to_arrow_table()
        named = answer.add_column(1, "metric", pa.array([metric.name] * answer.num_rows, pa.string()))
        values.append(named.cast(MEASURED))
    return pa.concat_tables(values).combine_chunks()


def summary(measured: pa.Table, resamples: int = 400, seed: int = 0) -> pa.Table:
    """Return metric, mean, low, high, contexts, undefined of what :func:`measure` answered.

    ``low`` to ``high`` is a 95 % Poisson-bootstrap interval over contexts, the same for the same ``seed``; null for
    metrics over all pairs. ``contexts`` counts those the mean is over, ``undefined`` those it leaves out.

    >>> measured = pa.table({"context_id": ["a", "b"], "metric": ["mrr", "mrr"], "value": [1.0, 0.5]})
    >>> summary(measured).to_pylist()[0]["mean"]
    0.75
    """
    con = plain_connection()
    con.register("measured", measured)
    return sql.run(con, "measuring/summary", resamples=resamples, seed=seed)


def _with_probability(slates: pa.Table, required: bool) -> pa.Table:
    if "probability" not in slates.column_names:
        if required:
            raise NotMeasurable(
                "Calibration needs a column 'probability' in the slates.",
                "Add what the ranker's probability() says of each score.",
            )
        return slates.append_column("probability", pa.nulls(slates.num_rows, pa.float64()))
    bounds = pc.min_max(slates["probability"]).as_py()
    if required and not (bounds["min"] is None or 0 <= bounds["min"] <= bounds["max"] <= 1):
        raise NotMeasurable(
            f"Probabilities run from {bounds['min']:g} to {bounds['max']:g}.",
            "Give chances between 0 and 1, not scores.",
        )
    return slates
