"""Why: choose a context, see its slate, pick an item, see what moved its score."""

from __future__ import annotations

import html
import json
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from dashboard import charts, session
from dashboard.session import lang, t
from dashboard.text import as_text, money

if TYPE_CHECKING:
    from explain.explanation import Explanation
    from explain.shop import Shop, Slate, SlateRow


def draw() -> None:
    """Draw the page."""
    st.title(t("why.title"), anchor=False)
    with st.spinner(t("why.loading")):
        shop = session.shop()
    search, user_id, k, platform = _choose(shop)
    if not search and not user_id:
        st.info(t("why.empty"), icon=":material/search:")
        return
    key = f"{shop.ranker.identity}-{shop.snapshot_id}"
    with st.spinner(t("why.ranking")):
        slate = session.slate(shop, key, search, user_id, k, platform)
    left, right = st.columns([5, 7], gap="large")
    with left:
        row = _pick(slate)
    with right:
        with st.spinner(t("why.explaining")):
            explanation = session.explanation(shop, key, search, user_id, row.item_id)
        _answer(explanation, row)
        _words(explanation)
        _waterfall(explanation)
    _features(explanation)
    _take_along(explanation, row)
    _how(shop)


def _choose(shop: Shop) -> tuple[str | None, str | None, int, str | None]:
    """Ask for the context; every answer lives in the URL."""
    examples = [text for texts in shop.frequent_searches.values() for text in texts[:4]]
    first, second, third, fourth = st.columns([5, 3, 3, 1.4], vertical_alignment="bottom")
    search = first.text_input(
        t("why.search"), key="search", bind="query-params", placeholder=t("why.search_placeholder"), type="search"
    )
    user_id = second.selectbox(
        t("why.shopper"),
        list(shop.shoppers),
        index=None,
        key="user",
        bind="query-params",
        placeholder=t("why.shopper_placeholder"),
    )
    platform = third.selectbox(
        t("why.platform"),
        shop.platforms,
        index=None,
        key="platform",
        bind="query-params",
        placeholder=t("why.platform_placeholder"),
        disabled=len(shop.platforms) < 2,
    )
    k = fourth.selectbox(t("why.k"), [5, 10, 20], index=1, key="k", bind="query-params")
    if examples:
        st.pills(
            t("why.examples"),
            examples,
            key="example",
            format_func=as_text,
            on_change=_take_example,
        )
    return (search or "").strip() or None, user_id, k, platform


def _take_example() -> None:
    if st.session_state.example:
        st.session_state.search = st.session_state.example
        st.session_state.example = None
        st.query_params.pop("item", None)


def _pick(slate: Slate) -> SlateRow:
    """Show the slate and return the row picked; the first one until then."""
    st.subheader(t("why.slate"), anchor=False, help=t("why.chance_help"))
    rows = {row.item_id: row for row in slate.rows}
    chosen = session.url_value("item")
    ids = list(rows)
    radio_key = f"item-{slate.search}-{slate.user_id}-{slate.platform}-{len(ids)}"

    def remember() -> None:
        st.query_params["item"] = st.session_state[radio_key]

    item_id = st.radio(
        t("why.pick"),
        ids,
        index=ids.index(chosen) if chosen in rows else 0,
        format_func=lambda i: f"{rows[i].rank}\\. {as_text(rows[i].title)}",
        captions=[_caption(row) for row in slate.rows],
        key=radio_key,
        on_change=remember,
    )
    return rows[item_id or ids[0]]


def _caption(row: SlateRow) -> str:
    return t(
        "why.caption",
        brand=as_text(row.brand) or "–",
        price=as_text(money(row.price, row.currency)),
        score=as_text(f"{row.score:+.2f}"),
        chance=f"{row.probability:.1%}",
    )


def _answer(explanation: Explanation, row: SlateRow) -> None:
    """Say the reason first, then the figures it rests on."""
    from explain.reasons import reason
    from explain.wording import signed

    item = f"“{row.title}”"
    st.html(f'<p class="lead">{html.escape(reason(explanation, lang(), item))}</p>')
    figures = st.columns(4)
    figures[0].metric(t("why.score"), signed(explanation.score))
    figures[1].metric(t("why.base"), signed(explanation.base))
    figures[2].metric(t("why.chance"), f"{explanation.probability:.1%}")
    figures[3].metric(t("why.gap"), f"{explanation.relative_gap:.2%}", help=t("why.gap_help"))
    verdict = "why.gap_good" if explanation.converged else "why.gap_bad"
    st.caption(t(verdict, gap=f"{explanation.relative_gap:.2%}", steps=explanation.steps))


