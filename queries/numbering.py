"""Slates and outcomes with their ids as numbers, checked: what every metric reads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from queries.errors import WhyrankError


class NotMeasurable(WhyrankError):
    """The slates or outcomes would make the measurement meaningless."""


@dataclass(frozen=True)
class Numbered:
    """``contexts`` and ``items``: the ids by number; item numbers follow the order of the ids.

    ``slates``: context_no, item_no (int32), score, probability (float64), candidates (int32), the last two null where
    not given. ``outcomes``: context_no, item_no, grade (float64).
    """

    contexts: pa.Array
    items: pa.Array
    slates: pa.Table
    outcomes: pa.Table


def number(slates: pa.Table, outcomes: pa.Table, asked: pa.Array | pa.ChunkedArray | None = None) -> Numbered:
    """Number the ids of both tables, refusing an item given twice in a context and a missing id or number.

    ``slates``: context_id, item_id, score, and optionally probability and candidates. ``outcomes``: context_id,
    item_id, grade. ``asked``: context ids that count even with neither a slate nor an outcome.
    Raises :class:`NotMeasurable`.

    >>> slates = pa.table({"context_id": ["s1", "s1"], "item_id": ["b", "a"], "score": [0.9, 0.5]})
    >>> outcomes = pa.table({"context_id": ["s1"], "item_id": ["c"], "grade": [1.0]})
    >>> numbered = number(slates, outcomes)
    >>> numbered.slates["item_no"].to_pylist(), numbered.outcomes["item_no"].to_pylist()
    ([1, 0], [2])
    """
    n, m = slates.num_rows, slates.num_rows + outcomes.num_rows
    with ThreadPoolExecutor(1) as other:  # Arrow and NumPy leave the interpreter free while they look up and sort
        items = other.submit(_codes, slates, outcomes, "item_id")
        context_nos, contexts = _codes(slates, outcomes, "context_id", asked)
        item_codes, found = items.result()
        order = pc.sort_indices(found).to_numpy()
        item_nos = np.argsort(order).astype(np.int32)[item_codes]
        repeats = other.submit(_refuse_repeats, "slates", slates, context_nos[:n], item_nos[:n])
        _refuse_missing("slates", slates, "score")
        _refuse_missing("outcomes", outcomes, "grade")
        _refuse_repeats("outcomes", outcomes, context_nos[n:m], item_nos[n:])
        repeats.result()
    return Numbered(
        contexts=contexts,
        items=found.take(pa.array(order)),
        slates=pa.table(
            {
                "context_no": context_nos[:n],
                "item_no": item_nos[:n],
                "score": slates["score"].cast(pa.float64()),
                "probability": _optional(slates, "probability", pa.float64()),
                "candidates": _optional(slates, "candidates", pa.int32()),
            }
        ),
        outcomes=pa.table(
            {"context_no": context_nos[n:m], "item_no": item_nos[n:m], "grade": outcomes["grade"].cast(pa.float64())}
        ),
    )


def _codes(
    slates: pa.Table, outcomes: pa.Table, column: str, more: pa.Array | pa.ChunkedArray | None = None
) -> tuple[np.ndarray, pa.Array]:
    columns = [slates[column], outcomes[column], pa.chunked_array([[] if more is None else more])]
    ids = pa.chunked_array([chunk for each in columns for chunk in each.cast(pa.string()).chunks], pa.string())
    if ids.null_count:
        raise NotMeasurable(f"A row has no {column}.", "Give every row of slates and outcomes both ids.")
    encoded = ids.dictionary_encode().combine_chunks()
    return encoded.indices.to_numpy(), encoded.dictionary


def _optional(table: pa.Table, column: str, kind: pa.DataType) -> pa.ChunkedArray | pa.Array:
    return table[column].cast(kind) if column in table.column_names else pa.nulls(table.num_rows, kind)


def _refuse_missing(place: str, table: pa.Table, column: str) -> None:
    missing = pc.index(pc.is_null(table[column].cast(pa.float64()), nan_is_null=True), True).as_py()
    if missing >= 0:
        raise NotMeasurable(
            f"The table {place} has no {column} for item {table['item_id'][missing]} "
            f"in context {table['context_id'][missing]}.",
            "Give each item of a context once, with a number.",
        )


def _refuse_repeats(place: str, table: pa.Table, context_nos: np.ndarray, item_nos: np.ndarray) -> None:
    pairs = context_nos.astype(np.int64)
    pairs <<= 32
    pairs |= item_nos
    pairs.sort()
    again = np.flatnonzero(pairs[1:] == pairs[:-1])
    if len(again):
        context_no, item_no = divmod(int(pairs[again[0]]), 1 << 32)
        row = int(np.flatnonzero((context_nos == context_no) & (item_nos == item_no))[0])
        raise NotMeasurable(
            f"The table {place} repeats item {table['item_id'][row]} in context {table['context_id'][row]}.",
            "Give each item of a context once, with a number.",
        )
