"""What shoppers look for: an item in mind, and how much of it they say."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sample_data import faults
from sample_data.catalogue import Catalogue
from sample_data.settings import PLATFORMS
from sample_data.shoppers import Shoppers
from sample_data.visits import Visits
from sample_data.vocabulary import CATEGORIES

INTENTS = (
    "home",
    "category",
    "brand and category",
    "brand",
    "attribute",
    "number",
    "need",
    "negation",
    "mixed",
    "foreign",
)
HOME, CATEGORY, BRAND_CATEGORY, BRAND, ATTRIBUTE, NUMBER, NEED, NEGATION, MIXED, FOREIGN = range(len(INTENTS))
SHARES = np.array([0, 0.23, 0.22, 0.06, 0.17, 0.09, 0.12, 0.06, 0.05, 0])
FOREIGN_SHARE = 0.4  # of the searches of bilingual shoppers
STAY = 0.65  # chance that a search of a session stays in the category of the one before


@dataclass
class Intents:
    """What is meant in each of n contexts; -1 where nothing is meant.

    ``intent`` numbers ``INTENTS``; ``category``, ``kind``, ``brand``, ``value`` number the catalogue's; ``avoid`` marks
    values that are unwanted; ``phrase`` is the number of the need or negation within its kind; ``typo`` marks
    mistyped searches and ``misread`` those of them that the engine does not understand.
    """

    intent: np.ndarray
    category: np.ndarray
    target: np.ndarray
    kind: np.ndarray
    brand: np.ndarray
    value: np.ndarray
    avoid: np.ndarray
    phrase: np.ndarray
    typo: np.ndarray
    misread: np.ndarray


def make_intents(shoppers: Shoppers, visits: Visits, catalogue: Catalogue, rng: np.random.Generator) -> Intents:
    """Draw the category by taste (and by what the session was about), an item in it, and what of it is said."""
    size, who = visits.size, visits.shopper
    bot = shoppers.bot[who]
    category = _categories(shoppers, visits, rng)
    category[bot] = faults.BOT_CATEGORY
    intent = rng.choice(len(INTENTS), size, p=SHARES)
    foreign = shoppers.bilingual[who] & (rng.random(size) < FOREIGN_SHARE)
    intent = np.where(foreign, FOREIGN, intent)
    intent = np.where(bot, BRAND_CATEGORY, intent)
    target = _targets(shoppers, visits, category, catalogue, rng)
    kind, brand = catalogue.kind[target], catalogue.brand[target]
    brand = np.where(bot, catalogue.brands[faults.BOT_PLATFORM, faults.BOT_BRAND], brand)
    names_brand = np.isin(intent, (BRAND_CATEGORY, BRAND, MIXED)) | ((intent == FOREIGN) & (rng.random(size) < 0.5))
    value = _said_values(intent, target, catalogue, rng)
    phrase, value, avoid = _phrases(intent, kind, value, catalogue, rng)
    # Where no item attribute fits what was to be said, the plain category is asked for.
    intent = np.where(np.isin(intent, (ATTRIBUTE, NUMBER)) & (value < 0), CATEGORY, intent)
    intent = np.where(visits.home, HOME, intent)
    typable = ~np.isin(intent, (HOME, NEED, FOREIGN, MIXED))
    typo = typable & (rng.random(size) < shoppers.typo_rate[who]) & ~bot
    silent = visits.home
    # Brands are sold across categories: only the words of a category narrow a search to one kind.
    kind = np.where(silent | (intent == BRAND), -1, kind)
    return Intents(
        intent=intent,
        category=np.where(silent, -1, category),
        target=np.where(silent, -1, target),
        kind=kind,
        brand=np.where(names_brand & ~silent, brand, -1),
        value=np.where(silent, -1, value),
        avoid=avoid & ~silent,
        phrase=phrase,
        typo=typo,
        misread=typo & (rng.random(size) < 0.6),
    )


def _categories(shoppers: Shoppers, visits: Visits, rng: np.random.Generator) -> np.ndarray:
    """Return the category each context is about; most contexts of a session stay where it began."""
    size = visits.size
    ladder = np.cumsum(shoppers.taste, axis=1)[visits.shopper]
    drawn = np.minimum((rng.random((size, 1)) > ladder).sum(axis=1), len(CATEGORIES) - 1)
    fresh = visits.opens | (rng.random(size) > STAY)
    last_fresh = np.maximum.accumulate(np.where(fresh, np.arange(size), 0))
    return drawn[last_fresh]


def _targets(
    shoppers: Shoppers, visits: Visits, category: np.ndarray, catalogue: Catalogue, rng: np.random.Generator
) -> np.ndarray:
    """Return the item each shopper has in mind: known ones, of brands they like, at prices they pay."""
    target = np.full(visits.size, -1)
    platform = shoppers.platform[visits.shopper]
    for number in range(len(PLATFORMS)):
        for shelf in range(len(CATEGORIES)):
            rows = np.flatnonzero((platform == number) & (category == shelf))
            pool = catalogue.items_of(number, shelf)
            who = visits.shopper[rows]
            wish = catalogue.appeal[pool] + rng.gumbel(size=(len(rows), len(pool)))
            wish += 1.2 * shoppers.loyalty[who, None] * (catalogue.brand[pool] == shoppers.favourite[who, shelf, None])
            wish -= 0.7 * np.abs(catalogue.level[pool] - shoppers.level[who, None])
            wish[catalogue.listed[pool] > visits.day[rows, None]] = -np.inf
            target[rows] = pool[np.argmax(wish, axis=1)] if len(rows) else 0
    return target


def _said_values(intent: np.ndarray, target: np.ndarray, catalogue: Catalogue, rng: np.random.Generator) -> np.ndarray:
    """Return one attribute value of the item in mind for searches that name one; -1 for others."""
    numeric = np.array([any(sign.isdigit() for sign in text) for text in catalogue.texts_of_values()])
    values = catalogue.values[target]
    usable = values >= 0
    usable &= np.where((intent == NUMBER)[:, None], numeric[values], ~numeric[values])
    chance = np.where(usable, rng.random(values.shape), -1)
    place = chance.argmax(axis=1)
    rows = np.arange(len(target))
    named = np.isin(intent, (ATTRIBUTE, NUMBER)) & usable[rows, place]
    return np.where(named, values[rows, place], -1)


def _phrases(
    intent: np.ndarray, kind: np.ndarray, value: np.ndarray, catalogue: Catalogue, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Choose the need or the negation of searches that state one, and the value it is about."""
    phrase, value = np.full(len(intent), -1), value.copy()
    for number, asked in enumerate(catalogue.kinds):
        platform = catalogue.kind_platform[number]
        for stated, phrases in ((NEED, asked.needs), (NEGATION, asked.avoid)):
            rows = np.flatnonzero((intent == stated) & (kind == number))
            phrase[rows] = rng.integers(0, len(phrases), len(rows))
            wanted = np.array([catalogue.value_names[platform, text] for _, text in phrases])
            value[rows] = wanted[phrase[rows]]
    return phrase, value, intent == NEGATION
