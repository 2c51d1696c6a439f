"""Thousands of explanations: whole slates of logged contexts into the tables ``explanations`` and ``contributions``.

What slates share is shared: features of many contexts come from one pass over the log, a context's texts are read once
for its whole slate, equal texts once, texts of like length together, and only pairs that need more steps take them.
Contexts are committed in groups, each whole or not at all, under ids that say what was computed: a job that was killed
goes on where it stopped, with nothing lost and nothing doubled. Memory holds one group.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
import pyarrow as pa

from explain.backgrounds import Background
from explain.explanation import Explanation
from explain.logged_slates import LoggedSlate, logged_slates
from explain.settings import Settings
from explain.shop import Shop
from explain.stored_rows import contribution_rows, explanation_row
from explain.workers import PROCESSORS, side_by_side
from queries.backgrounds import background_table, save_backgrounds
from queries.contexts import contexts
from queries.explanations import explained_contexts, save_explanations
from queries.explanations.reading import compact
from queries.point_in_time import CountedLog
from queries.workspace import Workspace

Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class BatchSettings:
    """Which contexts are explained, and how much of each slate."""

    contexts: int = field(default=200, metadata={"help": "Logged contexts to draw."})
    k: int = field(default=10, metadata={"help": "Items of each slate, from the top."})
    seed: int = field(default=0, metadata={"help": "Seed of the draw."})
    trust: bool = field(default=False, metadata={"help": "Measure each explanation's trust too: some 70 texts more."})
    group: int = field(default=40, metadata={"help": "Contexts explained and committed together."})


@dataclass(frozen=True)
class BatchReport:
    """``contexts`` and ``explanations`` made now; ``before`` contexts were there already; ``left`` are still to do."""

    contexts: int
    explanations: int
    before: int
    left: int


def explain_all(
    ws: Workspace,
    shop: Shop,
    batch: BatchSettings | None = None,
    settings: Settings | None = None,
    start: datetime | None = None,
    end: datetime | None = None,
    stop: Callable[[], bool] = lambda: False,
    progress: Progress | None = None,
) -> BatchReport:
    """Explain the slates of contexts drawn from ``start`` ≤ ts < ``end``; ``ws`` is open for writing.

    ``stop`` is asked after every context, and contexts are kept in groups. The same call goes on where a stopped or
    killed one ended.
    """
    batch, settings = batch or BatchSettings(), settings or Settings()
    drawn = contexts(ws, start, end, limit=batch.contexts, seed=batch.seed)
    run = run_id(shop, settings, batch.trust)
    done = explained_contexts(ws, run, batch.k)
    todo = drawn.filter(pa.array([context_id not in done for context_id in drawn["context_id"].to_pylist()]))
    # In no order of time, so that what a stopped job leaves is a fair sample.
    todo = todo.take(pa.array(np.random.default_rng(batch.seed).permutation(todo.num_rows)))
    before, made, explained, stopped = drawn.num_rows - todo.num_rows, 0, 0, False
    log = CountedLog(ws)
    for group in _groups(todo, batch.group):
        slates = list(logged_slates(log, shop, group, batch.k))
        backgrounds = _backgrounds(shop, slates, settings)
        found: list[tuple[LoggedSlate, list[Explanation]]] = []
        with closing(explain_slates(shop, slates, settings, backgrounds, batch.trust)) as explaining:
            for slate, explanations in explaining:
                found.append((slate, explanations))
                made += 1
                explained += len(explanations)
                if progress:
                    label = f"{explained:,} explanations of {before + made:,} contexts"
                    progress(label, (before + made) / drawn.num_rows)
                stopped = stop()
                if stopped:
                    break
        _save_backgrounds(ws, backgrounds)
        _save(ws, shop, run, found)
        if stopped:
            break
    if made:
        compact(ws)
    return BatchReport(made, explained, before, todo.num_rows - made)


def run_id(shop: Shop, settings: Settings, trust: bool = False) -> str:
    """Return what tells one computation from another: the ranker, the data, how explanations are made and measured."""
    how = json.dumps(settings.to_dict(), sort_keys=True)
    parts = (shop.ranker.identity, shop.data_id, how, *(["trust"] if trust else []))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def explanation_id(run: str, context_id: str, item_id: str) -> str:
    """Return the id of one explanation of a run; the same computation has the same id.

    >>> explanation_id("r", "s1", "i1") == explanation_id("r", "s1", "i1") != explanation_id("r", "s1", "i2")
    True
    """
    return hashlib.sha256(f"{run}\n{context_id}\n{item_id}".encode()).hexdigest()[:24]


def _groups(todo: pa.Table, size: int) -> Iterator[pa.Table]:
    for start in range(0, todo.num_rows, size):
        yield todo.slice(start, size)


def _backgrounds(shop: Shop, slates: list[LoggedSlate], settings: Settings) -> list[list[Background | None]]:
    return [shop.backgrounds(settings, slate.context["user_id"], _item_ids(slate)) for slate in slates]


def _item_ids(slate: LoggedSlate) -> list[str]:
    return [item.item_id for item in slate.items]


def explain_slates(
    shop: Shop,
    slates: list[LoggedSlate],
    settings: Settings,
    backgrounds: list[list[Background | None]] | None = None,
    trust: bool = False,
) -> Generator[tuple[LoggedSlate, list[Explanation]]]:
    """Yield each slate with its explanations, made by all processors.

    They come in the order of ``slates`` but for the last few, of which the longest go first: no processor waits long
    for another's.
    """

    def of(slate: LoggedSlate, compared_with: list[Background | None]) -> list[Explanation]:
        return shop.explain_items(slate.fields, _item_ids(slate), slate.features, settings, compared_with, trust=trust)

    backgrounds = backgrounds or _backgrounds(shop, slates, settings)
    todo = list(zip(slates, backgrounds, strict=True))
    few = 3 * PROCESSORS
    todo[-few:] = sorted(todo[-few:], key=lambda each: _length(shop, each[0]), reverse=True)
    with closing(side_by_side(of, *zip(*todo, strict=True))) as explained:
        yield from zip([slate for slate, _ in todo], explained, strict=True)


def _length(shop: Shop, slate: LoggedSlate) -> int:
    """Return the bytes of all texts that are read for a slate: a Chinese character is worth several Latin ones."""
    texts = [field for fields in shop.texts(_item_ids(slate)) for field in (*slate.fields, *fields)]
    return sum(len(field.text.encode()) for field in texts)


def _save_backgrounds(ws: Workspace, backgrounds: list[list[Background | None]]) -> None:
    different = {each.identity: each for of_slate in backgrounds for each in of_slate if each is not None}
    tables = [
        background_table(identity, each.name, each.drawn_from, each.feature_names, each.rows.numpy())
        for identity, each in different.items()
    ]
    save_backgrounds(ws, tables)


def _save(ws: Workspace, shop: Shop, run: str, explained: list[tuple[LoggedSlate, list[Explanation]]]) -> None:
    rows, contributions = [], []
    for slate, explanations in explained:
        for rank, explanation in enumerate(explanations, start=1):
            item = shop.item(str(explanation.item_id))
            key = explanation_id(run, slate.context["context_id"], item["item_id"])
            rows.append(explanation_row(key, run, slate.context, item, rank, explanation))
            contributions += contribution_rows(key, explanation)
    save_explanations(ws, rows, contributions)
