"""From logit to chance: Platt scaling, fitted on data the weights were not fitted on."""

from __future__ import annotations

import numpy as np
from scipy.optimize import minimize


def platt(scores: np.ndarray, labels: np.ndarray) -> tuple[float, float]:
    """Return slope and shift that minimise the log loss of ``sigmoid(slope · score + shift)`` (Platt 1999).

    ``scores``: [n] logits; ``labels``: [n] 0 or 1. With one class only, or no data, returns (1, 0).

    >>> slope, shift = platt(np.array([-1.0, -1.0, 1.0, 1.0] * 9), np.array([0, 1, 1, 1] * 9))
    >>> round(float(1 / (1 + np.exp(-(-slope + shift)))), 2)
    0.5
    """
    if len(np.unique(labels)) < 2:
        return 1.0, 0.0

    def loss(parameters: np.ndarray) -> float:
        logits = parameters[0] * scores + parameters[1]
        # The tiny penalty keeps the slope finite where the classes part completely.
        return float(np.mean(np.logaddexp(0.0, logits) - labels * logits) + 1e-6 * parameters @ parameters)

    found = minimize(loss, np.array([1.0, 0.0]), method="BFGS")
    return float(found.x[0]), float(found.x[1])
