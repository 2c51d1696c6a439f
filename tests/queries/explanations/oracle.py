"""What the statements over stored explanations should say, counted with pandas from the rows that were stored."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence

import numpy as np
import pandas as pd

from tests.queries.explanations.rows import Row

DRIVER = ["part", "role", "word"]
SEGMENTS = ("lang", "surface", "platform", "category", "brand", "verdict")


def tables(rows: Sequence[Row], contributions: Sequence[Row]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the explanations with their segments, and one row per explanation and driver with its sum."""
    explanations = pd.DataFrame(rows)
    for name in SEGMENTS:
        explanations[f"{name}_segment"] = explanations[name].fillna("") if name in explanations else ""
    explanations["search_segment"] = np.where(explanations["search"].isna(), "no", "yes")
    explanations["all_segment"] = "all"
    words = pd.DataFrame(contributions)
    words["word"] = [plain(name, part) for name, part in zip(words["name"], words["part"], strict=True)]
    words["role"] = [role(row) for row in contributions]
    keys = ["explanation_id", *DRIVER]
    drivers = words.groupby(keys, sort=False).agg(
        contribution=("contribution", "sum"), value=("feature_value", "first")
    )
    return explanations, drivers.reset_index().merge(explanations, on="explanation_id")


def plain(name: str, part: str) -> str:
    return name if part == "behaviour" else unicodedata.normalize("NFKC", name).casefold()


def role(row: Row) -> str:
    return re.sub(r"_\d+$", "", row["field"]) if row.get("field") else row["part"]


def clustered_error(values: pd.Series, clusters: pd.Series) -> float:
    """Return the standard error of a mean whose observations are correlated within clusters."""
    pulls = (values - values.mean()).groupby(clusters).sum()
    n = len(pulls)
    return math.sqrt((pulls**2).sum() * n / (n - 1)) / len(values) if n > 1 else math.nan


def ledger(drivers: pd.DataFrame, explanations: pd.DataFrame, by: tuple[str, str]) -> dict[tuple, Row]:
    columns = [f"{name}_segment" for name in by]
    sizes = explanations.groupby(columns).size()
    found = {}
    for key, group in drivers.groupby([*columns, *DRIVER]):
        values, contexts = group["contribution"], group["context_id"]
        error = clustered_error(values, contexts)
        helped = (values > 0).astype(float)
        found[key] = {
            "mean": values.mean(),
            "low": values.mean() - 1.95996 * error,
            "high": values.mean() + 1.95996 * error,
            "mean_absolute": values.abs().mean(),
            "explanations": len(group),
            "contexts": contexts.nunique(),
            "share": len(group) / sizes[key[:2]],
            "helped": helped.mean(),
            "helped_low": max(0.0, helped.mean() - 1.95996 * clustered_error(helped, contexts)),
            "hurt": (values < 0).mean(),
        }
    return found
