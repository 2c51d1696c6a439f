"""The pictures, all from one Plotly template: calm axes, one colour for and one against."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from explain.markup import AGAINST, FOR
from explain.wording import signed

COLOUR_FOR, COLOUR_AGAINST, COLOUR_TOTAL = f"rgb({FOR})", f"rgb({AGAINST})", "rgb(110,118,129)"
ROW = 27  # pixels per bar
LABEL = 34  # characters of a label that are shown; all of it is in the hover


def waterfall(
    base: float, steps: Sequence[tuple[str, float]], score: float, base_label: str, score_label: str
) -> go.Figure:
    """Draw the way from ``base`` to ``score``; ``steps`` are (label, contribution) in logits that add up to it."""
    labels = [base_label, *(label for label, _ in steps), score_label]
    values = [base, *(value for _, value in steps), score]
    # Labels repeat (the same word twice), so bars are placed by number and named by tick.
    places = list(range(len(labels)))
    figure = go.Figure(
        go.Waterfall(
            orientation="h",
            measure=["absolute", *["relative"] * len(steps), "total"],
            y=places,
            x=values,
            text=[signed(value) for value in values],
            textposition="outside",
            cliponaxis=False,
            customdata=labels,
            hovertemplate="%{customdata}<br>%{text}<extra></extra>",
            increasing={"marker": {"color": COLOUR_FOR}},
            decreasing={"marker": {"color": COLOUR_AGAINST}},
            totals={"marker": {"color": COLOUR_TOTAL}},
            connector={"line": {"color": "rgba(128,128,128,.5)", "width": 1}},
        )
    )
    figure.update_yaxes(
        tickvals=places, ticktext=[plain(shortened(label)) for label in labels], autorange="reversed", automargin=True
    )
    return styled(figure, len(labels))


def bars(labels: Sequence[str], values: Sequence[float], highlighted: str) -> go.Figure:
    """Draw horizontal bars, one of them highlighted; values are written beside the bars."""
    colours = [COLOUR_FOR if label == highlighted else COLOUR_TOTAL for label in labels]
    figure = go.Figure(
        go.Bar(
            orientation="h",
            x=list(values),
            y=[plain(label) for label in labels],
            text=[f"{value:.3f}" for value in values],
            textposition="outside",
            cliponaxis=False,
            marker={"color": colours},
            hovertemplate="%{y}: %{x:.3f}<extra></extra>",
        )
    )
    figure.update_yaxes(autorange="reversed", automargin=True)
    return styled(figure, len(labels))


def styled(figure: go.Figure, rows: int) -> go.Figure:
    """Give a figure of ``rows`` horizontal bars the house's look."""
    figure.update_layout(
        height=ROW * rows + 40,
        margin={"l": 8, "r": 48, "t": 8, "b": 28},
        showlegend=False,
        bargap=0.35,
        dragmode=False,
        hoverlabel={"namelength": -1},
    )
    figure.update_xaxes(zeroline=False, fixedrange=True, gridcolor="rgba(128,128,128,.15)")
    figure.update_yaxes(fixedrange=True, showgrid=False)
    return figure


def shortened(label: str) -> str:
    """Cut a long label with an ellipsis.

    >>> shortened("x" * 50)[-3:], len(shortened("x" * 50))
    ('xx…', 34)
    """
    return label if len(label) <= LABEL else label[: LABEL - 1] + "…"


def plain(label: str) -> str:
    """Escape what Plotly would read as markup: texts of shops are untrusted.

    >>> plain("<b>bold</b> & co")
    '&lt;b&gt;bold&lt;/b&gt; &amp; co'
    """
    return label.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
