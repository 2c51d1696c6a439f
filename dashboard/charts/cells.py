"""A table of differences as colours: orange is worse than the whole, blue better."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from dashboard.charts.grid import Texts, Values, grid
from dashboard.charts.palette import FAINT_AGAINST, FAINT_FOR

COLOURS = [(0.0, FAINT_AGAINST), (0.5, "rgba(128,128,128,.12)"), (1.0, FAINT_FOR)]


def cells(rows: Sequence[str], columns: Sequence[str], better: Values, texts: Texts, hovers: Texts) -> go.Figure:
    """Draw cells [rows, columns] coloured by how much better they are than the rest; None has no colour."""
    most = max((abs(value) for line in better for value in line if value is not None), default=1.0) or 1.0
    return grid(rows, columns, better, texts, hovers, COLOURS, (-most, most))
