"""Faithfulness against cost: how much more a method's first drivers matter than random ones, over its seconds."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from dashboard.charts.palette import FOR, NEUTRAL
from dashboard.charts.template import lined, plain
from dashboard.method_trust import Stored

# Seconds written at the axis, whatever span of them is drawn.
TICKS = tuple(mantissa * 10.0**power for power in range(-3, 4) for mantissa in (1, 2, 5))


def sides(seconds: Sequence[float], values: Sequence[float]) -> list[str]:
    """Return on which side of each point its number goes, so that points that nearly coincide can both be read.

    >>> sides([0.08, 0.081, 0.5], [1.12, 1.13, 1.12])
    ['middle left', 'middle right', 'middle right']
    """
    if not values:
        return []
    across, up = np.log(np.maximum(seconds, 1e-6)), np.asarray(values, dtype=float)
    close = np.abs(across - across[:, None]) < 0.05 * np.ptp(across)
    level = np.abs(up - up[:, None]) < 0.08 * np.abs(up).max()
    # Of points equally far the earlier one counts as further left.
    right = (across > across[:, None]) | ((across == across[:, None]) & np.triu(np.ones_like(close), 1))
    to_right, to_left = (close & level & right).sum(axis=1), (close & level & right.T).sum(axis=1)
    return [
        "middle right" if not more else "middle left" if not less else ("top center", "bottom center")[more % 2]
        for more, less in zip(to_right, to_left, strict=True)
    ]


def faithful(
    titles: Sequence[str], faith: Sequence[Stored], seconds: Sequence[float], ours: int, random: float | None,
    across: str, up: str, random_name: str,
) -> go.Figure:  # fmt: skip
    """Draw a numbered point per method, number ``ours`` standing out; ``random``: random attribution's own level."""
    colours = [FOR if place == ours else NEUTRAL for place in range(len(titles))]
    figure = go.Figure(
        go.Scatter(
            x=list(seconds),
            y=[each.value for each in faith],
            error_y={
                "type": "data",
                "array": [(each.high if each.high is not None else each.value) - each.value for each in faith],
                "arrayminus": [each.value - (each.low if each.low is not None else each.value) for each in faith],
                "thickness": 1,
                "width": 0,
                "color": "rgba(128,128,128,.7)",
            },
            mode="markers+text",
            marker={"size": 11, "color": colours},
            text=[str(place) for place in range(1, len(titles) + 1)],
            textposition=sides(seconds, [each.value for each in faith]),
            customdata=[plain(title) for title in titles],
            hovertemplate="%{customdata}: %{y:.0%}, %{x:.2f} s<extra></extra>",
            showlegend=False,
        )
    )
    if random is not None:
        figure.add_hline(
            y=random, line={"color": NEUTRAL, "width": 1, "dash": "dash"}, annotation_text=plain(random_name),
            annotation_position="bottom right", annotation_font_size=11,
        )  # fmt: skip
    figure.update_xaxes(
        title={"text": plain(across), "font": {"size": 12}},
        type="log",
        tickvals=list(TICKS),
        ticktext=[f"{tick:g}" for tick in TICKS],
    )
    most = max([each.high if each.high is not None else each.value for each in faith], default=1.0)
    lowest = min(0.0, random or 0.0)
    figure.update_yaxes(title={"text": plain(up), "font": {"size": 12}}, range=[lowest, most * 1.1], tickformat=".0%")
    return lined(figure, height=320).update_layout(margin={"t": 10})
