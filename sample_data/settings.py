"""What a run of the simulator is asked for, and the clock of the shop."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np

OPENING = datetime(2025, 3, 3)  # a Monday, 00:00 UTC
DAY = 86_400_000_000  # microseconds
SECOND = 1_000_000
PLATFORMS = ("northgate", "yunshi")
LANGUAGES = ("en", "zh")  # of the platforms, in their order
CURRENCIES = ("USD", "CNY")
DEVICES = ("mobile", "desktop", "tablet")
SLATE_LENGTHS = np.array([10, 12, 11])  # by device
LONGEST_SLATE = 12


@dataclass(frozen=True)
class Settings:
    """Sizes and seed of a simulated shop; the shipped one is made with the defaults."""

    shoppers: int = 4000
    items: int = 2000
    weeks: int = 12
    seed: int = 20250303

    @property
    def days(self) -> int:
        """Length of the log in days."""
        return self.weeks * 7

    def random(self, *part: int) -> np.random.Generator:
        """Return the generator of one part of the simulation, independent of how many other parts are made."""
        return np.random.default_rng([self.seed, *part])


def clock(days: np.ndarray) -> np.ndarray:
    """Turn days since the opening into timestamps of whole seconds."""
    seconds = np.floor(np.asarray(days, dtype=np.float64) * 86_400).astype(np.int64)
    return np.datetime64(OPENING, "us") + (seconds * SECOND).astype("timedelta64[us]")
