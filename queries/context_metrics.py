"""The job that measures slates in a workspace: per context into ``context_metrics``, figures into ``measurements``."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from queries import sql
from queries.grading import BEHAVIOUR, Grading
from queries.measure import evaluate, place
from queries.metrics import METRICS, Metric
from queries.numbering import Numbered, number
from queries.propensities import PROPENSITIES
from queries.slates import WHOLE_CATALOGUE
from queries.workspace import Workspace

Progress = Callable[[str, float], None]
LOGGED = "logged"
K = 10
FOUND = pa.schema(
    [
        *((name, pa.string()) for name in ("metric", "version", "context_id", "part", "because")),
        ("k", pa.int32()),
        ("pairs", pa.int64()),
        ("value", pa.float64()),
        ("floor", pa.float64()),
    ]
)


RELIABILITY = pa.schema(
    [("bin", pa.int32()), ("pairs", pa.int64()), ("probability", pa.float64()), ("happened", pa.float64())]
)


@dataclass(frozen=True)
class Terms:
    """What is stated beside every figure: the cut-off, the grading, and propensities where they are given.

    ``propensities``: surface, position (from 1), propensity (above 0, that of a surface's first place 1); estimated
    from the log where None.
    """

    k: int = K
    grading: Grading = BEHAVIOUR
    propensities: pa.Table | None = field(default=None, repr=False)

    def version(self, metric: Metric) -> str:
        """Return ten digits for the definition under these terms: the file, what it reads, cut-off and grading.

        >>> ndcg, coverage = METRICS["ndcg"], METRICS["coverage"]
        >>> Terms(k=5).version(ndcg) == Terms(k=10).version(ndcg), Terms().version(coverage) == coverage.version
        (False, False)
        """
        said = [metric.version, str(self.k) if metric.cuts else ""]
        if "outcomes" in metric.needs:
            said.append(self.grading.statement())
        if "propensity" in metric.reads and self.propensities is not None:
            said.append(str(self.propensities.to_pylist()))
        return hashlib.sha256("\0".join(said).encode()).hexdigest()[:10]


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
            numbered = _load(con, ranker_id, terms)
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
    if not ws.has_table("measurements"):
        return pa.table({})
    return ws.run("measuring/measured", ranker_id=ranker_id)


def beside(ws: Workspace, ranker_id: str = LOGGED) -> pa.Table:
    """Return the metrics of a ranker beside everything else that ranked the same contexts under the same definition.

    Columns: metric, beside (the other's ranker_id), value and other (means over the shared contexts), above (the share
    of the way from the other to a perfect 1, for metrics with a floor), contexts.
    """
    if not ws.has_table("context_metrics"):
        return pa.table({})
    return ws.run("measuring/beside", ranker_id=ranker_id, whole=WHOLE_CATALOGUE)


def reliability(ws: Workspace, ranker_id: str, terms: Terms | None = None) -> pa.Table:
    """Return the reliability curve of a ranker's chances: bin, pairs, probability (mean, 0 to 1), happened (share).

    At most 15 groups of equal size; the calibration error is the mean of |probability − happened| weighted by pairs.
    No rows where :data:`queries.metrics.METRICS` ``["calibration_error"]`` is not available.

    >>> from queries.examples import tiny_shop
    >>> from queries.slates import save_slates
    >>> slates = {"context_id": ["s1", "s1"], "item_id": ["w1", "l1"], "score": [2, 1], "probability": [0.75, 0.25]}
    >>> save_slates(shop := tiny_shop(), "mine", pa.table(slates))
    2
    >>> reliability(shop, "mine").select(["probability", "happened"]).to_pylist()
    [{'probability': 0.25, 'happened': 0.0}, {'probability': 0.75, 'happened': 1.0}]
    """
    terms = terms or Terms()
    with ws.transaction() as con:
        numbered = _load(con, ranker_id, terms)
        if {"slates", *METRICS["calibration_error"].needs} & _unmet_needs(con, numbered, ranker_id, terms):
            return RELIABILITY.empty_table()
        sql.run(con, "measuring/chance_bin")
        return sql.run(con, "measuring/reliability").cast(RELIABILITY)


def _load(con: duckdb.DuckDBPyConnection, ranker_id: str, terms: Terms) -> Numbered:
    """Place the slates and outcomes on ``con``; outcomes of contexts without a slate are of no slate to measure."""
    logged = ranker_id == LOGGED
    slates = sql.run(con, "measuring/logged") if logged else sql.run(con, "measuring/ranked", ranker_id=ranker_id)
    asked = sql.run(con, "measuring/asked")["context_id"] if logged else None
    outcomes = _outcomes(con, terms.grading)
    outcomes = outcomes.filter(pc.is_in(outcomes["context_id"], slates["context_id"].combine_chunks()))
    numbered = number(slates, outcomes, asked)
    for name, ids in (("context", numbered.contexts), ("item", numbered.items)):
        numbers = pa.array(range(len(ids)), pa.int32())
        con.register(f"numbered_{name}", pa.table({f"{name}_no": numbers, f"{name}_id": ids}))
    given = PROPENSITIES.empty_table() if terms.propensities is None else terms.propensities.cast(PROPENSITIES)
    con.register("given_propensity", given)
    place(con, numbered, terms.k)
    return numbered


def _outcomes(con: duckdb.DuckDBPyConnection, grading: Grading) -> pa.Table:
    if grading.source == "behaviour":
        grades = {action: grading.actions.get(action, 0.0) for action in ("click", "cart", "purchase")}
        return sql.run(con, "measuring/behaviour", **grades)
    levels = [
        {"scale": scale, "grade": grade, "level": level}
        for scale, rows in grading.levels.items()
        for grade, level in rows.items()
    ]
    columns = pa.schema([("scale", pa.string()), ("grade", pa.float64()), ("level", pa.float64())])
    con.register("level_of_grade", pa.Table.from_pylist(levels, schema=columns))
    return sql.run(con, "measuring/judgements")


def _measure(
    con: duckdb.DuckDBPyConnection,
    metrics: list[Metric],
    numbered: Numbered,
    ranker_id: str,
    terms: Terms,
    progress: Progress | None,
) -> pa.Table:
    """Return :data:`FOUND`: a row per context, group or whole, or one that says because of what there is none."""
    unmet = _unmet_needs(con, numbered, ranker_id, terms)
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


def _unmet_needs(con: duckdb.DuckDBPyConnection, numbered: Numbered, ranker_id: str, terms: Terms) -> set[str]:
    if not numbered.slates.num_rows:
        return {"slates"}
    found = sql.run(
        con,
        "measuring/available",
        ranker_id=ranker_id,
        outcome=terms.grading.outcome,
        logged=ranker_id == LOGGED,
        seen=not ranker_id.endswith(WHOLE_CATALOGUE),
        top=terms.grading.top,
    )
    return {row["need"] for row in found.to_pylist() if not row["met"]}
