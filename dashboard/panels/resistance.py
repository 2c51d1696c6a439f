"""How many edits it takes to move the median item, of one ranker beside others tried alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import streamlit as st

from dashboard import session
from dashboard.attack_words import median_written, plain_median, remarks, share_written
from dashboard.charts.palette import AGAINST, FAINT_AGAINST, FOR, NEUTRAL
from dashboard.charts.stacked import stacked
from dashboard.charts.template import show
from dashboard.frame import lead, section, small
from dashboard.session import lang, t
from dashboard.tables import Cell, Column, table
from dashboard.url_choice import choose_one
from explain.answers import joined
from queries.attacks.reading import Resistance

NONE = "none"
COLOURS = {"one": AGAINST, "two": FAINT_AGAINST, "more": NEUTRAL, "not_moved": FOR}
Row = Mapping[str, Any]


def ask(found: Sequence[Resistance]) -> tuple[Resistance, str | None]:
    """Draw the choice of a resistance and of segments; ``found`` has one at least, the newest first."""
    by_id = {each.resistance_id: each for each in found}
    which_place, by_place = st.columns([4, 2], vertical_alignment="bottom")
    with which_place:
        chosen = choose_one(
            "resistance", t("attack.measured"), list(by_id), found[0].resistance_id, lambda i: called(by_id[i])
        )
    known = session.told_apart()[0]
    dimensions = [name for name, each in known.items() if each.key in ("context", "user")]
    with by_place:
        by = choose_one(
            "by",
            t("robustness.by"),
            [NONE, *dimensions],
            NONE,
            lambda name: t("robustness.by_none") if name == NONE else known[name].title[lang()],
            t("attack.by_help"),
        )
    return by_id[chosen], None if by == NONE else by


def called(resistance: Resistance) -> str:
    """Return what a resistance is called: its ranker, what was asked, when."""
    return t(
        "attack.called",
        ranker=session.ranker_name(resistance.ranker_id),
        contexts=f"{resistance.done:,}",
        k=resistance.settings["k"],
        most=resistance.most_edits,
        when=f"{resistance.made_at:%Y-%m-%d %H:%M}",
    )


def draw(resistance: Resistance, dimension: str | None, found: Sequence[Resistance]) -> None:
    """Draw the answer in a sentence, the picture, the table, and what was left out."""
    rows, hidden, left_out = session.resistance_figures(resistance)
    lead(joined([_answer(resistance, row) for row in rows], lang()) or t("attack.nothing_told"))
    if resistance.done < resistance.contexts:
        small(t("robustness.unfinished", done=resistance.done, contexts=resistance.contexts))
    if rows:
        section(t("attack.needed"), t("attack.needed_help"))
    if dimension is None:
        alike = [each for each in found if _alike(each, resistance)]
        told = [
            (_label(each, row, len(alike) > 1), row) for each in alike for row in session.resistance_figures(each)[0]
        ]
    else:
        known = session.told_apart()[0][dimension]
        of_segments = session.resistance_figures(resistance, dimension)[0]
        told = [(f"{known.segment_title(row['segment'], lang())} · {_direction(row)}", row) for row in of_segments]
    if not told and dimension is not None:
        st.info(t("robustness.segments_hidden"), icon=":material/visibility_off:")
    if told:
        told.sort(key=lambda each: each[1]["direction"])
        show(_picture(told), "resistance-edits", t("attack.needed"))
        st.html(f'<p class="small">{" · ".join(map(_legend, COLOURS))}</p>')
        st.html(_table(told, resistance.most_edits))
    for remark in remarks(hidden, left_out, lang()):
        small(remark)


def _alike(one: Resistance, other: Resistance) -> bool:
    """Whether two were measured on the same contexts of the same data, alike in all but the ranker."""
    return (one.settings, one.data_id) == (other.settings, other.data_id)


def _answer(resistance: Resistance, row: Row) -> str:
    return t(
        f"attack.median_{row['direction']}",
        median=plain_median(row, resistance.most_edits, lang()),
        one=f"{row['one_edit']:.0%}",
        k=resistance.settings["k"],
        to=2 * int(resistance.settings["k"]),
    )


def _direction(row: Row) -> str:
    return t(f"attack.direction_{row['direction']}")


def _label(resistance: Resistance, row: Row, several: bool) -> str:
    return f"{session.ranker_name(resistance.ranker_id)} · {_direction(row)}" if several else _direction(row)


def _picture(told: Sequence[tuple[str, Row]]):  # type: ignore[no-untyped-def]
    shares = {
        "one": [row["one_edit"] for _, row in told],
        "two": [row["two_edits"] for _, row in told],
        "more": [max(0.0, 1.0 - row["one_edit"] - row["two_edits"] - row["not_found"]) for _, row in told],
        "not_moved": [row["not_found"] for _, row in told],
    }
    figure = stacked([label for label, _ in told], shares, {name: t(f"attack.part_{name}") for name in shares}, COLOURS)
    # Told below instead, where it finds room on a phone too.
    return figure.update_layout(showlegend=False, margin={"t": 8}, height=30 * len(told) + 34)


def _legend(part: str) -> str:
    return f'<span style="color:{COLOURS[part]}">■</span> {escape(t(f"attack.part_{part}"))}'


def _table(told: Sequence[tuple[str, Row]], most: int) -> str:
    columns = [
        Column(t("attack.what")),
        Column(t("attack.median"), number=True, help=t("attack.median_help")),
        Column(t("attack.one_edit"), number=True, help=t("attack.one_edit_help")),
        Column(t("attack.not_found"), number=True, help=t("attack.not_found_help")),
        Column(t("attack.items"), number=True, extra=True),
        Column(t("attack.shoppers"), number=True, extra=True),
        Column(t("attack.candidates"), number=True, extra=True, help=t("attack.candidates_help")),
    ]
    rows: list[list[Cell]] = [
        [
            label,
            median_written(row, most, lang()),
            share_written(row),
            f"{row['not_found']:.0%}",
            f"{row['items']:,}",
            f"{row['shoppers']:,}",
            f"{row['scored']:,.0f}",
        ]
        for label, row in told
    ]
    return table(columns, rows)
