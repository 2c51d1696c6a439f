"""A batch of contexts with all their pairs, as rows into the training set and into the batch itself."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from models.pairs import Pairs


@dataclass(frozen=True)
class Batch:
    """C contexts with their P pairs of U different items.

    ``chosen`` [C], ``pairs`` [P], ``items`` [U]: rows of the training set. ``first`` [C]: the place in ``pairs`` where
    a context's begin. ``context``, ``item`` [P]: places in ``chosen`` and ``items``.
    """

    chosen: Tensor
    pairs: Tensor
    first: Tensor
    items: Tensor
    context: Tensor
    item: Tensor

    @classmethod
    def of(cls, train: Pairs, chosen: Tensor) -> Batch:
        """Gather the pairs of the chosen contexts."""
        sizes = train.starts[chosen + 1] - train.starts[chosen]
        context = torch.repeat_interleave(torch.arange(len(chosen)), sizes)
        pairs = torch.cat([torch.arange(int(train.starts[c]), int(train.starts[c + 1])) for c in chosen.tolist()])
        items, item = torch.unique(train.item[pairs], return_inverse=True)
        return cls(chosen, pairs, sizes.cumsum(0) - sizes, items, context, item)

    def __len__(self) -> int:
        return len(self.chosen)
