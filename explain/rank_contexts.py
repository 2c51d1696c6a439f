"""Ranks the contexts of a log again, by a ranker and by the floors it must beat, and keeps the slates to be measured.

Behaviour is counted as of each context's moment, and one pass over the log serves every order. Contexts are committed
in groups, each whole or not at all, so a job that was stopped or killed goes on where it ended.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import torch

from explain.pools import POOLS, PoolName
from models.baselines import BASELINES, Scorer
from models.evaluate import ranker_scorer
from models.serving import ServingRanker
from queries.errors import WhyrankError
from queries.point_in_time import CountedLog
from queries.slates import FLOOR, ranked_contexts, save_slates, slate_name
from queries.workspace import Workspace

Progress = Callable[[str, float], None]
FLOORS = ("popularity", "bm25")


@dataclass(frozen=True)
class RankSettings:
    """Which contexts are ranked, and what is ranked in them."""

    contexts: int = field(default=2000, metadata={"help": "Logged contexts to draw."})
    pool: PoolName = field(
        default="shown",
        metadata={"help": "Rank what was shown again, the whole catalogue, or what people judged."},
    )
    keep: int = field(default=50, metadata={"help": "Places kept of a ranking of the whole catalogue."})
    seed: int = field(default=0, metadata={"help": "Seed of the draw."})


@dataclass(frozen=True)
class Order:
    """What ranks: ``name`` is kept with its slates.

    ``chance``: scores [n] to probabilities [n] of the action ``target``; None where it has none.
    """

    name: str
    score: Scorer
    chance: Callable[[np.ndarray], np.ndarray] | None = None
    target: str | None = None


@dataclass(frozen=True)
class RankReport:
    """``contexts`` ranked now by the orders of these ``names``; ``before``: there already; ``left``: still to do."""

    names: tuple[str, ...]
    contexts: int
    before: int
    left: int


def ranker_order(ranker: ServingRanker, catalogue: pa.Table, pool: PoolName) -> Order:
    """Return the order a ranker makes, under its identity."""
    return Order(
        slate_name(ranker.identity, pool),
        ranker_scorer(ranker, catalogue),
        lambda scores: ranker.probability(torch.from_numpy(scores)).numpy(),
        ranker.target,
    )


def floor_order(name: str, catalogue: pa.Table, pool: PoolName, target: str = "click") -> Order:
    """Return the order of a baseline of :data:`FLOORS`, which learns nothing, under ``floor:NAME``.

    Popularity counts purchases where they are the ``target`` (and the name says so), else clicks, in the 30 days before
    the context.
    """
    counted = "-purchase" if target == "purchase" else ""
    return Order(slate_name(FLOOR + name + counted, pool), BASELINES[name](_NothingLearned(), catalogue, target))


def rank_contexts(
    ws: Workspace,
    orders: Sequence[Order],
    settings: RankSettings | None = None,
    start: datetime | None = None,
    end: datetime | None = None,
    stop: Callable[[], bool] = lambda: False,
    progress: Progress | None = None,
    group_size: int | None = None,
) -> RankReport:
    """Rank contexts drawn from ``start`` ≤ ts < ``end`` (judged searches have no ts); ``ws`` is open for writing.

    ``stop`` is asked after every group of contexts, which the pool says the size of. The same call goes on where a
    stopped or killed one ended. Raises :class:`WhyrankError` where there is nothing to rank.
    """
    settings = settings or RankSettings()
    pool = POOLS[settings.pool]
    drawn = pool.draw(ws, start, end, settings.contexts, settings.seed)
    if not drawn.num_rows:
        raise WhyrankError(f"There is nothing to rank: no context in this span {pool.has}.", pool.remedy)
    ranked = set.intersection(*(ranked_contexts(ws, order.name) for order in orders))
    todo = drawn.filter(pa.array([context not in ranked for context in drawn["context_id"].to_pylist()], pa.bool_()))
    before, done, size = drawn.num_rows - todo.num_rows, 0, group_size or pool.group
    log = CountedLog(ws)
    for first in range(0, todo.num_rows, size):
        group = todo.slice(first, size)
        candidates = pool.candidates(log, group)
        for order in orders:
            save_slates(ws, order.name, _slates(order, group, candidates, settings), order.target)
        done += group.num_rows
        if progress:
            progress(f"{before + done:,} contexts ranked", (before + done) / drawn.num_rows)
        if stop():
            break
    return RankReport(tuple(order.name for order in orders), done, before, todo.num_rows - done)


def _slates(order: Order, group: pa.Table, candidates: pa.Table, settings: RankSettings) -> pa.Table:
    scores = np.asarray(order.score(group, candidates), dtype=float)
    rows = candidates.select(["context_id", "item_id"]).append_column("score", pa.array(scores))
    if order.chance is not None:
        rows = rows.append_column("probability", pa.array(order.chance(scores.astype(np.float32)).astype(float)))
    kept = first_places(rows, settings.keep) if settings.pool == "catalogue" else rows
    # What the ranker did not retrieve has no score that could be kept.
    return kept.filter(pc.is_finite(kept["score"]))


def first_places(rows: pa.Table, keep: int) -> pa.Table:
    """Return the first ``keep`` rows of each context by score, then item_id, with how many ``candidates`` there were.

    >>> rows = pa.table({"context_id": ["c"] * 3, "item_id": ["b", "a", "z"], "score": [1.0, 1.0, 0.5]})
    >>> first_places(rows, 1).to_pylist()
    [{'context_id': 'c', 'item_id': 'a', 'score': 1.0, 'candidates': 3}]
    """
    ordered = rows.sort_by([("context_id", "ascending"), ("score", "descending"), ("item_id", "ascending")])
    numbers = ordered["context_id"].combine_chunks().dictionary_encode().indices.to_numpy()
    counts = np.bincount(numbers)
    place = np.arange(len(numbers)) - np.repeat(np.cumsum(counts) - counts, counts)
    counted = ordered.append_column("candidates", pa.array(counts[numbers], pa.int32()))
    return counted.filter(pa.array(place < keep))


class _NothingLearned:
    """Training tables of a baseline that reads none."""

    contexts = pa.table({"context_id": pa.array([], pa.string())})
    pairs = pa.table({"context_id": pa.array([], pa.string())})
