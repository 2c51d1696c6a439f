"""Do two ways of explaining rank the same words and features alike? Kendall's τ, beside random attribution.

Two methods, or one method against two baselines, need not agree to be right; but where they do not, which of them is
shown decides what a reader believes (Krishna et al., The Disagreement Problem, TMLR 2024).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from explain.trust.rank_agreement import rank_agreement

RANDOM = "random"


@dataclass(frozen=True)
class MeanAgreement:
    """Over ``pairs`` explanations: the mean of Kendall's τ-b, and the interval that holds the mean with 95 %."""

    name: str
    pairs: int
    tau: float
    low: float
    high: float


def agreement_of_methods(
    reference: Sequence[np.ndarray], others: Mapping[str, Sequence[np.ndarray]], seed: int = 0
) -> list[MeanAgreement]:
    """Compare the attributions [P] of each pair with those of every other method; random attribution comes last.

    ``others``: by name, attributions of the same pairs in the same order, their players alike.

    >>> reference = [np.array([3.0, 1.0, 2.0]), np.array([1.0, 2.0, 3.0])]
    >>> rows = agreement_of_methods(reference, {"alike": reference, "opposite": [-each for each in reference]})
    >>> [(row.name, row.tau) for row in rows[:2]], rows[-1].name
    ([('alike', 1.0), ('opposite', -1.0)], 'random')
    """
    random = np.random.default_rng(seed)
    drawn = [random.normal(size=len(each)) for each in reference]
    return [_mean(name, reference, found) for name, found in [*others.items(), (RANDOM, drawn)]]


def _mean(name: str, reference: Sequence[np.ndarray], found: Sequence[np.ndarray]) -> MeanAgreement:
    taus = np.array([rank_agreement(one, other, 1.0).kendall for one, other in zip(reference, found, strict=True)])
    reach = 1.96 * float(taus.std(ddof=1)) / np.sqrt(len(taus)) if len(taus) > 1 else float("inf")
    mean = float(taus.mean())
    return MeanAgreement(name, len(taus), mean, max(mean - reach, -1.0), min(mean + reach, 1.0))
