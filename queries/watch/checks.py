"""What is checked against thresholds: one function per key, each measuring a number that can be looked at on a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from queries.context_metrics import measured
from queries.errors import UnknownName
from queries.explanations.reading import state_counts
from queries.metrics import METRICS
from queries.observe import NotObserved
from queries.overview import sources
from queries.privacy import GroupTooSmall
from queries.rankers import list_rankers
from queries.shown import SHOWN_METRICS
from queries.slates import slate_names
from queries.watch.accounts import judged
from queries.watch.daily import daily_counts
from queries.watch.drift import drift
from queries.watch.quality import quality_between
from queries.watch.thresholds import Thresholds
from queries.watch.windows import Windows, windows
from queries.workspace import Workspace
from queries.worst import worst_segments

Outcome = Literal["fails", "passes", "unknown"]
Progress = Callable[[str, float], None]
"""Why a number is not known: a key of the sentences that pages and the command line have for it."""
Because = Literal[
    "not_measured", "too_short", "too_few", "nobody_looked", "no_rows", "no_explanations", "no_ranker", "no_dates"
]


@dataclass(frozen=True)
class Finding:
    """What was measured for one threshold. ``subject``: what of, such as the column that drifted.

    ``value`` is null where it is not known, ``because`` says why then. ``noise``: the value is beyond the limit, but no
    more than chance would make it.
    """

    key: str
    limit: float
    outcome: Outcome
    value: float | None = None
    because: str = ""
    noise: bool = False
    subject: Mapping[str, Any] | None = None


class _Unknown(Exception):
    """A number that this workspace cannot tell."""


@dataclass(frozen=True)
class _Measuring:
    """What the checks of one workspace share; everything is measured once, when it is asked for."""

    ws: Workspace
    thresholds: Thresholds

    @cached_property
    def ranker_id(self) -> str:
        names = slate_names(self.ws)
        ids = {name: ranker_id for ranker_id, name in names.items()} | {ranker_id: ranker_id for ranker_id in names}
        if self.thresholds.slates not in ids:
            raise UnknownName("slates of", self.thresholds.slates, ids)
        return ids[self.thresholds.slates]

    @cached_property
    def over(self) -> Windows:
        try:
            return windows(self.ws, self.thresholds.current_days, self.thresholds.reference_days)
        except NotObserved as error:
            raise _Unknown("too_short") from error

    def figure(self, metric: str, ranker_id: str) -> dict[str, Any]:
        """Return the row of ``measurements`` of a metric over everything."""
        for row in measured(self.ws, ranker_id).to_pylist():
            if row["metric"] == metric and row["part"] is None and row["value"] is not None:
                return dict(row)
        raise _Unknown("not_measured")

    @cached_property
    def accounts(self) -> dict[str, Any]:
        found: dict[str, Any] = judged(self.ws)
        if found["found_at"] is None:
            raise _Unknown("nobody_looked")
        return found


def check(ws: Workspace, thresholds: Thresholds, progress: Progress | None = None) -> list[Finding]:
    """Measure whatever ``thresholds`` limit, and say of each whether it holds: those that fail first.

    Raises :class:`UnknownName` for a metric or slates that do not exist.

    >>> from queries.examples import tiny_shop
    >>> [found] = check(tiny_shop(), Thresholds({"rows.most_rejected": 0}, {}))
    >>> found.outcome, found.because
    ('unknown', 'no_rows')
    """
    _known_metric(thresholds.metric)
    measuring = _Measuring(ws, thresholds)
    _ = measuring.ranker_id
    found: list[Finding] = []
    for done, (key, limit) in enumerate(thresholds.limits.items()):
        if progress:
            progress(key, done / len(thresholds.limits))
        try:
            found.extend(CHECKS[key](measuring, key, limit))
        except _Unknown as unknown:
            found.append(Finding(key, limit, "unknown", because=str(unknown)))
    order = ("fails", "unknown", "passes")
    return sorted(found, key=lambda each: order.index(each.outcome))


def _known_metric(label: str) -> None:
    name = label.partition("@")[0].partition("[")[0]
    if name not in {**METRICS, **SHOWN_METRICS}:
        raise UnknownName("metric", name, {**METRICS, **SHOWN_METRICS})


def _most(key: str, limit: float, value: float, **more: Any) -> Iterator[Finding]:
    yield Finding(key, limit, "passes" if value <= limit else "fails", value, **more)


def _least(key: str, limit: float, value: float, **more: Any) -> Iterator[Finding]:
    yield Finding(key, limit, "passes" if value >= limit else "fails", value, **more)


def _share(part: float, whole: float, because: str) -> float:
    if not whole:
        raise _Unknown(because)
    return part / whole


def _quality_minimum(of: _Measuring, key: str, limit: float) -> Iterator[Finding]:
    yield from _least(key, limit, of.figure(of.thresholds.metric, of.ranker_id)["value"], subject=_metric(of))


def _quality_above_random(of: _Measuring, key: str, limit: float) -> Iterator[Finding]:
    above = of.figure(of.thresholds.metric, of.ranker_id)["above_floor"]
    if above is None:
        raise _Unknown("not_measured")
    yield from _least(key, limit, above, subject=_metric(of))


def _quality_lost(of: _Measuring, key: str, limit: float) -> Iterator[Finding]:
    try:
        sides = quality_between(of.ws, of.thresholds.metric, of.over, of.ranker_id).to_pylist()
    except NotObserved as error:
        raise _Unknown("not_measured") from error
    current = next((row for row in sides if row["segment"] == "current"), None)
    if current is None or current["difference"] is None:
        raise _Unknown("too_few")
    lost = -current["difference"] if _higher_is_better(of.thresholds.metric) else current["difference"]
    noise = lost > limit and not current["significant"]
    yield Finding(key, limit, "passes" if lost <= limit or noise else "fails", lost, "", noise, _metric(of))


def _higher_is_better(label: str) -> bool:
    name = label.partition("@")[0].partition("[")[0]
    return (METRICS[name] if name in METRICS else SHOWN_METRICS[name]).direction != "lower"


def _metric(of: _Measuring) -> dict[str, str]:
    return {"metric": of.thresholds.metric, "slates": of.ranker_id}


def _drift(of: _Measuring, key: str, limit: float) -> Iterator[Finding]:
    """Every column is held to its own limit, or to that of all."""
    rows = drift(of.ws, of.over).figures.to_pylist()
    if not rows:
        raise _Unknown("too_short")
    for row in rows:
        own = of.thresholds.columns.get(row["column"], limit)
        subject = {"column": row["column"]}
        if row["band"] == "few":
            yield Finding(key, own, "unknown", because="too_few", subject=subject)
            continue
        beyond = row["psi"] > own
        noise = beyond and (row["psi"] <= row["limit"] or row["psi"] - row["expected"] <= own)
        yield Finding(key, own, "fails" if beyond and not noise else "passes", row["psi"], "", noise, subject)


def _days(of: _Measuring, key: str, limit: float) -> Iterator[Finding]:
    start = of.over.current_start.date()
    rows = [row for row in daily_counts(of.ws).to_pylist() if row["day"] >= start]
    if all(row["z"] is None for row in rows):
        raise _Unknown("too_short")
    unlike = {row["day"] for row in rows if row["unlike"]}
    yield from _most(key, limit, len(unlike), subject={"since": f"{start}"})


def _flagged(of: _Measuring, key: str, limit: float) -> Iterator[Finding]:
    share = _share(of.accounts["flagged_contexts"], of.accounts["contexts"], "no_rows")
    yield from _most(key, limit, share, subject={"accounts": of.accounts["flagged"]})


def _rejected(of: _Measuring, key: str, limit: float) -> Iterator[Finding]:
    found = sources(of.ws)
    rejected, read = sum(each.rows_rejected for each in found), sum(each.rows_read for each in found)
    yield from _most(key, limit, _share(rejected, read, "no_rows"), subject={"rows": rejected})


def _outdated(of: _Measuring, key: str, limit: float) -> Iterator[Finding]:
    old = total = 0
    for ranker_id in slate_names(of.ws):
        data_id = of.ws.run("measuring/data_id", ranker_id=ranker_id)["data_id"][0].as_py()
        rows = measured(of.ws, ranker_id).to_pylist()
        total += len(rows)
        old += sum(row["data_id"] != data_id for row in rows)
    yield from _most(key, limit, _share(old, total, "not_measured"))


def _stale(of: _Measuring, key: str, limit: float) -> Iterator[Finding]:
    states = state_counts(of.ws)
    total = sum(states.values())
    yield from _most(key, limit, _share(total - states["fresh"], total, "no_explanations"))


def _incomplete(of: _Measuring, key: str, limit: float) -> Iterator[Finding]:
    [row] = of.ws.run("watch/incomplete").to_pylist()
    yield from _most(key, limit, _share(row["incomplete"], row["explanations"], "no_explanations"))


def _calibration(of: _Measuring, key: str, limit: float) -> Iterator[Finding]:
    """As `whyrank measure` found it for the newest ranker, or else as `whyrank evaluate` did, which its card keeps."""
    rankers = list_rankers(of.ws)
    if not rankers:
        raise _Unknown("no_ranker")
    subject = {"ranker": rankers[0].name}
    try:
        error = of.figure("calibration_error", rankers[0].ranker_id)["value"]
    except _Unknown:
        error = (rankers[0].card.get("evaluation") or {}).get("calibration_error")
    if error is None:
        raise _Unknown("not_measured")
    yield from _most(key, limit, float(error), subject=subject)


def _gap(of: _Measuring, key: str, limit: float) -> Iterator[Finding]:
    try:
        rows = worst_segments(of.ws, of.thresholds.metric, of.ranker_id).found.to_pylist()
    except (NotObserved, GroupTooSmall) as error:
        raise _Unknown("not_measured") from error
    if not rows:
        yield from _most(key, limit, 0.0, subject=_metric(of))
        return
    worst = max(rows, key=lambda row: abs(row["difference"]))
    subject = {"dimensions": worst["dimensions"], "segments": worst["segments"], **_metric(of)}
    yield from _most(key, limit, abs(worst["difference"]), subject=subject)


def _new_items(of: _Measuring, key: str, limit: float) -> Iterator[Finding]:
    rankers = list_rankers(of.ws)
    if not rankers:
        raise _Unknown("no_ranker")
    trained = rankers[0].trained_at or rankers[0].added_at
    [row] = of.ws.run("watch/new_items", trained_at=trained).to_pylist()
    share = _share(row["new"], row["dated"], "no_dates")
    yield from _most(key, limit, share, subject={"ranker": rankers[0].name, "trained": f"{trained:%Y-%m-%d}"})


CHECKS: Mapping[str, Callable[[_Measuring, str, float], Iterator[Finding]]] = {
    "quality.minimum": _quality_minimum,
    "quality.least_above_random": _quality_above_random,
    "quality.most_lost": _quality_lost,
    "drift.most_psi": _drift,
    "days.most_unlike": _days,
    "traffic.most_flagged": _flagged,
    "rows.most_rejected": _rejected,
    "figures.most_outdated": _outdated,
    "explanations.most_stale": _stale,
    "explanations.most_incomplete": _incomplete,
    "calibration.most_error": _calibration,
    "segments.most_gap": _gap,
    "ranker.most_new_items": _new_items,
}
