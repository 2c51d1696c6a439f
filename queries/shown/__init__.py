"""What can be measured of each item shown, not of a whole slate: one .sql file each, with its header.

A statement makes the view ``measured``: context_id, item_id, position and value, one row per impression.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Literal

HEADER = ("title", "title_zh", "meaning", "meaning_zh", "direction")


@dataclass(frozen=True)
class ShownMetric:
    """A metric of impressions; ``title`` and ``meaning`` by language."""

    name: str
    title: Mapping[str, str]
    meaning: Mapping[str, str]
    direction: Literal["higher", "lower"]


def _read(name: str, text: str) -> ShownMetric:
    lines = [line[3:] for line in text.splitlines() if line.startswith("-- ")]
    header = {key: value.strip() for key, _, value in (line.partition(":") for line in lines) if key in HEADER}
    return ShownMetric(
        name=name,
        title={"en": header["title"], "zh": header["title_zh"]},
        meaning={"en": header["meaning"], "zh": header["meaning_zh"]},
        direction="lower" if header["direction"] == "lower" else "higher",
    )


def _read_all() -> dict[str, ShownMetric]:
    files = sorted(
        (file for file in resources.files(__package__).iterdir() if file.name.endswith(".sql")),
        key=lambda file: file.name,
    )
    return {name: _read(name, f.read_text("utf-8")) for f in files for name in [f.name.removesuffix(".sql")]}


SHOWN_METRICS: Mapping[str, ShownMetric] = _read_all()
