"""Shares of the same things in two windows, before and now, side by side."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from dashboard.charts.palette import FOR, NEUTRAL
from dashboard.charts.template import plain, shortened, styled

LABEL = 30
ROW = 34
SMALL = 0.05  # below, whole per cents would repeat along the axis


def before_now(
    labels: Sequence[str],
    before: Sequence[float | None],
    now: Sequence[float | None],
    titles: tuple[str, str],
) -> go.Figure:
    """Draw two bars per label from the first down; a share that is not told has no bar. ``titles``: before, now."""
    places = list(range(len(labels)))
    figure = go.Figure(
        [
            go.Bar(
                orientation="h",
                name=title,
                x=list(shares),
                y=places,
                marker={"color": colour},
                customdata=[plain(label) for label in labels],
                hovertemplate="%{customdata} · %{fullData.name}: %{x:.1%}<extra></extra>",
            )
            for title, shares, colour in zip(titles, (before, now), (NEUTRAL, FOR), strict=True)
        ]
    )
    figure.update_yaxes(tickvals=places, ticktext=[plain(shortened(label, LABEL)) + "  " for label in labels])
    most = max((share for share in (*before, *now) if share is not None), default=1.0)
    figure.update_xaxes(tickformat=".0%" if most > SMALL else ".1%", rangemode="tozero")
    styled(figure, len(labels))
    legend = {"orientation": "h", "x": 0, "y": 1.0, "yanchor": "bottom", "traceorder": "normal"}
    return figure.update_layout(
        barmode="group",
        bargap=0.28,
        showlegend=True,
        legend=legend,
        height=ROW * len(labels) + 84,
        margin={"t": 34, "r": 12},
    )
