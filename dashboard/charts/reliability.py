"""Predicted chances against what happened."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from dashboard.charts.palette import FOR, NEUTRAL
from dashboard.charts.template import lined


def reliability_curve(predicted: Sequence[float], happened: Sequence[float], axes: tuple[str, str]) -> go.Figure:
    """Draw groups by their mean predicted chance and the share that happened, beside the line where both are equal."""
    most = 1.05 * max([*predicted, *happened, 0.01])
    figure = go.Figure(
        [
            go.Scatter(
                x=[0, most],
                y=[0, most],
                mode="lines",
                line={"color": NEUTRAL, "width": 1, "dash": "dot"},
                hoverinfo="skip",
            ),
            go.Scatter(
                x=list(predicted),
                y=list(happened),
                mode="lines+markers",
                line={"color": FOR, "width": 2},
                hovertemplate="%{x:.3f} → %{y:.3f}<extra></extra>",
            ),
        ]
    )
    lined(figure, 340).update_layout(showlegend=False)
    figure.update_xaxes(title=axes[0], range=[0, most])
    return figure.update_yaxes(title=axes[1], range=[0, most])
