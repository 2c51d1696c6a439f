"""What is loaded, what was left out, and whether the ranker is worth explaining, a sentence each."""

from __future__ import annotations

import streamlit as st

from dashboard.panels.ranker_card import method_title, metric_title
from dashboard.ranker_quality import headline
from dashboard.session import t
from dashboard.text import as_text, share
from queries.overview import Overview
from queries.rankers import RankerEntry

GOOD, CARE = ":material/check_circle:", ":material/warning:"


def draw(found: Overview, rankers: list[RankerEntry]) -> None:
    """Draw what is loaded, then what was left out of it and how good the ranker is."""
    st.markdown(as_text(_loaded(found)))
    for is_well, sentence in (_rejects(found), _ranker(rankers)):
        st.markdown(f":{'green' if is_well else 'orange'}[{GOOD if is_well else CARE}] {as_text(sentence)}")


def _loaded(found: Overview) -> str:
    count = len(found.sources)
    values = {
        "items": f"{found.items:,}",
        "shoppers": f"{found.shoppers:,}",
        "sources": t("overview.source_one") if count == 1 else t("overview.source_many", count=count),
    }
    events = found.tables.get("events", 0)
    if not events or found.first is None or found.last is None:
        return t("overview.answer_undated", **values)
    dates = {"first": f"{found.first:%Y-%m-%d}", "last": f"{found.last:%Y-%m-%d}"}
    return t("overview.answer", **values, **dates, events=f"{events:,}")


def _rejects(found: Overview) -> tuple[bool, str]:
    read = sum(source.rows_read for source in found.sources)
    rejected = sum(source.rows_rejected for source in found.sources)
    if not rejected:
        return True, t("overview.all_kept")
    sentence = t("overview.some_rejected", rejected=f"{rejected:,}", read=f"{read:,}", share=share(rejected, read))
    return rejected < 0.05 * read, sentence


def _ranker(rankers: list[RankerEntry]) -> tuple[bool, str]:
    if not rankers:
        return False, t("overview.no_ranker")
    name = rankers[0].name
    found = headline(rankers[0].card)
    if found is None:
        return False, t("overview.unmeasured", name=name)
    metric, ours, other, count = found
    values = {
        "name": name,
        "metric": metric_title(metric),
        "value": f"{ours.mean:.3f}",
        "other": method_title(other.method),
        "other_value": f"{other.mean:.3f}",
    }
    if ours.mean > other.mean:
        return True, t("overview.best", **values, count=count)
    return False, t("overview.not_best", **values)
