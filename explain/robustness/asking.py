"""One case by itself: a perturbation tried on what somebody types now, or on a context of the log as it was then."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from explain.logged_slates import features_as_of
from explain.robustness.slates import Answer, Case, FeaturesOf, perturbed_slates
from explain.shop import Shop
from explain.vocabulary import Vocabulary
from queries.contexts import contexts_named
from queries.errors import UnknownName
from queries.point_in_time import CountedLog
from queries.workspace import Workspace


def perturb_now(
    shop: Shop,
    vocabulary: Vocabulary,
    case: Case,
    search: str | None,
    user_id: str | None,
    platform: str | None = None,
    k: int = 10,
) -> Answer:
    """Return what becomes of the slate of a search, a shopper or both, with behaviour as of now.

    Raises what :meth:`explain.shop.Shop.recommend` raises.
    """
    row, features_now = context_now(shop, search, user_id, platform)
    [[answer]] = perturbed_slates(shop, vocabulary, [row], [case], features_now, k)
    return answer


def context_now(
    shop: Shop, search: str | None, user_id: str | None, platform: str | None = None
) -> tuple[dict[str, Any], FeaturesOf]:
    """Return a context as it is asked now, as a row of the log would say it, and what looks its behaviour up."""
    search, platform = shop.asked(search, user_id, platform)
    row = {
        "context_id": search or user_id,
        "search": search,
        "user_id": user_id,
        "platform": platform,
        "history": shop.store.history(user_id) if user_id else [],
    }

    def features_now(rows: object, places: Sequence[np.ndarray]) -> list[np.ndarray]:
        return [shop.features(user_id, [shop.catalogue.item_ids[place] for place in each]) for each in places]

    return row, features_now


def perturb_logged(
    ws: Workspace, shop: Shop, vocabulary: Vocabulary, case: Case, context_id: str, k: int = 10
) -> Answer:
    """Return what becomes of the slate of a logged context, as of its moment; raises :class:`UnknownName`."""
    row, features_then = context_logged(ws, shop, context_id)
    [[answer]] = perturbed_slates(shop, vocabulary, [row], [case], features_then, k)
    return answer


def context_logged(ws: Workspace, shop: Shop, context_id: str) -> tuple[dict[str, Any], FeaturesOf]:
    """Return a context of the log, and what looks its behaviour up as of its moment; raises :class:`UnknownName`."""
    rows = contexts_named(ws, [context_id]).to_pylist()
    if not rows:
        raise UnknownName("context", context_id, ())
    log = CountedLog(ws)
    return rows[0], lambda *asked: features_as_of(log, shop, *asked)
