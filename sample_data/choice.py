"""The choice model: why a shopper clicks an item they have looked at.

For a shopper u, a context c and an item i, utility is a sum in logit units

    U(u, c, i) = BASE + Σ drivers,            P(click | looked at) = σ(U),            P(looked at) = position^-0.35

with the drivers

    category_match   +2.0 if i is of the category searched for, −3.0 if not; of another kind than the one named: −1.8
    brand_match      +2.6 if i is of the brand named, −1.2 if not
    attribute_match  +2.6 if i has the attribute value asked for (also by a stated need), −1.0 if not;
                     −3.2 / +0.3 where the value is unwanted
    category_taste   4.0·(taste of u for the category − 1/12)
    brand_loyalty    2.0·loyalty_u if i is of u's favourite brand in the category, −0.4 if not
    price_fit        1.4·sensitivity_u·(0.4 − |log(price shown / typical price of the kind) − level_u|)
    discount         bargains_u·(1 − price shown / list price), never below 0
    quality          care_u·quality_i, seen by shoppers as stars
    popularity       0.8·(appeal_i + trend_i·t), t running from −1 to 1 over the log
    seen_before      +1.0 if u clicked i before and does not own it; `again` of the category if u owns it
    session          0.5·log(1 + clicks on the category in this session) + 0.7·log(1 + clicks on the brand)
    noise            Normal(0, 0.4): mood, picture, everything that no log will ever know

Drivers about the search are 0 on the home page. All drivers are rounded to 0.01, so that the truth written to the
files is exactly the truth that was used.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sample_data import faults
from sample_data.catalogue import Catalogue
from sample_data.searching import Intents
from sample_data.settings import Settings
from sample_data.shoppers import Shoppers
from sample_data.visits import Visits
from sample_data.vocabulary import CATEGORIES

BASE = -5.3
DRIVERS = (
    "category_match",
    "brand_match",
    "attribute_match",
    "category_taste",
    "brand_loyalty",
    "price_fit",
    "discount",
    "quality",
    "popularity",
    "seen_before",
    "session",
    "noise",
)


@dataclass
class Memory:
    """What n shoppers did so far: clicks and purchases per item [n, I], clicks of the running session."""

    clicked: np.ndarray
    bought: np.ndarray
    session_categories: np.ndarray
    session_brands: np.ndarray

    @classmethod
    def of(cls, shoppers: Shoppers, catalogue: Catalogue) -> Memory:
        """Return the memory of shoppers who have done nothing yet."""
        size = shoppers.size
        return cls(
            np.zeros((size, catalogue.size), bool),
            np.zeros((size, catalogue.size), bool),
            np.zeros((size, len(CATEGORIES)), np.int16),
            np.zeros((size, len(catalogue.brands)), np.int16),
        )

    def forget_session(self, who: np.ndarray) -> None:
        """Begin a new session for these shoppers."""
        self.session_categories[who] = 0
        self.session_brands[who] = 0


def drivers(
    rows: np.ndarray,
    items: np.ndarray,
    shoppers: Shoppers,
    visits: Visits,
    intents: Intents,
    memory: Memory,
    catalogue: Catalogue,
    settings: Settings,
    rng: np.random.Generator,
) -> np.ndarray:
    """Return the contribution of each driver [len(rows), slots, D], in logit units, for contexts ``rows``."""
    who, day = visits.shopper[rows, None], visits.day[rows, None]
    category, brand, kind = catalogue.category[items], catalogue.brand[items], catalogue.kind[items]
    price = faults.shown_price(catalogue.price[items], category, day)
    relative = catalogue.level[items] + np.log(price / catalogue.price[items])
    favourite = brand == shoppers.favourite[who, category]
    clicked, bought = memory.clicked[who, items], memory.bought[who, items]
    elapsed = 2 * day / settings.days - 1
    columns = (
        *_matches(rows, items, category, kind, brand, intents, catalogue),
        4.0 * (shoppers.taste[who, category] - 1 / len(CATEGORIES)),
        np.where(favourite, 2.0 * shoppers.loyalty[who], -0.4),
        1.4 * shoppers.sensitivity[who] * (0.4 - np.abs(relative - shoppers.level[who])),
        shoppers.bargains[who] * np.maximum(1 - price / catalogue.list_price[items], 0),
        shoppers.care[who] * catalogue.quality[items],
        0.8 * (catalogue.appeal[items] + catalogue.trend[items] * elapsed),
        np.where(bought, catalogue.again[category], np.where(clicked, 1.0, 0.0)),
        0.5 * np.log1p(memory.session_categories[who, category]) + 0.7 * np.log1p(memory.session_brands[who, brand]),
        rng.normal(0, 0.4, items.shape),
    )
    return np.round(np.stack(columns, axis=-1), 2).astype(np.float32)


def _matches(
    rows: np.ndarray,
    items: np.ndarray,
    category: np.ndarray,
    kind: np.ndarray,
    brand: np.ndarray,
    intents: Intents,
    catalogue: Catalogue,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return category_match, brand_match and attribute_match of the search with each item shown."""
    asked, named, said, value = (
        column[rows, None] for column in (intents.category, intents.kind, intents.brand, intents.value)
    )
    same = category == asked
    category_match = np.where(same, 2.0, -3.0) - 1.8 * (same & (named >= 0) & (kind != named))
    brand_match = np.where(brand == said, 2.6, -1.2)
    has = (catalogue.values[items] == value[..., None]).any(axis=-1)
    attribute_match = np.where(intents.avoid[rows, None], np.where(has, -3.2, 0.3), np.where(has, 2.6, -1.0))
    return category_match * (asked >= 0), brand_match * (said >= 0), attribute_match * (value >= 0)
