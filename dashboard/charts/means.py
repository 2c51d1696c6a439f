"""Means with their intervals, one per row, around zero."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from dashboard.charts.palette import AGAINST, FOR, NEUTRAL
from dashboard.charts.template import plain, shortened, styled

LABEL = 34


def means(
    labels: Sequence[str],
    values: Sequence[float],
    lows: Sequence[float | None],
    highs: Sequence[float | None],
    axis: str,
    sure: Sequence[bool] | None = None,
) -> go.Figure:
    """Draw each mean with its 95 % interval; those that are not ``sure`` stay grey."""
    places = list(range(len(labels)))
    known = sure if sure is not None else [True] * len(labels)
    colours = [
        NEUTRAL if not certain else (FOR if value > 0 else AGAINST)
        for value, certain in zip(values, known, strict=True)
    ]
    figure = go.Figure(
        go.Scatter(
            x=list(values),
            y=places,
            mode="markers",
            marker={"color": colours, "size": 9},
            error_x={
                "type": "data",
                "symmetric": False,
                "array": [0 if high is None else high - value for value, high in zip(values, highs, strict=True)],
                "arrayminus": [0 if low is None else value - low for value, low in zip(values, lows, strict=True)],
                "thickness": 1.5,
                "width": 3,
                "color": NEUTRAL,
            },
            customdata=[plain(label) for label in labels],
            hovertemplate="%{customdata}: %{x:+.3f}<extra></extra>",
        )
    )
    figure.add_vline(x=0, line={"color": NEUTRAL, "width": 1}, layer="below")
    figure.update_yaxes(tickvals=places, ticktext=[plain(shortened(label, LABEL)) + "  " for label in labels])
    styled(figure, len(labels))
    return figure.update_xaxes(title={"text": axis, "font": {"size": 12}}, autorange=True)
