"""What each part is worth to a whole slate: exact Shapley values of search, history, item text and behaviour.

For each of the 2⁴ coalitions S of parts all n candidates are scored anew: words of parts that are not in S are masked,
and without behaviour the score is the mean over the background rows. v(S) is what a measure says of these n scores
(nDCG, the place of an item, their mean). Part p gets

    φ_p = Σ over S without p of |S|! (3 − |S|)! / 4! · [v(S and p) − v(S)]

and the four add up to v(all) − v(none) (Shapley 1953; as the value of a ranking: Chowdhury et al., RankSHAP, 2024).
A part that is not there, such as the history of a stranger, changes nothing and gets exactly 0. Ranks are among the
candidates only. Masked texts keep their length, so even a ranking by nothing has an order; it is v(none).

Cost: a ranker with two towers reads 4 contexts and 2n items, a cross-encoder 8n pairs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import factorial
from typing import Any

import numpy as np
import torch
from torch import Tensor

from explain.coalitions import TEXTS_AT_ONCE
from explain.explanation import PARTS
from explain.game import Game, read_once
from explain.slate_measures import Measure
from models.field import Part

TEXT_PARTS = PARTS[:3]


@dataclass(frozen=True)
class SlateValue:
    """``by_part`` adds up to ``total`` − ``base``, in the unit of ``measure``: v(all) and v(none) of n ``candidates``.

    ``coalitions``: v(S) by the parts of S, in the order of ``PARTS``.
    """

    measure: str
    by_part: dict[Part, float]
    coalitions: dict[tuple[Part, ...], float]
    candidates: int

    @property
    def base(self) -> float:
        """The measure with nothing shown."""
        return self.coalitions[()]

    @property
    def total(self) -> float:
        """The measure of the ranking as it is."""
        return self.coalitions[PARTS]

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON; a coalition's key is its parts, joined by ``+``."""
        return {
            "measure": self.measure,
            "base": self.base,
            "total": self.total,
            "by_part": self.by_part,
            "coalitions": {"+".join(parts): value for parts, value in self.coalitions.items()},
            "candidates": self.candidates,
        }


def slate_value(game: Game, item_ids: Sequence[str], measure: Measure) -> SlateValue:
    """Return what each part is worth to the slate whose pairs are ``game``, one per candidate of ``item_ids``."""
    values = measure.of(item_ids, part_scores(game))
    shares = shapley(values)
    return SlateValue(
        measure=measure.name,
        by_part={part: float(share) for part, share in zip(PARTS, shares, strict=True)},
        coalitions={
            tuple(part for at, part in enumerate(PARTS) if number >> at & 1): float(value)
            for number, value in enumerate(values)
        },
        candidates=len(item_ids),
    )


def shapley(values: np.ndarray) -> np.ndarray:
    """Return the Shapley value of each of P players, [P], of ``values`` [2^P]: bit p of the place says p is present.

    >>> shapley(np.array([0.0, 1.0, 2.0, 5.0])).tolist()
    [2.0, 3.0]
    """
    count = len(values).bit_length() - 1
    numbers = np.arange(len(values))
    size = np.bitwise_count(numbers)
    weight = np.array([factorial(s) * factorial(max(count - s - 1, 0)) / factorial(count) for s in range(count + 1)])
    shares = []
    for player in range(count):
        without = numbers[numbers >> player & 1 == 0]
        shares.append(np.sum(weight[size[without]] * (values[without | 1 << player] - values[without])))
    return np.array(shares)


@torch.inference_mode()
def part_scores(game: Game) -> np.ndarray:
    """Return the score [16, n] of each pair by each coalition; bit p of the row says that ``PARTS[p]`` is shown."""
    positions = [_positions(game, tower) for tower in range(len(game.towers))]
    texts = range(2 ** len(TEXT_PARTS))
    at_once = max(1, TEXTS_AT_ONCE // len(game))
    found = [_scores(game, positions, texts[start : start + at_once]) for start in range(0, len(texts), at_once)]
    without, with_behaviour = (np.concatenate(blocks) for blocks in zip(*found, strict=True))
    return np.concatenate([without, with_behaviour])


def _scores(game: Game, positions: Sequence[Tensor], numbers: Sequence[int]) -> tuple[np.ndarray, np.ndarray]:
    """Return the scores [m, n] of m text coalitions, with the behaviour of the background and with its own."""
    ids = []
    for tower, of_part in zip(game.towers, positions, strict=True):
        hidden = torch.tensor([[not number >> at & 1 for at in range(len(TEXT_PARTS))] for number in numbers])
        masked = (hidden[:, :, None, None] & of_part).any(dim=1)
        ids.append(torch.where(masked, game.ranker.mask_id, tower.ids).flatten(0, 1))
    vectors = read_once(game.ranker, game.towers, ids)
    own = game.ranker.score_vectors(vectors, game.features)
    others = own if game.background is None else game.ranker.score_vectors(vectors, game.background[None]).mean(dim=1)
    shape = (len(numbers), len(game))
    return others.double().numpy().reshape(shape), own.double().numpy().reshape(shape)


def _positions(game: Game, tower: int) -> Tensor:
    """Return [3, n, L] bool: which positions of a tower belong to the words of each text part."""
    found = np.zeros((len(TEXT_PARTS), *game.towers[tower].ids.shape), dtype=bool)
    for row, words in enumerate(game.players):
        for word in words:
            if word.tower == tower:
                found[TEXT_PARTS.index(word.part), row, list(word.positions)] = True
    return torch.from_numpy(found)
