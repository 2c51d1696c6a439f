"""The job that measures slates in a workspace: per context into ``context_metrics``, figures into ``measurements``."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from queries import sql
from queries.measure import evaluate
from queries.metrics import METRICS, Metric
from queries.numbering import Numbered
from queries.placed import place_slates, unmet_needs
from queries.slates import LOGGED, WHOLE_CATALOGUE
from queries.terms import Terms
from queries.workspace import Workspace

Progress = Callable[[str, float], None]
FOUND = pa.schema(
    [
        *((name, pa.string()) for name in ("metric", "version", "context_id", "part", "because")),
        ("k", pa.int32()),
        ("pairs", pa.int64()),
        ("value", pa.float64()),
        ("floor", pa.float64()),
    ]
)


@dataclass(frozen=True)
class MeasureReport:
    """``measured`` now, and ``current``: those whose definition and data are what they were. Names, in order."""

    ranker_id: str
    measured: tuple[str, ...]
    current: tuple[str, ...]


def measure_workspace(
    ws: Workspace,
    ranker_id: str = LOGGED,
    metrics: Iterable[Metric] | None = None,
    terms: Terms | None = None,
    again: bool = False,
    progress: Progress | None = None,
) -> MeasureReport:
    """Measure the slates of a ranker ("logged": those that were shown) and keep the figures, all in one commit.

    Only what is not there is computed: figures are replaced when their definition, its terms, the data or the slates
    change, or where ``again`` is asked for. A metric that the data cannot tell is kept as not applicable, with the need
    that is unmet. ``metrics``: all of the registry where None.

    >>> from queries.examples import tiny_shop
    >>> shop = tiny_shop()
    >>> measure_workspace(shop, metrics=[METRICS["mrr"], METRICS["margin"]]).measured
    ('mrr', 'margin')
    >>> [(row["metric"], row["value"], row["because"]) for row in measured(shop).to_pylist()]
    [('margin', None, 'costs'), ('mrr@10', 0.75, None)]
    """
    terms = terms or Terms()
    chosen = list(METRICS.values() if metrics is None else metrics)

    def job(con: duckdb.DuckDBPyConnection) -> MeasureReport:
        data_id = sql.run(con, "measuring/data_id", ranker_id=ranker_id)["data_id"][0].as_py()
        kept = set(sql.run(con, "measuring/current", ranker_id=ranker_id, data_id=data_id)["version"].to_pylist())
        stale = [metric for metric in chosen if again or terms.version(metric) not in kept]
        current = tuple(metric.name for metric in chosen if metric not in stale)
        if stale:
            numbered = place_slates(con, ranker_id, terms)
            con.register("found", _measure(con, stale, numbered, ranker_id, terms, progress))
            sql.run(
                con,
                "measuring/store",
                ranker_id=ranker_id,
                grading=terms.grading.name,
                asked=len(numbered.contexts),
                data_id=data_id,
            )
        return MeasureReport(ranker_id, tuple(metric.name for metric in stale), current)

    return ws.commit(job)


def measured(ws: Workspace, ranker_id: str | None = None) -> pa.Table:
    """Return the kept figures of the whole, of every ranker or of one: see measuring/measured.sql for the columns.

    ``value`` is null where ``because`` names the unmet need (:data:`queries.metrics.NEEDS` has the sentence). Nothing
    in a workspace that was not measured.
    """
    return ws.run("measuring/measured", ranker_id=ranker_id)


def beside(ws: Workspace, ranker_id: str = LOGGED) -> pa.Table:
    """Return the metrics of a ranker beside everything else that ranked the same contexts under the same definition.

    Columns: metric, beside (the other's ranker_id), value and other (means over the shared contexts), above (the share
    of the way from the other to a perfect 1, for metrics with a floor), contexts.
    """
    return ws.run("measuring/beside", ranker_id=ranker_id, whole=WHOLE_CATALOGUE)


def _measure(
    con: duckdb.DuckDBPyConnection,
    metrics: list[Metric],
    numbered: Numbered,
    ranker_id: str,
    terms: Terms,
    progress: Progress | None,
) -> pa.Table:
    """Return :data:`FOUND`: a row per context, group or whole, or one that says because of what there is none."""
    unmet = unmet_needs(con, numbered, ranker_id, terms)
    parameters = {"k": terms.k, "top": terms.grading.top}
    found, made = [FOUND.empty_table()], set()
    for done, metric in enumerate(metrics):
        if progress:
            progress(metric.name, done / len(metrics))
        because = next((need for need in ("slates", *metric.needs) if need in unmet), None)
        if because is None:
            for table in metric.reads:
                if table not in made:
                    sql.run_text(con, sql.text(f"measuring/{table}"), parameters)
                    made.add(table)
            rows = evaluate(con, metric, numbered, parameters)
            because = None if rows.num_rows else "undefined"
        if because:
            rows = pa.table({name: pa.nulls(1) for name in ("context_id", "part", "value", "floor", "pairs")})
        found.append(_stated(rows, metric, terms, because))
    return pa.concat_tables(found)


def _stated(rows: pa.Table, metric: Metric, terms: Terms, because: str | None) -> pa.Table:
    stated = {"metric": metric.label(terms.k), "version": terms.version(metric), "k": terms.k if metric.cuts else None}
    for name, value in {**stated, "because": because}.items():
        rows = rows.append_column(name, pa.repeat(pa.scalar(value, FOUND.field(name).type), rows.num_rows))
    return rows.select(FOUND.names).cast(FOUND)
