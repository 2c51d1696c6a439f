"""The items of the shop: titles, brands, attributes, prices, and the hidden appeal and quality behind them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa

from sample_data import faults
from sample_data.settings import CURRENCIES, LANGUAGES, PLATFORMS, Settings, clock
from sample_data.vocabulary import CATEGORIES, Kind, Line, shelves

MOST_ATTRIBUTES = 8
# Screens by the number in a model's name.
SCREENS = {"10": "10.9", "11": "11", "12": "12.7", "13": "13.3", "14": "14", "15": "15.6", "16": "16"}
MODEL_INCHES = re.compile("(?<![0-9])1[0-6](?![0-9])")
INCHES = re.compile("[0-9.]+(-inch|英寸)")
COLD_SHARE = 0.10  # of items are listed while the log runs


@dataclass
class Catalogue:
    """Items as arrays of length I (kinds, brands and attribute values are numbered), beside the table a shop exports.

    ``values`` is [I, MOST_ATTRIBUTES] with -1 where there is none. ``appeal``, ``trend`` and ``quality`` are hidden:
    in logit units per unit weight; ``listed`` is in days since the opening (negative: before).
    """

    kinds: list[Kind] = field(default_factory=list)
    kind_platform: list[int] = field(default_factory=list)
    kind_category: list[int] = field(default_factory=list)
    brands: dict[tuple[int, str], int] = field(default_factory=dict)
    value_names: dict[tuple[int, str], int] = field(default_factory=dict)
    table: pa.Table = None
    again: np.ndarray = field(default_factory=lambda: np.zeros(0))
    platform: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int64))
    category: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int64))
    kind: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int64))
    brand: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int64))
    values: np.ndarray = field(default_factory=lambda: np.zeros((0, MOST_ATTRIBUTES), np.int64))
    price: np.ndarray = field(default_factory=lambda: np.zeros(0))
    list_price: np.ndarray = field(default_factory=lambda: np.zeros(0))
    level: np.ndarray = field(default_factory=lambda: np.zeros(0))
    quality: np.ndarray = field(default_factory=lambda: np.zeros(0))
    appeal: np.ndarray = field(default_factory=lambda: np.zeros(0))
    trend: np.ndarray = field(default_factory=lambda: np.zeros(0))
    listed: np.ndarray = field(default_factory=lambda: np.zeros(0))
    stuffed: np.ndarray = field(default_factory=lambda: np.zeros(0, bool))

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
    catalogue = Catalogue(again=np.array([shelf.again for shelf in shelves("en")]))
    rows: list[dict[str, Any]] = []
    taken: set[str] = set()
    for platform, lang in enumerate(LANGUAGES):
        first_kind = _number_words(catalogue, platform, lang)
        count = settings.items // len(PLATFORMS) + (platform < settings.items % len(PLATFORMS))
        for number in range(count):
            category = number % len(CATEGORIES)
            shelf = shelves(lang)[category]
            shares = np.array([kind.share for kind in shelf.kinds])
            place = int(rng.choice(len(shares), p=shares / shares.sum()))
            kind = first_kind[category] + place
            rows.append(_make_item(catalogue, platform, category, kind, settings, rng, taken))
    order = rng.permutation(len(rows))
    _fill(catalogue, [rows[i] for i in order])
    return catalogue


def _number_words(catalogue: Catalogue, platform: int, lang: str) -> list[int]:
    """Number the kinds, brands and attribute values of a platform; return the first kind of each category."""
    first = []
    for category, shelf in enumerate(shelves(lang)):
        first.append(len(catalogue.kinds))
        for kind in shelf.kinds:
            catalogue.kinds.append(kind)
            catalogue.kind_platform.append(platform)
            catalogue.kind_category.append(category)
            for line in kind.lines:
                catalogue.brands.setdefault((platform, line.brand), len(catalogue.brands))
                for values in line.only.values():
                    _number_values(catalogue, platform, values)
            for values in kind.attributes.values():
                _number_values(catalogue, platform, values)
    return first


def _number_values(catalogue: Catalogue, platform: int, values: list[str]) -> None:
    for value in values:
        catalogue.value_names.setdefault((platform, value), len(catalogue.value_names))


def _make_item(
    catalogue: Catalogue,
    platform: int,
    category: int,
    kind_number: int,
    settings: Settings,
    rng: np.random.Generator,
    taken: set[str],
) -> dict[str, Any]:
    kind = catalogue.kinds[kind_number]
    lang = LANGUAGES[platform]
    weights = np.array([line.weight for line in kind.lines])
    line = kind.lines[int(rng.choice(len(weights), p=weights**0.5 / (weights**0.5).sum()))]
    chosen, model, title = _name(kind, line, rng, taken)
    stuffed = line.brand == faults.STUFFED_BRAND
    if stuffed:
        title = f"{title} {faults.STUFFING[int(rng.integers(len(faults.STUFFING)))]}"
    list_price = kind.price * np.exp(line.level + rng.normal(0, 0.22))
    discount = float(rng.choice([0, 0, 0, 0, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4]))
    list_price, price = _pretty(list_price, platform), _pretty(list_price * (1 - discount), platform)
    cold = rng.random() < COLD_SHARE
    listed = rng.uniform(7, settings.days - 7) if cold else -rng.uniform(15, 600)
    words = {"brand": line.brand, "model": model, **chosen}
    about = [kind.about[i] for i in rng.permutation(len(kind.about))]
    sentences = [_sentence(text.format_map(words)) for text in about if _sayable(text, kind, chosen)][:2]
    joint = " " if lang == "en" else ""
    what = f"{line.brand} {model} {kind.name}. " if lang == "en" else f"{line.brand} {model} {kind.name}。"
    return {
        "platform": platform,
        "category": category,
        "kind": kind_number,
        "brand": catalogue.brands[platform, line.brand],
        "values": [catalogue.value_names[platform, value] for value in chosen.values()],
        "price": price,
        "list_price": max(price, list_price),
        "level": float(np.log(price / kind.price)),
        "quality": float(0.25 * line.level + rng.normal(0, 0.95)),
        "appeal": float(0.8 * (np.log(line.weight) - np.log(weights).mean()) + rng.normal(0, 0.55)),
        "trend": float(rng.normal(0, 0.4)),
        "listed": listed,
        "stuffed": stuffed,
        "title": title,
        "description": what + joint.join(sentences),
        "attributes": "; ".join(
            f"{key.capitalize()}: {value}"
            for key, value in {"type" if lang == "en" else "类型": kind.name, **chosen}.items()
        ),
    }


def _name(kind: Kind, line: Line, rng: np.random.Generator, taken: set[str]) -> tuple[dict[str, str], str, str]:
    """Choose attribute values, model and title; try again where the shop has an item of that very title."""
    for _ in range(60):
        chosen = {
            key: str(rng.choice(line.only.get(key, values)))
            for key, values in kind.attributes.items()
            if line.only.get(key, values)
        }
        model = str(rng.choice(line.models))
        if "phone" not in kind.name and "手机" not in kind.name:
            chosen = {key: _of_model(model, value) for key, value in chosen.items()}
        patterns = [title for title in kind.titles if _sayable(title, kind, chosen)]
        shown = {"brand": "" if model.startswith(line.brand) else line.brand, "model": model, **chosen}
        title = _tidy(str(rng.choice(patterns)).format_map(shown))
        if title not in taken:
            break
    taken.add(title)
    return chosen, model, title


def _sayable(pattern: str, kind: Kind, chosen: dict[str, str]) -> bool:
    """Tell whether the item has all the attributes that a pattern speaks of."""
    return not any(f"{{{key}}}" in pattern for key in kind.attributes.keys() - chosen.keys())


def _of_model(model: str, value: str) -> str:
    """Let a screen be as large as the model's name says.

    >>> _of_model("Inspiron 15", "13.3-inch"), _of_model("小新 Pro14", "16英寸"), _of_model("XPS", "13.3-inch")
    ('15.6-inch', '14英寸', '13.3-inch')
    """
    named, size = MODEL_INCHES.search(model), INCHES.fullmatch(value)
    if not named or not size:
        return value
    return SCREENS[named[0]] + size[1]


def _tidy(title: str) -> str:
    """Drop doubled spaces and words said twice in a row."""
    words = title.split()
    return " ".join(
        word for word, before in zip(words, ["", *words[:-1]], strict=True) if word.lower() != before.lower()
    )


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:]


def _pretty(price: float, platform: int) -> float:
    """Round to prices people see: 17.99 and 249 dollars, 68 and 1,099 yuan."""
    if platform == 0:
        return round(price) - 0.01 if price < 100 else float(round(price / 10) * 10 - 1)
    return float(max(round(price), 5)) if price < 100 else float(round(price / 10) * 10 - 1)


def _fill(catalogue: Catalogue, rows: list[dict[str, Any]]) -> None:
    for name in ("platform", "category", "kind", "brand", "price", "list_price", "level", "quality", "appeal", "trend"):
        setattr(catalogue, name, np.array([row[name] for row in rows]))
    catalogue.listed = np.array([row["listed"] for row in rows])
    catalogue.stuffed = np.array([row["stuffed"] for row in rows])
    catalogue.values = np.full((len(rows), MOST_ATTRIBUTES), -1)
    for number, row in enumerate(rows):
        catalogue.values[number, : len(row["values"])] = row["values"]
    brands = catalogue.brand_names()
    paths = [[shelf.path for shelf in shelves(lang)] for lang in LANGUAGES]
    catalogue.table = pa.table(
        {
            "item_id": item_ids(len(rows)),
            "kind": ["product"] * len(rows),
            "title": [row["title"] for row in rows],
            "brand": [brands[row["brand"]] for row in rows],
            "category": [paths[row["platform"]][row["category"]] for row in rows],
            "description": [row["description"] for row in rows],
            "attributes": [row["attributes"] for row in rows],
            "price": catalogue.price,
            "list_price": catalogue.list_price,
            "currency": [CURRENCIES[row["platform"]] for row in rows],
            "lang": [LANGUAGES[row["platform"]] for row in rows],
            "platform": [PLATFORMS[row["platform"]] for row in rows],
            "image": pa.nulls(len(rows), pa.string()),
            "listed_at": clock(catalogue.listed),
        }
    )


def item_ids(count: int) -> list[str]:
    """Return the ids of the items, by their number."""
    return [f"i{number:05d}" for number in range(count)]
