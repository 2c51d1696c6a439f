"""The vocabulary's books: what each word does, where, how surely, with examples one click away."""

from __future__ import annotations

import streamlit as st

from dashboard import session
from dashboard.charts.means import means
from dashboard.charts.template import show
from dashboard.downloads import as_csv
from dashboard.frame import lead, section, small
from dashboard.pattern_views.wording import choose_dimension, driver_title, link_to, role_title, segment_title
from dashboard.session import lang, t
from dashboard.tables import Column, table
from explain.wording import signed
from queries.patterns.choosing import ALL, Chosen
from queries.patterns.ledger import ORDERS, ROLES, ledger

SHOWN, PICTURED = 40, 16
LEAST = 10  # explanations a driver must be in, where there are many


def draw(chosen: Chosen) -> None:
    """Draw the ledger of words (or features), narrowed by role and by what a word contains."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        role = st.selectbox(
            t("patterns.role"),
            ROLES,
            index=None,
            key="role",
            bind="query-params",
            format_func=lambda name: t("part.behaviour") if name == "behaviour" else role_title(name),
            placeholder=t("patterns.any_role"),
        )
        containing = st.text_input(t("patterns.containing"), key="word", bind="query-params", max_chars=60)
        order = st.selectbox(
            t("patterns.order"),
            ORDERS,
            key="order",
            bind="query-params",
            format_func=lambda o: t(f"patterns.order_{o}"),
        )
        dimension = choose_dimension("words_by")
    minimum = LEAST if chosen.contexts > LEAST else 1
    found = ledger(chosen, (dimension, ALL), None, role, (containing or "").strip() or None, order, minimum, SHOWN)
    rows = found.to_pylist()
    if not rows:
        st.info(t("patterns.no_words"), icon=":material/search_off:")
        return
    if dimension != ALL:
        segments = list(dict.fromkeys(row["segment"] for row in rows))
        segment = st.selectbox(t("patterns.segment"), segments, format_func=lambda s: segment_title(dimension, s))
        rows = [row for row in rows if row["segment"] == segment]
    lead(_answer(rows))
    first = rows[:PICTURED]
    labels = [driver_title(row) for row in first]
    bounds = ([row["low"] for row in first], [row["high"] for row in first])
    show(
        means(labels, [row["mean"] for row in first], *bounds, t("patterns.mean_axis")),
        "ledger",
        t("patterns.mean_axis"),
    )
    section(t("patterns.ledger"), t("patterns.ledger_help"))
    st.html(_table(rows))
    small(t("patterns.ledger_how"))
    _examples(rows)
    name = "whyrank-words.csv"
    st.download_button(t("patterns.download"), lambda: as_csv(found), name, "text/csv", on_click="ignore")


def _answer(rows: list[dict]) -> str:
    """Say which drivers surely raise and lower scores most."""
    raising = [row for row in rows if row["low"] is not None and row["low"] > 0]
    lowering = [row for row in rows if row["high"] is not None and row["high"] < 0]
    told = []
    if raising:
        best = max(raising, key=lambda row: row["mean"])
        told.append(t("patterns.raises", driver=driver_title(best), mean=signed(best["mean"])))
    if lowering:
        worst = min(lowering, key=lambda row: row["mean"])
        told.append(t("patterns.lowers", driver=driver_title(worst), mean=signed(worst["mean"])))
    return ("" if lang() == "zh" else " ").join(told) or t("patterns.unsure")


def _table(rows: list[dict]) -> str:
    columns = [
        Column(t("why.driver")),
        Column(t("patterns.mean"), number=True, help=t("patterns.mean_help")),
        Column("95 %", number=True, extra=True),
        Column(t("patterns.in_explanations"), number=True),
        Column(t("patterns.share"), number=True, extra=True, help=t("patterns.share_help")),
        Column(t("patterns.helped"), number=True),
        Column(t("patterns.hurt"), number=True),
    ]
    cells = [
        [
            driver_title(row),
            signed(row["mean"]),
            "–" if row["low"] is None else f"{signed(row['low'])} … {signed(row['high'])}",
            f"{row['explanations']:,}",
            f"{row['share']:.0%}",
            f"{row['helped']:.0%}",
            f"{row['hurt']:.0%}",
        ]
        for row in rows
    ]
    return table(columns, cells)


def _examples(rows: list[dict]) -> None:
    with st.expander(t("patterns.examples")):
        row = st.selectbox(t("patterns.examples_of"), rows, format_func=driver_title)
        small(t("patterns.examples_now"))
        kinds = ("strongest_for", "strongest_against")
        stored = session.stored([explanation_id for kind in kinds for explanation_id in row[kind] or ()])
        titles = session.item_titles()
        for kind in kinds:
            for facts in (stored[explanation_id] for explanation_id in row[kind] or ()):
                item = titles.get(facts["item_id"], facts["item_id"])
                link_to(facts, t(f"patterns.{kind}", search=facts["search"] or t("patterns.no_search"), item=item))
