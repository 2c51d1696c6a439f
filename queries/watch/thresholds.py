"""Thresholds read from a TOML file; whatever is wrong in it is told by file and key."""

from __future__ import annotations

import difflib
import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from queries.errors import WhyrankError
from queries.watch.windows import CURRENT_DAYS, REFERENCE_DAYS
from queries.watched import WATCHED

# The limits there are, and the highest value that makes sense.
LIMITS: Mapping[str, float] = {
    "quality.minimum": math.inf,
    "quality.least_above_random": 1,
    "quality.most_lost": math.inf,
    "drift.most_psi": math.inf,
    "days.most_unlike": math.inf,
    "traffic.most_flagged": 1,
    "rows.most_rejected": 1,
    "figures.most_outdated": 1,
    "explanations.most_stale": 1,
    "explanations.most_incomplete": 1,
    "calibration.most_error": 1,
    "segments.most_gap": math.inf,
    "ranker.most_new_items": 1,
}
SETTINGS = ("windows.current_days", "windows.reference_days", "quality.slates", "quality.metric", "drift.columns")
OWN_FILE = "thresholds.toml"


class ThresholdsInvalid(WhyrankError):
    """A thresholds file that cannot be read, or says something it cannot."""


@dataclass(frozen=True)
class Thresholds:
    """What must hold. ``limits``: by key of :data:`LIMITS`; ``columns``: limits of the PSI of single columns."""

    limits: Mapping[str, float]
    columns: Mapping[str, float]
    metric: str = "ndcg@10"
    slates: str = "logged"
    current_days: int = CURRENT_DAYS
    reference_days: int = REFERENCE_DAYS


def shipped() -> str:
    """Return the text of the thresholds that come along."""
    return resources.files("queries.watch").joinpath(OWN_FILE).read_text("utf-8")


def find_thresholds(folder: Path, file: str | Path | None = None) -> Thresholds:
    """Return the thresholds of ``file``, else of the workspace's own ``thresholds.toml``, else those that come along.

    >>> find_thresholds(Path("/nowhere")).limits["drift.most_psi"]
    0.25

    Raises :class:`ThresholdsInvalid` for the first thing that is wrong.
    """
    own = folder / OWN_FILE
    path = Path(file) if file is not None else own
    if file is None and not own.is_file():
        return parse_thresholds(shipped(), OWN_FILE)
    try:
        text = path.read_text("utf-8")
    except OSError as error:
        raise ThresholdsInvalid(f"The thresholds file {str(path)!r} cannot be read.", "Say where it is.") from error
    except UnicodeDecodeError as error:
        raise ThresholdsInvalid(f"The thresholds file {str(path)!r} is not UTF-8.", "Save it as UTF-8.") from error
    return parse_thresholds(text, str(path))


def parse_thresholds(text: str, file: str = OWN_FILE) -> Thresholds:
    """Return what a thresholds file says; ``file`` is what errors call it.

    >>> parse_thresholds("[drift]\\nmost_psi = 0.1\\n").limits
    {'drift.most_psi': 0.1}
    >>> parse_thresholds("[drift]\\nmost_psy = 0.1\\n")
    Traceback (most recent call last):
        ...
    queries.watch.thresholds.ThresholdsInvalid: In 'thresholds.toml', 'drift.most_psy' means nothing. Did you mean
    'drift.most_psi'? ...
    """
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ThresholdsInvalid(f"The thresholds file {file!r} is not TOML: {error}.", "Mend that line.") from error
    flat = {
        f"{section}.{key}": value
        for section, keys in said.items()
        for key, value in (keys.items() if isinstance(keys, dict) else [("", keys)])
    }
    for key in flat:
        if key not in LIMITS and key not in SETTINGS:
            raise _unknown(file, key.rstrip("."), [*LIMITS, *SETTINGS])
    limits = {key: _number(file, key, flat[key], most) for key, most in LIMITS.items() if key in flat}
    columns = flat.get("drift.columns", {})
    if not isinstance(columns, dict):
        raise ThresholdsInvalid(f"In {file!r}, 'drift.columns' is no table.", "Write `column = limit` lines under it.")
    for name in columns:
        if name not in WATCHED:
            raise _unknown(file, f"drift.columns.{name}", [f"drift.columns.{known}" for known in WATCHED])
    return Thresholds(
        limits=limits,
        columns={name: _number(file, f"drift.columns.{name}", value, math.inf) for name, value in columns.items()},
        metric=_text(file, "quality.metric", flat.get("quality.metric", Thresholds.metric)),
        slates=_text(file, "quality.slates", flat.get("quality.slates", Thresholds.slates)),
        current_days=_days(file, "windows.current_days", flat.get("windows.current_days", CURRENT_DAYS)),
        reference_days=_days(file, "windows.reference_days", flat.get("windows.reference_days", REFERENCE_DAYS)),
    )


def _unknown(file: str, key: str, known: list[str]) -> ThresholdsInvalid:
    close = difflib.get_close_matches(key, known, n=1)
    hint = f"Did you mean {close[0]!r}? " if close else ""
    return ThresholdsInvalid(f"In {file!r}, {key!r} means nothing.", f"{hint}There are: {', '.join(known)}.")


def _number(file: str, key: str, value: Any, most: float) -> float:
    allowed = "a number from 0 " + ("up" if math.isinf(most) else f"to {most:g}")
    wrong = isinstance(value, bool) or not isinstance(value, int | float)
    if wrong or not math.isfinite(value) or not 0 <= value <= most:
        raise ThresholdsInvalid(f"In {file!r}, {key!r} is {value!r}.", f"Write {allowed}.")
    return float(value)


def _days(file: str, key: str, value: Any) -> int:
    if type(value) is not int or not 1 <= value <= 3_660:
        raise ThresholdsInvalid(f"In {file!r}, {key!r} is {value!r}.", "Write a whole number of days from 1 up.")
    return value


def _text(file: str, key: str, value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ThresholdsInvalid(f"In {file!r}, {key!r} is {value!r}.", "Write text in quotes.")
    return value
