"""Ways from step to step, as wide as they are often gone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from dashboard.charts.palette import AGAINST, FOR, NEUTRAL, PARTS
from dashboard.charts.template import plain

_COLOURS = {
    "search": PARTS["search"],
    "browse": PARTS["history"],
    "click": PARTS["item"],
    "cart": PARTS["behaviour"],
    "purchase": FOR,
    "return": AGAINST,
    "leave": NEUTRAL,
}
HEIGHT = 460


def flows(moves: Sequence[tuple[int, str, str, int]], names: Mapping[str, str]) -> go.Figure:
    """Draw moves of (step, here, there, how often) as a Sankey diagram; ``names`` says what places are called.

    A place is drawn once for each step; where one leaves, at once.
    """
    places: dict[tuple[int, str], int] = {}
    for step, here, there, _ in moves:
        for place in ((step, here), (step + 1, there)):
            places.setdefault(place, len(places))
    last = max((step for step, _ in places), default=1)
    figure = go.Figure(
        go.Sankey(
            arrangement="snap",
            node={
                "label": [plain(names[kind]) for _, kind in places],
                "color": [_COLOURS.get(kind, NEUTRAL) for _, kind in places],
                "x": [min(0.999, max(0.001, (step - 1) / max(last - 1, 1))) for step, _ in places],
                "y": [_height(places, place) for place in places],
                "pad": 14,
                "thickness": 14,
                "hovertemplate": "%{label}: %{value:,}<extra></extra>",
            },
            link={
                "source": [places[step, here] for step, here, _, _ in moves],
                "target": [places[step + 1, there] for step, _, there, _ in moves],
                "value": [count for *_, count in moves],
                "color": "rgba(128,128,128,.25)",
                "hovertemplate": "%{source.label} → %{target.label}: %{value:,}<extra></extra>",
            },
        )
    )
    return figure.update_layout(height=HEIGHT, margin={"l": 4, "r": 4, "t": 12, "b": 12}, font={"size": 13})


def _height(places: Mapping[tuple[int, str], int], place: tuple[int, str]) -> float:
    """Return where a place stands among those of its step, from 0 (top) to 1, in the order of the colours."""
    beside = sorted((kind for step, kind in places if step == place[0]), key=list(_COLOURS).index)
    return (beside.index(place[1]) + 0.5) / len(beside)
