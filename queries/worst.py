"""The worst segments, found and not guessed: combinations that are served worse than the rest, in data not searched."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from queries import sql
from queries.codes import find_codes, searched
from queries.errors import WhyrankError
from queries.explained import Sums, clearest_first, confirmed
from queries.honesty import LEVEL, contexts_needed
from queries.metrics import METRICS, Metric
from queries.observe import LOGGED, Asked, Filter, not_observed, observe_apart, usable_dimension
from queries.privacy import MIN_SHOPPERS
from queries.segment import dimensions as all_dimensions
from queries.segment import written_dimensions
from queries.shown import SHOWN_METRICS, ShownMetric
from queries.workspace import Workspace

SHOWN, CHOSEN, POOL = 15, 40, 150


class NoWorseWay(WhyrankError):
    """The metric has no worse end."""


@dataclass(frozen=True)
class WorstSegments:
    """What was found, and out of how many combinations.

    ``found`` columns: dimensions and segments (lists of one to three), contexts, shoppers, observations, mean,
    rest_mean, difference (what being in it adds, all segments found held equal; in the half not searched), low, high
    (95 %), p, q, cost. ``cost``: difference · observations · value of one unit of the metric.
    """

    found: pa.Table
    tried: int
    dimensions: tuple[str, ...]


def worst_segments(
    ws: Workspace,
    metric: str,
    ranker_id: str = LOGGED,
    dimensions: Iterable[str] | None = None,
    filters: Sequence[Filter] = (),
    value: float = 1.0,
    without_flagged: bool = False,
) -> WorstSegments:
    """Search all combinations of one, two and three segments for those served worse than the rest, at most 15.

    Shoppers are split in two by the hash of their name. In one half every combination with enough observations is
    compared with the rest and with what is left of its parents; the clearest is taken, what it explains is taken away,
    and so on while one is significant among all that were tried (Benjamini and Hochberg). In the other half each must
    be found again. ``value``: what one unit of the metric is worth, for the cost. None is shown that would tell of a
    group of fewer than 11 shoppers, itself or by subtraction.

    >>> from queries.examples import tiny_shop
    >>> from queries.segment import fill_segments
    >>> shop = tiny_shop()
    >>> rows = fill_segments(shop, ["language", "device"])
    >>> worst_segments(shop, "shown_click", dimensions=["language", "device"]).found.num_rows
    0
    """
    asked = Asked(metric, ranker_id, tuple(filters), without_flagged)
    sign = _sign(metric)
    if dimensions is None:
        known = written_dimensions(ws) if asked.is_of_items else all_dimensions(ws)
        wanted = searched(known, asked.is_of_items)
    else:
        wanted = [usable_dimension(ws, asked, name) for name in dimensions]
    con = observe_apart(ws, asked)
    find_codes(con, wanted)
    told_apart = sql.run(con, "combinations/cells", sign=sign)["dimension"].to_pylist()
    con.commit()
    is_rate = sql.run(con, "combinations/is_rate")["is_rate"][0].as_py()
    if is_rate is None:
        raise not_observed(asked)
    needed = contexts_needed(metric, is_rate)
    sql.run(con, "combinations/screen", needed=needed)
    tried = int(sql.run(con, "combinations/pool", pool=POOL)["tried"][0].as_py())
    chosen = clearest_first(Sums.read(con, held_out=False), CHOSEN, LEVEL, tried)
    _keep_what_may_be_shown(con, chosen)
    con.register("confirmed", confirmed(con, Sums.read(con, held_out=True)))
    found = sql.run(con, "combinations/describe", sign=sign, value=value, level=LEVEL, needed=needed)
    return WorstSegments(found.slice(0, SHOWN), tried, tuple(told_apart))


def _keep_what_may_be_shown(con: duckdb.DuckDBPyConnection, chosen: Sequence[int]) -> None:
    """Leave those in the pool that tell of no group of few shoppers, themselves or by subtraction."""
    sql.run(con, "combinations/keep", candidates=chosen)
    safe = sql.run(con, "combinations/privacy", few=MIN_SHOPPERS)["candidate"].to_pylist()
    sql.run(con, "combinations/keep", candidates=safe)


def _sign(metric: str) -> int:
    """Return 1 where more is better, −1 where less is."""
    name = metric.partition("@")[0].partition("[")[0]
    known: dict[str, Metric | ShownMetric] = {**METRICS, **SHOWN_METRICS}
    direction = known[name].direction if name in known else "higher"
    if direction not in ("higher", "lower"):
        raise NoWorseWay(f"{metric!r} is not better for being higher or lower.", "Ask for a metric that is.")
    return 1 if direction == "higher" else -1
