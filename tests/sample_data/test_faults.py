"""Each planted fault is in the shipped shop, as large as its description says."""

from __future__ import annotations

import pandas as pd
import pytest

from sample_data import faults
from sample_data.settings import OPENING

SHOCK = pd.Timestamp(OPENING) + pd.Timedelta(days=faults.SHOCK_DAY)


def test_all_faults_are_described(shop):
    assert set(shop.faults) == {
        "segment served badly",
        "click farm",
        "price shock",
        "typo-prone searches",
        "cold start",
        "stuffed titles",
    }
    for fault in shop.faults.values():
        assert all(size > 0 for size in fault["size"].values()), fault["fault"]


def test_bedding_is_served_badly_on_yunshi(shop, shown):
    meant = shown.merge(shop.search_truth, on="search_id", suffixes=("", "_meant")).query("surface == 'search'")
    served = meant.assign(right=meant.category_match > 0).groupby(["platform", "category_meant"]).right.mean()
    bad = served.pop(("yunshi", "bedding"))
    assert bad < 0.4 < 0.7 < served.min()
    searches = meant.query("platform == 'yunshi' and category_meant == 'bedding'").search_id.nunique()
    assert searches == shop.faults["segment served badly"]["size"]["searches"]


def test_the_click_farm_clicks_all_of_one_brand_and_buys_nothing(shop, shown):
    farm = shop.faults["click farm"]
    rows = shown[shown.user_id.isin(farm["accounts"])]
    assert rows.user_id.nunique() == farm["size"]["accounts"] == 40
    assert rows.search_id.nunique() == farm["size"]["searches"]
    assert (rows.clicked == (rows.brand == faults.BOT_BRAND)).all()
    assert rows.clicked.sum() == farm["size"]["clicks"]
    assert set(shop.events[shop.events.user_id.isin(farm["accounts"])].action) == {"click"}


def test_coffee_and_tea_cost_more_from_week_nine(shop, shown):
    coffee = shown.category.isin(["grocery > coffee & tea", "食品 > 咖啡茶饮"])
    after = shown.ts >= SHOCK
    ratio = shown.price / shown.price_listed
    assert ratio[coffee & after].to_numpy() == pytest.approx(faults.SHOCK_FACTOR, abs=0.01)
    assert (ratio[~(coffee & after)] == 1).all()
    assert (coffee & after).sum() == shop.faults["price shock"]["size"]["impressions"]


def test_shoppers_over_55_mistype(shop):
    rows = shop.searches.query("surface == 'search'").merge(shop.search_truth, on="search_id")
    rows = rows.merge(shop.users[["user_id", "attributes"]], on="user_id")
    prone = rows.attributes.str.contains("age: 55+", regex=False)
    assert rows[prone].typo.mean() > 4 * rows[~prone].typo.mean()
    size = shop.faults["typo-prone searches"]["size"]
    assert (prone.sum(), rows[prone].typo.sum()) == (size["searches"], size["with typo"])


def test_cold_items_are_listed_late_and_hardly_shown(shop, shown):
    late = shop.items[shop.items.listed_at > OPENING]
    assert len(late) == shop.faults["cold start"]["size"]["items"]
    fresh = shown[shown.item_id.isin(late.item_id)]
    age = (fresh.ts - fresh.listed_at).dt.days
    held, grown = fresh[age < faults.COLD_DAYS], fresh[age >= faults.COLD_DAYS]
    assert len(held) == shop.faults["cold start"]["size"]["impressions"]
    assert len(held) / (14 * len(late)) < len(grown) / (late.shape[0] * 28)
    assert not shop.reviews[shop.reviews.ts < OPENING].item_id.isin(late.item_id).any()


def test_stuffed_titles_are_shown_more_and_clicked_less(shop, shown):
    stuffed = shop.items[shop.items.brand == faults.STUFFED_BRAND]
    assert len(stuffed) == shop.faults["stuffed titles"]["size"]["items"]
    assert all(any(words in title for words in faults.STUFFING) for title in stuffed.title)
    bags = shown[(shown.category == "luggage > bags") & (shown.surface == "search")]
    per_item = bags.groupby("brand").agg(shown=("item_id", "size"), items=("item_id", "nunique"))
    per_item = per_item.shown / per_item["items"]
    rates = bags.groupby("brand").clicked.mean()
    assert per_item[faults.STUFFED_BRAND] > per_item.median()
    assert rates[faults.STUFFED_BRAND] < rates.median()
