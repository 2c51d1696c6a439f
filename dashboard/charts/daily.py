"""Counts day by day, a band of what is usual, and the days outside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import plotly.graph_objects as go

from dashboard.charts.palette import AGAINST, FOR
from dashboard.charts.template import lined


def daily(
    days: Sequence[date],
    counts: Sequence[int | None],
    bands: Sequence[tuple[float, float] | None],
    unlike: Sequence[bool],
    titles: tuple[str, str],
) -> go.Figure:
    """Draw ``counts`` (None where not told) over ``bands`` (low, high; None where nothing is usual yet).

    ``titles``: of the line and of the band.
    """
    judged = [(day, band) for day, band in zip(days, bands, strict=True) if band is not None]
    edge = {"mode": "lines", "line": {"width": 0}, "hoverinfo": "skip"}
    figure = go.Figure(
        [
            go.Scatter(x=[day for day, _ in judged], y=[low for _, (low, _) in judged], showlegend=False, **edge),
            go.Scatter(
                x=[day for day, _ in judged],
                y=[high for _, (_, high) in judged],
                fill="tonexty",
                fillcolor="rgba(122,130,142,.2)",
                name=titles[1],
                **edge,
            ),
            go.Scatter(
                x=list(days),
                y=list(counts),
                mode="lines+markers",
                line={"color": FOR, "width": 1.5},
                marker={
                    "color": [AGAINST if odd else FOR for odd in unlike],
                    "size": [10 if odd else 4 for odd in unlike],
                },
                name=titles[0],
                hovertemplate="%{x|%Y-%m-%d}: %{y:,}<extra></extra>",
            ),
        ]
    )
    lined(figure, 320)
    # Where next to nothing is usual, the band reaches beyond anything that was counted.
    return figure.update_yaxes(range=[0, 1.3 * max((count for count in counts if count), default=1)])
