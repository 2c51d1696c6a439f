"""Ranking metrics: nine of them with their floors, against pytrec_eval, ir_measures and pandas in the same run.

Slates of 20 items in Arrow tables, a quarter of the items judged, grades 0 to 3. The references are timed from what
they like best (dictionaries for trec_eval, frames for pandas), made beforehand; pandas and ir_measures compute six
metrics, pytrec_eval five of them, none a floor. Every value is compared with ours. Growth is measured in fresh
processes, so that the peak is of the measurement and its tables alone.
"""

from __future__ import annotations

import multiprocessing

import ir_measures
import numpy as np
import pandas as pd
import pyarrow as pa
import pytrec_eval
from report import line, peak_megabytes, seconds

from queries.measure import evaluate, measure, place
from queries.metrics import METRICS
from queries.numbering import number
from queries.workspace import plain_connection

ITEMS, K = 20, 10
RANKING = [metric for metric in METRICS.values() if metric.family == "ranking"]
NAMES = [metric.name for metric in RANKING]
TREC = {
    "ndcg": "ndcg_cut_10",
    "average_precision": "map_cut_10",
    "precision": "P_10",
    "recall": "recall_10",
    "hit_rate": "success_10",
}
IR_MEASURES = [
    measure_ @ K
    for measure_ in (
        ir_measures.nDCG,
        ir_measures.AP,
        ir_measures.P,
        ir_measures.R,
        ir_measures.Success,
        ir_measures.RR,
    )
]


def tables(contexts: int, seed: int = 0) -> tuple[pa.Table, pa.Table]:
    """Return slates and outcomes; every context has a relevant item."""
    rng = np.random.default_rng(seed)
    context = np.repeat(np.arange(contexts), ITEMS)
    item = (np.arange(contexts * ITEMS) * 7919) % 50_000
    slates = pa.table(
        {
            "context_id": pa.array(np.char.add("c", context.astype("U8"))),
            "item_id": pa.array(np.char.add("i", item.astype("U8"))),
            # Whole numbers: trec_eval rounds scores to single precision.
            "score": rng.permuted(np.tile(np.arange(float(ITEMS)), (contexts, 1)), axis=1).ravel(),
        }
    )
    grades = rng.integers(0, 4, len(context)).astype(float)
    judged = rng.random(len(context)) < 0.25
    first = np.arange(len(context)) % ITEMS == 0
    grades[first], judged[first] = 3.0, True
    outcomes = slates.filter(pa.array(judged)).select(["context_id", "item_id"])
    return slates, outcomes.append_column("grade", pa.array(grades[judged]))


def by_pandas(slates: pd.DataFrame, outcomes: pd.DataFrame) -> pd.DataFrame:
    """Return six metrics per context, as one would write them with data frames."""
    ranked = slates.sort_values(["context_id", "score", "item_id"], ascending=[True, False, True])
    ranked["rank"] = ranked.groupby("context_id").cumcount() + 1
    ranked = ranked.merge(outcomes, on=["context_id", "item_id"], how="left")
    hits = ranked[(ranked["grade"] > 0) & (ranked["rank"] <= K)].copy()
    hits["gain"] = hits["grade"] / np.log2(hits["rank"] + 1)
    hits["precision"] = (hits.groupby("context_id").cumcount() + 1) / hits["rank"]
    relevant = outcomes[outcomes["grade"] > 0].sort_values(["context_id", "grade"], ascending=[True, False])
    place_ = relevant.groupby("context_id").cumcount() + 1
    ideal = (relevant["grade"] / np.log2(place_ + 1))[place_ <= K].groupby(relevant["context_id"]).sum()
    of_context = relevant.groupby("context_id").size()
    found = hits.groupby("context_id").agg(
        gain=("gain", "sum"), precision=("precision", "sum"), hits=("rank", "size"), first=("rank", "min")
    )
    found = found.reindex(of_context.index)
    return pd.DataFrame(
        {
            "ndcg": found["gain"].fillna(0) / ideal,
            "average_precision": found["precision"].fillna(0) / of_context,
            "precision": found["hits"].fillna(0) / K,
            "recall": found["hits"].fillna(0) / of_context,
            "hit_rate": found["hits"].notna().astype(float),
            "mrr": (1 / found["first"]).fillna(0),
        }
    )


