"""Learns from the log what a ranker was trained on, marks what is odd, and measures how often that is a false alarm."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from models.familiarity import (
    LOOKS,
    Familiarity,
    FamiliaritySettings,
    Judgement,
    beyond_by_context,
    joint_marks,
    known_searches,
    pieces_of,
)
from models.familiarity_file import save_familiarity
from models.feature_ranges import FeatureRanges
from models.piece_surprise import PieceSurprise
from models.serving import ServingRanker
from queries.contexts import contexts
from queries.corpus import time_split
from queries.errors import WhyrankError
from queries.familiar import typed_between
from queries.features import FEATURES
from queries.rankers import RankerEntry
from queries.training import training_set
from queries.workspace import Workspace

if TYPE_CHECKING:
    from explain.shop import Shop, Slate

Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class Spans:
    """The ranker learned before ``learned``; marks are set on what came until ``later``, and measured until ``end``."""

    learned: datetime
    later: datetime
    end: datetime


def spans(ws: Workspace, entry: RankerEntry) -> Spans:
    """Return the spans a ranker's card says it was trained and validated on; the log's usual ones else."""
    data = entry.card.get("data", {})
    said = [data.get(name) for name in ("training_until", "validation_until")]
    days = [datetime.fromisoformat(day) if day else None for day in said]
    split = time_split(ws, *days)
    return Spans(split.validation, split.test, split.end)


def learn_familiarity(
    ws: Workspace,
    entry: RankerEntry,
    ranker: ServingRanker,
    settings: FamiliaritySettings | None = None,
    progress: Progress | None = None,
) -> Familiarity:
    """Learn what a ranker was trained on and keep it beside the ranker; the same log gives the same.

    Raises :class:`WhyrankError` where nothing was typed before the ranker's validation span.
    """
    settings = settings or FamiliaritySettings()
    report = progress or (lambda label, share: None)
    of = spans(ws, entry)
    report("reading the searches", 0.0)
    typed = typed_between(ws, None, of.learned).to_pandas()
    typed = typed.groupby("search", sort=False).agg({"contexts": "sum", "shoppers": "max", "may_be_told": "max"})
    if typed.empty:
        raise WhyrankError(
            f"Nothing was typed before {of.learned:%Y-%m-%d}, so nothing is known to be familiar.",
            "Import a longer log, or judge a ranker by another workspace.",
        )
    searches = typed.index.tolist()
    surprise = PieceSurprise.learned(pieces_of(ranker, searches), typed["shoppers"].tolist())
    report("reading what it knows", 0.1)
    known = known_searches(ranker, searches, typed["may_be_told"].tolist(), settings.known)
    report("reading behaviour", 0.4)
    ranges = _ranges(ws, ranker, of)
    unmarked = Familiarity(ranker.identity, settings.false_alarms, {}, surprise, known, ranges)
    checked = judged_between(ws, ranker, unmarked, of.learned, of.later)
    marks = joint_marks(checked.values, settings.false_alarms)
    report("measuring false alarms", 0.8)
    after = judged_between(ws, ranker, unmarked, of.later, of.end)
    figures = {
        "learned_until": f"{of.learned:%Y-%m-%d}",
        "marked_until": f"{of.later:%Y-%m-%d}",
        "measured_until": f"{of.end:%Y-%m-%d}",
        "searches_known": len(searches),
        "marked_on": len(checked.languages),
        "achieved": achieved(after, marks),
    }
    found = replace(unmarked, marks=marks, figures=figures)
    save_familiarity(found, entry.folder)
    return found


def judge(shop: Shop, slate: Slate) -> Judgement | None:
    """Judge the context of a slate: its search, and the features of the items on it; None where nothing was learned."""
    return _judged(shop, slate.search, slate.user_id, [row.item_id for row in slate.rows])


def judge_item(shop: Shop, search: str | None, user_id: str | None, item_id: str) -> Judgement | None:
    """Judge a context by its search and the features of one item; None where nothing was learned."""
    return _judged(shop, search, user_id, [item_id])


def _judged(shop: Shop, search: str | None, user_id: str | None, item_ids: Sequence[str]) -> Judgement | None:
    if shop.familiarity is None:
        return None
    search = (search or "").strip() or None
    return shop.familiarity.judge(shop.ranker, search, shop.features(user_id, item_ids))


def _ranges(ws: Workspace, ranker: ServingRanker, of: Spans) -> FeatureRanges | None:
    if not ranker.feature_names:
        return None
    logged = {feature.name: feature.scale == "log" for feature in FEATURES}
    pairs = training_set(ws, None, of.learned, negatives=0).pairs
    names = ranker.feature_names
    return FeatureRanges.learned(names, tuple(logged[name] for name in names), _rows(pairs, names))


@dataclass(frozen=True)
class JudgedContexts:
    """``values`` [c] by look, NaN where it has nothing to look at, and ``languages`` [c] ("": none) of c contexts."""

    values: dict[str, np.ndarray]
    languages: np.ndarray


def judged_between(
    ws: Workspace, ranker: ServingRanker, familiarity: Familiarity, start: datetime, end: datetime
) -> JudgedContexts:
    """Look at every context of a span: its search, and the behaviour of the items it showed, as of its moment."""
    asked = contexts(ws, start, end)
    searches = asked["search"].to_pylist()
    typed = np.flatnonzero([bool(search) for search in searches])
    values = {}
    for look, found in familiarity.text_values(ranker, [searches[row] for row in typed]).items():
        values[look] = np.full(len(searches), np.nan)
        values[look][typed] = found
    if familiarity.ranges is not None:
        pairs = training_set(ws, start, end, negatives=0).pairs
        ids = pairs["context_id"].to_pylist()
        beyond = beyond_by_context(familiarity.ranges, _rows(pairs, ranker.feature_names), ids)
        furthest = dict(zip(dict.fromkeys(ids), beyond, strict=True))
        values["beyond"] = np.array([furthest.get(each, np.nan) for each in asked["context_id"].to_pylist()])
    languages = np.array([lang or "" for lang in asked["lang"].to_pylist()], str)
    return JudgedContexts({look: values[look] for look in LOOKS if look in values}, languages)


def achieved(judged: JudgedContexts, marks: Mapping[str, float]) -> dict[str, dict[str, Any]]:
    """Return how many contexts were looked at and which share was flagged, by language ("all": of all)."""
    looked = np.any([~np.isnan(values) for values in judged.values.values()], axis=0)
    flagged = np.any([values > marks[look] for look, values in judged.values.items()], axis=0)
    groups = {"all": looked} | {str(lang): looked & (judged.languages == lang) for lang in np.unique(judged.languages)}
    return {
        name: {"contexts": int(rows.sum()), "flagged": float(flagged[rows].mean())}
        for name, rows in groups.items()
        if name and rows.any()
    }


def _rows(pairs: pa.Table, names: tuple[str, ...]) -> np.ndarray:
    return np.column_stack([pairs[name].to_numpy() for name in names]) if pairs.num_rows else np.zeros((0, len(names)))
