"""Whose behaviour an explanation compares with: the background rows B0, a stated sample that can be stored.

"Why this score and not …" has several honest answers, and each is a background: a typical shopper and item of the
log, other shoppers like this one, or this shopper with other items of the category (Merrick & Taly 2020, *The
Explanation Game*: a Shapley value is relative to its reference, so choose the reference for the question). A draw is
repeatable: its seed is what is drawn from.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from explain.wording import LANGUAGES, wording
from queries.errors import UnknownName

if TYPE_CHECKING:
    from explain.shop import Shop
    from queries.shoppers import Shopper

MOST_ROWS = 64
FEWEST_ROWS = 8  # a mean of fewer rows says little about a group: then the typical rows are taken, and that is said
Segment = tuple[str | None, str | None]  # language, platform


@dataclass(frozen=True, eq=False)
class Background:
    """Rows to compare with: raw features [K, F] in the order of ``feature_names``, and what they were drawn from.

    ``name`` is the kind that was drawn, "typical" where there was too little for the kind asked for; ``drawn_from``
    says by language what the rows are.
    """

    name: str
    rows: torch.Tensor
    feature_names: tuple[str, ...]
    drawn_from: Mapping[str, str]

    @cached_property
    def identity(self) -> str:
        """What tells these rows from others: a hash of them and of their columns."""
        digest = hashlib.sha256("\n".join(self.feature_names).encode())
        digest.update(self.rows.numpy().tobytes())
        return digest.hexdigest()[:16]

    def to_dict(self) -> dict[str, Any]:
        """Return what an explanation keeps of its background; the rows are found by the identity."""
        return {
            "name": self.name,
            "identity": self.identity,
            "rows": len(self.rows),
            "drawn_from": dict(self.drawn_from),
        }


@dataclass(frozen=True)
class Kind:
    """A kind of background; ``draw(shop, user_id, item_ids)`` answers with one background per item."""

    draw: Callable[[Shop, str | None, Sequence[str]], list[Background]]
    title: Mapping[str, str]
    summary: Mapping[str, str]


def draw(shop: Shop, name: str, user_id: str | None, item_ids: Sequence[str]) -> list[Background | None]:
    """Return the background called ``name`` of each item for a shopper; None each for a ranker of texts only.

    Raises :class:`UnknownName` for a kind that does not exist.
    """
    if name not in KINDS:
        raise UnknownName("background", name, KINDS)
    if not shop.ranker.feature_names or shop.ranker.background is None:
        return [None] * len(item_ids)
    return [*KINDS[name].draw(shop, user_id, item_ids)]


def _typical(shop: Shop, user_id: str | None, item_ids: Sequence[str]) -> list[Background]:
    return [_typical_rows(shop, "typical")] * len(item_ids)


def _typical_rows(shop: Shop, reason: str) -> Background:
    names, stored = shop.ranker.feature_names, shop.ranker.background
    rows = torch.zeros(0, len(names)) if stored is None else stored
    return Background("typical", rows, names, _said(reason, count=len(rows), fewest=FEWEST_ROWS))


def _segment(shop: Shop, user_id: str | None, item_ids: Sequence[str]) -> list[Background]:
    shopper = shop.shoppers.get(user_id or "")
    segment = segment_of(shopper) if shopper else (None, None)
    peers = shop.segments.get(segment, ())
    drawn = [peer for peer in sample(peers, MOST_ROWS + 1) if peer != user_id][:MOST_ROWS]
    if len(drawn) < FEWEST_ROWS:
        return [_typical_rows(shop, "too_few_shoppers")] * len(item_ids)
    values = torch.from_numpy(np.stack([shop.features(peer, item_ids) for peer in drawn]))
    named = ", ".join(part for part in segment if part)
    said = _said("segment", count=len(drawn), total=len(peers) - 1, segment=named, moment=_moment(shop))
    names = shop.ranker.feature_names
    return [Background("segment", values[:, place].clone(), names, said) for place in range(len(item_ids))]


def _category(shop: Shop, user_id: str | None, item_ids: Sequence[str]) -> list[Background]:
    shelves = [(shop.item(item_id)["platform"], shop.item(item_id)["category"]) for item_id in item_ids]
    first = dict(zip(reversed(shelves), reversed(item_ids), strict=True))
    of_shelf = {shelf: _category_rows(shop, user_id, item_id) for shelf, item_id in first.items()}
    return [of_shelf[shelf] for shelf in shelves]


def _category_rows(shop: Shop, user_id: str | None, item_id: str) -> Background:
    category = shop.item(item_id)["category"]
    items = sorted(row["item_id"] for row in shop.shelf(item_id)) if category else []
    if len(items) < FEWEST_ROWS:
        return _typical_rows(shop, "too_few_items")
    drawn = sample(items, MOST_ROWS)
    rows = torch.from_numpy(shop.features(user_id, drawn))
    said = _said("category", count=len(drawn), total=len(items), category=category, moment=_moment(shop))
    return Background("category", rows, shop.ranker.feature_names, said)


def together(backgrounds: Sequence[Background | None]) -> list[tuple[Background | None, list[int]]]:
    """Return each different background with the places of its items.

    >>> together([None, None])
    [(None, [0, 1])]
    """
    groups: dict[str, tuple[Background | None, list[int]]] = {}
    for place, background in enumerate(backgrounds):
        key = "" if background is None else background.identity
        groups.setdefault(key, (background, []))[1].append(place)
    return list(groups.values())


def sample(names: Sequence[str], count: int) -> list[str]:
    """Draw ``count`` names, or all where there are fewer: the same of the same, whenever it is asked.

    >>> sample(["a", "b", "c"], 2) == sample(["a", "b", "c"], 2), sample(["a"], 2)
    (True, ['a'])
    """
    seed = hashlib.sha256("\n".join(names).encode()).digest()
    random = np.random.default_rng(int.from_bytes(seed[:8], "big"))
    return [names[place] for place in np.sort(random.choice(len(names), min(count, len(names)), replace=False))]


def segment_of(shopper: Shopper) -> Segment:
    """Return the segment of a shopper: language and platform, as the shop knows them."""
    return shopper.lang, shopper.platform


def by_segment(shoppers: Iterable[Shopper]) -> dict[Segment, tuple[str, ...]]:
    """Return the shoppers of each segment, sorted; those of whom neither is known are in none."""
    found: dict[Segment, list[str]] = defaultdict(list)
    for shopper in shoppers:
        if any(segment_of(shopper)):
            found[segment_of(shopper)].append(shopper.user_id)
    return {segment: tuple(sorted(users)) for segment, users in found.items()}


def _said(reason: str, **values: object) -> dict[str, str]:
    return {lang: wording(lang)[f"drawn_{reason}"].format(**values) for lang in LANGUAGES}


def _moment(shop: Shop) -> str:
    return f"{shop.store.as_of:%Y-%m-%d %H:%M}"


KINDS: Mapping[str, Kind] = {
    "typical": Kind(
        _typical,
        {"en": "Typical shopper", "zh": "典型顾客"},
        {
            "en": "Rows of the ranker's training: a typical shopper with a typical item.",
            "zh": "取自模型训练数据：典型的顾客与典型的商品。",
        },
    ),
    "segment": Kind(
        _segment,
        {"en": "Same segment", "zh": "同类顾客"},
        {
            "en": "Other shoppers of the same language and platform, with this same item.",
            "zh": "语言和平台相同的其他顾客，看的是同一件商品。",
        },
    ),
    "category": Kind(
        _category,
        {"en": "Average item of the category", "zh": "同品类的平均商品"},
        {
            "en": "This same shopper, with other items of the item's category.",
            "zh": "同一位顾客，换成同品类的其他商品。",
        },
    ),
}
