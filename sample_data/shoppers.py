"""Shoppers and their hidden tastes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from sample_data import faults
from sample_data.catalogue import Catalogue
from sample_data.settings import DEVICES, LANGUAGES, PLATFORMS, clock
from sample_data.vocabulary import CATEGORIES, shelves

AGES = ("18-24", "25-34", "35-44", "45-54", "55+")
AGE_SHARES = (0.16, 0.31, 0.24, 0.15, 0.14)
BILINGUAL_SHARE = 0.06
NEW_SHARE = 0.22  # of shoppers join while the log runs


@dataclass
class Shoppers:
    """A block of n shoppers. Tastes sum to 1 over the categories; ``favourite`` is a brand number per category.

    ``loyalty``, ``sensitivity``, ``bargains`` and ``care`` weigh brand, price, discount and quality in the choice;
    ``level`` is the log of the price they usually pay relative to what is typical.
    """

    first: int
    platform: np.ndarray
    age: np.ndarray
    device: np.ndarray
    bilingual: np.ndarray
    joined: np.ndarray
    taste: np.ndarray
    favourite: np.ndarray
    loyalty: np.ndarray
    level: np.ndarray
    sensitivity: np.ndarray
    bargains: np.ndarray
    care: np.ndarray
    buys: np.ndarray
    sessions: np.ndarray
    typo_rate: np.ndarray
    bot: np.ndarray

    @property
    def size(self) -> int:
        """Number of shoppers in the block."""
        return len(self.platform)

    def ids(self) -> list[str]:
        """Return the pseudonyms of the block's shoppers."""
        return [f"u{number:05d}" for number in range(self.first, self.first + self.size)]

    def table(self) -> pa.Table:
        """Return what the shop knows of its shoppers: no hidden taste is in it."""
        languages = np.where(self.bilingual, "en, zh", np.array(LANGUAGES)[self.platform])
        attributes = [
            f"age: {AGES[age]}; device: {DEVICES[device]}; languages: {known}"
            for age, device, known in zip(self.age, self.device, languages, strict=True)
        ]
        return pa.table(
            {
                "user_id": self.ids(),
                "attributes": attributes,
                "lang": np.array(LANGUAGES)[self.platform].tolist(),
                "platform": np.array(PLATFORMS)[self.platform].tolist(),
                "joined_at": clock(self.joined),
            }
        )


def make_shoppers(first: int, count: int, days: int, catalogue: Catalogue, rng: np.random.Generator) -> Shoppers:
    """Draw ``count`` shoppers, numbered from ``first``."""
    bot = faults.is_bot(np.arange(first, first + count))
    platform = np.where(bot, faults.BOT_PLATFORM, rng.integers(0, len(PLATFORMS), count))
    age = rng.choice(len(AGES), count, p=AGE_SHARES)
    elder = age == AGES.index(faults.TYPO_AGE)
    new = rng.random(count) < NEW_SHARE
    joined = np.where(new & ~bot, rng.uniform(0, days - 3, count), -rng.uniform(5, 700, count))
    taste = _tastes(count, rng)
    return Shoppers(
        first=first,
        platform=platform,
        age=age,
        device=rng.choice(len(DEVICES), count, p=(0.58, 0.34, 0.08)),
        bilingual=(rng.random(count) < BILINGUAL_SHARE) & ~bot,
        joined=joined,
        taste=taste,
        favourite=_favourites(platform, catalogue, rng),
        loyalty=rng.gamma(4.0, 0.25, count),
        level=rng.normal(0, 0.5, count),
        sensitivity=rng.uniform(0.5, 1.7, count),
        bargains=rng.gamma(3.0, 0.8, count),
        care=rng.uniform(0.5, 1.3, count),
        buys=rng.normal(0, 0.7, count),
        sessions=1 + rng.poisson(np.minimum(rng.gamma(2.0, 1.1, count), 8) * np.minimum(1 - joined / days, 1)),
        typo_rate=np.where(elder, faults.TYPO_RATE, faults.USUAL_TYPO_RATE),
        bot=bot,
    )


def _tastes(count: int, rng: np.random.Generator) -> np.ndarray:
    """Return concentrated tastes [n, 12]: half of the visits go to one category, a quarter to a second."""
    weights = np.array([shelf.weight for shelf in shelves("en")])
    order = np.argsort(-(np.log(weights) + rng.gumbel(size=(count, len(weights)))), axis=1)
    shares = np.full(len(CATEGORIES), 0.08 / (len(CATEGORIES) - 3))
    shares[:3] = (0.52, 0.26, 0.14)
    taste = np.empty((count, len(CATEGORIES)))
    np.put_along_axis(taste, order, np.broadcast_to(shares, taste.shape), axis=1)
    return taste


def _favourites(platform: np.ndarray, catalogue: Catalogue, rng: np.random.Generator) -> np.ndarray:
    """Return the favourite brand of each shopper in each category, drawn by how sought-after the brand is there."""
    favourite = np.empty((len(platform), len(CATEGORIES)), dtype=np.int64)
    for number, lang in enumerate(LANGUAGES):
        for category, shelf in enumerate(shelves(lang)):
            weights: dict[int, float] = {}
            for kind in shelf.kinds:
                for line in kind.lines:
                    brand = catalogue.brands[number, line.brand]
                    weights[brand] = weights.get(brand, 0.0) + kind.share * line.weight**1.3
            brands, chances = np.array(list(weights)), np.array(list(weights.values()))
            mine = platform == number
            favourite[mine, category] = rng.choice(brands, int(mine.sum()), p=chances / chances.sum())
    return favourite
