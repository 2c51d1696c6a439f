"""Values side by side, one of them ours."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from dashboard.charts.palette import FOR, NEUTRAL
from dashboard.charts.template import plain, styled


def bars(labels: Sequence[str], values: Sequence[float], errors: Sequence[float], ours: int) -> go.Figure:
    """Draw horizontal bars from the first down, with ± one standard error; bar number ``ours`` stands out."""
    places = list(range(len(labels)))
    figure = go.Figure(
        go.Bar(
            orientation="h",
            x=list(values),
            y=places,
            error_x={
                "type": "data",
                "array": list(errors),
                "thickness": 1,
                "width": 3,
                "color": "rgba(128,128,128,.9)",
            },
            customdata=[plain(label) for label in labels],
            hovertemplate="%{customdata}: %{x:.3f}<extra></extra>",
            marker={"color": [FOR if place == ours else NEUTRAL for place in places]},
        )
    )
    beside = {"showarrow": False, "xanchor": "left", "xshift": 6}
    written = [
        {"x": value + error, "y": place, "text": f"{value:.3f}", **beside}
        for place, value, error in zip(places, values, errors, strict=True)
    ]
    figure.update_layout(annotations=written)
    figure.update_yaxes(tickvals=places, ticktext=[plain(label) + "  " for label in labels])
    most = max((value + error for value, error in zip(values, errors, strict=True)), default=1.0)
    figure.update_xaxes(range=[0, most * 1.15], showticklabels=False, showgrid=False)
    return styled(figure, len(labels)).update_layout(height=26 * len(labels) + 24, margin={"b": 8})
