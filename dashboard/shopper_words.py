"""Shoppers in words: their classes, their money, how they choose among prices; for pages and the command line."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from dashboard.i18n import translate
from dashboard.metric_words import metric_title, written
from explain.money import money
from queries.profiles.shopper import MIN_CHOICES, PriceChoices, Profile
from queries.segments import DIMENSIONS

# What is told of how a shopper is served, beside the metric asked for.
HEADLINES = ("ndcg@10", "mrr@10", "click_through", "add_to_cart", "conversion", "abandonment", "diversity_category@10")


def headlines(profile: Profile, rankers: Collection[str]) -> list[dict[str, Any]]:
    """Return the figures of what these rankers showed by the metric asked for and the headline metrics, in order."""
    order = {name: place for place, name in enumerate(dict.fromkeys((profile.metric, *HEADLINES)))}
    ranked = {ranker_id: place for place, ranker_id in enumerate(rankers)}
    rows = [row for row in profile.served.to_pylist() if row["metric"] in order and row["ranker_id"] in ranked]
    return sorted(rows, key=lambda row: (ranked[row["ranker_id"]], order[row["metric"]]))


def class_title(rfm: str, lang: str) -> str:
    """Return what an RFM class is called.

    >>> class_title("at_risk", "en"), class_title("champion", "zh")
    ('At risk (often, long ago)', '核心客户（3 3 3）')
    """
    return DIMENSIONS["rfm"].segment_title(rfm, lang)


def stage_title(stage: str | None, lang: str) -> str:
    """Return what a stage of the life cycle is called.

    >>> stage_title("away", "en"), stage_title("new", "zh")
    ('Away for more than 30 days', '新客（30 天内）')
    """
    if stage == "away":
        return translate(lang, "shoppers.stage_away")
    return DIMENSIONS["life_cycle"].segment_title(stage or "unknown", lang)


def group_title(by: str, segment: str, lang: str) -> str:
    """Return what a group of shoppers is called, told apart ``by`` stage, rfm, tenure, platform, lang or taste."""
    if by == "stage":
        return stage_title(segment, lang)
    if by == "taste":
        return segment or DIMENSIONS["taste"].segment_title("none", lang)
    name = {"rfm": "rfm", "tenure": "tenure", "lang": "language"}.get(by)
    if not segment:
        return DIMENSIONS["tenure"].segment_title("unknown", lang)
    return DIMENSIONS[name].segment_title(segment, lang) if name else segment


def band_title(band: str | None, lang: str) -> str:
    """Return what a price band is called."""
    return DIMENSIONS["price_band"].segment_title(band or "unknown", lang)


def summary(profile: Profile, lang: str) -> str:
    """Return who a shopper is and how they are served, in two sentences."""
    facts = profile.facts
    said = translate(
        lang,
        "shoppers.who_bought" if facts["orders"] else "shoppers.who",
        user=profile.user_id,
        kind=class_title(facts["rfm"], lang),
        stage=stage_title(facts["stage"], lang),
        orders=f"{facts['orders']:,}",
        spend=money(facts["spend"], facts["currency"]),
        days=f"{facts['recency_days'] or 0:,}",
        clicks=f"{facts['clicks']:,}",
        contexts=f"{facts['contexts']:,}",
    )
    return ("" if lang == "zh" else " ").join([said, served_sentence(profile, lang)]).strip()


def served_sentence(profile: Profile, lang: str) -> str:
    """Return how well the shopper is served beside everybody; "" where nothing was measured of them."""
    for row in profile.served.to_pylist():
        if (row["ranker_id"], row["metric"]) == (profile.ranker_id, profile.metric):
            return translate(
                lang,
                "shoppers.served" if row["everyone"] is not None else "shoppers.served_alone",
                metric=metric_title(profile.metric, lang),
                mean=written(row["mean"]),
                everyone=written(row["everyone"]),
                contexts=f"{row['contexts']:,}",
            )
    return ""


def leaning(price: PriceChoices, lang: str) -> str:
    """Return how a shopper chooses among the prices they are shown."""
    values = {name: written(getattr(price, name)) for name in ("place", "low", "high")}
    return translate(lang, f"shoppers.price_{price.leaning}", slates=f"{price.slates:,}", needed=MIN_CHOICES, **values)


def moment(row: Mapping[str, Any], lang: str) -> str:
    """Return what happened at a moment of a timeline: the search, or the item."""
    if row["kind"] == "seen":
        return translate(lang, "shoppers.items_seen", count=row["items"])
    if row["kind"] == "search":
        return row["search"] or translate(lang, "segments.rare")
    return row["title"] or row["item_id"] or translate(lang, "shoppers.kind_browse")
