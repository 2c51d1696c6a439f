"""A live bench: type a search or choose a shopper, perturb it, and watch the slate move."""

from __future__ import annotations

import streamlit as st

from dashboard import session
from dashboard.frame import problem, section, small
from dashboard.panels import context_choice, perturbed_pair
from dashboard.panels.audit_map import title
from dashboard.session import lang, t
from dashboard.url_choice import choose_one
from explain.perturbations import find_perturbation, perturbations
from explain.robustness.slates import Case
from queries.errors import WhyrankError

STRENGTHS = ("0.1", "0.25", "0.5", "0.75", "1.0")
SEEDS = tuple(str(seed) for seed in range(10))


def draw() -> None:
    """Draw the questions, and once there is something to rank for, both slates."""
    section(t("robustness.bench"), t("robustness.bench_help"))
    with st.spinner(t("why.loading"), show_time=True):
        shop = session.shop()
    asked = context_choice.ask(shop)
    name_place, strength_place, seed_place = st.columns([4, 2, 2], vertical_alignment="bottom")
    known = sorted(perturbations(), key=lambda name: (perturbations()[name].target, title(name)))
    with name_place:
        name = choose_one("perturb", t("robustness.perturbation"), known, "keyboard_typos", _called)
    with strength_place:
        strength = choose_one(
            "strength", t("robustness.strength"), STRENGTHS, "1.0", str, t("robustness.strength_help")
        )
    with seed_place:
        seed = choose_one("draw", t("robustness.draw"), SEEDS, "0", str, t("robustness.draw_help"))
    perturbation = find_perturbation(name)
    small(f"{perturbation.meaning[lang()]} {t(f'robustness.promise_{perturbation.expectation}')}")
    if asked.is_empty:
        small(t("robustness.bench_empty"))
        return
    case = Case(perturbation, float(strength), int(seed))
    try:
        answer = session.perturb_now(shop, case, asked.search, asked.user_id, asked.platform, asked.k)
    except WhyrankError as error:
        problem(error)
        return
    perturbed_pair.draw(shop, answer, asked.k, "bench")


def _called(name: str) -> str:
    target = t(f"robustness.target_{perturbations()[name].target}")
    return t("segments.condition", dimension=target, segment=title(name))
