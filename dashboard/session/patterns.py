"""Explanations by the thousand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import streamlit as st

from dashboard.session.core import opened, rankers, workspace
from queries.patterns.change import change
from queries.patterns.choosing import Choice, choose, segments
from queries.patterns.segment_reasons import SegmentReasons
from queries.patterns.segment_reasons import segment_reasons as find_segment_reasons
from queries.workspace import open_workspace

if TYPE_CHECKING:
    from explain.batch import BatchReport
    from explain.shop import Shop


def pattern_segments() -> dict[tuple[str, str], int]:
    """Return how many stored explanations there are by (dimension, segment); empty where none is stored."""
    ws = workspace()
    return _pattern_segments(str(ws.path), ws.snapshot_id())


@st.cache_data(max_entries=8, show_spinner=False)
def _pattern_segments(path: str, snapshot: int) -> dict[tuple[str, str], int]:
    rows = segments(choose(opened(path))).to_pylist()
    return {(row["dimension"], row["segment"]): row["explanations"] for row in rows}


def stored(explanation_ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Return what stored explanations are of, by their ids: search, user_id, item_id."""
    found = workspace().run("explanations/of_what", ids=list(explanation_ids)).to_pylist()
    return {row["explanation_id"]: row for row in found}


def pattern_change(a: Choice, b: Choice) -> pa.Table:
    """Return what changed from one choice of stored explanations to another."""
    return change(workspace(), a, b)


@st.cache_data(max_entries=8, show_spinner=False)
def _explained_rankers(path: str, snapshot: int) -> set[str]:
    return set(opened(path).run("explanations/rankers")["ranker_id"].to_pylist())


def explained_rankers() -> list[tuple[str, str]]:
    """Return (identity, name) of the rankers that explanations are stored of, the newest first."""
    ws = workspace()
    found = _explained_rankers(str(ws.path), ws.snapshot_id())
    return [(entry.ranker_id, entry.name) for entry in rankers() if entry.ranker_id in found]


@st.cache_data(max_entries=8, show_spinner=False)
def _explained_span(path: str, snapshot: int) -> tuple[datetime, datetime] | None:
    [row] = opened(path).run("explanations/span").to_pylist()
    return None if row["first"] is None else (row["first"], row["last"])


def explained_span() -> tuple[datetime, datetime] | None:
    """Return the first and the last moment of a context that was explained, UTC; None where none was."""
    ws = workspace()
    span: tuple[datetime, datetime] | None = _explained_span(str(ws.path), ws.snapshot_id())
    return span


def explain_more(asked: Shop, contexts: int, progress: Callable[[str, float], None]) -> BatchReport:
    """Explain the slates of more logged contexts into the workspace; what is there already is not made again."""
    from explain.batch import BatchSettings, explain_all

    with open_workspace(workspace().path, "write") as ws:
        return explain_all(ws, asked, BatchSettings(contexts=contexts, group=5), progress=progress)


@st.cache_data(max_entries=32, show_spinner=False)
def _segment_reasons(path: str, snapshot: int, ranker_id: str, dimension: str, segment: str) -> SegmentReasons:
    return find_segment_reasons(opened(path), dimension, segment, Choice(ranker_id=ranker_id))


def segment_reasons(dimension: str, segment: str) -> SegmentReasons:
    """Return what drives the newest ranker in a segment beside the rest, over the explanations that are stored."""
    ws = workspace()
    return _segment_reasons(str(ws.path), ws.snapshot_id(), rankers()[0].ranker_id, dimension, segment)
