"""A whole slate around one item, so that the item can be changed and put to the ranker again beside all others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import torch

from explain.edits import Edit, edited_fields, edited_price
from explain.game import read_once
from explain.price import with_price
from models.field import Field
from models.rank import candidates_for

if TYPE_CHECKING:
    from explain.shop import Shop


@dataclass(frozen=True)
class Scene:
    """One context's candidates with their scores, and the item that is looked at.

    ``places`` [n] are the candidates in the catalogue, ``scores`` [n] theirs in logits; the item is one of them, also
    where it was not retrieved. ``item`` are its texts and ``features`` [F] its behaviour features in this context.
    """

    shop: Shop
    context: tuple[Field, ...]
    user_id: str | None
    platform: str | None
    item_id: str
    places: np.ndarray
    scores: np.ndarray
    item: tuple[Field, ...]
    features: np.ndarray

    @property
    def at(self) -> int:
        """The item's row in ``places``."""
        return int(np.searchsorted(self.places, self.shop.catalogue.place(self.item_id)))

    @property
    def rank(self) -> int:
        """The item's place in the slate, from 1."""
        return self.rank_with(float(self.scores[self.at]))

    def rank_with(self, score: float) -> int:
        """Return the place that ``score`` would give the item among the others; equal scores go by item_id."""
        others = np.arange(len(self.places)) != self.at
        earlier = (self.scores == score) & (np.arange(len(self.places)) < self.at)
        return 1 + int((((self.scores > score) | earlier) & others).sum())

    def threshold(self, k: int) -> float:
        """Return the score the item must beat to be in the first ``k``: the k-th of the others; −∞ where fewer are."""
        others = np.delete(self.scores, self.at)
        return float(-np.sort(-others)[k - 1]) if len(others) >= k else float("-inf")

    def scores_with(self, edits: Sequence[Sequence[Edit]]) -> np.ndarray:
        """Return the item's score [m] under each of m sets of edits, as the ranker really answers."""
        texts = [edited_fields(self.item, chosen) for chosen in edits]
        features = np.stack([self.features_with(chosen) for chosen in edits])
        return pair_scores(self.shop, [self.context] * len(texts), texts, features)

    def features_with(self, edits: Sequence[Edit]) -> np.ndarray:
        """Return the item's features [F] under the edits: another price moves what follows from it."""
        price = edited_price(edits)
        return self.features if price is None else self.at_price(price)

    def at_price(self, price: float) -> np.ndarray:
        """Return the item's features [F] as they would be at another price."""
        list_price = self.shop.item(self.item_id)["list_price"]
        return with_price(self.features, self.shop.ranker.feature_names, price, list_price, self.shelf_prices)

    @property
    def shelf_prices(self) -> np.ndarray:
        """The catalogue's prices [n] of the item's category, on its platform and in its currency."""
        return self.shop.shelf_prices(self.item_id)

    def reranked(self, edits: Sequence[Edit]) -> int:
        """Return the item's place when the whole slate is ranked again from the start with the item so edited."""
        again = scene_of(self.shop, self.context, self.user_id, self.item_id, self.platform)
        changed = replace(again, item=edited_fields(again.item, edits), features=again.features_with(edits))
        [score] = pair_scores(self.shop, [changed.context], [changed.item], changed.features[None])
        return again.rank_with(float(score))


def scene(shop: Shop, search: str | None, user_id: str | None, item_id: str, platform: str | None = None) -> Scene:
    """Return the slate of a search, a shopper or both around an item.

    Raises :class:`queries.errors.UnknownName` for an item or a shopper that does not exist.
    """
    search, platform = shop.asked(search, user_id, platform)
    return scene_of(shop, shop.context(search, user_id), user_id, item_id, platform)


def scene_of(shop: Shop, context: tuple[Field, ...], user_id: str | None, item_id: str, platform: str | None) -> Scene:
    """Return the slate of a context given by its texts around an item."""
    place = shop.catalogue.place(item_id)
    candidates = candidates_for(shop.catalogue, context, platform)
    places = np.union1d(candidates.places, [place])
    features = shop.features(user_id, [shop.catalogue.item_ids[number] for number in places])
    scores = candidates.question.score(places, features)
    return Scene(
        shop=shop,
        context=context,
        user_id=user_id,
        platform=platform,
        item_id=item_id,
        places=places,
        scores=scores,
        item=shop.catalogue.texts[place],
        features=features[int(np.searchsorted(places, place))],
    )


@torch.inference_mode()
def pair_scores(
    shop: Shop, contexts: Sequence[Sequence[Field]], items: Sequence[Sequence[Field]], features: np.ndarray
) -> np.ndarray:
    """Return the score [n] of n pairs of texts with features [n, F], each different text read once."""
    towers = shop.ranker.encode(contexts, items)
    vectors = read_once(shop.ranker, towers, [tower.ids for tower in towers])
    rows = torch.from_numpy(features) if shop.ranker.feature_names else None
    scores: np.ndarray = shop.ranker.score_vectors(vectors, rows).numpy()
    return scores
