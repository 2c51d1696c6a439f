"""Robustness: how easily does it break, where, and why."""

import streamlit as st

from dashboard import session
from dashboard.frame import heading, small
from dashboard.panels import attacks, audit_choice, audit_map, perturbation_bench, worst_pairs
from dashboard.session import t
from dashboard.url_choice import choose_view
from queries.privacy import MIN_SHOPPERS

VIEWS = ("audit", "attack", "bench")
DRAWN = {"attack": attacks.draw, "bench": perturbation_bench.draw}

heading(t("robustness.title"))
if not session.rankers():
    st.info(t("why.no_ranker"), icon=":material/model_training:")
    st.stop()
view = choose_view("view", t("robustness.view"), VIEWS, lambda view: t(f"robustness.view_{view}"))
if view in DRAWN:
    DRAWN[view]()
    st.stop()

audits = session.audits()
if not audits:
    st.info(t("robustness.empty"), icon=":material/bolt:")
    st.code(f"whyrank audit --workspace {session.workspace().path}", language="sh")
    st.stop()
choice = audit_choice.ask(audits)
audit_map.draw(choice)
worst_pairs.draw(choice)
with st.expander(t("robustness.how")):
    st.write(
        t("robustness.how_text", seeds=choice.audit.suite["seeds"], k=choice.audit.suite["k"], shoppers=MIN_SHOPPERS)
    )
    small(
        t(
            "robustness.how_identity",
            ranker=choice.audit.ranker_id,
            data=choice.audit.data_id,
            tests=f"{choice.audit.tests:,}",
            contexts=choice.audit.done,
        )
    )
