"""The behaviour features: what each means (features.toml) and how it is computed (the .sql files beside this one).

Every value is as of the context's moment: only what was known strictly before it, and the price shown at it. The same
statements answer for a training log of millions of pairs and for every shopper now: training and serving agree.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Literal


@dataclass(frozen=True)
class Feature:
    """What a behaviour feature is; ``title``, ``unit`` and ``meaning`` are in English (``en``) and Chinese (``zh``).

    ``scale`` "log" asks to be read as log(1 + x). ``can_change``: the shop could set it itself. ``absent`` is the value
    where there is no record: 0.0 for counts and sums, NaN for averages.

    >>> FEATURES[0].name, FEATURES[0].title["zh"], FEATURES[0].absent
    ('clicks_7d', '近 7 天点击', 0.0)
    """

    name: str
    group: Literal["shopper", "item", "crossed"]
    scale: Literal["linear", "log"]
    can_change: bool
    absent: float
    unit: Mapping[str, str]
    title: Mapping[str, str]
    meaning: Mapping[str, str]


def _read_catalogue() -> tuple[Feature, ...]:
    entries = tomllib.loads(resources.files(__package__).joinpath("features.toml").read_text("utf-8"))
    return tuple(Feature(name, **{**entry, "absent": float(entry["absent"])}) for name, entry in entries.items())


FEATURES: tuple[Feature, ...] = _read_catalogue()
FEATURE_NAMES: tuple[str, ...] = tuple(feature.name for feature in FEATURES)
