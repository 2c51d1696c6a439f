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
FILLED, GAP = 0.7, 0.05  # of the height: by the busiest step's places, and between two places


def flows(moves: Sequence[tuple[int, str, str, int]], names: Mapping[str, str]) -> go.Figure:
    """Draw moves of (step, here, there, how often) as a Sankey diagram; ``names`` says what places are called.

    A place is drawn once for each step; where one leaves, at once.
    """
    places: dict[tuple[int, str], int] = {}
    for step, here, there, _ in moves:
        for place in ((step, here), (step + 1, there)):
            places.setdefault(place, len(places))
    heights = _heights(moves)
    last = max((step for step, _ in places), default=1)
    figure = go.Figure(
        go.Sankey(
            arrangement="snap",
            node={
                "label": [plain(names[kind]) for _, kind in places],
                "color": [_COLOURS.get(kind, NEUTRAL) for _, kind in places],
                "x": [min(0.999, max(0.001, (step - 1) / max(last - 1, 1))) for step, _ in places],
                "y": [heights[place] for place in places],
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


def _heights(moves: Sequence[tuple[int, str, str, int]]) -> dict[tuple[int, str], float]:
    """Return where the middle of each place stands, from 0 (top) to 1, in the order of the colours."""
    comes: dict[tuple[int, str], int] = {}
    goes: dict[tuple[int, str], int] = {}
    for step, here, there, count in moves:
        goes[step, here] = goes.get((step, here), 0) + count
        comes[step + 1, there] = comes.get((step + 1, there), 0) + count
    sizes = {place: max(comes.get(place, 0), goes.get(place, 0)) for place in (*comes, *goes)}
    steps = {step for step, _ in sizes}
    most = max((sum(size for (step, _), size in sizes.items() if step == each) for each in steps), default=1)
    found: dict[tuple[int, str], float] = {}
    for each in steps:
        top = 0.02
        for kind in sorted((kind for step, kind in sizes if step == each), key=list(_COLOURS).index):
            share = FILLED * sizes[each, kind] / most
            found[each, kind] = min(0.99, top + share / 2)
            top += share + GAP
    return found
