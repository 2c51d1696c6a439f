"""How exactly integrated gradients add up at a fixed number of steps, before any doubling: a property of the ranker.

A ranker that never saw masked words answers them erratically on the way from mask to word, and the integral needs many
steps (Madsen, Chandar & Reddy, ICML 2024, on why models should know the masked inputs explanations compare with).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from explain.game import set_up
from explain.methods.integrated_gradients import Parameters, attribute_until
from models.field import Field
from models.protocol import Ranker


@dataclass(frozen=True)
class Exactness:
    """|completeness error| as a share of the scores' range (95th less 5th percentile), over ``pairs`` pairs."""

    pairs: int
    steps: int
    median: float
    p95: float


def exactness(
    ranker: Ranker,
    contexts: Sequence[Sequence[Field]],
    items: Sequence[Sequence[Field]],
    features: np.ndarray | None,
    background: torch.Tensor | None,
    steps: int = 32,
) -> Exactness:
    """Measure the completeness error of integrated gradients at ``steps`` steps on n (context, item) pairs.

    ``features``: raw [n, F]; ``background``: [K, F]; both None for a ranker of texts only.
    """
    errors, scores = [], []
    for start in range(0, len(contexts), 32):
        rows = slice(start, start + 32)
        values = None if features is None else torch.as_tensor(features[rows], dtype=torch.float32)
        game = set_up(ranker, contexts[rows], items[rows], values, background)
        corners = game.corners()
        target = corners.text_share
        found = attribute_until(game, target, torch.zeros(len(target)), Parameters(first_steps=steps, most_steps=steps))
        errors += [abs(gap) for gap in (target.numpy() - [shares.values.sum() for shares in found])]
        scores += corners.text_and_behaviour.tolist()
    low, high = np.percentile(scores, [5, 95])
    relative = np.array(errors) / max(high - low, 1e-12)
    return Exactness(len(errors), steps, float(np.median(relative)), float(np.percentile(relative, 95)))
