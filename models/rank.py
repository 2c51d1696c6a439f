"""One context's slate: encode the context once, fetch candidates by their vectors, score them with the head."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from models.catalogue import Catalogue
from models.protocol import Field
from models.two_tower import TwoTowerRanker

# Below this many items the head reads them all; above, the nearest by vectors.
SCORE_ALL = 5000
RETRIEVED = 1000


@dataclass(frozen=True)
class SlateItem:
    """One place of a slate: ``score`` in logits, ``probability`` the calibrated chance of the target action."""

    item_id: str
    score: float
    probability: float


def rank(
    ranker: TwoTowerRanker,
    catalogue: Catalogue,
    context: Sequence[Field],
    features: np.ndarray | None,
    k: int = 10,
    candidates: np.ndarray | None = None,
    context_vector: Tensor | None = None,
) -> tuple[SlateItem, ...]:
    """Return the best ``k`` of the candidates, highest score first, equal scores in order of item_id.

    ``candidates``: places in the catalogue [n], such as :func:`candidates_for` returns; all items where None.
    ``features``: raw, float32 [n, F], row i for candidate i; None counts as all absent. ``context_vector``: [1, d],
    where the caller has it already.
    """
    places = np.arange(len(catalogue.item_ids)) if candidates is None else candidates
    scores = score_candidates(ranker, catalogue, context, features, places, context_vector)
    best = _best(scores, places, catalogue, k)
    chances = ranker.probability(torch.from_numpy(scores[best])).tolist()
    return tuple(
        SlateItem(catalogue.item_ids[places[i]], float(scores[i]), chance)
        for i, chance in zip(best, chances, strict=True)
    )


@torch.inference_mode()
def score_candidates(
    ranker: TwoTowerRanker,
    catalogue: Catalogue,
    context: Sequence[Field],
    features: np.ndarray | None,
    candidates: np.ndarray,
    context_vector: Tensor | None = None,
) -> np.ndarray:
    """Return the score of each candidate [n], see :func:`rank`."""
    x = ranker.context_vector(context) if context_vector is None else context_vector
    y = catalogue.vectors[torch.from_numpy(candidates)]
    rows = None if features is None else torch.from_numpy(features)
    scores: np.ndarray = ranker.score_vectors((x.expand(len(candidates), -1), y), rows).numpy()
    return scores


@torch.inference_mode()
def candidates_for(
    ranker: TwoTowerRanker, catalogue: Catalogue, context: Sequence[Field], platform: str | None = None
) -> tuple[np.ndarray, Tensor]:
    """Return the places to score for a context, and the context's vector [1, d].

    All items on the platform where they are at most 5,000; else the 1,000 nearest to the context.
    """
    x = ranker.context_vector(context)
    places = catalogue.on_platform(platform)
    if len(places) > SCORE_ALL:
        near = ranker.relevance(x, catalogue.vectors[torch.from_numpy(places)])[0]
        places = np.sort(places[near.topk(RETRIEVED).indices.numpy()])
    return places, x


def _best(scores: np.ndarray, places: np.ndarray, catalogue: Catalogue, k: int) -> list[int]:
    return heapq.nsmallest(k, range(len(scores)), key=lambda i: (-scores[i], catalogue.item_ids[places[i]]))
