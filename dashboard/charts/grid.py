"""A table of figures drawn as colours, with the figures written in its cells."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from dashboard.charts.template import plain, shortened

Values = Sequence[Sequence[float | None]]
Texts = Sequence[Sequence[str]]
LABEL = 26


def grid(
    rows: Sequence[str],
    columns: Sequence[str],
    values: Values,
    texts: Texts,
    hovers: Texts,
    colours: Sequence[tuple[float, str]],
    span: tuple[float, float],
    axis: str = "",
) -> go.Figure:
    """Draw ``values`` [rows, columns], the first row on top, coloured by ``colours`` over ``span``; None has no colour.

    >>> colours = [(0, "white"), (1, "blue")]
    >>> grid(["zh"], ["watch"], [[0.5]], [["50 %"]], [["zh · watch"]], colours, (0, 1)).layout.height
    120
    """
    figure = go.Figure(
        go.Heatmap(
            z=[list(line) for line in values],
            x=list(range(len(columns))),
            y=list(range(len(rows))),
            zmin=span[0],
            zmax=span[1],
            colorscale=[list(stop) for stop in colours],
            showscale=False,
            xgap=2,
            ygap=2,
            hoverongaps=False,
            customdata=[[plain(hover) for hover in line] for line in hovers],
            hovertemplate="%{customdata}<extra></extra>",
        )
    )
    written = [
        {"x": x, "y": y, "text": text, "showarrow": False, "font": {"size": 12}}
        for y, line in enumerate(texts)
        for x, text in enumerate(line)
        if text
    ]
    figure.update_layout(
        annotations=written,
        height=30 * len(rows) + 90,
        margin={"l": 4, "r": 8, "t": 10, "b": 10},
        dragmode=False,
        font={"size": 13},
        hoverlabel={"namelength": -1},
    )
    heads = [plain(shortened(column, LABEL)) for column in columns]
    crowded = max(map(len, heads), default=0) * len(heads) > 90
    figure.update_xaxes(tickvals=list(range(len(columns))), ticktext=heads, tickangle=-40 if crowded else 0, side="top")
    figure.update_xaxes(title={"text": axis, "font": {"size": 12}})
    names = [plain(shortened(row, LABEL)) + "  " for row in rows]
    figure.update_yaxes(tickvals=list(range(len(rows))), ticktext=names, autorange="reversed")
    figure.update_xaxes(automargin=True, zeroline=False, showgrid=False, fixedrange=True)
    return figure.update_yaxes(automargin=True, zeroline=False, showgrid=False, fixedrange=True)
