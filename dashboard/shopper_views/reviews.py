"""Reviews: what people think of categories and items, which words go with few stars, how disliked items are treated."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa
import streamlit as st

from dashboard import session
from dashboard.frame import lead
from dashboard.metric_words import written
from dashboard.panels import review_aspects, review_categories, review_items, review_treatment
from dashboard.session import t
from queries.observe import LOGGED
from queries.profiles.people import People
from queries.profiles.reviews import Aspects, category_stars, least_liked, open_reviews, treatment


@dataclass(frozen=True)
class Report:
    """All that the view draws."""

    total: int
    rated: int
    items: int
    stars: float | None
    categories: pa.Table
    treatment: pa.Table
    least: pa.Table
    aspects: Aspects


def draw() -> None:
    """Draw the report on reviews, or say what is missing."""
    with st.spinner(t("reviews.reading"), show_time=True):
        report: Report = session.answer(_report, _ranker())
    if not report.total:
        st.info(t("reviews.none"), icon=":material/reviews:")
        return
    if not report.rated:
        st.info(t("reviews.no_stars", reviews=f"{report.total:,}"), icon=":material/star_border:")
        return
    facts = {"reviews": f"{report.rated:,}", "items": f"{report.items:,}", "stars": written(report.stars)}
    lead(t("reviews.answer", **facts))
    review_categories.draw(report.categories)
    review_aspects.draw(report.aspects)
    review_treatment.draw(report.treatment)
    review_items.draw(report.least, report.aspects)


def _ranker() -> str:
    """Return the newest ranker that slates are kept of, else what was shown."""
    kept = session.measured()
    return next((entry.ranker_id for entry in session.rankers() if entry.ranker_id in kept), LOGGED)


def _report(_: People, ranker_id: str) -> Report:
    from explain.aspects import aspects_of_reviews  # with the words of Chinese comes a dictionary

    reviews = open_reviews(session.workspace())
    return Report(
        total=reviews.total,
        rated=reviews.rated,
        items=reviews.items,
        stars=reviews.stars,
        categories=category_stars(reviews),
        treatment=treatment(reviews, ranker_id),
        least=least_liked(reviews, ranker_id),
        aspects=aspects_of_reviews(reviews),
    )
