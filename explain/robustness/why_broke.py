"""Why a slate broke: the item that fell and the one that rose, explained before and after; which words took over."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from explain.contrast import Contrast, ContrastRow, lined_up
from explain.explanation import Contribution, Explanation
from explain.robustness.attribution import explained_after, explained_before
from explain.robustness.slates import Answer, candidate
from explain.settings import Settings
from explain.shop import Shop

TOLD = 3


@dataclass(frozen=True)
class Moved:
    """An item of the slate before and after: its ranks from 1, and the explanations of its score in both."""

    item_id: str
    rank_before: int
    rank_after: int
    before: Explanation
    after: Explanation

    @property
    def change(self) -> Contrast:
        """The explanation after against the one before, driver by driver, the largest difference first."""
        return lined_up(self.after, self.before)


@dataclass(frozen=True)
class WhyBroke:
    """``fell``: of the first places before, the item that lost most places; ``rose``: the one that came highest."""

    fell: Moved
    rose: Moved

    def carried(self, count: int = TOLD) -> tuple[tuple[Contribution, ...], tuple[Contribution, ...]]:
        """Return the drivers that carried the item that fell, before, and the one that rose, after: the strongest."""
        return _carrying(self.fell.before, count), _carrying(self.rose.after, count)

    def lost(self, count: int = TOLD) -> tuple[ContrastRow, ...]:
        """Return the drivers that took most from the item that fell, the largest loss first."""
        return tuple(row for row in self.fell.change.rows if row.difference < 0)[:count]


def why_broke(shop: Shop, answer: Answer, k: int = 10, settings: Settings | None = None) -> WhyBroke:
    """Explain the item that fell most and the one that rose highest, before and after.

    Among the first ``k`` places; where none entered, the two that moved most. An item that was looked at and left the
    first places is the one that fell.
    """
    before, after = answer.asked.ranks, answer.ranks
    first = np.flatnonzero(before <= k)
    fell = int(first[np.argmax(after[first] - before[first])])
    if answer.at is not None and before[answer.at] <= k < after[answer.at]:
        fell = answer.at
    shown = np.flatnonzero(after <= k)
    entered = shown[before[shown] > k]
    rose = int(entered[np.argmin(after[entered])]) if len(entered) else int(shown[np.argmax((before - after)[shown])])
    return WhyBroke(*(_moved(shop, answer, at, settings) for at in (fell, rose)))


def _moved(shop: Shop, answer: Answer, at: int, settings: Settings | None) -> Moved:
    before = explained_before(shop, answer.asked, at, settings)
    after = explained_after(shop, answer, at, settings)
    item_id = candidate(shop, answer.asked, at)
    return Moved(item_id, int(answer.asked.ranks[at]), int(answer.ranks[at]), before, after)


def _carrying(explanation: Explanation, count: int) -> tuple[Contribution, ...]:
    found = sorted((each for each in explanation.contributions if each.contribution > 0), key=lambda c: -c.contribution)
    return tuple(found[:count])
