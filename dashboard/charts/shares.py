"""A few signed shares as bars from a middle line: to the right for, to the left against."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from dashboard.charts.palette import AGAINST, FOR, NEUTRAL
from dashboard.charts.template import plain, styled


def shares(labels: Sequence[str], values: Sequence[float], texts: Sequence[str], axis: str) -> go.Figure:
    """Draw one bar per share from the first down; ``texts`` are written at their ends."""
    figure = go.Figure(
        go.Bar(
            orientation="h",
            y=list(range(len(labels))),
            x=list(values),
            text=list(texts),
            textposition="outside",
            cliponaxis=False,
            customdata=[plain(label) for label in labels],
            hovertemplate="%{customdata}: %{text}<extra></extra>",
            marker={"color": [FOR if value > 0 else AGAINST for value in values]},
        )
    )
    low, high = min(0.0, *values), max(0.0, *values)
    room = 0.25 * ((high - low) or 1.0)
    figure.update_yaxes(tickvals=list(range(len(labels))), ticktext=[f"{plain(label)}  " for label in labels])
    figure.update_xaxes(range=[low - room, high + room], title={"text": axis, "font": {"size": 12}})
    figure.add_vline(x=0, line={"color": NEUTRAL, "width": 1}, layer="below")
    return styled(figure, len(labels))
