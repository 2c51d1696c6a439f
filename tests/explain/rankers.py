"""Small rankers whose contributions are known: by hand (linear), or by counting every coalition (curved)."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from models.field import Field
from models.protocol import Piece, Tower

VOCABULARY = ["[PAD]", "[CLS]", "[SEP]", "[MASK]"]
WIDTH = 6


def tokenize(fields: Sequence[Field]) -> tuple[list[int], list[Piece | None]]:
    """Split at spaces; a word's id is its hash, so that no vocabulary is needed."""
    ids, pieces = [1], [None]
    for number, field in enumerate(fields):
        start = 0
        for word in field.text.split(" "):
            if word:
                ids.append(4 + sum(word.encode()) % 96)
                pieces.append(Piece(number, start, start + len(word)))
            start += len(word) + 1
        ids.append(2)
        pieces.append(None)
    return ids, pieces


class ToyRanker(torch.nn.Module):
    """Two towers of summed embeddings; ``score`` decides what is made of them and of the features."""

    mask_id = unknown_id = 3

    def __init__(self, features: int, curved: bool, seed: int = 0) -> None:
        super().__init__()
        generator = torch.Generator().manual_seed(seed)
        self.identity = f"toy-{features}-{curved}-{seed}"
        self.feature_names = tuple(f"feature_{i}" for i in range(features))
        self.table = torch.randn(100, WIDTH, generator=generator)
        self.word_weights = torch.randn(WIDTH, generator=generator)
        self.feature_weights = torch.randn(features, generator=generator)
        self.mixing = torch.randn(features, WIDTH, generator=generator)
        self.curved = curved

    def encode(self, contexts, items) -> tuple[Tower, ...]:
        return tuple(self._tower(side) for side in (contexts, items))

    def _tower(self, texts) -> Tower:
        rows = [tokenize(fields) for fields in texts]
        length = max(len(ids) for ids, _ in rows)
        ids = torch.tensor([row + [0] * (length - len(row)) for row, _ in rows])
        return Tower(
            ids=ids,
            segments=torch.zeros_like(ids),
            attended=ids != 0,
            special=ids < 3,
            fields=tuple(tuple(fields) for fields in texts),
            pieces=tuple(tuple(p) + (None,) * (length - len(p)) for _, p in rows),
            cut=tuple(tuple(len(f.text) for f in fields) for fields in texts),
        )

    def embed(self, ids: Tensor) -> Tensor:
        return self.table[ids]

    def vectors(self, embeddings, towers) -> tuple[Tensor, ...]:
        return tuple(
            (block * tower.attended.repeat(block.shape[0] // len(tower.ids), 1).unsqueeze(-1)).sum(dim=1)
            for block, tower in zip(embeddings, towers, strict=True)
        )

    def score_vectors(self, vectors, features: Tensor | None) -> Tensor:
        text = sum(vectors)
        if features is None:
            return torch.tanh(text @ self.word_weights / 4) if self.curved else text @ self.word_weights
        features = torch.nan_to_num(features)
        text = text.unflatten(0, (-1, len(features)))
        if features.dim() == 3:
            text = text.unsqueeze(2)
        if not self.curved:
            return (text @ self.word_weights + features @ self.feature_weights).flatten(0, 1)
        mixed = torch.tanh(features @ self.mixing)
        curve = (torch.tanh(text / 3) * mixed).sum(dim=-1) + torch.sin(text @ self.word_weights / 5)
        return (curve + mixed[..., 0] ** 2).flatten(0, 1)

    def probability(self, score: Tensor) -> Tensor:
        return torch.sigmoid(score)


class OneTowerToy(ToyRanker):
    """The same words read as one sequence, as a cross-encoder does; its texts come out the same."""

    def encode(self, contexts, items) -> tuple[Tower, ...]:
        return (self._tower([(*context, *item) for context, item in zip(contexts, items, strict=True)]),)
