"""Shares from 0 to 1 as shades of one colour, a row per group."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from dashboard.charts.template import plain, shortened

SCALE = [[0.0, "rgba(37,99,199,.04)"], [1.0, "rgba(37,99,199,.5)"]]
LABEL = 30


def shades(
    rows: Sequence[str],
    columns: Sequence[str],
    values: Sequence[Sequence[float | None]],
    texts: Sequence[Sequence[str]],
    axis: str = "",
) -> go.Figure:
    """Draw shares [rows, columns], the first row on top; None has no colour; the darkest is the largest below 1."""
    most = max((value for line in values for value in line if value is not None and value < 1), default=1.0)
    figure = go.Figure(
        go.Heatmap(
            z=[list(line) for line in values],
            x=list(range(len(columns))),
            y=list(range(len(rows))),
            zmin=0,
            zmax=most or 1.0,
            colorscale=SCALE,
            showscale=False,
            xgap=2,
            ygap=2,
            hoverongaps=False,
            customdata=[
                [f"{plain(row)} · {plain(column)}: {text}" for column, text in zip(columns, line, strict=True)]
                for row, line in zip(rows, texts, strict=True)
            ],
            hovertemplate="%{customdata}<extra></extra>",
        )
    )
    for y, line in enumerate(texts):
        for x, text in enumerate(line):
            figure.add_annotation(x=x, y=y, text=text, showarrow=False, font={"size": 11})
    figure.update_layout(
        height=28 * len(rows) + 90,
        margin={"l": 4, "r": 8, "t": 10, "b": 10},
        dragmode=False,
        font={"size": 13},
        hoverlabel={"namelength": -1},
    )
    ticks = [plain(shortened(column, LABEL)) for column in columns]
    figure.update_xaxes(tickvals=list(range(len(columns))), ticktext=ticks, fixedrange=True, side="top", showgrid=False)
    figure.update_xaxes(automargin=True, zeroline=False, title={"text": axis, "font": {"size": 12}})
    figure.update_xaxes(tickangle=0 if max(map(len, columns), default=0) * len(columns) <= 90 else -40)
    names = [plain(shortened(row, LABEL)) + "  " for row in rows]
    figure.update_yaxes(tickvals=list(range(len(rows))), ticktext=names, fixedrange=True, autorange="reversed")
    return figure.update_yaxes(automargin=True, zeroline=False, showgrid=False)
