"""What a ranker was trained on, beside it: ``familiarity.safetensors`` in its folder, arrays and a JSON of the rest."""

from __future__ import annotations

import json
import math
from dataclasses import asdict
from pathlib import Path

import numpy as np
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file

from models.behaviour import FeatureScale
from models.familiarity import Familiarity
from models.feature_ranges import FeatureRanges
from models.files import replace_file
from models.known_searches import KnownSearches
from models.piece_surprise import PieceSurprise

FILE = "familiarity.safetensors"


def save_familiarity(familiarity: Familiarity, folder: str | Path) -> Path:
    """Write the file, whole or not at all, and return its path."""
    arrays = familiarity.surprise.arrays()
    about = {
        "ranker": familiarity.ranker_identity,
        "false_alarms": familiarity.false_alarms,
        "marks": {look: mark if math.isfinite(mark) else None for look, mark in familiarity.marks.items()},
        "figures": dict(familiarity.figures),
    }
    if familiarity.known is not None:
        arrays |= {"vectors": familiarity.known.vectors, "root": familiarity.known.root}
        about["searches"] = list(familiarity.known.searches)
    if familiarity.ranges is not None:
        arrays |= {"low": familiarity.ranges.low, "high": familiarity.ranges.high}
        about["scale"] = asdict(familiarity.ranges.scale)
    path = Path(folder) / FILE
    metadata = {"familiarity": json.dumps(about, ensure_ascii=False, sort_keys=True, default=str)}
    arrays = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
    replace_file(path, lambda file: save_file(arrays, file, metadata))
    return path


def load_familiarity(folder: str | Path, ranker_identity: str) -> Familiarity | None:
    """Return what the file says; None where there is none, where it is damaged or of another ranker."""
    path = Path(folder) / FILE
    if not path.is_file():
        return None
    try:
        with safe_open(path, "numpy") as file:
            about = json.loads((file.metadata() or {})["familiarity"])
            arrays = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
        return _from(about, arrays) if about["ranker"] == ranker_identity else None
    except (SafetensorError, OSError, KeyError, TypeError, ValueError):
        return None


def _from(about: dict, arrays: dict[str, np.ndarray]) -> Familiarity:
    known = ranges = None
    if "vectors" in arrays:
        known = KnownSearches(tuple(about["searches"]), arrays["vectors"], arrays["root"])
    if "low" in arrays:
        scale = FeatureScale(**{name: tuple(values) for name, values in about["scale"].items()})
        ranges = FeatureRanges(scale, arrays["low"], arrays["high"])
    return Familiarity(
        ranker_identity=about["ranker"],
        false_alarms=about["false_alarms"],
        marks={look: math.inf if mark is None else mark for look, mark in about["marks"].items()},
        surprise=PieceSurprise.from_arrays(arrays),
        known=known,
        ranges=ranges,
        figures=about["figures"],
    )
