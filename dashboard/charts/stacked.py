"""Shares of a whole, one bar per segment or span of time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from dashboard.charts.palette import PARTS
from dashboard.charts.template import plain, styled


def stacked(
    labels: Sequence[str],
    shares: Mapping[str, Sequence[float]],
    titles: Mapping[str, str],
    colours: Mapping[str, str] = PARTS,
) -> go.Figure:
    """Draw one bar of 100 % per label, split into parts; ``titles`` names the parts in the legend."""
    places = list(range(len(labels)))
    figure = go.Figure(
        [
            go.Bar(
                orientation="h",
                name=plain(titles[part]),
                x=[100 * value for value in values],
                y=places,
                text=[f"{value:.0%}" if value >= 0.06 else "" for value in values],
                textposition="inside",
                insidetextanchor="middle",
                textangle=0,
                insidetextfont={"color": "white"},
                marker={"color": colours[part]},
                customdata=[plain(label) for label in labels],
                hovertemplate="%{customdata} · %{fullData.name}: %{x:.1f} %<extra></extra>",
            )
            for part, values in shares.items()
        ]
    )
    figure.update_yaxes(tickvals=places, ticktext=[plain(label) + "  " for label in labels])
    figure.update_xaxes(range=[0, 100], showticklabels=False, showgrid=False)
    styled(figure, len(labels)).update_layout(barmode="stack", showlegend=True, height=30 * len(labels) + 76)
    # Of the whole picture, so that the legend fits in two rows on a phone. If it belonged to the picture across alone,
    # Plotly would keep its width free beside the bars.
    whole = {"xref": "container", "yref": "container", "x": 0.01, "y": 1.0, "yanchor": "top"}
    return figure.update_layout(legend={"orientation": "h", "traceorder": "normal", **whole}, margin={"t": 50, "b": 8})
