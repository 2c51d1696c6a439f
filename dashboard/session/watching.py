"""What drifted, days and accounts unlike others, and whether all is within limits."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard.session.core import opened, workspace
from queries.watch.accounts import flagged, judged
from queries.watch.checks import check
from queries.watch.daily import daily_counts, day_contexts
from queries.watch.drift import Drift, drift, drift_by, drifted_contexts
from queries.watch.last_check import LastCheck, keep_findings
from queries.watch.last_check import last_check as read_last_check
from queries.watch.quality import quality_between, weekly_quality, whole_quality
from queries.watch.thresholds import Thresholds, find_thresholds
from queries.watch.windows import Windows, windows
from queries.workspace import open_workspace

BEHIND = 12  # contexts listed behind a number of the Data page


@st.cache_data(max_entries=8, show_spinner=False)
def _last_check(path: str, snapshot: int) -> LastCheck | None:
    return read_last_check(opened(path))


def last_check() -> LastCheck | None:
    """Return what the last check found, None where nothing was checked yet."""
    ws = workspace()
    return _last_check(str(ws.path), ws.snapshot_id())


def check_now() -> None:
    """Hold the workspace to its thresholds and keep what was found, as `whyrank check` does."""
    path = workspace().path
    with open_workspace(path, "write") as ws:
        keep_findings(ws, check(ws, find_thresholds(path)))


@st.cache_data(max_entries=8, show_spinner=False)
def _windows(path: str, data_id: str, current_days: int, reference_days: int) -> Windows:
    return windows(opened(path), current_days, reference_days)


def watched_windows() -> Windows:
    """Return the two windows that the workspace's thresholds compare."""
    ws = workspace()
    limits: Thresholds = find_thresholds(ws.path)
    return _windows(str(ws.path), ws.data_id(), limits.current_days, limits.reference_days)


@st.cache_data(max_entries=8, show_spinner=False)
def _drifted(path: str, data_id: str, over: Windows) -> Drift:
    return drift(opened(path), over)


def drifted(over: Windows) -> list[dict[str, Any]]:
    """Return how far each watched column drifted, the furthest first."""
    ws = workspace()
    rows: list[dict[str, Any]] = _drifted(str(ws.path), ws.data_id(), over).figures.to_pylist()
    return rows


def column_shares(column: str, over: Windows) -> list[dict[str, Any]]:
    """Return the bins of a watched column in both windows."""
    ws = workspace()
    rows: list[dict[str, Any]] = _drifted(str(ws.path), ws.data_id(), over).shares[column].to_pylist()
    return rows


@st.cache_data(max_entries=64, show_spinner=False)
def _drift_by(path: str, snapshot: int, column: str, dimension: str, over: Windows) -> list[dict[str, Any]]:
    return drift_by(opened(path), column, dimension, over).to_pylist()


def drifted_by(column: str, dimension: str, over: Windows) -> list[dict[str, Any]]:
    """Return in which segments of a dimension a column drifted."""
    ws = workspace()
    return _drift_by(str(ws.path), ws.snapshot_id(), column, dimension, over)


@st.cache_data(max_entries=64, show_spinner=False)
def _behind_drift(path: str, data_id: str, column: str, place: str, over: Windows) -> list[dict[str, Any]]:
    return drifted_contexts(opened(path), column, place, over, BEHIND).to_pylist()


def behind_drift(column: str, place: str, over: Windows) -> list[dict[str, Any]]:
    """Return contexts of the current window behind a bin of a column."""
    ws = workspace()
    return _behind_drift(str(ws.path), ws.data_id(), column, place, over)


@st.cache_data(max_entries=8, show_spinner=False)
def _days(path: str, data_id: str) -> list[dict[str, Any]]:
    return daily_counts(opened(path)).to_pylist()


def days() -> list[dict[str, Any]]:
    """Return the counts of every day beside what is usual."""
    ws = workspace()
    return _days(str(ws.path), ws.data_id())


def behind_day(series: str, brand: str | None, day: str) -> list[dict[str, Any]]:
    """Return contexts of one day of a series."""
    return day_contexts(workspace(), series, brand, day, BEHIND).to_pylist()


@st.cache_data(max_entries=8, show_spinner=False)
def _odd(path: str, snapshot: int) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    ws = opened(path)
    return judged(ws), flagged(ws).to_pylist()


def odd_accounts() -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return how many accounts were judged and flagged, and the flagged ones with their reasons."""
    ws = workspace()
    return _odd(str(ws.path), ws.snapshot_id())


@st.cache_data(max_entries=64, show_spinner=False)
def _over_time(
    path: str, snapshot: int, metric: str, ranker_id: str, without_flagged: bool, over: Windows
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    ws = opened(path)
    weeks = weekly_quality(ws, metric, ranker_id, without_flagged).to_pylist()
    return weeks, quality_between(ws, metric, over, ranker_id, without_flagged).to_pylist()


def over_time(
    metric: str, ranker_id: str, without_flagged: bool, over: Windows
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the figures of a metric by week, and in both windows."""
    ws = workspace()
    return _over_time(str(ws.path), ws.snapshot_id(), metric, ranker_id, without_flagged, over)


@st.cache_data(max_entries=64, show_spinner=False)
def _whole(path: str, snapshot: int, metric: str, without_flagged: bool) -> dict[str, Any]:
    return dict(whole_quality(opened(path), metric, without_flagged=without_flagged).to_pylist()[0])


def whole(metric: str, without_flagged: bool) -> dict[str, Any]:
    """Return the figure of a metric of what was shown over everything, with or without the flagged accounts."""
    ws = workspace()
    return _whole(str(ws.path), ws.snapshot_id(), metric, without_flagged)
