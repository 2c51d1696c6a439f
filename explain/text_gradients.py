"""Gradients of the text's value with respect to each pair's embeddings, a text that all share being read once."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from explain.game import Game


def text_gradients(game: Game, embeddings: Sequence[Tensor]) -> tuple[Tensor, ...]:
    """Return ∂g/∂x, [n·m, L, d] per tower, at ``embeddings`` [n·m, L, d]: m blocks of the game's n pairs.

    The items of a slate share their context, so its tower is read forwards once for all of them, and only the way
    back, which starts from each item's own answer, is gone once per pair.
    """
    count = len(game)
    blocks = [points.detach().unflatten(0, (-1, count)) for points in embeddings]
    shared = [is_shared(game, tower) for tower in range(len(blocks))]
    read = [
        (points[:, :1] if alike else points).clone().requires_grad_()
        for points, alike in zip(blocks, shared, strict=True)
    ]
    towers = [tower.take([0]) if alike else tower for tower, alike in zip(game.towers, shared, strict=True)]
    vectors = game.ranker.vectors([points.flatten(0, 1) for points in read], towers)
    ends = [
        vector.detach().unflatten(0, (len(points), -1)).expand(-1, count, *vector.shape[1:]).flatten(0, 1)
        for vector, points in zip(vectors, read, strict=True)
    ]
    for end in ends:
        end.requires_grad_()
    pulls = torch.autograd.grad(game.text_value(ends).sum(), ends)
    return tuple(
        _each_way_back(vector, points, pull.unflatten(0, (-1, count))) if alike else _way_back(vector, points, pull)
        for vector, points, pull, alike in zip(vectors, read, pulls, shared, strict=True)
    )


def is_shared(game: Game, tower: int) -> bool:
    """Whether every pair walks the same way through this tower."""
    layout = game.towers[tower]
    rows = (game.words[tower], game.masked[tower], layout.segments, layout.attended)
    return len(game) > 1 and all(bool((each == each[:1]).all()) for each in rows)


def _way_back(vector: Tensor, points: Tensor, pull: Tensor) -> Tensor:
    (gradient,) = torch.autograd.grad(vector, points, pull)
    return gradient.flatten(0, 1)


def _each_way_back(vector: Tensor, points: Tensor, pulls: Tensor) -> Tensor:
    """Go back through a shared text once per pair; ``pulls`` [m, n, …] are what each answer asks of its vector."""
    each = [
        torch.autograd.grad(vector, points, pulls[:, row], retain_graph=True)[0][:, 0] for row in range(pulls.shape[1])
    ]
    return torch.stack(each, dim=1).flatten(0, 1)
