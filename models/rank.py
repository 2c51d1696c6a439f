"""One context's slate: put the context to the catalogue once, fetch candidates, score them, keep the best."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import torch

from models.catalogue import Catalogue
from models.field import Field
from models.serving import FoundBy, Question, ServingRanker


@dataclass(frozen=True)
class Candidates:
    """The items that are scored for one context: ``places`` [n] in the catalogue, sorted, out of ``eligible`` items.

    ``found_by`` says how they were chosen, see :data:`models.serving.FoundBy`.
    """

    places: np.ndarray
    eligible: int
    found_by: FoundBy
    question: Question = field(repr=False)


@dataclass(frozen=True)
class SlateItem:
    """One place of a slate: ``score`` in logits, ``probability`` the chance of the ranker's target action."""

    item_id: str
    score: float
    probability: float


def candidates_for(catalogue: Catalogue, context: Sequence[Field], platform: str | None = None) -> Candidates:
    """Return the items to score for a context, out of those on the platform (of all, for None)."""
    [question] = catalogue.index.ask([context])
    eligible = catalogue.on_platform(platform)
    places, found_by = question.candidates(eligible)
    return Candidates(places, len(eligible), found_by, question)


def rank(
    ranker: ServingRanker, catalogue: Catalogue, candidates: Candidates, features: np.ndarray | None, k: int = 10
) -> tuple[SlateItem, ...]:
    """Return the best ``k`` of the candidates, highest score first, equal scores in order of item_id.

    ``features``: raw, float32 [n, F], row i for candidate i; None counts as all absent.
    """
    places = candidates.places
    scores = candidates.question.score(places, features)
    best = np.argsort(-scores, kind="stable")[:k]
    chances = ranker.probability(torch.from_numpy(scores[best])).tolist()
    return tuple(
        SlateItem(catalogue.item_ids[places[i]], float(scores[i]), chance)
        for i, chance in zip(best, chances, strict=True)
    )