def compare(contexts: int) -> None:
    slates, outcomes = tables(contexts)
    # Before there are the references' millions of Python objects, which slow everything down that comes after.
    ours = seconds(lambda: measure(slates, outcomes, NAMES, K), 5)
    frames = slates.to_pandas(), outcomes.to_pandas()
    qrels: dict[str, dict[str, int]] = {}
    run: dict[str, dict[str, float]] = {}
    for row in zip(*(outcomes[name].to_pylist() for name in ("context_id", "item_id", "grade")), strict=True):
        qrels.setdefault(row[0], {})[row[1]] = int(row[2])
    for row in zip(*(slates[name].to_pylist() for name in ("context_id", "item_id", "score")), strict=True):
        run.setdefault(row[0], {})[row[1]] = row[2]
    evaluator = pytrec_eval.RelevanceEvaluator(qrels, {"ndcg_cut.10", "map_cut.10", "P.10", "recall.10", "success.10"})
    what = f"{len(RANKING)} metrics with floors, {contexts:,} contexts × {ITEMS}"
    line(what, ours, "pandas, 6", seconds(lambda: by_pandas(*frames), 3))
    line(what, ours, "pytrec_eval, 5", seconds(lambda: evaluator.evaluate(run), 1, 0))
    line(what, ours, "ir_measures, 6", seconds(lambda: list(ir_measures.iter_calc(IR_MEASURES, qrels, run)), 1, 0))
    stages(slates, outcomes)
    agree(slates, outcomes, by_pandas(*frames), evaluator.evaluate(run))


def stages(slates: pa.Table, outcomes: pa.Table) -> None:
    """Print what each stage of ours takes."""
    numbered = number(slates, outcomes)
    con = plain_connection()
    print(f"  numbering ids                {seconds(lambda: number(slates, outcomes), 3) * 1000:8.1f} ms")
    print(f"  one ranking pass             {seconds(lambda: place(con, numbered, K), 3) * 1000:8.1f} ms")
    parameters = {"k": K, "top": 3.0}
    for metric in RANKING:
        taken = seconds(lambda metric=metric: evaluate(con, metric, numbered, parameters), 3)  # type: ignore[misc]
        print(f"  {metric.name:<28} {taken * 1000:8.1f} ms")


def agree(slates: pa.Table, outcomes: pa.Table, frame: pd.DataFrame, trec: dict[str, dict[str, float]]) -> None:
    measured = measure(slates, outcomes, [*TREC, "mrr"], K).to_pandas()
    for name, rows in measured.groupby("metric"):
        ours = rows.set_index("context_id")["value"]
        gap = (ours - frame[str(name)].reindex(ours.index)).abs().max()
        assert gap < 1e-9, (name, gap)
        if name in TREC:
            theirs = pd.Series({context: values[TREC[str(name)]] for context, values in trec.items()})
            gap = (ours - theirs.reindex(ours.index)).abs().max()
            assert gap < 1e-6, (name, gap)
    print(f"  equal to pandas to 1e-9 and to pytrec_eval to 1e-6 in {measured['context_id'].nunique():,} contexts")


def once(contexts: int) -> tuple[float, float, float]:
    """Return seconds, peak MiB with the tables alone, and after measuring."""
    slates, outcomes = tables(contexts)
    before = peak_megabytes()
    return seconds(lambda: measure(slates, outcomes, NAMES, K), 1, 0), before, peak_megabytes()


def main() -> None:
    compare(100_000)
    for contexts in (5_000, 50_000, 500_000):
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            taken, before, after = pool.apply(once, (contexts,))
        rows = contexts * ITEMS
        print(
            f"{rows:>12,} rows: {taken:7.2f} s, {taken / rows * 1e9:6.0f} ns per row, peak {after:6.0f} MiB, "
            f"of which {before:6.0f} MiB are the tables"
        )


if __name__ == "__main__":
    main()
