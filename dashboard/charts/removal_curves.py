"""What is left of the score while words and features are hidden or shown, beside where random orders fall."""

from __future__ import annotations

import plotly.graph_objects as go

from dashboard.charts.palette import FOR, GRID, NEUTRAL
from dashboard.charts.template import lined, plain
from explain.trust.removal import Curve

BAND = "rgba(122,130,142,.22)"
# Where few random orders spread far, the band is not followed further than this beyond base and score.
ROOM = 0.5


def removal_curve(curve: Curve, ours: str, random: str, across: str, up: str) -> go.Figure:
    """Draw a curve with the random band; ``ours`` and ``random`` name the lines, ``across`` and ``up`` the axes."""
    shares = list(curve.shares)
    own = [each.value for each in curve.values]
    low, high = min(0.0, *own) - 0.1, max(1.0, *own) + 0.1
    edges = {name: [_within(getattr(each, name), low, high) for each in curve.values] for name in ("low", "high")}
    hidden = {"mode": "lines", "line": {"width": 0}, "hoverinfo": "skip", "showlegend": False}
    figure = go.Figure()
    figure.add_trace(go.Scatter(x=shares, y=edges["high"], **hidden))
    figure.add_trace(go.Scatter(x=shares, y=edges["low"], fill="tonexty", fillcolor=BAND, **hidden))
    figure.add_trace(_line(shares, [each.random for each in curve.values], random, NEUTRAL, "dash"))
    figure.add_trace(_line(shares, own, ours, FOR, "solid"))
    for level in (0.0, 1.0):
        figure.add_hline(y=level, line={"color": GRID, "width": 1}, layer="below")
    figure.update_xaxes(title={"text": plain(across), "font": {"size": 12}}, tickformat=".0%", range=[-0.02, 1.02])
    figure.update_yaxes(title={"text": plain(up), "font": {"size": 12}}, tickformat=".0%")
    return lined(figure)


def _line(shares: list[float], values: list[float], name: str, colour: str, dash: str) -> go.Scatter:
    return go.Scatter(
        x=shares,
        y=values,
        name=plain(name),
        mode="lines+markers" if dash == "solid" else "lines",
        line={"color": colour, "width": 2, "dash": dash},
        marker={"size": 6},
        hovertemplate="%{x:.0%} → %{y:.0%}<extra>%{fullData.name}</extra>",
    )


def _within(value: float, low: float, high: float) -> float:
    return min(max(value, low - ROOM), high + ROOM)
