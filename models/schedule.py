"""How fast to learn over a run, and in which order to see the data."""

from __future__ import annotations

import math

import numpy as np
import torch
from torch import Tensor


def learning_rate_at(done: float, warm_up: float = 0.06, least: float = 0.02) -> float:
    """Return the share of the peak learning rate when ``done`` (0–1) of the steps are done: up, then a half cosine.

    >>> [round(learning_rate_at(done), 2) for done in (0.0, 0.06, 0.53, 1.0)]
    [0.02, 1.0, 0.51, 0.02]
    """
    if done < warm_up:
        return least + (1 - least) * done / warm_up
    return least + (1 - least) * (1 + math.cos(math.pi * (done - warm_up) / (1 - warm_up))) / 2


def batches_by_length(lengths: Tensor, size: int, seed: int, epoch: int) -> list[Tensor]:
    """Return the batches of one epoch as places [≤ size], the same for the same seed and epoch.

    Rows of like length come together, which spares padding: sorted within chunks of 16 batches, then shuffled.

    >>> sorted(torch.cat(batches_by_length(torch.tensor([3, 9, 4]), size=2, seed=0, epoch=1)).tolist())
    [0, 1, 2]
    """
    random = np.random.default_rng((seed, epoch))
    order = random.permutation(len(lengths))
    known = lengths.numpy()
    chunks = np.array_split(order, max(1, -(-len(order) // (size * 16))))
    return _cut(np.concatenate([chunk[np.argsort(known[chunk], kind="stable")] for chunk in chunks]), size, random)


def batches_by_group(groups: Tensor, size: int, seed: int, epoch: int) -> list[Tensor]:
    """Return the batches of one epoch as places [≤ size], each (but those at a seam) of one group.

    >>> [sorted(b.tolist()) for b in batches_by_group(torch.tensor([0, 1, 0, 1]), size=2, seed=0, epoch=0)]
    [[1, 3], [0, 2]]
    """
    random = np.random.default_rng((seed, epoch))
    order = random.permutation(len(groups))
    return _cut(order[np.argsort(groups.numpy()[order], kind="stable")], size, random)


def _cut(order: np.ndarray, size: int, random: np.random.Generator) -> list[Tensor]:
    starts = np.arange(0, len(order), size)
    random.shuffle(starts)
    return [torch.from_numpy(order[start : start + size]) for start in starts]


def seed_step(seed: int, step: int) -> torch.Generator:
    """Seed all randomness of one step, so that a resumed run draws what an uninterrupted one would have."""
    torch.manual_seed(seed * 1_000_003 + step)
    return torch.Generator().manual_seed(seed * 1_000_003 + step)
