"""The truth beside the log: it adds up to the utility that made the clicks."""

from __future__ import annotations

import numpy as np
import pytest

from sample_data import SHOP
from sample_data.choice import DRIVERS
from sample_data.figures import figures
from sample_data.outcomes import examination
from sample_data.vocabulary import CATEGORIES


@pytest.fixture(scope="module")
def people(shop, shown):
    """Impressions without the click farm."""
    return shown[~shown.user_id.isin(shop.faults["click farm"]["accounts"])]


def chance_once_seen(rows):
    return 1 / (1 + np.exp(-rows.utility))


def test_every_impression_has_every_driver(shop):
    assert len(shop.truth) == len(shop.impressions)
    assert not shop.truth[list(DRIVERS)].isna().any().any()


def test_clicks_follow_the_sum_of_the_drivers(people):
    """Where the model says 1 in 10, 1 in 10 is clicked: over ten bands of the expected chance."""
    expected = chance_once_seen(people) * examination(people.position)
    bands = people.assign(expected=expected, band=np.ceil(expected.rank(pct=True) * 10)).groupby("band")
    assert bands.clicked.mean().to_numpy() == pytest.approx(bands.expected.mean().to_numpy(), rel=0.08, abs=0.004)


def test_position_takes_its_share(people):
    """Clicks per chance to be clicked fall with the position as stated."""
    seen = people.assign(chance=chance_once_seen(people)).groupby("position")
    share = (seen.clicked.sum() / seen.chance.sum()).to_numpy()
    assert share == pytest.approx(examination(np.arange(1, 13)), rel=0.08)


def test_drivers_of_the_search_are_silent_at_home(people):
    home = people[people.surface == "home"]
    assert (home[["category_match", "brand_match", "attribute_match"]] == 0).all().all()


@pytest.mark.parametrize("driver", [driver for driver in DRIVERS if driver != "noise"])
def test_each_driver_moves_clicks_in_its_direction(people, driver):
    searched = people[people.surface == "search"] if driver.endswith("match") else people
    weak, strong = searched[driver].quantile([0.1, 0.9])
    low, high = searched[searched[driver] <= weak], searched[searched[driver] >= max(strong, weak + 0.01)]
    assert high.clicked.mean() > low.clicked.mean()


def test_text_and_behaviour_are_both_needed():
    search = {name: row["search"] for name, row in figures(SHOP).items()}
    assert search["all drivers"] > max(search["text match only"], search["behaviour only"]) + 0.05
    assert min(search["text match only"], search["behaviour only"]) > search["popularity only"] + 0.05
    assert search["popularity only"] > search["random"] + 0.02


def test_search_truth_says_what_was_meant(shop):
    assert set(shop.search_truth.category.dropna()) == set(CATEGORIES)
    home = shop.searches.set_index("search_id").surface == "home"
    meant = shop.search_truth.set_index("search_id")
    assert meant.category.isna().eq(home).all()
    assert (meant[meant.intent == "brand"].brand.notna()).all()
