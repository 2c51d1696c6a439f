"""The logging policy: which items the shop showed, in which order, and where it explored.

Score of an item for a context, before noise:

    text       1.8·[category] + 0.8·[kind] + 1.4·[brand said] + 1.0·[value said] + 0.9·[stuffed title], searches only;
               a quarter of it when the engine misreads a typo, none of it in the segment served badly;
               an unwanted value counts +0.5: the engine does not understand "no"
    popular    0.8·appeal − 1.5·[listed less than two weeks ago]
    affinity   2.0·taste of the category + 0.8·[favourite brand], a third of it on searches
    noise      Gumbel, scale 0.7

On top, some slots explore: items of the category asked for (about a fifth of a slate) or of the whole platform (about
8 %) are shown at a random place; and one slate in eight is shuffled, so that the effect of position can be told from
the log.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sample_data import faults
from sample_data.catalogue import Catalogue
from sample_data.searching import Intents
from sample_data.settings import LONGEST_SLATE, PLATFORMS, SLATE_LENGTHS
from sample_data.shoppers import Shoppers
from sample_data.visits import Visits

SHUFFLED_SHARE = 0.125
EXPLORED_NEAR, EXPLORED_FAR = 2.4, 0.9  # items per slate
CELLS = 4_000_000  # contexts × items scored at once, so that memory stays flat


@dataclass
class Slates:
    """What was shown: ``items`` [n, 12] by position, -1 beyond a slate's length; ``shuffled`` marks random order."""

    items: np.ndarray
    shuffled: np.ndarray

    @property
    def shown(self) -> np.ndarray:
        """Return [n, 12]: is there an item at this position?"""
        return self.items >= 0


def make_slates(
    shoppers: Shoppers, visits: Visits, intents: Intents, catalogue: Catalogue, rng: np.random.Generator
) -> Slates:
    """Fill one slate per context with items of the shopper's platform that are listed by then."""
    items = np.full((visits.size, LONGEST_SLATE), -1)
    shuffled = rng.random(visits.size) < SHUFFLED_SHARE
    platform = shoppers.platform[visits.shopper]
    for number in range(len(PLATFORMS)):
        pool = np.flatnonzero(catalogue.platform == number)
        mine = np.flatnonzero(platform == number)
        step = max(1, CELLS // len(pool))
        for start in range(0, len(mine), step):
            rows = mine[start : start + step]
            score = _policy(rows, pool, shoppers, visits, intents, catalogue)
            items[rows] = pool[_order(score, rows, pool, shuffled[rows], visits, intents, catalogue, rng)]
    beyond = np.arange(LONGEST_SLATE) >= SLATE_LENGTHS[visits.device][:, None]
    items[beyond] = -1
    return Slates(items, shuffled)


def _policy(
    rows: np.ndarray, pool: np.ndarray, shoppers: Shoppers, visits: Visits, intents: Intents, catalogue: Catalogue
) -> np.ndarray:
    """Return the score [rows, pool] without noise; items not yet listed are at minus infinity."""
    who, day = visits.shopper[rows], visits.day[rows, None]
    category, brand = catalogue.category[pool], catalogue.brand[pool]
    asked = intents.category[rows]
    text = 1.8 * (category == asked[:, None]).astype(np.float32)
    text += 0.8 * (catalogue.kind[pool] == intents.kind[rows, None])
    text += 1.4 * (brand == intents.brand[rows, None])
    said = has_value(catalogue.values[pool], intents.value[rows])
    text += np.where(intents.avoid[rows, None], 0.5, 1.0) * said
    text += 0.9 * (catalogue.stuffed[pool] & (category == asked[:, None]))
    understood = np.where(intents.misread[rows], 0.25, 1.0)
    understood[unserved(shoppers.platform[who], asked)] = 0
    score = text * understood[:, None]
    fresh = day - catalogue.listed[pool] < faults.COLD_DAYS
    score += 0.8 * catalogue.appeal[pool] - 1.5 * fresh
    strength = np.where(visits.home[rows], 1.0, 0.33)[:, None]
    liked = 2.0 * shoppers.taste[who][:, category] + 0.8 * (brand == shoppers.favourite[who][:, category])
    score += strength * liked
    score[catalogue.listed[pool] > day] = -np.inf
    return score


def _order(
    score: np.ndarray,
    rows: np.ndarray,
    pool: np.ndarray,
    shuffled: np.ndarray,
    visits: Visits,
    intents: Intents,
    catalogue: Catalogue,
    rng: np.random.Generator,
) -> np.ndarray:
    """Return the places in the pool of the twelve items shown [rows, 12], in the order shown."""
    near = catalogue.category[pool] == intents.category[rows, None]
    chance = EXPLORED_FAR / len(pool) + EXPLORED_NEAR * near / np.maximum(near.sum(axis=1, keepdims=True), 1)
    draw = rng.random(score.shape)
    explored = (draw < chance) & np.isfinite(score)
    noisy = score - 0.7 * np.log(-np.log(rng.random(score.shape)))
    wanted = np.where(explored, 1e3 + draw, noisy)
    chosen = np.argpartition(-wanted, LONGEST_SLATE - 1, axis=1)[:, :LONGEST_SLATE]
    key = np.take_along_axis(noisy, chosen, axis=1)
    bold = np.take_along_axis(explored, chosen, axis=1)
    low, high = key.min(axis=1, keepdims=True), key.max(axis=1, keepdims=True)
    key = np.where(bold, rng.uniform(low, high, key.shape), key)
    key = np.where(shuffled[:, None], rng.random(key.shape), key)
    return np.take_along_axis(chosen, np.argsort(-key, axis=1), axis=1)


def has_value(values: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Tell which items have the wanted attribute value: values [pool, A] and wanted [n] give [n, pool].

    >>> has_value(np.array([[3, 5], [4, -1]]), np.array([5, -1])).tolist()
    [[True, False], [False, False]]
    """
    found = np.zeros((len(wanted), len(values)), dtype=bool)
    for column in values.T:
        found |= column == wanted[:, None]
    return found & (wanted >= 0)[:, None]


def unserved(platform: np.ndarray, category: np.ndarray) -> np.ndarray:
    """Tell which searches fall into the segment that is served badly."""
    return (platform == faults.UNSERVED_PLATFORM) & (category == faults.UNSERVED_CATEGORY)
