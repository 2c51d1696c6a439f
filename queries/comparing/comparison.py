"""All that is said of two rankers beside each other, as one value that can be kept and read back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal

from queries import sql
from queries.comparing import Measurable, Measured, measurable
from queries.comparing.churn import figures_of_churn, tell_apart, two_slates
from queries.comparing.definitions import cut_off, definition_of, direction_of
from queries.comparing.losers import Loser, TwoPlaces, biggest_losers
from queries.errors import UnknownName
from queries.honesty import LEVEL
from queries.observe import Asked, NotObserved, usable_dimension
from queries.paired import figures_of_pair, pair
from queries.segments import Dimension
from queries.slates import slate_names
from queries.workspace import Workspace, together

Row = dict[str, Any]
Outcome = Literal["better", "worse", "not told apart", "too little"]


@dataclass(frozen=True)
class Comparison:
    """Ranker ``b`` beside ``a``: ids and names, what was compared, how and from which data, and every figure.

    ``definition``: the header of the metric's file, its ``version`` beside it. ``quality``: the figures of
    :func:`queries.paired.paired_figures` over everything; ``signs``: those of wins less losses, as shares of contexts;
    ``segments``: those of each segment of ``dimension``. Wins are contexts where b is better, whichever end of the
    metric that is. ``losers``: those of all contexts, or of the segment ``within``. ``titles``: what the segments are
    called, by language, and under "" what the dimension is. ``churn``, ``depths``, ``churn_segments``: see
    :class:`queries.comparing.churn.Churn`.
    """

    a: str
    b: str
    name_a: str
    name_b: str
    metric: str
    version: str
    grading: str | None
    direction: str
    definition: Mapping[str, str]
    k: int
    persistence: float
    dimension: str | None
    within: str | None
    titles: Mapping[str, Mapping[str, str]]
    snapshot_id: int
    data_id: str
    quality: Row
    signs: Row
    segments: tuple[Row, ...]
    churn: Mapping[str, Row]
    depths: tuple[Row, ...]
    churn_segments: tuple[Row, ...]
    losers: tuple[Loser, ...]

    @property
    def outcome(self) -> Outcome:
        """What the figures over everything say of b, at 5 % error."""
        if self.quality["state"] != "shown":
            return "too little"
        if self.quality["p"] > LEVEL:
            return "not told apart"
        return "better" if (self.quality["difference"] > 0) == (self.direction != "lower") else "worse"

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON; :meth:`from_dict` reads it back."""
        found = asdict(self)
        for loser in found["losers"]:
            loser["ts"] = loser["ts"].isoformat() if loser["ts"] else None
        return found

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Comparison:
        """Rebuild a comparison from :meth:`to_dict`."""
        losers = tuple(
            Loser(
                **{
                    **loser,
                    "ts": datetime.fromisoformat(loser["ts"]) if loser["ts"] else None,
                    "places": tuple(TwoPlaces(**place) for place in loser["places"]),
                }
            )
            for loser in data["losers"]
        )
        rows = {name: tuple(data[name]) for name in ("segments", "depths", "churn_segments")}
        return cls(**{**data, **rows, "losers": losers})


def compare(
    ws: Workspace,
    a: str,
    b: str,
    metric: str,
    k: int | None = None,
    dimension: str | None = None,
    within: str | None = None,
    losers: int = 5,
) -> Comparison:
    """Compare what ``b`` ranked with what ``a`` ranked in the same contexts, both by ranker_id ("logged": as shown).

    ``k``: places that churn looks at, the metric's own cut-off where None. ``dimension``: also segment by segment.
    ``losers``: how many of the contexts that lose most, of all or ``within`` one segment of the dimension. Nothing is
    said of fewer than 11 shoppers. Raises :class:`~queries.errors.UnknownName` for what was not measured,
    :class:`~queries.observe.NotObserved` where the two have nothing in common.
    """
    names = slate_names(ws)
    by = usable_dimension(ws, Asked(metric), dimension) if dimension else None
    with ws.transaction() as con:  # one snapshot, looked up once
        stated = _stated(measurable(ws, con), a, b, metric)
        k, direction = k or cut_off(metric), direction_of(metric)
        sql.run(con, "context/every")
        sql.run(con, "context/kept")
        pair(con, metric, a, b)
        two_slates(con, a, b)
        data_id = ws.data_id(con)
    tell_apart(con, k)
    with together(con):
        quality, signs = figures_of_pair(con, metric).to_pylist()
        by_segment = figures_of_pair(con, metric, by).to_pylist() if by else []
        lost = []
        if quality["state"] == "shown":
            segment = (by, within) if by and within else None
            lost = biggest_losers(con, losers, direction != "lower", stated.grading, segment)
        change = figures_of_churn(con, k, by)
    return Comparison(
        a=a,
        b=b,
        name_a=names.get(a, a),
        name_b=names.get(b, b),
        metric=metric,
        version=stated.version,
        grading=stated.grading,
        direction=direction,
        definition=definition_of(metric),
        k=k,
        persistence=change.persistence,
        dimension=dimension,
        within=within if dimension else None,
        titles=_titles(by, by_segment),
        snapshot_id=ws.snapshot_id(),
        data_id=data_id,
        quality=_by_direction(quality, direction),
        signs=_by_direction(signs, direction, turn=True),
        segments=tuple(_by_direction(row, direction) for row in by_segment),
        churn={row["segment"]: row for row in change.figures.to_pylist()},
        depths=tuple(change.depths.to_pylist()),
        churn_segments=tuple(change.segments.to_pylist() if change.segments is not None else ()),
        losers=tuple(lost),
    )


def _stated(known: Measurable, a: str, b: str, metric: str) -> Measured:
    """Return what was measured of both. Raises :class:`UnknownName` and :class:`NotObserved`."""
    for ranker_id in (a, b):
        if ranker_id not in known.of:
            raise UnknownName("measured ranker", ranker_id, known.of)
    if b not in known.others(a):
        raise NotObserved(
            f"{a!r} and {b!r} have no figures that can be compared: they ranked other candidates, or no metric was "
            "measured of both by one definition.",
            "Rank the same contexts with `whyrank rank-contexts` and measure both with `whyrank measure`.",
        )
    shared = known.shared(a, b)
    if metric not in shared:
        raise UnknownName("metric measured of both", metric, shared)
    return shared[metric]


def _titles(known: Dimension | None, rows: Sequence[Row]) -> dict[str, dict[str, str]]:
    if known is None:
        return {}
    told = {row["segment"]: {lang: known.segment_title(row["segment"], lang) for lang in ("en", "zh")} for row in rows}
    return {"": dict(known.title), **told}


def _by_direction(row: Row, direction: str, turn: bool = False) -> Row:
    """Count as wins where b is better; ``turn`` also turns the difference, which is one of wins and losses."""
    if direction != "lower":
        return row
    turned = {**row, "wins": row["losses"], "losses": row["wins"]}
    if turn and row["difference"] is not None:
        turned |= {
            "difference": -row["difference"],
            "low": -row["high"],
            "high": -row["low"],
            "effect": _less(row["effect"]),
        }
    return turned


def _less(value: float | None) -> float | None:
    return None if value is None else -value
