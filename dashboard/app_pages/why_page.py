"""Why: choose a context, see its slate, pick an item, see what moved its score."""

import streamlit as st

from dashboard import session, words
from dashboard.charts import waterfall
from dashboard.charts.template import show
from dashboard.frame import heading, section, small
from dashboard.panels import answer, behaviour, context_choice, slate, take_along
from dashboard.session import lang, t

heading(t("why.title"))
if not session.rankers():
    st.info(t("why.no_ranker"), icon=":material/model_training:")
    st.stop()
with st.spinner(t("why.loading"), show_time=True):
    shop = session.shop()

asked = context_choice.ask(shop)
if asked.is_empty:
    st.info(t("why.empty"), icon=":material/search:")
    st.stop()

with st.spinner(t("why.ranking")):
    ranked = session.slate(shop, asked.search, asked.user_id, asked.k, asked.platform)
if not ranked.rows:
    st.info(t("why.no_items"), icon=":material/inventory_2:")
    st.stop()

list_place, answer_place = st.columns([5, 7], gap="large")
with list_place:
    item_id = slate.pick(shop, ranked)
title = str(shop.item(item_id)["title"])
with answer_place:
    with st.spinner(t("why.explaining")):
        explanation = session.explanation(shop, asked.search, asked.user_id, item_id)
    answer.draw(shop, explanation, title)
    section(t("why.words"))
    st.html(words.texts(explanation))
    st.html(words.legend(explanation))

moment = f"{shop.store.as_of:%Y-%m-%d %H:%M}"
waterfall_place, behaviour_place = st.columns(2, gap="large")
with waterfall_place:
    section(t("why.waterfall"), t("why.waterfall_help"))
    parts = waterfall.groups(explanation, lang())
    names = (t("why.base"), t("why.score"), t("why.axis"))
    show(waterfall.waterfall(parts, explanation.base, explanation.score, *names), "waterfall", t("why.waterfall"))
with behaviour_place:
    behaviour.draw(explanation, moment)

take_along.draw(explanation, title)
with st.expander(t("why.how")):
    st.write(t("why.how_text", background=len(shop.ranker.background)))
    small(t("why.how_identity", model=shop.ranker.identity, snapshot=shop.snapshot_id, moment=moment))
