"""Shapley values of the features by antithetic permutations (Mitchell et al. 2022), SHAP's PermutationExplainer.

    φ_j = mean over permutations of v(features before j, and j) − v(features before j)

Each order is walked forwards and backwards, against a part of the background rows, and every row takes part in as many
walks as any other: walks differ by their orders far more than by their rows, so many orders with few rows each know
more than few orders with all. All pairs of a slate walk the same orders. Whatever the orders, the shares add up to
h(b) − mean h(B0); their standard errors, from walking forwards and backwards, say how much they would move with others.

Cost: (2·F + 1)·K evaluations of the head per permutation divided by the parts that the background falls into (as many
as permutations, where K can be divided so), no reading of texts.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor

from explain.game import Corners, Game
from explain.methods.method import Method, Shares, parameter, seed
from explain.shap_game import ROWS_AT_ONCE, BackgroundMasker, others_first, shap_alone


@dataclass(frozen=True)
class Parameters:
    """How many orders are walked."""

    permutations: int = parameter(16, "Orders, each walked forwards and backwards.", 1, 1000)
    seed: int = seed()


def attribute(game: Game, corners: Corners, parameters: Parameters) -> list[Shares]:
    """Split h(b) − mean h(B0) over the features of each pair, see the module."""
    if game.features is None or game.background is None:
        return [Shares(np.zeros(0)) for _ in range(len(game))]
    values, errors = _walked(_Walks(game, corners, game.features, game.background, parameters.permutations), parameters)
    return [Shares(*shares, steps=parameters.permutations) for shares in zip(values, errors, strict=True)]


def warm_up() -> None:
    """Import SHAP and have it compile its loops, which takes seconds the first time: worth doing before anyone asks."""
    import shap

    with shap_alone():
        shap.PermutationExplainer(lambda rows: rows, WalkMasker(2), seed=0)(np.zeros((1, 2)), max_evals=5, silent=True)


def _walked(walks: _Walks, parameters: Parameters) -> tuple[np.ndarray, np.ndarray]:
    """Return the features' shares [n, F] of all pairs and their standard errors."""
    import shap

    features = walks.own.shape[1]
    with shap_alone():
        explainer = shap.PermutationExplainer(walks, WalkMasker(features), seed=parameters.seed)
        found = [
            explainer.explain_row(
                np.full(features, float(walk)),
                max_evals=2 * features + 1,
                main_effects=False,
                error_bounds=True,
                batch_size="auto",
                outputs=None,
                silent=True,
            )
            for walk in range(parameters.permutations)
        ]
    values = np.array([of_walk["values"] for of_walk in found])
    # Forwards and backwards make two answers on the same rows; SHAP tells half their distance.
    apart = np.array([of_walk["error_std"] for of_walk in found])
    return values.mean(axis=0).T, np.sqrt((apart**2).sum(axis=0)).T / parameters.permutations


class WalkMasker:
    """SHAP's masker for walks: a row of features is told by which are known, and the walk by its number.

    >>> (rows,), evaluated = WalkMasker(2)(np.array([99, 1, 0]), np.array([5.0, 5.0]))
    >>> rows.tolist(), evaluated.all().item()
    ([[0.0, 0.0, 5.0], [0.0, 1.0, 5.0], [1.0, 1.0, 5.0]], True)
    """

    supports_delta_masking = True

    def __init__(self, features: int) -> None:
        self.shape = (1, features)

    def __call__(self, flipped: np.ndarray, row: np.ndarray) -> tuple[Any, ...]:
        """Return rows [m, F + 1] of coalitions and the walk's number, and that each [m, 1] must be evaluated.

        ``flipped`` [m] names the player that is shown or hidden at each step, from all hidden, and a number that is
        none of them where none is.
        """
        shown = np.logical_xor.accumulate(flipped[:, None] == np.arange(len(row)), axis=0)
        return (np.column_stack([shown, np.full(len(shown), row[0])]),), np.ones((len(shown), 1), dtype=bool)


class _Walks:
    """The value of coalitions of features, of all n pairs at once, against a walk's part of the background."""

    def __init__(self, game: Game, corners: Corners, own: Tensor, background: Tensor, walks: int) -> None:
        self.ranker, self.own = game.ranker, own.numpy()
        self.texts = [torch.cat(sides) for sides in zip(corners.full, corners.bare, strict=True)]
        self.parts = [background.numpy()[rows] for rows in parts(len(background), walks)]

    def __call__(self, rows: np.ndarray) -> np.ndarray:
        """Return the values [m, n] of rows [m, F + 1] as :class:`WalkMasker` makes them, all of one walk.

        Where a step changes nothing, as the pair has what the background row has, the answer before it stands.
        """
        part = self.parts[int(rows[0, -1])]
        known = rows[:, :-1] > 0
        flipped = np.diff(known, axis=0, prepend=True)
        own = self.own[:, None]
        differs = ~BackgroundMasker(part).invariants(own)
        changed = (flipped[None, :, None] & differs[:, None]).any(axis=3)  # [n, m, k]
        changed[:, 0] = True
        asked = changed.reshape(len(changed), -1)
        step, row = np.divmod(np.argsort(~asked, axis=1, kind="stable")[:, : asked.sum(axis=1).max()], len(part))
        answers = self._answers(np.where(known[step], own, part[row]))
        number = np.where(asked, asked.cumsum(axis=1) - 1, 0).reshape(changed.shape)
        last = np.maximum.accumulate(number, axis=1).reshape(asked.shape)
        mean: np.ndarray = np.take_along_axis(answers, last, axis=1).reshape(changed.shape).mean(axis=2).T
        return mean

    @torch.inference_mode()
    def _answers(self, rows: np.ndarray) -> np.ndarray:
        """Return h [n, M] of M raw feature rows [n, M, F] for each pair."""
        with others_first():
            blocks = torch.from_numpy(rows).split(max(1, ROWS_AT_ONCE // len(rows)), dim=1)
            scores = torch.cat([self.ranker.score_vectors(self.texts, block) for block in blocks], dim=1)
            answer: np.ndarray = scores.unflatten(0, (2, -1)).mean(dim=0).numpy()
            return answer


def parts(rows: int, walks: int) -> Iterator[np.ndarray]:
    """Yield which of the background rows each walk goes against, every row in as many walks as any other.

    >>> [part.tolist() for part in parts(4, 2)], [part.tolist() for part in parts(2, 3)]
    ([[0, 1], [2, 3]], [[0, 1], [0, 1], [0, 1]])
    """
    size = rows // math.gcd(rows, walks)
    for walk in range(walks):
        yield (walk * size + np.arange(size)) % rows


METHOD = Method(
    name="shap_permutation",
    players="behaviour",
    attribute=attribute,
    parameters=Parameters,
    adds_up="exact",
    title={"en": "Shapley values by permutations (SHAP)", "zh": "排列法 Shapley 值（SHAP）"},
    summary={
        "en": "What each feature adds on average over orders in which features become known; with its error.",
        "zh": "按多种先后顺序揭示特征时，每个特征平均带来的变化；并给出误差。",
    },
    help=__doc__,
)
