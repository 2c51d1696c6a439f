"""Shares from 0 to 1 as shades of one colour, a row per group."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from dashboard.charts.grid import Texts, Values, grid

COLOURS = [(0.0, "rgba(37,99,199,.04)"), (1.0, "rgba(37,99,199,.5)")]


def shades(rows: Sequence[str], columns: Sequence[str], values: Values, texts: Texts, axis: str = "") -> go.Figure:
    """Draw shares [rows, columns], the first row on top; None has no colour; the darkest is the largest below 1."""
    most = max((value for line in values for value in line if value is not None and value < 1), default=1.0)
    hovers = [
        [f"{row} · {column}: {text}" for column, text in zip(columns, line, strict=True)]
        for row, line in zip(rows, texts, strict=True)
    ]
    return grid(rows, columns, values, texts, hovers, COLOURS, (0.0, most or 1.0), axis)
