"""Sparse rows: for each shopper, the few columns that hold something, found by binary search."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

ABSENT = -1


def codes(column: pa.ChunkedArray, known: pa.Array) -> np.ndarray:
    """Return int64 [n]: the place of each value in ``known``, -1 for null and for values that are not there.

    >>> codes(pa.chunked_array([["b", None, "z"]]), pa.array(["a", "b"]))
    array([ 1, -1, -1])
    """
    return pc.index_in(column, value_set=known).fill_null(ABSENT).to_numpy().astype(np.int64)


@dataclass(frozen=True)
class Grouped:
    """A sparse matrix of records, sorted by row, then column.

    ``starts`` [rows + 1] int64: row r is ``starts[r]:starts[r + 1]``. ``columns`` [m] int64. ``values``: name → [m]
    float64.
    """

    starts: np.ndarray
    columns: np.ndarray
    values: dict[str, np.ndarray]

    @staticmethod
    def build(rows: np.ndarray, columns: np.ndarray, values: dict[str, np.ndarray], n_rows: int) -> Grouped:
        """Sort records given in any order; those with a negative row or column are of nothing known and fall away.

        >>> taste = Grouped.build(np.array([1, 0, 1]), np.array([7, 3, 2]), {"n": np.array([5.0, 6.0, 8.0])}, 2)
        >>> taste.lookup(1, np.array([2, 3, 7]), "n", 0.0)
        array([8., 0., 5.])
        """
        known = np.flatnonzero((rows >= 0) & (columns >= 0))
        order = known[np.lexsort((columns[known], rows[known]))]
        starts = np.searchsorted(rows[order], np.arange(n_rows + 1))
        return Grouped(starts, columns[order], {name: column[order] for name, column in values.items()})

    def lookup(self, row: int, wanted: np.ndarray, name: str, absent: float) -> np.ndarray:
        """Return float64 [n]: value ``name`` of ``row`` at each of ``wanted`` [n], ``absent`` where it holds none."""
        begin, end = self.starts[row], self.starts[row + 1]
        if begin == end:
            return np.full(len(wanted), absent)
        held = self.columns[begin:end]
        place = np.minimum(np.searchsorted(held, wanted), len(held) - 1)
        return np.where(held[place] == wanted, self.values[name][begin:end][place], absent)
