"""Ranking quality of scored pairs, by the metrics' one definition in queries/metrics."""

from __future__ import annotations

import itertools

import numpy as np
import torch
from torch import Tensor

from models.pairs import Pairs

GRADES = (1.0, 2.0, 3.0)


def grades(labels: Tensor) -> np.ndarray:
    """Return the grade [P] of each pair of labels [P, 3]: 1 clicked, 2 carted, 3 bought, 0 none of them.

    >>> grades(torch.tensor([[1.0, 0.0, 0.0], [1.0, 1.0, 1.0]])).tolist()
    [1.0, 3.0]
    """
    return (labels * torch.tensor(GRADES)).amax(dim=1).numpy()


def mean_ndcg(pairs: Pairs, scores: np.ndarray, k: int = 10) -> float:
    """Return the mean nDCG@k over the contexts in which something was acted on."""
    gains = 2.0 ** grades(pairs.labels) - 1
    discount = 1 / np.log2(np.arange(2, k + 2))
    found = []
    for first, end in itertools.pairwise(pairs.starts.tolist()):
        ideal = np.sort(gains[first:end])[::-1][:k]
        if ideal.any():
            best = np.argsort(-scores[first:end], kind="stable")[:k]
            found.append((gains[first:end][best] @ discount[: len(best)]) / (ideal @ discount[: len(ideal)]))
    return float(np.mean(found)) if found else 0.0
