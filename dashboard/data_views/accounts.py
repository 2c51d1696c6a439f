"""Accounts unlike all others, what makes them so, and what figures are with them and without."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard import session
from dashboard.frame import lead, section, small
from dashboard.metric_words import metric_title, written
from dashboard.session import lang, t
from dashboard.tables import Cell, Column, table
from dashboard.text import share
from dashboard.why_link import link, shopper_link, why_link
from models.odd_accounts import OddSettings
from queries.observe import LOGGED
from queries.privacy import MIN_SHOPPERS

SHOWN, REASONS = 25, 3
SHARES = ("quick_share", "one_brand", "repeated_searches")
BESIDE = ("ndcg@10", "click_through", "conversion", "shown_click")


def draw() -> None:
    """Draw the answer, the figures with and without the flagged accounts, and the accounts."""
    kept, odd = session.odd_accounts()
    if kept["found_at"] is None:
        st.info(t("data.nobody_looked"), icon=":material/person_search:")
        return
    if not odd:
        lead(t("data.no_account", accounts=f"{kept['accounts']:,}"))
        return
    lead(
        t(
            "data.accounts_found",
            flagged=f"{kept['flagged']:,}",
            accounts=f"{kept['accounts']:,}",
            contexts=share(kept["flagged_contexts"], kept["contexts"]),
            clicks=share(kept["flagged_clicks"], kept["clicks"]),
        )
    )
    small(t("data.verdict", rare=f"{1 / OddSettings().chance:,.0f}"))
    if not kept["current"]:
        small(t("data.accounts_outdated"))
    _beside(len(odd))
    _accounts(odd)


def _beside(flagged: int) -> None:
    section(t("data.with_and_without"))
    if flagged < MIN_SHOPPERS:
        small(t("data.too_few_flagged"))
        return
    _, _, measured = session.told_apart()
    metrics = [name for name in BESIDE if name in measured.get(LOGGED, []) or name.startswith("shown_")]
    columns = [
        Column(t("data.metric")),
        Column(t("data.all_of_them"), number=True),
        Column(t("data.without_them"), number=True),
        Column(t("data.change"), number=True),
        Column("", extra=True),
    ]
    with st.spinner(t("segments.comparing")):
        st.html(table(columns, [_beside_cells(metric) for metric in metrics]))


def _beside_cells(metric: str) -> list[Cell]:
    every, rest = session.whole(metric, False), session.whole(metric, True)
    known = every["mean"] is not None and rest["mean"] is not None
    return [
        metric_title(metric, lang()),
        written(every["mean"]),
        written(rest["mean"]),
        written(rest["mean"] - every["mean"], signed=True) if known else "–",
        link("segments", t("data.explore"), metric=metric, without="flagged"),
    ]


def _accounts(odd: list[dict[str, Any]]) -> None:
    section(t("data.show_accounts"))
    columns = [
        Column(t("data.shopper")),
        Column(t("data.score"), number=True, help=t("data.score_help")),
        Column(t("data.actions"), number=True, extra=True),
        Column(t("data.reasons")),
        Column(""),
    ]
    rows: list[list[Cell]] = [
        [
            shopper_link(row["user_id"]),
            f"{row['score']:.2f}",
            f"{row['actions']:,}",
            "; ".join(_reason(reason) for reason in row["reasons"][:REASONS]),
            why_link(user=row["user_id"]),
        ]
        for row in odd[:SHOWN]
    ]
    st.html(table(columns, rows))
    if len(odd) > SHOWN:
        small(t("data.more_accounts", more=f"{len(odd) - SHOWN:,}"))


def _reason(reason: dict[str, Any]) -> str:
    feature = t(f"data.feature_{reason['feature']}")
    value, usual = (_written(reason["feature"], reason[name]) for name in ("value", "usual"))
    return t("data.reason", feature=feature, value=value, usual=usual)


def _written(feature: str, value: float) -> str:
    if feature == "pace":
        return t("data.seconds", value=written(value))
    return f"{value:.0%}" if feature in SHARES else f"{value:.2f}"
