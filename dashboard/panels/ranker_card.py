"""The ranker: how well it ranks beside what it must beat, what it is and what it learned from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from dashboard.charts.bars import bars
from dashboard.charts.template import show
from dashboard.frame import section, small
from dashboard.panels import robust_quality
from dashboard.ranker_quality import OURS, Figure, measured
from dashboard.session import known, t
from dashboard.tables import Column, table
from dashboard.text import as_text
from queries.rankers import RankerEntry


def draw(entry: RankerEntry) -> None:
    """Draw the ranker's figures as a picture and a table, its facts, and its whole card."""
    section(f"{t('ranker.title')}: {as_text(entry.name)}")
    st.caption(as_text(" · ".join(_facts(entry))), help=t("ranker.identity_help"))
    evaluation = entry.card.get("evaluation")
    if evaluation:
        _quality(evaluation, measured(entry.card), trained_here="training" in entry.card)
    if entry.card.get("robustness"):
        robust_quality.draw(entry.card["robustness"])
    if entry.card:
        with st.expander(t("ranker.card")):
            st.json(entry.card, expanded=1)


def metric_title(metric: str) -> str:
    """Write a metric's name as it is known, such as nDCG@10."""
    name, _, k = metric.partition("@")
    return known(f"ranker.metric_{name}", metric, k=k)


def method_title(method: str) -> str:
    """Write a method's name in words."""
    return known(f"ranker.scorer_{method}", method)


def _facts(entry: RankerEntry) -> list[str]:
    facts = [f"{t('ranker.identity')} {entry.ranker_id[:12]}"]
    if entry.trained_at:
        facts.append(f"{t('ranker.trained')} {entry.trained_at:%Y-%m-%d %H:%M} UTC")
    else:
        facts.append(f"{t('ranker.added')} {entry.added_at:%Y-%m-%d %H:%M} UTC")
    training: dict[str, Any] = entry.card.get("training") or {}
    if training.get("parameters"):
        facts.append(f"{t('ranker.parameters')} {training['parameters']:,}")
    data: dict[str, Any] = entry.card.get("data") or {}
    if data.get("origin"):
        origins = [known(f"origin.{origin}", origin) for origin in str(data["origin"]).split(", ")]
        facts.append(f"{t('ranker.learned_from')} {t('app.comma').join(origins)}")
    return facts


def _quality(evaluation: dict[str, Any], figures: dict[str, dict[str, list[Figure]]], trained_here: bool) -> None:
    st.markdown(f"**{t('ranker.quality')}**")
    span = evaluation.get("span") or {}
    dates = t("ranker.span", first=span["test"], last=span["end"]) if "test" in span else t("ranker.span_unknown")
    lead = "ranker.quality_lead" if trained_here else "ranker.quality_lead_unknown"
    small(t(lead, contexts=f"{evaluation['contexts']:,}", span=dates))
    places = st.columns(len(figures), gap="large")
    for place, (name, metrics) in zip(places, figures.items(), strict=True):
        metric, rows = next(iter(metrics.items()))
        with place:
            st.caption(f"{t(f'ranker.{name}')}: {metric_title(metric)}")
            labels = [method_title(row.method) for row in rows]
            ours = next((at for at, row in enumerate(rows) if row.method == OURS), -1)
            picture = bars(labels, [row.mean for row in rows], [row.error for row in rows], ours)
            show(picture, f"quality-{name}", f"{t('ranker.quality')}: {metric_title(metric)}")
            st.html(_table(metrics, rows))
    if evaluation.get("calibration_error") is not None:
        st.caption(
            f"{t('ranker.calibration')} {evaluation['calibration_error']:.4f}", help=t("ranker.calibration_help")
        )


def _table(metrics: dict[str, list[Figure]], order: Sequence[Figure]) -> str:
    columns = [Column(t("ranker.method"))]
    for metric in metrics:
        name, _, k = metric.partition("@")
        hint = known(f"ranker.metric_{name}_help", "", k=k)
        columns.append(Column(metric_title(metric), number=True, help=hint))
    by_method = [{row.method: row for row in rows} for rows in metrics.values()]
    rows = [[method_title(row.method), *(_written(found.get(row.method)) for found in by_method)] for row in order]
    return table(columns, rows, strong=next((at for at, row in enumerate(order) if row.method == OURS), None))


def _written(figure: Figure | None) -> str:
    return "–" if figure is None else f"{figure.mean:.3f} ± {figure.error:.3f}"
