"""The one look of every picture, and how one is put on a page."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go
import streamlit as st

from dashboard.charts.palette import GRID

ROW = 26  # pixels per horizontal bar
FRAME = 64  # pixels above and below them
ON_LIGHT, ON_DARK = "#3a4150", "#cfd4dc"  # letters in either theme
# A picture can be saved as PNG; it does not zoom under a scrolling finger, and never reads $…$ as LaTeX.
CONFIG: dict[str, Any] = {
    "displaylogo": False,
    "modeBarButtons": [["toImage"]],
    "scrollZoom": False,
    "typesetMath": False,
}


def styled(figure: go.Figure, rows: int) -> go.Figure:
    """Give a figure of ``rows`` horizontal bars, the first on top, the house's look."""
    figure.update_layout(
        height=ROW * rows + FRAME,
        margin={"l": 4, "r": 52, "t": 10, "b": 44},
        showlegend=False,
        bargap=0.32,
        dragmode=False,
        hoverlabel={"namelength": -1},
        font={"size": 13},
        uniformtext={"minsize": 11, "mode": "show"},
    )
    figure.update_xaxes(zeroline=False, fixedrange=True, gridcolor=GRID, automargin=True)
    figure.update_yaxes(
        zeroline=False, fixedrange=True, showgrid=False, automargin=True, ticks="", range=[rows - 0.4, -0.6]
    )
    return figure


def lined(figure: go.Figure, height: int = 300) -> go.Figure:
    """Give a figure of lines or points the house's look, its names above it."""
    figure.update_layout(
        height=height,
        margin={"l": 4, "r": 12, "t": 34, "b": 44},
        legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "font": {"size": 12}},
        dragmode=False,
        hoverlabel={"namelength": -1},
        font={"size": 13},
    )
    figure.update_xaxes(zeroline=False, fixedrange=True, gridcolor=GRID, automargin=True)
    figure.update_yaxes(zeroline=False, fixedrange=True, gridcolor=GRID, automargin=True)
    return figure


def show(figure: go.Figure, name: str, description: str) -> None:
    """Draw a figure on the page; ``description`` is read out to who cannot see it."""
    # Streamlit greys the numbers of a picture; these are what people came to read.
    figure.update_layout(font_color=ON_DARK if st.context.theme.type == "dark" else ON_LIGHT)
    figure.update_xaxes(tickfont_color=figure.layout.font.color)
    figure.update_yaxes(tickfont_color=figure.layout.font.color)
    st.plotly_chart(figure, config=CONFIG, alt=description, key=name)


def plain(label: str) -> str:
    """Escape what Plotly would read as markup: texts of shops are untrusted.

    >>> plain("<b>bold</b> & co")
    '&lt;b&gt;bold&lt;/b&gt; &amp; co'
    """
    return label.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def shortened(label: str, width: int) -> str:
    """Cut a label to about ``width`` Latin letters; a Chinese character takes the room of two.

    >>> shortened("running shoes", 8), shortened("智能手表", 6), shortened("short", 8)
    ('running…', '智能…', 'short')
    """
    room = width
    for at, character in enumerate(label):
        room -= 2 if ord(character) > 0x2E7F else 1
        if room < 0:
            return label[: max(at - 1, 1)].rstrip() + "…"
    return label
