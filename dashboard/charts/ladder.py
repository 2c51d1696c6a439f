"""Scores place by place around a border: who is ahead, who is behind, and by how much."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import plotly.graph_objects as go

from dashboard.charts.palette import AGAINST, FOR, NEUTRAL
from dashboard.charts.template import plain, shortened, styled
from explain.wording import signed

LABEL = 30  # letters of a title that are shown; all of it is in the hover


@dataclass(frozen=True)
class Rung:
    """An item at a place, from 1, with its score in logits; ``ours`` stands out, ``rival`` less so."""

    place: int
    title: str
    score: float
    ours: bool = False
    rival: bool = False


def ladder(rungs: Sequence[Rung], k: int, border: str, axis: str) -> go.Figure:
    """Draw rungs in order of place, a line called ``border`` behind place ``k``, a gap where places are left out."""
    rows = _rows(rungs)
    figure = go.Figure(
        go.Scatter(
            x=[rung.score for rung in rungs],
            y=rows,
            mode="markers+text",
            text=[signed(rung.score) for rung in rungs],
            textposition="middle right",
            customdata=[plain(f"{rung.place}. {rung.title}") for rung in rungs],
            hovertemplate="%{customdata}: %{text}<extra></extra>",
            marker={"size": 11, "color": [_colour(rung) for rung in rungs]},
            cliponaxis=False,
        )
    )
    scores = [rung.score for rung in rungs]
    room = (max(scores) - min(scores)) or 1.0
    figure.update_xaxes(
        range=[min(scores) - 0.08 * room, max(scores) + 0.22 * room], title={"text": axis, "font": {"size": 12}}
    )
    figure.update_yaxes(tickvals=rows, ticktext=[_label(rung) for rung in rungs])
    within = [(row, rung) for row, rung in zip(rows, rungs, strict=True) if rung.place <= k]
    if within:
        row, last = within[-1]
        # Its name stands on the side where the last one within does not.
        side = "left" if last.score > (min(scores) + max(scores)) / 2 else "right"
        figure.add_hline(y=row + 0.5, line={"color": NEUTRAL, "width": 1, "dash": "dot"})
        figure.add_annotation(
            x=float(side == "right"),
            xref="paper",
            xanchor=side,
            y=row + 0.5,
            yanchor="bottom",
            text=border,
            showarrow=False,
        )
    return styled(figure, rows[-1] + 1)


def _rows(rungs: Sequence[Rung]) -> list[int]:
    """Return the row of each rung: one further each, two where places are left out between."""
    rows = [0]
    for before, rung in pairwise(rungs):
        rows.append(rows[-1] + (1 if rung.place - before.place <= 1 else 2))
    return rows


def _label(rung: Rung) -> str:
    text = plain(f"{rung.place}. {shortened(rung.title, LABEL)}")
    return f"<b>{text}</b>  " if rung.ours else f"{text}  "


def _colour(rung: Rung) -> str:
    return FOR if rung.ours else AGAINST if rung.rival else NEUTRAL
