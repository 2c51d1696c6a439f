"""What was searched against who searches: where behaviour overrides the words."""

from __future__ import annotations

import streamlit as st

from dashboard import session
from dashboard.charts.points import cloud
from dashboard.charts.template import show
from dashboard.frame import lead, section, small
from dashboard.pattern_views.wording import link_to
from dashboard.session import t
from explain.wording import signed
from queries.patterns.choosing import Chosen
from queries.patterns.parts import axes, overrides, quadrants

LISTED = 8


def draw(chosen: Chosen) -> None:
    """Draw the quadrants of relevance against personalisation, and the strongest overrides."""
    shares = {(row["words_for"], row["shopper_for"]): row["share"] for row in quadrants(chosen).to_pylist()}
    overridden = overrides(chosen, LISTED)
    total = overridden["total"][0].as_py() if overridden.num_rows else 0
    share = f"{total / max(chosen.explanations, 1):.1%}"
    lead(t("patterns.balance_answer", share=share, count=f"{total:,}"))
    section(t("patterns.quadrants"), t("patterns.quadrants_help"))
    points, titles = axes(chosen), session.item_titles()
    hover = [f"{titles.get(row['item_id'], row['item_id'])} · {row['rank']}" for row in points.to_pylist()]
    picture = cloud(
        points["x"].to_numpy(), points["y"].to_numpy(), (t("patterns.x_axis"), t("patterns.y_axis")), hover, None
    )
    picture.add_vline(x=0, line={"color": "rgb(122,130,142)", "width": 1}, layer="below")
    show(picture, "quadrants", t("patterns.quadrants_help"))
    columns = st.columns(4)
    for place, key in zip(columns, ((True, True), (True, False), (False, True), (False, False)), strict=True):
        name = f"patterns.words_{'for' if key[0] else 'against'}_shopper_{'for' if key[1] else 'against'}"
        place.metric(t(name), f"{shares.get(key, 0.0):.0%}", border=True)
    if overridden.num_rows:
        section(t("patterns.overrides"))
        small(t("patterns.examples_now"))
        stored = session.stored(overridden["explanation_id"].to_pylist())
        for row in overridden.to_pylist():
            item = titles.get(row["item_id"], row["item_id"])
            told = t("patterns.override", item=item, x=signed(row["x"]), y=signed(row["y"]))
            link_to(stored[row["explanation_id"]], told)
