"""Training to be explained: hidden words and background features, so that an explanation's inputs are known ones.

Explanations compare a text with itself masked and a shopper's behaviour with background rows. A ranker that never saw
such inputs answers them at random, and attributions inherit that (Madsen et al., "Faithfulness measurable masked
language models", ICML 2024). So in part of the batches words and features are hidden, together and each alone.
"""

from __future__ import annotations

import torch
from torch import Tensor

from models.token_table import TokenTable


def hide_words(table: TokenTable, mask_id: int, random: torch.Generator, all_hidden: float = 0.2) -> TokenTable:
    """Replace a share of each row's words by ``[MASK]``; the share is uniform in 0–1, or 1 for ``all_hidden`` of rows.

    A word's pieces are hidden together.
    """
    rows, length = table.ids.shape
    share = torch.rand(rows, 1, generator=random)
    share = torch.where(torch.rand(rows, 1, generator=random) < all_hidden, torch.ones(1), share)
    drawn = torch.rand(rows, length, generator=random)
    by_word = drawn.gather(1, table.words.clamp(min=0).long())
    return table.masked(by_word < share, mask_id)


def mix_background(features: Tensor, background: Tensor, random: torch.Generator, all_mixed: float = 0.2) -> Tensor:
    """Replace a share of each row's features [P, F] by those of one background row [B, F] drawn for it.

    The share is uniform in 0–1, or 1 for ``all_mixed`` of the rows.
    """
    rows, width = features.shape
    if not width or not len(background):
        return features
    other = background[torch.randint(len(background), (rows,), generator=random)]
    share = torch.rand(rows, 1, generator=random)
    share = torch.where(torch.rand(rows, 1, generator=random) < all_mixed, torch.ones(1), share)
    return torch.where(torch.rand(rows, width, generator=random) < share, other, features)
