"""Why: choose a context, see its slate, pick an item, ask about it."""

import streamlit as st

from dashboard import session, why_views
from dashboard.frame import heading
from dashboard.panels import context_choice, method_choice, odd_input, slate, spelling
from dashboard.session import t

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
asked = spelling.read(shop, asked)

with st.spinner(t("why.ranking")):
    ranked = session.slate(shop, asked.search, asked.user_id, asked.k, asked.platform)
if not ranked.rows:
    st.info(t("why.no_items"), icon=":material/inventory_2:")
    st.stop()

odd_input.draw(shop, ranked)
list_place, answer_place = st.columns([5, 7], gap="large")
with list_place:
    item_id = slate.pick(shop, ranked)
with answer_place:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        view = why_views.choose()
        settings = method_choice.ask(shop)
    beside = st.container()
subject = why_views.Subject(shop, asked, ranked, item_id, str(shop.item(item_id)["title"]), settings)
why_views.draw(view, subject, beside, st.container())
