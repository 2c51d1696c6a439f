"""What each part is worth to the rankings of logged contexts: nDCG against what was done or judged there.

Behaviour is as of each context's moment, so what was done there is not among what the ranker reads. Shapley values are
linear in the value, so their means over contexts split the mean nDCG.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import torch

from explain.explanation import PARTS
from explain.game import set_up
from explain.logged_slates import LoggedSlate, logged_slates
from explain.shop import Shop
from explain.slate_measures import NothingRelevant, ndcg
from explain.slate_value import SlateValue, slate_value
from models.field import Part
from queries.grading import BEHAVIOUR, Grading
from queries.outcomes import outcomes
from queries.point_in_time import CountedLog
from queries.workspace import Workspace

Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class LoggedValue:
    """``values``: one per context; ``base``, ``total`` and ``by_part`` are their means."""

    measure: str
    values: tuple[SlateValue, ...]

    @property
    def base(self) -> float:
        """The mean measure with nothing shown."""
        return float(np.mean([value.base for value in self.values]))

    @property
    def total(self) -> float:
        """The mean measure of the rankings as they are."""
        return float(np.mean([value.total for value in self.values]))

    @property
    def by_part(self) -> dict[Part, float]:
        """The mean share of each part; together ``total`` − ``base``."""
        return {part: float(np.mean([value.by_part[part] for value in self.values])) for part in PARTS}

    @property
    def errors(self) -> dict[Part, float | None]:
        """The standard error of each mean share over contexts, None where there is only one."""
        if len(self.values) < 2:
            return dict.fromkeys(PARTS)
        root = len(self.values) ** 0.5
        return {part: float(np.std([v.by_part[part] for v in self.values], ddof=1) / root) for part in PARTS}

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON."""
        return {
            "measure": self.measure,
            "contexts": len(self.values),
            "base": self.base,
            "total": self.total,
            "by_part": self.by_part,
            "errors": self.errors,
        }


def logged_value(
    ws: Workspace,
    shop: Shop,
    asked: pa.Table,
    k: int = 10,
    candidates: int = 50,
    grading: Grading = BEHAVIOUR,
    progress: Progress | None = None,
) -> LoggedValue:
    """Return what each part is worth to nDCG@k in the contexts ``asked``, rows of :func:`queries.contexts.contexts`.

    Each context's candidates are the ranker's best ``candidates`` there and its relevant items, those with a grade
    above 0. Contexts without one are left out; raises :class:`NothingRelevant` where that leaves none.
    """
    graded: dict[str, dict[str, float]] = {}
    for row in outcomes(ws, grading).to_pylist():
        if row["grade"] > 0:
            graded.setdefault(row["context_id"], {})[row["item_id"]] = row["grade"]
    in_outcomes = [context_id in graded for context_id in asked["context_id"].to_pylist()]
    known = asked.filter(pa.array(in_outcomes, pa.bool_()))
    if not known.num_rows:
        raise NothingRelevant(
            "In none of these contexts was anything clicked, bought or judged relevant.",
            "Choose another search, or other dates.",
        )
    values = []
    for slate in logged_slates(CountedLog(ws), shop, known, len(shop.catalogue.item_ids)):
        values.append(_value(shop, slate, graded[slate.context["context_id"]], k, candidates))
        if progress:
            progress("ranking with and without each part", len(values) / known.num_rows)
    return LoggedValue(f"ndcg@{k}", tuple(values))


def _value(shop: Shop, slate: LoggedSlate, grades: Mapping[str, float], k: int, candidates: int) -> SlateValue:
    rows = [row for row, item in enumerate(slate.items) if row < candidates or item.item_id in grades]
    item_ids = [slate.items[row].item_id for row in rows]
    game = set_up(
        shop.ranker,
        [slate.fields] * len(rows),
        [shop.catalogue.texts[shop.catalogue.place(item_id)] for item_id in item_ids],
        torch.from_numpy(slate.features[rows]),
        shop.ranker.background,
        shop.lexicon,
    )
    return slate_value(game, item_ids, ndcg(grades, k))
