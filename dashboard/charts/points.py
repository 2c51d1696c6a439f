"""Clouds of explanations: a feature's values against what they add, and text against shopper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from dashboard.charts.palette import GRID, LOW_TO_HIGH, NEUTRAL
from dashboard.charts.template import plain, styled

ABSENT = "rgb(176,182,192)"


def beeswarm(features: Sequence[tuple[str, np.ndarray, np.ndarray]], axis: str, low: str, high: str) -> go.Figure:
    """Draw a row of points per feature: (title, contributions [n], place of each value 0 to 1, NaN where absent)."""
    figure = go.Figure()
    for row, (title, contributions, places) in enumerate(features):
        figure.add_trace(
            go.Scattergl(
                x=contributions,
                y=row + _spread(contributions),
                mode="markers",
                marker={
                    "size": 5,
                    "opacity": 0.75,
                    "color": [ABSENT if np.isnan(place) else _colour(place) for place in places],
                },
                hovertemplate=f"{plain(title)}: %{{x:+.2f}}<extra></extra>",
            )
        )
    figure.add_trace(_scale(low, high))
    figure.add_vline(x=0, line={"color": NEUTRAL, "width": 1}, layer="below")
    styled(figure, len(features)).update_layout(height=34 * len(features) + 80)
    titles = [plain(title) + "  " for title, _, _ in features]
    figure.update_yaxes(tickvals=list(range(len(features))), ticktext=titles, range=[len(features) - 0.4, -0.6])
    return figure.update_xaxes(title={"text": axis, "font": {"size": 12}}, autorange=True)


def cloud(
    x: np.ndarray,
    y: np.ndarray,
    titles: tuple[str, str],
    hover: Sequence[str],
    colour: np.ndarray | None,
    bar: str = "",
) -> go.Figure:
    """Draw y against x, coloured by the value of another feature where ``colour`` [n] is given; ``bar`` names it."""
    marker: dict[str, Any] = {"size": 6, "opacity": 0.7, "color": NEUTRAL}
    if colour is not None:
        known = colour[np.isfinite(colour)]
        marker |= {
            "color": colour,
            "colorscale": LOW_TO_HIGH,
            "colorbar": {"title": {"text": plain(bar)}, "thickness": 10},
        }
        if len(known):
            # The outermost values would leave one colour for all others.
            marker |= {"cmin": float(np.quantile(known, 0.02)), "cmax": float(np.quantile(known, 0.98))}
    figure = go.Figure(
        go.Scattergl(
            x=x,
            y=y,
            mode="markers",
            marker=marker,
            customdata=[plain(text) for text in hover],
            hovertemplate="%{customdata}<br>x %{x:.2f}, y %{y:+.2f}<extra></extra>",
        )
    )
    styled(figure, 12).update_layout(height=420)
    low, high = float(np.min(y, initial=0.0)), float(np.max(y, initial=0.0))
    room = 0.06 * ((high - low) or 1.0)
    title = {"text": titles[1], "font": {"size": 12}}
    figure.update_yaxes(title=title, range=[low - room, high + room], showgrid=True, gridcolor=GRID)
    figure.add_hline(y=0, line={"color": NEUTRAL, "width": 1}, layer="below")
    return figure.update_xaxes(title={"text": titles[0], "font": {"size": 12}}, autorange=True)


def _spread(values: np.ndarray) -> np.ndarray:
    """Return how far from its row's middle each point stands, so that equal values lie beside each other."""
    if not len(values):
        return np.zeros(0)
    edges = np.linspace(values.min(), values.max() + 1e-9, 60)
    bins = np.digitize(values, edges)
    offsets = np.zeros(len(values))
    fullest = max(np.bincount(bins).max(), 8)
    for each in np.unique(bins):
        here = np.flatnonzero(bins == each)
        offsets[here] = (np.arange(len(here)) - (len(here) - 1) / 2) * 0.76 / fullest
    return offsets


def _colour(place: float) -> str:
    from plotly.colors import sample_colorscale

    return str(sample_colorscale(LOW_TO_HIGH, [float(place)])[0])


def _scale(low: str, high: str) -> go.Scatter:
    return go.Scatter(
        x=[None],
        y=[None],
        mode="markers",
        hoverinfo="skip",
        marker={
            "color": [0, 1],
            "colorscale": LOW_TO_HIGH,
            "cmin": 0,
            "cmax": 1,
            "showscale": True,
            "colorbar": {"tickvals": [0, 1], "ticktext": [plain(low), plain(high)], "thickness": 8, "len": 0.6},
        },
    )
