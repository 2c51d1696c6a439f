"""Figures by segment, and the segments served worst."""

from __future__ import annotations

import pyarrow as pa
import streamlit as st

from dashboard.session.core import opened, workspace
from queries.figures import by_position, drill_down, heat_map, segment_figures
from queries.observe import Asked, measured_metrics
from queries.reliability import reliability as find_reliability
from queries.segment import dimensions, kept_dimensions, segment_names
from queries.segments import Dimension
from queries.slates import slate_names
from queries.worst import WorstSegments, worst_segments


@st.cache_data(max_entries=8, show_spinner=False)
def _told_apart(path: str, snapshot: int) -> tuple[dict[str, Dimension], dict[str, list[str]], dict[str, list[str]]]:
    ws = opened(path)
    kept = set(kept_dimensions(ws))
    known = {name: each for name, each in dimensions(ws).items() if name in kept}
    return known, segment_names(ws) if kept else {}, _measured(path, snapshot)


def told_apart() -> tuple[dict[str, Dimension], dict[str, list[str]], dict[str, list[str]]]:
    """Return the dimensions that segments are kept of, the names of those segments, and the metrics measured."""
    ws = workspace()
    return _told_apart(str(ws.path), ws.snapshot_id())


@st.cache_data(max_entries=4, show_spinner=False)
def _measured(path: str, snapshot: int) -> dict[str, list[str]]:
    return measured_metrics(opened(path))


def measured() -> dict[str, list[str]]:
    """Return the metrics that contexts have a figure of, by the id of what ranked."""
    ws = workspace()
    return _measured(str(ws.path), ws.snapshot_id())


@st.cache_data(max_entries=64, show_spinner=False)
def _worst(path: str, snapshot: int, asked: Asked) -> WorstSegments:
    return worst_segments(
        opened(path), asked.metric, asked.ranker_id, filters=asked.filters, without_flagged=asked.without_flagged
    )


def worst(asked: Asked) -> WorstSegments:
    """Return the segments served worst, searched for once per snapshot."""
    ws = workspace()
    return _worst(str(ws.path), ws.snapshot_id(), asked)


@st.cache_data(max_entries=128, show_spinner=False)
def _figures(path: str, snapshot: int, asked: Asked, by: str, across: str | None) -> pa.Table:
    of = (asked.ranker_id, asked.filters, asked.without_flagged)
    if across is None:
        return segment_figures(opened(path), asked.metric, by, *of)
    return heat_map(opened(path), asked.metric, by, across, *of)


def figures(asked: Asked, by: str, across: str | None = None) -> pa.Table:
    """Return the figures of the segments of a dimension, or of each pair of segments of two."""
    ws = workspace()
    return _figures(str(ws.path), ws.snapshot_id(), asked, by, across)


@st.cache_data(max_entries=64, show_spinner=False)
def _positions(path: str, snapshot: int, asked: Asked) -> pa.Table:
    return by_position(opened(path), asked.metric, asked.ranker_id, asked.filters, asked.without_flagged)


def positions(asked: Asked) -> pa.Table:
    """Return the figures of a metric of what was shown at each position."""
    ws = workspace()
    return _positions(str(ws.path), ws.snapshot_id(), asked)


@st.cache_data(max_entries=64, show_spinner=False)
def _behind(path: str, snapshot: int, asked: Asked, limit: int) -> pa.Table:
    return drill_down(opened(path), asked.metric, asked.ranker_id, asked.filters, limit, asked.without_flagged)


def behind(asked: Asked, limit: int) -> pa.Table:
    """Return the contexts behind the figures, those with the lowest values first."""
    ws = workspace()
    return _behind(str(ws.path), ws.snapshot_id(), asked, limit)


@st.cache_data(max_entries=8, show_spinner=False)
def names_of_slates(path: str, snapshot: int) -> dict[str, str]:
    """Return the slates that there are by id, each by its name."""
    return slate_names(opened(path))


def slates_named() -> dict[str, str]:
    """Return the names of what ranked by ranker_id."""
    ws = workspace()
    return names_of_slates(str(ws.path), ws.snapshot_id())


@st.cache_data(max_entries=16, show_spinner=False)
def _reliability(path: str, snapshot: int, ranker_id: str) -> pa.Table:
    return find_reliability(opened(path), ranker_id)


def reliability(ranker_id: str) -> pa.Table:
    """Return the reliability curve of a ranker's chances, no rows where it has none."""
    ws = workspace()
    return _reliability(str(ws.path), ws.snapshot_id(), ranker_id)
