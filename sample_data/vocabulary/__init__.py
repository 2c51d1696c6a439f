"""The words of the shop: one TOML file per category holds what both platforms sell and how people ask for it.

A *shelf* is one category in one language; it holds *kinds* (smart watch, kids watch); a kind is sold in *lines*: what
one brand sells of it. Adding a category is adding a file and its name to ``CATEGORIES``.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

CATEGORIES = (
    "watches",
    "phones",
    "headphones",
    "laptops",
    "coffee_tea",
    "running_shoes",
    "dresses",
    "skincare",
    "cookware",
    "toys",
    "backpacks",
    "bedding",
)
FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Line:
    """What one brand sells of a kind: how sought-after (weight), how dear (log of price / typical), which models."""

    brand: str
    weight: float
    level: float
    models: tuple[str, ...]
    only: dict[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Kind:
    """A kind of item: its typical price, title patterns, attributes, and the words shoppers use for it.

    ``needs`` and ``avoid`` pair what is typed with the attribute value that answers it (or that is unwanted).
    """

    name: str
    share: float
    price: float
    words: tuple[str, ...]
    abroad: tuple[str, ...]
    titles: tuple[str, ...]
    lines: tuple[Line, ...]
    needs: tuple[tuple[str, str], ...]
    avoid: tuple[tuple[str, str], ...]
    about: tuple[str, ...]
    attributes: dict[str, list[str]]


@dataclass(frozen=True)
class Shelf:
    """One category in one language. ``weight``: share of visits; ``again``: logit added once the very item is owned."""

    category: str
    path: str
    weight: float
    again: float
    praise: tuple[str, ...]
    complaints: tuple[str, ...]
    kinds: tuple[Kind, ...]


@cache
def shelves(lang: str) -> tuple[Shelf, ...]:
    """Return the shelves of a language ("en" or "zh") in the order of ``CATEGORIES``."""
    return tuple(_shelf(category, _read(category), lang) for category in CATEGORIES)


@cache
def other_names() -> dict[str, dict[str, str]]:
    """Return the tables ``names`` (brands in the other script), ``pinyin`` and ``homophones``."""
    return _read("other_names")


@cache
def review_words(lang: str) -> dict[str, list[str]]:
    """Return the openings, closings and titles of reviews by mood."""
    words: dict[str, list[str]] = _read("reviews")[lang]
    return words


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))


def _shelf(category: str, table: dict[str, Any], lang: str) -> Shelf:
    words = table[lang]
    return Shelf(
        category,
        words["path"],
        table["weight"],
        table["again"],
        tuple(words["praise"]),
        tuple(words["complaints"]),
        tuple(_kind(name, kind) for name, kind in words["kinds"].items()),
    )


def _kind(name: str, table: dict[str, Any]) -> Kind:
    return Kind(
        name,
        table["share"],
        table["price"],
        tuple(table["words"]),
        tuple(table["abroad"]),
        tuple(table["titles"]),
        tuple(Line(line[0], line[1], line[2], tuple(line[3]), *line[4:]) for line in table["lines"]),
        tuple((text, value) for text, value in table["needs"]),
        tuple((text, value) for text, value in table["avoid"]),
        tuple(table["about"]),
        table["attributes"],
    )
