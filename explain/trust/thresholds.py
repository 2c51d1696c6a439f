"""The one place that says how good is good enough. All numbers were set by what the sample shop gave.

Measured on 60 (context, item) pairs of the sample shop, with the default methods, with one gradient in their place, and
with random attribution (``whyrank trust`` measures them again):

=====================================  ================  ==============  ==================
share of the pairs, or median (95 %)   default           one gradient    random attribution
=====================================  ================  ==============  ==================
needed above the random band           100 %             78 %            5 %
enough above the random band           98 %              57 %            0 %
needed no more than the random mean    0 %               2 %             62 %
completeness gap                       0.3 % (0.9 %)     104 % (723 %)
largest standard error                 1.1 % (3.2 %)     1.1 % (3.2 %)
largest move under a quiet change      1.6 % (7.2 %)
correlation left, weights shuffled     0.06 (0.41)
Kendall's τ, half of the background    0.95 (0.93)
Kendall's τ, unknown for masked words  0.36 (0.20)
=====================================  ================  ==============  ==================

A quiet change is one of :mod:`explain.trust.tiny_changes` that moves the score itself by no more than ``quiet``.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Thresholds:
    """Up to the first limit of a check an explanation is reliable, up to the second to be used with care."""

    gap: tuple[float, float] = field(
        default=(0.01, 0.5),
        metadata={"help": "Completeness gap, of |score − base|: the methods' own tolerance, and half of all there is."},
    )
    error: tuple[float, float] = field(
        default=(0.05, 0.2),
        metadata={"help": "Largest standard error of a contribution, of |score − base|: from 5 % it reorders drivers."},
    )
    move: tuple[float, float] = field(
        default=(0.1, 0.3),
        metadata={"help": "Largest move of a contribution under a repeat or a quiet change, of |score − base|."},
    )
    quiet: float = field(
        default=0.05,
        metadata={"help": "A change that moves the score more, of |score − base|, tells of the ranker, not of this."},
    )
    shuffled: tuple[float, float] = field(
        default=(0.5, 0.8),
        metadata={"help": "|rank correlation| left once all weights are shuffled; chance alone reaches 0.4."},
    )
    baselines: tuple[float, float] = field(
        default=(0.8, 0.5),
        metadata={"help": "Kendall's τ, at least, with another draw of the baseline; random attribution has 0."},
    )
    difference: float = field(
        default=0.1,
        metadata={"help": "Least |score − base| in logits: 0.1 changes a chance by no more than 2.5 points."},
    )


THRESHOLDS = Thresholds()
