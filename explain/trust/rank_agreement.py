"""How alike two attributions of the same players are: rank correlations, and the largest difference of one share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import kendalltau, spearmanr

if TYPE_CHECKING:
    from explain.explanation import Explanation


@dataclass(frozen=True)
class RankAgreement:
    """``spearman`` and ``kendall`` (τ-b, which allows ties) from −1 to 1; ``largest``: the largest difference between
    the contributions of one player, as a share of |score − base|."""

    spearman: float
    kendall: float
    largest: float


def rank_agreement(one: np.ndarray, other: np.ndarray, difference: float) -> RankAgreement:
    """Compare contributions [P] with others of the same players; ``difference`` is score − base.

    Contributions that are all the same rank nothing: their correlation with others is 0, with their equals 1.

    >>> rank_agreement(np.array([1.0, 0.5, -1.0]), np.array([0.9, 0.6, -1.0]), 0.5)
    RankAgreement(spearman=1.0, kendall=1.0, largest=0.2)
    """
    if len(one) == 0:
        return RankAgreement(1.0, 1.0, 0.0)
    largest = float(np.abs(one - other).max())
    share = round(largest / abs(difference), 12) if difference else 0.0
    if np.array_equal(one, other):
        return RankAgreement(1.0, 1.0, 0.0)
    if np.ptp(one) == 0 or np.ptp(other) == 0:
        return RankAgreement(0.0, 0.0, share)
    return RankAgreement(
        round(float(spearmanr(one, other).statistic), 12), round(float(kendalltau(one, other).statistic), 12), share
    )


def contributions_of(explanation: Explanation) -> np.ndarray:
    """Return the contributions [P] of an explanation, words first, in the order of its players."""
    return np.array([c.contribution for c in explanation.contributions])
