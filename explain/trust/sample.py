"""A repeatable sample of the shop's own (context, item) pairs, on which explanation methods are compared."""

from __future__ import annotations

import numpy as np
import torch

from explain.game import Game, set_up
from explain.logged_slates import logged_slates
from explain.shop import Shop
from queries.contexts import contexts
from queries.errors import WhyrankError
from queries.point_in_time import CountedLog
from queries.workspace import Workspace


def sample_pairs(ws: Workspace, shop: Shop, count: int, seed: int = 0, k: int = 10) -> list[Game]:
    """Return games of one pair each: ``count`` logged contexts, of each slate one item among the first ``k``.

    Behaviour is as of each context's moment. Raises :class:`WhyrankError` where the log holds no context.
    """
    drawn = contexts(ws, limit=count, seed=seed)
    if not drawn.num_rows:
        raise WhyrankError(
            "The workspace holds no logged search or session to draw from.",
            "Bring some with `whyrank import SOURCE PATH --into FOLDER`.",
        )
    random = np.random.default_rng(seed)
    games = []
    for slate in logged_slates(CountedLog(ws), shop, drawn, k):
        place = int(random.integers(len(slate.items))) if slate.items else 0
        for item, features in list(zip(slate.items, slate.features, strict=True))[place : place + 1]:
            text = shop.catalogue.texts[shop.catalogue.place(item.item_id)]
            rows = torch.from_numpy(features[None])
            games.append(set_up(shop.ranker, [slate.fields], [text], rows, shop.ranker.background, shop.lexicon))
    return games
