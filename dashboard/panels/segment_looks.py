"""Closer looks at what is asked, one at a time: two dimensions, over time, by position, contexts, reasons, chances."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from dashboard import session
from dashboard.charts.cells import cells as drawn_cells
from dashboard.charts.intervals import line
from dashboard.charts.template import show
from dashboard.frame import section, small
from dashboard.metric_words import metric_title, written
from dashboard.panels import segment_chances, segment_reasons
from dashboard.panels.segment_choice import SegmentChoice
from dashboard.session import lang, t
from dashboard.tables import Cell, Column, table
from dashboard.url_choice import choose_view
from dashboard.why_link import why_link
from queries.figures import ordered
from queries.observe import Asked
from queries.segments import Dimension

LOOKS = ("two", "time", "position", "contexts", "reasons", "chances")
ROWS, COLUMNS, BEHIND = 24, 12, 20


def choose() -> str:
    """Draw the choice of the look and return the one the URL names, or the first."""
    section(t("segments.looks"))
    return choose_view("look", t("segments.looks"), LOOKS, lambda name: t(f"segments.look_{name}"))


def draw(look: str, choice: SegmentChoice) -> None:
    """Draw one look."""
    {
        "two": _two,
        "time": _time,
        "position": _position,
        "contexts": _contexts,
        "reasons": segment_reasons.draw,
        "chances": segment_chances.draw,
    }[look](choice)


def _two(choice: SegmentChoice) -> None:
    found = session.figures(choice.asked, choice.by.name, choice.across.name)
    cells = {(row["segment"], row["other"]): row for row in found.to_pylist()}
    if all(cell["state"] != "shown" for cell in cells.values()):
        st.info(t("segments.all_silent"), icon=":material/visibility_off:")
        return
    rows = _axis(choice.by, list(cells.values()), "segment")[:ROWS]
    columns = _axis(choice.across, list(cells.values()), "other")[:COLUMNS]
    sign = 1 if choice.higher_is_better else -1
    grid = [[cells.get((row, column)) for column in columns] for row in rows]
    better = [[sign * c["difference"] if c and c["difference"] is not None else None for c in line] for line in grid]
    texts = [[_cell_text(cell) for cell in line] for line in grid]
    names = [choice.by.segment_title(row, lang()) for row in rows]
    heads = [choice.across.segment_title(column, lang()) for column in columns]
    hovers = [
        [f"{name} · {head}: {_hover(cell)}" for head, cell in zip(heads, line, strict=True)]
        for name, line in zip(names, grid, strict=True)
    ]
    show(drawn_cells(names, heads, better, texts, hovers), "heat", t("segments.look_two"))
    small(t("segments.heat_legend"))


def _axis(dimension: Dimension, cells: Sequence[dict[str, Any]], key: str) -> list[str]:
    """Return the segments of one side in the dimension's order, counted over the cells that are shown."""
    import pyarrow as pa

    sizes: dict[str, int] = {}
    for cell in cells:
        sizes[cell[key]] = sizes.get(cell[key], 0) + (cell["contexts"] or 0)
    table = pa.table({"segment": list(sizes), "contexts": list(sizes.values())})
    return [str(name) for name in ordered(table, dimension)["segment"].to_pylist()]


def _cell_text(cell: dict[str, Any] | None) -> str:
    if cell is None:
        return ""
    if cell["state"] != "shown":
        return "–" if cell["state"] == "few" else "×"
    return written(cell["mean"]) + ("*" if cell["significant"] else "")


def _hover(cell: dict[str, Any] | None) -> str:
    if cell is None or cell["state"] == "hidden":
        return t("segments.hidden")
    if cell["state"] == "few":
        return t("segments.few")
    interval = f"{written(cell['mean'])} ({written(cell['low'])} – {written(cell['high'])})"
    return t("segments.heat_hover", figure=interval, contexts=f"{cell['contexts']:,}", q=written(cell["q"]))


def _time(choice: SegmentChoice) -> None:
    found = session.figures(choice.asked, "week")
    _line([row for row in found.to_pylist() if row["state"] == "shown"], t("segments.week"), choice.asked)


def _position(choice: SegmentChoice) -> None:
    asked = choice.asked if choice.asked.is_of_items else Asked("shown_click", filters=choice.asked.filters)
    if asked != choice.asked:
        small(t("segments.position_of", metric=metric_title(asked.metric, lang())))
    found = session.positions(asked)
    _line([row for row in found.to_pylist() if row["state"] == "shown"], t("segments.position"), asked)


def _line(rows: list[dict[str, Any]], axis: str, asked: Asked) -> None:
    if not rows:
        st.info(t("segments.all_silent"), icon=":material/visibility_off:")
        return
    intervals = [(row["mean"], row["low"], row["high"]) for row in rows]
    show(line([row["segment"] for row in rows], intervals, axis), f"line {axis}", metric_title(asked.metric, lang()))


def _contexts(choice: SegmentChoice) -> None:
    small(t("segments.behind"))
    columns = [
        Column(t("segments.when"), extra=True),
        Column(t("segments.search")),
        Column(t("segments.shopper")),
        Column(metric_title(choice.asked.metric, lang()), number=True),
        Column(""),
    ]
    rows: list[list[Cell]] = [
        [
            f"{row['ts']:%Y-%m-%d %H:%M}",
            row["search"] or t("segments.rare" if row["rare"] else "segments.no_search"),
            row["user_id"] or "–",
            written(row["value"]),
            why_link(search=row["search"], user=row["user_id"]),
        ]
        for row in session.behind(choice.asked, BEHIND).to_pylist()
    ]
    st.html(table(columns, rows))
