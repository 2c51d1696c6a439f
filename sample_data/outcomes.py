"""What shoppers do with their slates: look, click, put in the cart, buy, and sometimes send back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sample_data import faults
from sample_data.catalogue import Catalogue
from sample_data.choice import BASE, DRIVERS, Memory, drivers
from sample_data.searching import Intents
from sample_data.settings import LONGEST_SLATE, Settings
from sample_data.shoppers import Shoppers
from sample_data.slates import Slates
from sample_data.visits import Visits

POSITION_POWER = 0.35


@dataclass
class Outcomes:
    """What happened at each position of n slates: ``truth`` [n, 12, D] and four flags [n, 12]."""

    truth: np.ndarray
    clicked: np.ndarray
    carted: np.ndarray
    bought: np.ndarray
    returned: np.ndarray


def examination(position: np.ndarray) -> np.ndarray:
    """Return the chance that a shopper looks at a position, counted from 1.

    >>> examination(np.array([1, 4, 12])).round(2).tolist()
    [1.0, 0.62, 0.42]
    """
    return np.asarray(position, dtype=float) ** -POSITION_POWER


def act_on(
    slates: Slates,
    shoppers: Shoppers,
    visits: Visits,
    intents: Intents,
    catalogue: Catalogue,
    settings: Settings,
    rng: np.random.Generator,
) -> Outcomes:
    """Let every shopper go through their slates in order of time; what they did before bears on what they do next.

    Shoppers do not see each other, so the k-th contexts of all shoppers are worked out together.
    """
    shape = slates.items.shape
    flags = [np.zeros(shape, bool) for _ in range(4)]
    outcomes = Outcomes(np.zeros((*shape, len(DRIVERS)), np.float32), *flags)
    memory = Memory.of(shoppers, catalogue)
    look = examination(np.arange(1, LONGEST_SLATE + 1))
    for turn in range(int(visits.turn.max(initial=-1)) + 1):
        rows = np.flatnonzero(visits.turn == turn)
        memory.forget_session(visits.shopper[rows[visits.opens[rows]]])
        items = slates.items[rows]
        truth = drivers(rows, items, shoppers, visits, intents, memory, catalogue, settings, rng)
        utility = BASE + truth.sum(axis=-1, dtype=np.float64)
        clicked = rng.random(items.shape) < look * _sigmoid(utility)
        bot = shoppers.bot[visits.shopper[rows], None]
        farmed = catalogue.brand[items] == catalogue.brands[faults.BOT_PLATFORM, faults.BOT_BRAND]
        clicked = np.where(bot, farmed, clicked) & (items >= 0)
        outcomes.truth[rows], outcomes.clicked[rows] = truth, clicked
        _after_click(rows, items, utility, bot, outcomes, shoppers, visits, catalogue, rng)
        _remember(memory, visits.shopper[rows], items, clicked, outcomes.bought[rows], catalogue)
    return outcomes


def _after_click(
    rows: np.ndarray,
    items: np.ndarray,
    utility: np.ndarray,
    bot: np.ndarray,
    outcomes: Outcomes,
    shoppers: Shoppers,
    visits: Visits,
    catalogue: Catalogue,
    rng: np.random.Generator,
) -> None:
    """Decide carts, purchases and returns: the better the item fits, the further the shopper goes."""
    buys = shoppers.buys[visits.shopper[rows], None]
    clicked, quality = outcomes.clicked[rows], catalogue.quality[items]
    carted = clicked & ~bot & (rng.random(items.shape) < _sigmoid(-0.7 + 0.45 * utility + 0.4 * buys))
    bought = carted & (rng.random(items.shape) < _sigmoid(0.2 + 0.25 * utility + 0.5 * buys + 0.3 * quality))
    returned = bought & (rng.random(items.shape) < _sigmoid(-2.9 - 0.8 * quality))
    outcomes.carted[rows], outcomes.bought[rows], outcomes.returned[rows] = carted, bought, returned


def _remember(
    memory: Memory,
    who: np.ndarray,
    items: np.ndarray,
    clicked: np.ndarray,
    bought: np.ndarray,
    catalogue: Catalogue,
) -> None:
    row, slot = np.nonzero(clicked)
    chosen = items[row, slot]
    memory.clicked[who[row], chosen] = True
    np.add.at(memory.session_categories, (who[row], catalogue.category[chosen]), 1)
    np.add.at(memory.session_brands, (who[row], catalogue.brand[chosen]), 1)
    row, slot = np.nonzero(bought)
    memory.bought[who[row], items[row, slot]] = True


def _sigmoid(value: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-value))
