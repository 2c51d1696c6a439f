"""A matrix of signed values as colours, for and against, with the numbers where there is room."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from dashboard.charts.palette import AGAINST, FOR
from dashboard.charts.template import plain, shortened, styled
from explain.wording import signed

LABEL = 22
MOST_NUMBERS = 5  # columns that leave room for numbers, also on a phone
_SCALE = [[0.0, AGAINST], [0.5, "rgba(128,128,128,.07)"], [1.0, FOR]]


def heat(rows: Sequence[str], columns: Sequence[str], values: np.ndarray, most: float) -> go.Figure:
    """Draw ``values`` [len(rows), len(columns)], the first row on top; the colour is full at ± ``most``."""
    texts = [[signed(float(value)) for value in row] for row in values]
    names = [[f"{plain(column)} × {plain(row)}" for column in columns] for row in rows]
    figure = go.Figure(
        go.Heatmap(
            z=values,
            zmin=-most,
            zmax=most,
            colorscale=_SCALE,
            showscale=False,
            xgap=2,
            ygap=2,
            text=texts,
            texttemplate="%{text}" if len(columns) <= MOST_NUMBERS else "",
            customdata=names,
            hovertemplate="%{customdata}: %{text}<extra></extra>",
        )
    )
    figure.update_xaxes(tickvals=list(range(len(columns))), ticktext=[plain(shortened(c, LABEL)) for c in columns])
    figure.update_yaxes(tickvals=list(range(len(rows))), ticktext=[f"{plain(shortened(r, LABEL))}  " for r in rows])
    styled(figure, len(rows))
    figure.update_xaxes(side="top", showgrid=False)
    return figure.update_layout(margin={"t": 48, "b": 8, "r": 8})
