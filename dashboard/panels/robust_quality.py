"""Clean and perturbed, before and after: what making the ranker robust gained, and what it cost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboard.frame import small
from dashboard.session import known, lang, t
from dashboard.tables import Column, table
from dashboard.text import as_text
from explain.perturbations import perturbations

PER_CENT = ("failed", "overlap")
MEASURES = ("failed", "overlap", "ndcg_loss")


def draw(robustness: Mapping[str, Any]) -> None:
    """Draw the answer in a sentence, the table, and which perturbations are meant."""
    clean, perturbed = robustness["clean"], robustness["perturbed"]
    st.markdown(f"**{t('ranker.robust')}**")
    small(_answer(clean, perturbed))
    columns = [Column(t("ranker.robust_on")), Column(t("ranker.robust_measure"))]
    columns += [Column(t(f"ranker.robust_{name}"), number=True) for name in ("before", "after", "difference")]
    name, _, k = clean["metric"].partition("@")
    rows = [[t("ranker.robust_clean"), known(f"ranker.metric_{name}", clean["metric"], k=k), *_cells(name, clean)]]
    for group, values in perturbed.items():
        told = known(f"ranker.robust_{group}", group)
        for measure in (measure for measure in MEASURES if measure in values):
            rows.append([told, t(f"robustness.measure_{measure}"), *_cells(measure, values[measure])])
            told = ""  # said once, in the first row of the group
    st.html(table(columns, rows))
    before = robustness["before"]
    small(
        t(
            "ranker.robust_how",
            name=as_text(before["name"]),
            identity=as_text(before["identity"]),
            contexts=f"{clean['contexts']:,}",
            audited=f"{robustness['contexts']:,}",
        )
    )
    for group, values in perturbed.items():
        names = [perturbations()[each].title[lang()] for each in values["perturbations"] if each in perturbations()]
        small(f"{known(f'ranker.robust_{group}', group)}: {t('app.comma').join(names)}")


def _answer(clean: Mapping[str, Any], perturbed: Mapping[str, Any]) -> str:
    told = [
        t(f"ranker.robust_said_{group}", before=f"{failed['before']:.0%}", after=f"{failed['after']:.0%}")
        for group in ("trained", "held_out")
        if (failed := perturbed.get(group, {}).get("failed"))
    ]
    told.append(t("ranker.robust_said_clean", difference=_signed("ndcg", clean["difference"])))
    return " ".join(told)


def _cells(measure: str, values: Mapping[str, float]) -> list[str]:
    low, high = (_signed(measure, values[name]) for name in ("low", "high"))
    difference = f"{_signed(measure, values['difference'])} ({low} … {high})"
    return [_plain(measure, values["before"]), _plain(measure, values["after"]), difference]


def _plain(measure: str, value: float) -> str:
    return (f"{value:.0%}" if measure in PER_CENT else f"{value:.3f}").replace("-", "−")


def _signed(measure: str, value: float) -> str:
    """Return a difference with its sign.

    >>> _signed("failed", -0.2952), _signed("ndcg", 0.0123), _signed("failed", -0.0002)
    ('−29.5%', '+0.012', '0.0%')
    """
    told = f"{value:+.1%}" if measure in PER_CENT else f"{value:+.3f}"
    return told.replace("-", "−") if float(told.rstrip("%")) else told[1:]  # no sign before nothing
