"""How items that people dislike are treated: how often they are shown, where, and how they are ranked."""

from __future__ import annotations

import pyarrow as pa
import streamlit as st

from dashboard.frame import lead, section, small
from dashboard.metric_words import written
from dashboard.session import t
from dashboard.tables import Cell, Column, table
from queries.profiles.reviews import FEW_REVIEWS


def draw(treatment: pa.Table) -> None:
    """Draw a table by bands of stars, and what it says of the lowest."""
    section(t("reviews.treatment"), t("reviews.treatment_help", reviews=FEW_REVIEWS))
    rows = treatment.to_pylist()
    shown = [row for row in rows if row["state"] == "shown"]
    if not shown:
        st.info(t("segments.all_silent"), icon=":material/visibility_off:")
        return
    low, high = shown[0], shown[-1]
    if low["exposure"] is not None and high["exposure"] is not None and low is not high:
        said = [
            t(
                "reviews.treatment_answer",
                low=t(f"reviews.band_{low['band']}"),
                high=t(f"reviews.band_{high['band']}"),
                exposure=_times(low["exposure"]),
                other=_times(high["exposure"]),
                position=written(low["position"]),
                other_position=written(high["position"]),
            )
        ]
        if low["rank"] is not None and high["rank"] is not None:
            said.append(t("reviews.ranked_answer", rank=written(low["rank"]), other_rank=written(high["rank"])))
        lead(" ".join(said))
    elif low["exposure"] is None:
        small(t("reviews.not_shown"))
    ranked = any(row["rank"] is not None for row in shown)
    columns = [
        Column(t("reviews.stars")),
        Column(t("reviews.items"), number=True),
        Column(t("reviews.reviews"), number=True, extra=True),
        Column(t("reviews.exposure"), number=True, help=t("reviews.exposure_help")),
        Column(t("reviews.position"), number=True, help=t("reviews.position_help")),
        *([Column(t("reviews.rank"), number=True, help=t("reviews.rank_help"))] if ranked else []),
        Column(t("reviews.click_rate"), number=True),
    ]
    lines: list[list[Cell]] = []
    for row in rows:
        if row["state"] == "hidden":
            lines.append([t(f"reviews.band_{row['band']}"), t("segments.hidden"), *["–"] * (len(columns) - 2)])
            continue
        lines.append(
            [
                t(f"reviews.band_{row['band']}"),
                f"{row['items']:,}",
                f"{row['reviews']:,}",
                _times(row["exposure"]),
                written(row["position"]),
                *([written(row["rank"])] if ranked else []),
                "–" if row["click_rate"] is None else f"{row['click_rate']:.1%}",
            ]
        )
    st.html(table(columns, lines))


def _times(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}×"
