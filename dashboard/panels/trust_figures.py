"""The figures behind the verdict: removal at each share, tiny changes, shuffled weights, other baselines."""

from __future__ import annotations

import streamlit as st

from dashboard.frame import small
from dashboard.session import t
from dashboard.tables import Column, table
from explain.trust.measures import Trust
from explain.trust.rank_agreement import RankAgreement
from explain.trust.removal import Beside, Removal
from explain.trust.sanity import Sanity
from explain.trust.telling import written


def draw_figures(trust: Trust) -> None:
    """Draw a table for each thing measured."""
    if trust.removal:
        _removal(trust.removal)
    if trust.stability:
        rows = [[t(f"trust.change_{each.change}"), _share(each.moved), *_agreement(each.agreement)]
                for each in trust.stability.changes]  # fmt: skip
        if trust.stability.repeat:
            rows.insert(0, [t("trust.change_repeat"), _share(0.0), *_agreement(trust.stability.repeat)])
        _table(t("trust.stability"), [t("trust.change"), t("trust.score_moves"), *_agreement_titles()], rows)
    if trust.baselines:
        rows = [[t(f"trust.baseline_{each.baseline}"), *_agreement(each.agreement)] for each in trust.baselines]
        _table(t("trust.baselines"), [t("trust.baseline"), *_agreement_titles()], rows)
    if trust.sanity:
        _sanity(trust.sanity)


def _removal(removal: Removal) -> None:
    rows = [
        [f"{fraction:.0%} ({count})", *_beside(needed), *_beside(enough)]
        for fraction, count, needed, enough in zip(
            removal.fractions, removal.counts, removal.comprehensiveness, removal.sufficiency, strict=True
        )
    ]
    rows.append([t("trust.mean"), *_beside(removal.comprehensiveness_area), *_beside(removal.sufficiency_area)])
    titles = [t("trust.fraction"), t("trust.lost"), t("trust.lost_random"), t("trust.missing")]
    _table(t("trust.removal"), [*titles, t("trust.missing_random")], rows)
    small(t("trust.removal_note"))


def _sanity(sanity: Sanity) -> None:
    rows = [[f"{stage.layers:.0%}", stage.lowest, written(stage.correlation, plain=True)] for stage in sanity.stages]
    _table(t("trust.sanity"), [t("trust.layers"), t("trust.lowest"), t("trust.correlation")], rows)


def _table(title: str, titles: list[str], rows: list[list[str]]) -> None:
    st.markdown(f"**{title}**")
    columns = [Column(titles[0]), *(Column(each, number=True) for each in titles[1:])]
    st.html(table(columns, rows))


def _beside(figure: Beside) -> tuple[str, str]:
    return _share(figure.value), f"{_share(figure.random)} ({_share(figure.low)} – {_share(figure.high)})"


def _agreement_titles() -> list[str]:
    return [t("trust.spearman"), t("trust.kendall"), t("trust.largest")]


def _agreement(agreement: RankAgreement) -> list[str]:
    ranks = (agreement.spearman, agreement.kendall)
    return [*(written(value, plain=True) for value in ranks), _share(agreement.largest)]


def _share(value: float) -> str:
    return written(value, plain=False)
