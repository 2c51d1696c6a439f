"""Behaviour features: every value against what it adds, and which other feature changes what it means."""

from __future__ import annotations

import numpy as np
import streamlit as st

from dashboard.charts.points import beeswarm, cloud
from dashboard.charts.template import show
from dashboard.frame import lead, section, small
from dashboard.session import lang, t
from explain.wording import feature_title, feature_value, signed
from queries.patterns import features as asked
from queries.patterns.choosing import Chosen

STRONGEST = 12


def draw(chosen: Chosen) -> None:
    """Draw the swarm of all features, then one of them closely."""
    points = asked.beeswarm(chosen, STRONGEST)
    if not points.num_rows:
        st.info(t("why.no_features"), icon=":material/text_fields:")
        return
    table = points.to_pandas()
    order = list(dict.fromkeys(table["feature"]))
    strongest = table[table["feature"] == order[0]]["mean_absolute"].iloc[0]
    lead(t("patterns.features_answer", feature=feature_title(order[0], lang()), size=f"{strongest:.2f}"))
    groups = table.groupby("feature")
    rows = [
        (feature_title(name, lang()), g["contribution"].to_numpy(float), g["place"].to_numpy(float))
        for name, g in ((name, groups.get_group(name)) for name in order)
    ]
    section(t("patterns.swarm"), t("patterns.swarm_help"))
    axis = t("patterns.adds_axis")
    show(beeswarm(rows, axis, t("patterns.low_value"), t("patterns.high_value")), "swarm", t("patterns.swarm_help"))
    section(t("patterns.dependence"), t("patterns.dependence_help"))
    _closely(chosen, order)


def _closely(chosen: Chosen, order: list[str]) -> None:
    feature = st.selectbox(
        t("patterns.feature"), order, key="feature", bind="query-params", format_func=lambda n: feature_title(n, lang())
    )
    others = asked.interacting(chosen, feature).to_pylist()
    other = others[0]["other"] if others and others[0]["strength"] > 0 else None
    rows = asked.dependence(chosen, feature, other).to_pandas()
    seen = rows[rows["value"].notna()]
    absent = rows[rows["value"].isna()]["contribution"]
    hover = [feature_value(feature, value, lang()) for value in seen["value"]]
    colour = seen["other_value"].to_numpy(float) if other else None
    titles = (feature_title(feature, lang()), t("patterns.adds_axis"))
    picture = cloud(
        seen["value"].to_numpy(float),
        seen["contribution"].to_numpy(float),
        titles,
        hover,
        colour,
        feature_title(other, lang()) if other else "",
    )
    show(picture, "dependence", titles[0])
    if other:
        strength = f"{others[0]['strength']:.0%}"
        small(t("patterns.interacts", other=feature_title(other, lang()), feature=titles[0], strength=strength))
    if len(absent):
        mean = signed(float(np.mean(absent)))
        small(t("patterns.absent", count=f"{len(absent):,}", feature=titles[0], mean=mean))
