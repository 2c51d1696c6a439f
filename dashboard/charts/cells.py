"""A table of figures as colours: orange is worse than the whole, blue better."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from dashboard.charts.palette import FAINT_AGAINST, FAINT_FOR
from dashboard.charts.template import plain, shortened

SCALE = [[0.0, FAINT_AGAINST], [0.5, "rgba(128,128,128,.12)"], [1.0, FAINT_FOR]]
LABEL = 22


def cells(
    rows: Sequence[str],
    columns: Sequence[str],
    better: Sequence[Sequence[float | None]],
    texts: Sequence[Sequence[str]],
    hovers: Sequence[Sequence[str]],
) -> go.Figure:
    """Draw cells [rows, columns] coloured by how much better they are than the rest; None has no colour."""
    most = max((abs(value) for line in better for value in line if value is not None), default=1.0) or 1.0
    figure = go.Figure(
        go.Heatmap(
            z=[list(line) for line in better],
            x=list(range(len(columns))),
            y=list(range(len(rows))),
            zmin=-most,
            zmax=most,
            colorscale=SCALE,
            showscale=False,
            xgap=2,
            ygap=2,
            hoverongaps=False,
            customdata=[[plain(hover) for hover in line] for line in hovers],
            hovertemplate="%{customdata}<extra></extra>",
        )
    )
    for y, line in enumerate(texts):
        for x, text in enumerate(line):
            figure.add_annotation(x=x, y=y, text=text, showarrow=False, font={"size": 12})
    figure.update_layout(
        height=30 * len(rows) + 90,
        margin={"l": 4, "r": 8, "t": 10, "b": 10},
        dragmode=False,
        font={"size": 13},
        hoverlabel={"namelength": -1},
    )
    ticks = [plain(shortened(column, LABEL)) for column in columns]
    figure.update_xaxes(tickvals=list(range(len(columns))), ticktext=ticks, fixedrange=True, side="top", showgrid=False)
    names = [plain(shortened(row, LABEL)) + "  " for row in rows]
    figure.update_yaxes(tickvals=list(range(len(rows))), ticktext=names, fixedrange=True, autorange="reversed")
    figure.update_xaxes(automargin=True, zeroline=False, tickangle=0 if len(columns) <= 8 else -40)
    return figure.update_yaxes(automargin=True, zeroline=False, showgrid=False)
