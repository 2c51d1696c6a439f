"""The items of the shop: titles, brands, attributes, prices, and the hidden appeal and quality behind them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from sample_data import faults
from sample_data.naming import is_sayable, name_item, price_tag, sentence
from sample_data.numbering import Numbering, number_words
from sample_data.settings import CURRENCIES, LANGUAGES, PLATFORMS, Settings, clock
from sample_data.vocabulary import CATEGORIES, Kind, shelves

MOST_ATTRIBUTES = 8
COLD_SHARE = 0.10  # of items are listed while the log runs
ARRAYS = (
    "platform",
    "category",
    "kind",
    "brand",
    "price",
    "list_price",
    "level",
    "quality",
    "appeal",
    "trend",
    "listed",
    "stuffed",
)


@dataclass(frozen=True)
class Catalogue:
    """Items as arrays of length I (kinds, brands and attribute values are numbered), beside the table a shop exports.

    ``values`` is [I, MOST_ATTRIBUTES] with -1 where there is none; ``level`` is log(price / typical price of the kind).
    ``appeal``, ``trend`` and ``quality`` are hidden, in logit units per unit weight; ``listed`` is in days since the
    opening (negative: before). ``again`` is the logit per category once a shopper owns the very item.
    """

    kinds: list[Kind]
    kind_platform: list[int]
    kind_category: list[int]
    brands: dict[tuple[int, str], int]
    value_names: dict[tuple[int, str], int]
    table: pa.Table
    again: np.ndarray
    platform: np.ndarray
    category: np.ndarray
    kind: np.ndarray
    brand: np.ndarray
    values: np.ndarray
    price: np.ndarray
    list_price: np.ndarray
    level: np.ndarray
    quality: np.ndarray
    appeal: np.ndarray
    trend: np.ndarray
    listed: np.ndarray
    stuffed: np.ndarray

    @property
    def size(self) -> int:
        """Number of items."""
        return len(self.platform)

    def brand_names(self) -> list[str]:
        """Return the brands by their number."""
        return [name for _, name in self.brands]

    def texts_of_values(self) -> list[str]:
        """Return the attribute values by their number."""
        return [text for _, text in self.value_names]

    def items_of(self, platform: int, category: int) -> np.ndarray:
        """Return the numbers of the items of a category on a platform."""
        return np.flatnonzero((self.platform == platform) & (self.category == category))


def make_catalogue(settings: Settings) -> Catalogue:
    """Make the items: the categories share each platform evenly, kinds and brands by how sought-after they are."""
    rng = settings.random(1)
    numbers = number_words()
    rows: list[dict[str, Any]] = []
    taken: set[str] = set()
    for platform in range(len(PLATFORMS)):
        count = settings.items // len(PLATFORMS) + (platform < settings.items % len(PLATFORMS))
        for number in range(count):
            category = number % len(CATEGORIES)
            kinds = numbers.kinds_of(platform, category)
            shares = np.array([numbers.kinds[kind].share for kind in kinds])
            kind = kinds[int(rng.choice(len(kinds), p=shares / shares.sum()))]
            rows.append(_make_item(numbers, platform, category, kind, settings, rng, taken))
    rows = [rows[i] for i in rng.permutation(len(rows))]
    values = np.full((len(rows), MOST_ATTRIBUTES), -1)
    for number, row in enumerate(rows):
        values[number, : len(row["values"])] = row["values"]
    again = np.array([shelf.again for shelf in shelves("en")])
    arrays: dict[str, Any] = {name: np.array([row[name] for row in rows]) for name in ARRAYS}
    return Catalogue(**vars(numbers), table=_table(rows), again=again, values=values, **arrays)


def _make_item(
    numbers: Numbering,
    platform: int,
    category: int,
    kind_number: int,
    settings: Settings,
    rng: np.random.Generator,
    taken: set[str],
) -> dict[str, Any]:
    kind = numbers.kinds[kind_number]
    lang = LANGUAGES[platform]
    weights = np.array([line.weight for line in kind.lines])
    line = kind.lines[int(rng.choice(len(weights), p=weights**0.5 / (weights**0.5).sum()))]
    chosen, model, title = name_item(kind, line, rng, taken)
    stuffed = line.brand == faults.STUFFED_BRAND
    if stuffed:
        title = f"{title} {faults.STUFFING[int(rng.integers(len(faults.STUFFING)))]}"
    list_price = kind.price * np.exp(line.level + rng.normal(0, 0.22))
    discount = float(rng.choice([0, 0, 0, 0, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4]))
    list_price, price = price_tag(list_price, platform), price_tag(list_price * (1 - discount), platform)
    cold = rng.random() < COLD_SHARE
    listed = rng.uniform(7, settings.days - 7) if cold else -rng.uniform(15, 600)
    words = {"brand": line.brand, "model": model, **chosen}
    about = [kind.about[i] for i in rng.permutation(len(kind.about))]
    sentences = [sentence(text.format_map(words)) for text in about if is_sayable(text, kind, chosen)][:2]
    joint = " " if lang == "en" else ""
    what = f"{line.brand} {model} {kind.name}. " if lang == "en" else f"{line.brand} {model} {kind.name}。"
    return {
        "platform": platform,
        "category": category,
        "kind": kind_number,
        "brand": numbers.brands[platform, line.brand],
        "values": [numbers.value_names[platform, value] for value in chosen.values()],
        "price": price,
        "list_price": max(price, list_price),
        "level": float(np.log(price / kind.price)),
        "quality": float(0.25 * line.level + rng.normal(0, 0.95)),
        "appeal": float(0.8 * (np.log(line.weight) - np.log(weights).mean()) + rng.normal(0, 0.55)),
        "trend": float(rng.normal(0, 0.4)),
        "listed": listed,
        "stuffed": stuffed,
        "brand_name": line.brand,
        "title": title,
        "description": what + joint.join(sentences),
        "attributes": "; ".join(
            f"{key.capitalize()}: {value}"
            for key, value in {"type" if lang == "en" else "类型": kind.name, **chosen}.items()
        ),
    }


def _table(rows: list[dict[str, Any]]) -> pa.Table:
    """Return what a shop would export of its items: nothing hidden is in it."""
    paths = [[shelf.path for shelf in shelves(lang)] for lang in LANGUAGES]
    platforms = [row["platform"] for row in rows]
    return pa.table(
        {
            "item_id": [f"i{number:05d}" for number in range(len(rows))],
            "kind": ["product"] * len(rows),
            "title": [row["title"] for row in rows],
            "brand": [row["brand_name"] for row in rows],
            "category": [paths[row["platform"]][row["category"]] for row in rows],
            "description": [row["description"] for row in rows],
            "attributes": [row["attributes"] for row in rows],
            "price": [row["price"] for row in rows],
            "list_price": [row["list_price"] for row in rows],
            "currency": [CURRENCIES[platform] for platform in platforms],
            "lang": [LANGUAGES[platform] for platform in platforms],
            "platform": [PLATFORMS[platform] for platform in platforms],
            "image": pa.nulls(len(rows), pa.string()),
            "listed_at": clock(np.array([row["listed"] for row in rows])),
        }
    )
