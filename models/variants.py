"""The perturbed twin of a training set: the same contexts asked otherwise, the same items with stuffed titles.

What may be perturbed, and how, is not known here: an :class:`Augmentation` says. Everything is drawn anew for each
epoch, from the seed and the epoch alone, so that a resumed run sees what an uninterrupted one would have.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import pyarrow as pa
import torch
from torch import Tensor

from models.pairs import Pairs, Reads, context_texts, item_texts
from models.token_table import TokenTable
from models.towers import FieldTokenizer


class Augmentation(Protocol):
    """Changes that should leave a slate alone, and stuffings of titles from which no item should gain."""

    @property
    def statement(self) -> Mapping[str, Any]:
        """What decides the changes, as plain data: it tells one run from another and goes into the card."""
        ...

    def contexts(self, table: pa.Table, seed: int, epoch: int) -> pa.Table:
        """Return the same rows with search and history perturbed where something applies."""
        ...

    def titles(
        self, searches: Sequence[str | None], titles: Sequence[str], keys: Sequence[str], seed: int, epoch: int
    ) -> list[str | None]:
        """Return each title stuffed for the search beside it, None where it stays; ``keys`` tell the rows apart."""
        ...


@dataclass(frozen=True)
class Drawn:
    """One epoch's draw for C contexts; row c of each table belongs to context c of the training set.

    ``contexts``: perturbed, or as they are where nothing applied. ``place`` [C]: which of the context's pairs, from 0,
    has its item in ``stuffed`` with a stuffed title; −1 where none has.
    """

    contexts: TokenTable
    stuffed: TokenTable
    place: Tensor


class Variants:
    """Draws the perturbed twin of a training set, an epoch at a time; the last one is kept."""

    def __init__(
        self,
        augmentation: Augmentation,
        contexts: pa.Table,
        items: pa.Table,
        train: Pairs,
        tokenizer: FieldTokenizer,
        reads: Reads,
        seed: int,
    ) -> None:
        self.augmentation, self.table, self.items, self.train = augmentation, contexts, items, train
        self.tokenizer, self.reads, self.seed = tokenizer, reads, seed
        self._last: tuple[int, Drawn] | None = None

    def of_epoch(self, epoch: int) -> Drawn:
        """Return the draw of an epoch."""
        if self._last is None or self._last[0] != epoch:
            self._last = (epoch, self._draw(epoch))
        return self._last[1]

    def _draw(self, epoch: int) -> Drawn:
        asked = self.augmentation.contexts(self.table, self.seed, epoch)
        stuffed, place = self._stuffed(epoch)
        return Drawn(
            contexts=TokenTable.of(self.tokenizer, context_texts(asked, self.items, self.reads)),
            stuffed=TokenTable.of(self.tokenizer, item_texts(stuffed, self.reads)),
            place=place,
        )

    def _stuffed(self, epoch: int) -> tuple[pa.Table, Tensor]:
        """Return an item per context with its title stuffed for the context's search, and its place among the pairs."""
        sizes = self.train.starts.diff().numpy()
        place = (np.random.default_rng((self.seed, epoch)).random(len(sizes)) * sizes).astype(np.int64)
        pair = np.where(sizes > 0, self.train.starts[:-1].numpy() + place, 0)
        rows = self.items.take(pa.array(self.train.item.numpy()[pair]))
        titles = [title or "" for title in rows["title"].to_pylist()]
        keys = self.table["context_id"].to_pylist()
        after = self.augmentation.titles(self.table["search"].to_pylist(), titles, keys, self.seed, epoch)
        changed = np.array([title is not None for title in after], bool) & (sizes > 0)
        texts = [before if title is None else title for title, before in zip(after, titles, strict=True)]
        stuffed = rows.set_column(rows.schema.get_field_index("title"), "title", pa.array(texts, pa.string()))
        return stuffed, torch.from_numpy(np.where(changed, place, -1))