def _words(explanation: Explanation) -> None:
    from explain.markup import highlighted_fields
    from explain.wording import wording

    st.subheader(t("why.words"), anchor=False)
    cells = []
    for part, name, marked in highlighted_fields(explanation, lang()):
        label = t("field.history") if part == "history" else t(f"field.{name}")
        cells.append(f'<div class="label">{html.escape(label)}</div><div>{marked}</div>')
    st.html(f'<div class="texts">{"".join(cells)}</div>')
    st.caption(wording(lang())["legend"])


def _waterfall(explanation: Explanation) -> None:
    from explain.html import waterfall_steps

    st.subheader(t("why.waterfall"), anchor=False, help=t("why.waterfall_help"))
    steps = waterfall_steps(explanation, lang(), bars=12)
    figure = charts.waterfall(explanation.base, steps, explanation.score, t("why.base"), t("why.score"))
    st.plotly_chart(figure, config={"displayModeBar": False}, alt=t("why.waterfall"), key="waterfall")


def _features(explanation: Explanation) -> None:
    from explain.wording import feature_title, feature_value
    from queries.features import FEATURES

    st.subheader(t("why.features"), anchor=False)
    if not explanation.features:
        st.caption(t("why.no_features"))
        return
    meaning = {feature.name: feature.meaning[lang()] for feature in FEATURES}
    table = pd.DataFrame(
        {
            t("why.col_feature"): feature_title(c.name, lang()),
            t("why.col_value"): feature_value(c.name, c.value, lang()),
            t("why.col_contribution"): c.contribution,
            t("why.col_meaning"): meaning.get(c.name, ""),
        }
        for c in explanation.features
    )
    largest = max(abs(c.contribution) for c in explanation.features) or 1.0
    moves = st.column_config.NumberColumn(format="%+.2f", width="small")
    shown = table.style.map(
        lambda v: f"background-color: rgba({charts.FOR if v > 0 else charts.AGAINST},{0.45 * abs(v) / largest:.2f})",
        subset=[t("why.col_contribution")],
    ).format({t("why.col_contribution"): "{:+.2f}"})
    st.dataframe(
        shown,
        hide_index=True,
        column_config={
            t("why.col_contribution"): moves,
            t("why.col_feature"): st.column_config.TextColumn(width="medium"),
            t("why.col_value"): st.column_config.TextColumn(width="small"),
            t("why.col_meaning"): st.column_config.TextColumn(width="large"),
        },
    )


def _take_along(explanation: Explanation, row: SlateRow) -> None:
    from explain.html import to_html
    from explain.wording import driver_name

    st.subheader(t("why.take"), anchor=False)
    page = to_html(explanation, lang(), row.title, session.is_simulated())
    table = pd.DataFrame(
        {
            t("why.col_part"): t(f"part.{c.part}"),
            t("why.col_driver"): driver_name(c, lang()),
            t("why.col_value"): c.value,
            t("why.col_contribution"): c.contribution,
        }
        for c in explanation.contributions
    )
    document = json.dumps(explanation.to_dict(), ensure_ascii=False, indent=2)
    name = f"why-{row.item_id}"
    with st.container(horizontal=True):
        st.download_button(t("why.download_html"), page, f"{name}.html", "text/html", on_click="ignore")
        st.download_button(t("why.download_json"), document, f"{name}.json", "application/json", on_click="ignore")
        # The mark lets spreadsheet programs read Chinese from a CSV file.
        csv = "\ufeff" + table.to_csv(index=False)
        st.download_button(t("why.download_csv"), csv, f"{name}.csv", "text/csv", on_click="ignore")


def _how(shop: Shop) -> None:
    with st.expander(t("why.how")):
        st.write(
            t(
                "why.how_text",
                background=len(shop.ranker.background),
                model=shop.ranker.identity,
                snapshot=shop.snapshot_id,
            )
        )
        st.caption(t("app.as_of", moment=f"{shop.store.as_of:%Y-%m-%d %H:%M}"))
