"""What happened when: a row per kind of thing, a point per moment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import plotly.graph_objects as go

from dashboard.charts.palette import FOR, NEUTRAL
from dashboard.charts.template import plain, styled


def timeline(rows: Sequence[tuple[str, Sequence[datetime], Sequence[str]]], strong: int) -> go.Figure:
    """Draw rows of (title, moments, what each was), the first on top; from row number ``strong`` on they stand out."""
    figure = go.Figure()
    for place, (_, moments, hovers) in enumerate(rows):
        figure.add_trace(
            go.Scatter(
                x=list(moments),
                y=[place] * len(moments),
                mode="markers",
                marker={
                    "size": 11,
                    "symbol": "line-ns" if place < strong else "circle",
                    "color": NEUTRAL if place < strong else FOR,
                    "line": {"width": 2, "color": NEUTRAL if place < strong else FOR},
                    "opacity": 0.65,
                },
                customdata=[plain(hover) for hover in hovers],
                hovertemplate="%{x|%Y-%m-%d %H:%M} · %{customdata}<extra></extra>",
            )
        )
    styled(figure, len(rows)).update_layout(height=30 * len(rows) + 60)
    figure.update_yaxes(tickvals=list(range(len(rows))), ticktext=[f"{plain(title)}  " for title, _, _ in rows])
    return figure
