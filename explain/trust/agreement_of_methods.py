"""Do two ways of explaining rank the same words and features alike? Kendall's τ, beside attribution dealt at random.

Two methods, or one method against two baselines, need not agree to be right; but where they do not, which of them is
shown decides what a reader believes (Krishna et al., The Disagreement Problem, TMLR 2024).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from explain.trust.interval import Figure, figure, mean
from explain.trust.rank_agreement import rank_agreement

if TYPE_CHECKING:
    from explain.explanation import Explanation

RANDOM = "random"


def agreement_of_methods(reference: Sequence[np.ndarray], found: Sequence[np.ndarray]) -> Figure:
    """Return the mean of Kendall's τ-b over pairs, with its interval, between two ways of explaining the same pairs.

    Both hold the attributions [P] of the same pairs in the same order, their players alike.

    >>> reference = [np.array([3.0, 1.0, 2.0]), np.array([1.0, 2.0, 3.0])]
    >>> agreement_of_methods(reference, reference).value, agreement_of_methods(reference, [-e for e in reference]).value
    (1.0, -1.0)
    """
    taus = [rank_agreement(one, other, 1.0).kendall for one, other in zip(reference, found, strict=True)]
    return figure("agreement", np.array(taus), mean)


def dealt_at_random(explanation: Explanation, seed: int) -> Explanation:
    """Return the explanation with its contributions dealt out to its words and features at random: the reference."""
    order = np.random.default_rng(seed).permutation(len(explanation.contributions))
    values = [explanation.contributions[place].contribution for place in order]
    dealt = [replace(c, contribution=v) for c, v in zip(explanation.contributions, values, strict=True)]
    return replace(explanation, contributions=tuple(dealt), passes=0, trust=None)
