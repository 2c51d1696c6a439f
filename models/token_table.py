"""Many token rows as arrays, so that a batch is a slice: what training and evaluation read, without characters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor

from models.field import Field
from models.towers import FieldTokenizer
from models.two_tower import TwoTowerRanker


@dataclass(frozen=True)
class TokenTable:
    """N rows padded to one length L. ``words`` numbers each row's words, -1 on special tokens and padding.

    ``ids``, ``segments``, ``words``: [N, L]; ``lengths``: [N].
    """

    ids: Tensor
    segments: Tensor
    words: Tensor
    lengths: Tensor

    @classmethod
    def of(cls, tokenizer: FieldTokenizer, texts: Sequence[Sequence[Field]]) -> TokenTable:
        """Tokenise each sequence of fields to one row."""
        rows = tokenizer.rows(texts)
        length = max((len(row.ids) for row in rows), default=2)
        ids = np.full((len(rows), length), tokenizer.pad_id, dtype=np.int32)
        segments = np.zeros((len(rows), length), dtype=np.int32)
        words = np.full((len(rows), length), -1, dtype=np.int32)
        for place, row in enumerate(rows):
            size = len(row.ids)
            ids[place, :size], segments[place, :size], words[place, :size] = row.ids, row.segments, row.words
        lengths = torch.tensor([len(row.ids) for row in rows], dtype=torch.int64)
        return cls(torch.from_numpy(ids), torch.from_numpy(segments), torch.from_numpy(words), lengths)

    def __len__(self) -> int:
        return len(self.lengths)

    def take(self, chosen: Tensor) -> TokenTable:
        """Return the chosen rows, trimmed to the longest of them."""
        lengths = self.lengths[chosen]
        size = int(lengths.max()) if len(chosen) else 2
        return TokenTable(self.ids[chosen, :size], self.segments[chosen, :size], self.words[chosen, :size], lengths)

    def masked(self, hidden: Tensor, mask_id: int) -> TokenTable:
        """Return the table with pieces where ``hidden`` [N, L] replaced by ``mask_id``; special tokens never are."""
        ids = torch.where(hidden & (self.words >= 0), torch.full_like(self.ids, mask_id), self.ids)
        return replace(self, ids=ids)

    @property
    def attended(self) -> Tensor:
        """[N, L], False on padding."""
        return torch.arange(self.ids.shape[1]) < self.lengths[:, None]


def read_rows(ranker: TwoTowerRanker, side: int, table: TokenTable, batch: int = 128) -> Tensor:
    """Return the tower's vectors [N, d]; rows are read in groups of like length, which spares padding."""
    order = torch.argsort(table.lengths, stable=True)
    vectors = []
    for chosen in order.split(batch):
        part = table.take(chosen)
        vectors.append(ranker.read(side, ranker.embed(part.ids), part.segments, part.attended))
    if not vectors:
        return torch.zeros(0, ranker.config.vector)
    return torch.cat(vectors)[torch.argsort(order)]
