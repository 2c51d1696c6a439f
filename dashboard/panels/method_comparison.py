"""The methods over words, or over behaviour, side by side: a sentence, faithfulness against cost, and every figure."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard.charts.faithful import faithful
from dashboard.charts.template import show
from dashboard.frame import lead, section, small
from dashboard.method_trust import RANDOM, MethodRow, better, over
from dashboard.session import lang, t
from dashboard.tables import Column, table
from explain.methods import methods
from explain.methods.method import Players
from explain.trust.telling import written

# Metric, whether it is a share, whether narrow screens leave it out.
COLUMNS = (
    ("reliable", True, False),
    ("needed", True, False),
    ("seconds", False, False),
    ("enough", True, True),
    ("gap", True, True),
    ("gap_p95", True, True),
    ("agreement", False, True),
    ("move", True, True),
    ("shuffled", False, True),
    ("passes", False, True),
)


def draw(rows: Sequence[MethodRow], players: Players, default: str) -> None:
    """Draw the methods over ``players``; ``default`` is the one explanations are made with."""
    own, random = over(rows, players), over(rows, RANDOM)
    by_chance = random[0].value("needed") if random else None
    section(t(f"methods.over_{players}"))
    lead(_answer(own, by_chance, default))
    titles = [title(row, players) for row in own]
    ours = next((place for place, row in enumerate(own) if row.method == default), -1)
    placed = [(name, row) for name, row in zip(titles, own, strict=True) if {"needed", "seconds"} <= set(row.figures)]
    picture = faithful(
        [name for name, _ in placed],
        [row.figures["needed"] for _, row in placed],
        [row.figures["seconds"].value for _, row in placed],
        next((place for place, (_, row) in enumerate(placed) if row.method == default), -1),
        by_chance,
        t("methods.seconds_axis"),
        t("methods.needed_axis"),
        t("methods.random"),
    )
    show(picture, f"faithful-{players}", t("methods.picture"))
    st.html(_table([*own, *random], [*titles, *(t("methods.random") for _ in random)], ours))
    missing = [method.title[lang()] for name, method in methods(players).items() if name not in {r.method for r in own}]
    if missing:
        small(t("methods.missing", names=t("app.comma").join(missing)))


def title(row: MethodRow, players: Players) -> str:
    """Return a method's title, or its name where it is not installed any more."""
    known = methods(players)
    return known[row.method].title[lang()] if row.method in known else row.method


def _answer(own: Sequence[MethodRow], by_chance: float | None, default: str) -> str:
    row = next((row for row in own if row.method == default), None)
    if row is None or "reliable" not in row.figures:
        return t("methods.default_unmeasured", count=len(own))
    players: Players = "words" if row.players == "words" else "behaviour"
    said = t(
        "methods.answer",
        title=title(row, players),
        share=written(row.figures["reliable"].value, plain=False),
        n=row.figures["reliable"].n,
        seconds=f"{row.value('seconds') or 0.0:.2f}",
        needed=f"{row.value('needed') or 0.0:.0%}",
        random=f"{by_chance or 0.0:.0%}",
    )
    others = better(own, row)
    if not others:
        return said + t("methods.none_better", count=len(own) - 1)
    best = others[0]
    return said + t(
        "methods.one_better",
        title=title(best, players),
        share=written(best.value("reliable") or 0.0, plain=False),
        seconds=f"{best.value('seconds') or 0.0:.2f}",
    )


def _table(rows: Sequence[MethodRow], titles: Sequence[str], ours: int) -> str:
    columns = [Column("", number=True), Column(t("methods.method"))]
    columns += [
        Column(t(f"methods.{name}"), number=True, help=t(f"methods.{name}_help"), extra=extra)
        for name, _, extra in COLUMNS
    ]
    body = []
    for number, (row, name) in enumerate(zip(rows, titles, strict=True), start=1):
        cells = [_cell(row, metric, is_share) for metric, is_share, _ in COLUMNS]
        body.append(["" if row.players == RANDOM else str(number), name, *cells])
    return table(columns, body, strong=ours if ours >= 0 else None)


def _cell(row: MethodRow, metric: str, is_share: bool) -> str:
    value = row.value(metric)
    if value is None or (row.players == RANDOM and metric in ("gap", "gap_p95", "passes", "seconds")):
        return "–"
    if metric == "passes":
        return f"{value:,.0f}"
    return written(value, plain=not is_share)
