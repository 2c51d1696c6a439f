"""The faults planted in the shop, each at one place here, so that analyses can be asked whether they find them.

Only invented brands (Voltix, ProNova) are made to misbehave.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np

from sample_data.vocabulary import CATEGORIES

# A segment served badly: the search engine of one platform ignores the text of searches in one category.
UNSERVED_PLATFORM = 1
UNSERVED_CATEGORY = CATEGORIES.index("bedding")

# A click farm: one account in a hundred searches for one seller's items and clicks them all within seconds.
BOT_EVERY, BOT_REMAINDER = 100, 57
BOT_PLATFORM = 0
BOT_BRAND = "Voltix"
BOT_CATEGORY = CATEGORIES.index("headphones")
BOT_SESSIONS = 8
BOT_DAYS = (42.0, 70.0)  # weeks 7 to 10

# A price shock: everything in one category costs more from one week on.
SHOCK_CATEGORY = CATEGORIES.index("coffee_tea")
SHOCK_DAY = 56.0  # week 9 begins
SHOCK_FACTOR = 1.3

# Shoppers who mistype: one age group does so six times as often, and the engine understands typos badly.
TYPO_AGE = "55+"
TYPO_RATE, USUAL_TYPO_RATE = 0.36, 0.06

# A brand that stuffs its titles with the names of others; the engine falls for it, shoppers do not.
STUFFED_BRAND = "ProNova"
STUFFING = (
    "Like North Face Osprey Herschel Best Gift",
    "Herschel JanSport Style Top Sale Men Women Kids",
    "2025 New Hot Osprey Kånken Fit School Travel Laptop",
)

# Cold starts: items listed while the log runs are held back by the engine for two weeks.
COLD_DAYS = 14.0


def is_bot(numbers: np.ndarray) -> np.ndarray:
    """Tell which accounts belong to the click farm."""
    return numbers % BOT_EVERY == BOT_REMAINDER


def shown_price(price: np.ndarray, category: np.ndarray, day: np.ndarray) -> np.ndarray:
    """Return the price shown on a day: the catalogue's, dearer after the shock. Arrays of one shape."""
    shocked = (category == SHOCK_CATEGORY) & (day >= SHOCK_DAY)
    return np.where(shocked, np.round(price * SHOCK_FACTOR, 2), price)


def described(sizes: Counter[str], accounts: list[str]) -> list[dict[str, Any]]:
    """Return the list of planted faults with their sizes, as written to ``faults.json``."""
    return [
        {
            "fault": "segment served badly",
            "where": "platform yunshi, searches for bedding (家居 > 床上用品)",
            "what": "the engine ignores the search text: slates are what is popular on the platform",
            "size": {"searches": sizes["unserved searches"]},
        },
        {
            "fault": "click farm",
            "where": f"platform northgate, brand {BOT_BRAND}, weeks 7 to 10",
            "what": "accounts search for the brand and click each of its items a second apart; they never buy",
            "size": {"accounts": len(accounts), "searches": sizes["bot searches"], "clicks": sizes["bot clicks"]},
            "accounts": accounts,
        },
        {
            "fault": "price shock",
            "where": "coffee and tea on both platforms, from week 9",
            "what": f"the price shown is {SHOCK_FACTOR - 1:.0%} above the catalogue's",
            "size": {"items": sizes["shocked items"], "impressions": sizes["shocked impressions"]},
        },
        {
            "fault": "typo-prone searches",
            "where": f"shoppers aged {TYPO_AGE}",
            "what": f"they mistype {TYPO_RATE:.0%} of the words they type themselves (others {USUAL_TYPO_RATE:.0%}), "
            "and the engine understands a mistyped search badly",
            "size": {"searches": sizes["searches of the group"], "with typo": sizes["typos of the group"]},
        },
        {
            "fault": "cold start",
            "where": "items listed after the log begins",
            "what": f"held back by the engine for {COLD_DAYS:.0f} days, no reviews to go by",
            "size": {"items": sizes["cold items"], "impressions": sizes["cold impressions"]},
        },
        {
            "fault": "stuffed titles",
            "where": f"platform northgate, brand {STUFFED_BRAND}",
            "what": "titles name other brands and empty praise; the engine falls for it, shoppers do not",
            "size": {"items": sizes["stuffed items"], "impressions": sizes["stuffed impressions"]},
        },
    ]
