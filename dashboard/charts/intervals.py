"""Figures with what is not known of them: intervals side by side, and along a line."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from dashboard.charts.palette import FOR, GRID, NEUTRAL
from dashboard.charts.template import plain, shortened, styled

LABEL = 34  # Latin letters of a segment's name before it is cut
Interval = tuple[float, float, float]  # mean, low, high


def forest(labels: Sequence[str], intervals: Sequence[Interval], colours: Sequence[str], all_of_it: float) -> go.Figure:
    """Draw means with their intervals from the first down, and a line at the mean of everything."""
    places = list(range(len(labels)))
    figure = go.Figure(
        go.Scatter(
            mode="markers",
            x=[mean for mean, _, _ in intervals],
            y=places,
            marker={"color": list(colours), "size": 9},
            customdata=[[plain(label), low, high] for label, (_, low, high) in zip(labels, intervals, strict=True)],
            hovertemplate="%{customdata[0]}: %{x:.3f} (%{customdata[1]:.3f} – %{customdata[2]:.3f})<extra></extra>",
        )
    )
    spans = [
        {"type": "line", "x0": low, "x1": high, "y0": place, "y1": place, "line": {"color": colour, "width": 3}}
        for place, (_, low, high), colour in zip(places, intervals, colours, strict=True)
    ]
    figure.update_layout(shapes=spans)
    figure.add_vline(x=all_of_it, line={"color": NEUTRAL, "width": 1, "dash": "dot"})
    figure.update_yaxes(tickvals=places, ticktext=[plain(shortened(label, LABEL)) + "  " for label in labels])
    return styled(figure, len(labels)).update_layout(margin={"b": 36, "r": 12})


def line(labels: Sequence[str], intervals: Sequence[Interval], axis: str) -> go.Figure:
    """Draw means along an axis, their intervals as a band around them."""
    band = {"mode": "lines", "line": {"width": 0}, "hoverinfo": "skip"}
    figure = go.Figure(
        [
            go.Scatter(x=list(labels), y=[low for _, low, _ in intervals], **band),
            go.Scatter(
                x=list(labels),
                y=[high for *_, high in intervals],
                fill="tonexty",
                fillcolor="rgba(37,99,199,.16)",
                **band,
            ),
            go.Scatter(
                x=list(labels),
                y=[mean for mean, _, _ in intervals],
                mode="lines+markers",
                line={"color": FOR, "width": 2},
                customdata=[[low, high] for _, low, high in intervals],
                hovertemplate="%{x}: %{y:.3f} (%{customdata[0]:.3f} – %{customdata[1]:.3f})<extra></extra>",
            ),
        ]
    )
    figure.update_layout(
        height=320,
        margin={"l": 4, "r": 12, "t": 10, "b": 44},
        showlegend=False,
        dragmode=False,
        font={"size": 13},
        hoverlabel={"namelength": -1},
    )
    figure.update_xaxes(title=axis, type="category", fixedrange=True, showgrid=False, automargin=True)
    figure.update_yaxes(fixedrange=True, gridcolor=GRID, zeroline=False, automargin=True)
    return figure
