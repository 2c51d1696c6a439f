"""Behaviour features on the ranker's scale: signed logarithm where stated, standardised, absent = training mean."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

LIMIT = 6.0


@dataclass(frozen=True)
class FeatureScale:
    """How raw features become inputs: one entry per feature in each tuple.

    ``logged``: take sign(x)·ln(1+|x|) first. ``mean``, ``deviation``: of the training rows, after the logarithm.

    >>> FeatureScale.fitted(("visits",), (False,), np.array([[1.0], [3.0], [np.nan]])).mean
    (2.0,)
    """

    names: tuple[str, ...]
    logged: tuple[bool, ...]
    mean: tuple[float, ...]
    deviation: tuple[float, ...]

    @classmethod
    def fitted(cls, names: tuple[str, ...], logged: tuple[bool, ...], rows: np.ndarray) -> FeatureScale:
        """Measure the scale on training rows [n, F]; NaN = absent is left out. A constant gets deviation 1."""
        values = np.where(np.array(logged, dtype=bool), np.sign(rows) * np.log1p(np.abs(rows)), rows).astype(float)
        present = np.isfinite(values)
        count = np.maximum(present.sum(axis=0), 1)
        mean = np.where(present, values, 0.0).sum(axis=0) / count
        spread = np.sqrt(np.where(present, (values - mean) ** 2, 0.0).sum(axis=0) / count)
        return cls(names, logged, tuple(mean.tolist()), tuple(np.where(spread > 1e-6, spread, 1.0).tolist()))


NO_FEATURES = FeatureScale((), (), (), ())


class Standardiser(nn.Module):
    """Raw features [..., F] to standardised inputs [..., F] within ±6; NaN becomes 0, the training mean.

    >>> scale = FeatureScale(("visits",), (False,), (2.0,), (1.0,))
    >>> Standardiser(scale)(torch.tensor([[3.0], [float("nan")]])).tolist()
    [[1.0], [0.0]]
    """

    logged: Tensor
    mean: Tensor
    deviation: Tensor

    def __init__(self, scale: FeatureScale) -> None:
        super().__init__()
        # Part of the configuration, not of the weights: hence not persistent.
        self.register_buffer("logged", torch.tensor(scale.logged, dtype=torch.bool), persistent=False)
        self.register_buffer("mean", torch.tensor(scale.mean, dtype=torch.float32), persistent=False)
        self.register_buffer("deviation", torch.tensor(scale.deviation, dtype=torch.float32), persistent=False)

    def forward(self, features: Tensor) -> Tensor:
        """Return standardised features of the same shape."""
        features = features.to(torch.float32)
        values = torch.where(self.logged, torch.sign(features) * torch.log1p(features.abs()), features)
        standardised = ((values - self.mean) / self.deviation).clamp(-LIMIT, LIMIT)
        return torch.nan_to_num(standardised, nan=0.0)
