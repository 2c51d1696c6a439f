"""The shipped shop: its size, its shape, and that what is in it can have happened."""

from __future__ import annotations

import pandas as pd
import pytest

from sample_data.vocabulary import CATEGORIES


def test_sizes(shop):
    assert len(shop.items) == 2000
    assert len(shop.users) == 4000
    assert len(shop.impressions) >= 200_000
    assert sum(file.stat().st_size for file in shop.folder.iterdir()) < 10_000_000


def test_two_platforms_of_twelve_categories(shop):
    shelves = shop.items.groupby("platform").category.nunique()
    assert shelves.to_dict() == {"northgate": len(CATEGORIES), "yunshi": len(CATEGORIES)}
    assert shop.items.groupby("platform").size().tolist() == [1000, 1000]
    assert set(shop.items.currency + shop.items.lang) == {"USDen", "CNYzh"}


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("items", ["item_id"]),
        ("users", ["user_id"]),
        ("searches", ["search_id"]),
        ("reviews", ["review_id"]),
        ("impressions", ["search_id", "item_id"]),
        ("impressions", ["search_id", "position"]),
        ("truth", ["search_id", "item_id"]),
        ("search_truth", ["search_id"]),
    ],
)
def test_keys_are_unique(shop, table, key):
    assert not getattr(shop, table).duplicated(key).any()


def test_rows_lead_to_rows(shop):
    assert shop.searches.user_id.isin(shop.users.user_id).all()
    assert shop.impressions.search_id.isin(shop.searches.search_id).all()
    assert shop.impressions.item_id.isin(shop.items.item_id).all()
    assert shop.reviews.item_id.isin(shop.items.item_id).all()
    shown = shop.events.merge(shop.impressions, on=["search_id", "item_id"])
    assert len(shown) == len(shop.events)


def test_nothing_happens_before_its_cause(shop, shown):
    assert (shown.ts >= shown.listed_at).all()
    times = shop.searches.merge(shop.users, on="user_id")
    assert (times.ts >= times.joined_at).all()
    acts = shop.events.merge(shop.searches, on="search_id", suffixes=("", "_search"))
    assert (acts.ts > acts.ts_search).all()
    steps = shop.events.pivot_table(index=["search_id", "item_id"], columns="action", values="ts", aggfunc="min")
    for before, after in (("click", "cart"), ("cart", "purchase"), ("purchase", "return")):
        done = steps[steps[after].notna()]
        assert (done[before] < done[after]).all(), after


def test_slates_are_on_the_shoppers_platform(shop, shown):
    platforms = shop.items.set_index("item_id").platform
    assert (shown.item_id.map(platforms) == shown.platform).all()


def test_home_pages_have_no_text_and_searches_do(shop):
    home = shop.searches.surface == "home"
    assert shop.searches.text.isna().eq(home).all()
    assert 0.1 < home.mean() < 0.3
    assert (shop.searches.text.dropna().str.strip() != "").all()


def test_better_items_get_better_reviews(shop, shown):
    """Stars are how quality, a hidden driver, can be seen."""
    stars = shop.reviews.groupby("item_id").rating.agg(["mean", "size"]).query("size >= 5")["mean"]
    quality = shown.groupby("item_id").quality.mean()
    both = pd.concat([stars, quality], axis=1).dropna()
    assert both.corr("spearman").iloc[0, 1] > 0.6
