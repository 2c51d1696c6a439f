"""When shoppers come: sessions spread over the weeks, each with a few searches or looks at the home page."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sample_data import faults
from sample_data.settings import DAY, SECOND, Settings, clock
from sample_data.shoppers import Shoppers

# Share of a day's sessions in each hour of the clock: quiet nights, a lunch peak, a long evening.
HOURS = np.array([2, 1, 1, 1, 1, 1, 2, 3, 4, 5, 5, 5, 7, 6, 5, 5, 5, 5, 6, 8, 10, 10, 7, 4], dtype=float)


@dataclass
class Visits:
    """The contexts of a block, in order of shopper and time, as arrays of length n.

    ``shopper`` and ``session`` are numbers within the block, ``turn`` counts a shopper's contexts from 0, ``opens``
    marks the first of a session, ``home`` those without a search; ``ts`` are timestamps, ``day`` days since opening.
    """

    shopper: np.ndarray
    session: np.ndarray
    turn: np.ndarray
    opens: np.ndarray
    home: np.ndarray
    device: np.ndarray
    ts: np.ndarray
    day: np.ndarray

    @property
    def size(self) -> int:
        """Number of contexts."""
        return len(self.shopper)


def make_visits(shoppers: Shoppers, settings: Settings, rng: np.random.Generator) -> Visits:
    """Draw the sessions of each shopper and the contexts within them."""
    counts = np.where(shoppers.bot, faults.BOT_SESSIONS, shoppers.sessions)
    owner = np.repeat(np.arange(shoppers.size), counts)
    start = _starts(shoppers, owner, settings, rng)
    order = np.lexsort((start, owner))
    owner, start = owner[order], start[order]
    lengths = np.minimum(rng.geometric(0.46, len(owner)), 7)
    session = np.repeat(np.arange(len(owner)), lengths)
    size = len(session)
    first = np.r_[0, np.cumsum(lengths)[:-1]]
    place = np.arange(size) - first[session]
    gap = np.where(place == 0, 0, 25 + rng.exponential(95, size))
    elapsed = np.cumsum(gap)
    elapsed -= elapsed[first][session]
    shopper = owner[session]
    ts = clock(start)[session] + (elapsed.astype(np.int64) * SECOND).astype("timedelta64[us]")
    per_shopper = np.bincount(shopper, minlength=shoppers.size)
    turn = np.arange(size) - (np.cumsum(per_shopper) - per_shopper)[shopper]
    other_device = rng.random(len(owner)) < 0.15
    device = np.where(other_device, rng.integers(0, 3, len(owner)), shoppers.device[owner])[session]
    home = (rng.random(size) < np.where(place == 0, 0.34, 0.1)) & ~shoppers.bot[shopper]
    day = (ts - clock(np.zeros(1))).astype(np.int64) / DAY
    return Visits(shopper, session, turn, place == 0, home, device, ts, day)


def _starts(shoppers: Shoppers, owner: np.ndarray, settings: Settings, rng: np.random.Generator) -> np.ndarray:
    """Return when sessions start, in days: after joining, with the rhythm of a day, a little more at weekends."""
    bot = shoppers.bot[owner]
    earliest = np.where(bot, min(faults.BOT_DAYS[0], settings.days / 2), np.maximum(shoppers.joined[owner], 0))
    latest = np.where(bot, min(faults.BOT_DAYS[1], settings.days), settings.days)
    day = np.floor(rng.uniform(earliest, latest))
    weekday = (day % 7 < 5) & (rng.random(len(day)) < 0.15)
    day = np.where(weekday & (day + 5 - day % 7 < latest), day + 5 - day % 7, day)
    hour = rng.choice(24, len(day), p=HOURS / HOURS.sum()) + rng.random(len(day))
    start = day + hour / 24
    # A shopper who joined at noon does not come before noon; the last minutes of the log stay free for what follows.
    return np.clip(start, np.maximum(earliest + 0.01, 0), settings.days - 0.02)
