"""The privacy gate: groups of fewer than 11 shoppers are never shown, nor derivable from what is shown beside them.

A table shows a number for each cell, for its rows, its columns and all of it, and numbers of groups add up. So a small
cell that is merely left out is found again by subtraction; the gate leaves out other cells with it until it is not.

The cells left out form a graph: a row and a column are joined where their cell is hidden. What subtraction can reach
are sums over hidden cells, namely Σ of some rows − Σ of some columns, so far as no cell is counted below 0. Such a sum
is harmless when a cell of 11 shoppers or more is in it. Read small cells as one-way roads from row to column and larger
ones as roads both ways: then every reachable sum is harmless exactly when a road leads back from the column of each
small cell to its row, and the cheapest way there says which cells to hide with it. The total of everything is taken to
be shown, so the rows without totals of their own are together one row that has one, and so are the columns.
Source: Gusfield, A graph theoretic approach to statistical data security, SIAM J. Computing 1988.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

import pyarrow as pa

from queries.errors import WhyrankError
from queries.workspace import Workspace

MIN_SHOPPERS = 11
Node = tuple[str, str]
OTHER_ROWS: Node = ("other rows", "")
OTHER_COLUMNS: Node = ("other columns", "")


class GroupTooSmall(WhyrankError):
    """What was asked for would tell of a group of too few shoppers."""

    def __init__(self, group: str) -> None:
        super().__init__(
            f"{group} cannot be shown: fewer than {MIN_SHOPPERS} shoppers are in it, or in what would be left.",
            "Ask for a larger group, with fewer conditions.",
        )


@dataclass(frozen=True)
class Cell:
    """A group at a row and a column of a table; ``shoppers`` counts different ones."""

    row: str
    column: str
    shoppers: int
    contexts: int

    @property
    def is_small(self) -> bool:
        """Whether the group is too small to be shown."""
        return self.shoppers < MIN_SHOPPERS


def hidden_in_list(cells: Sequence[Cell]) -> set[Cell]:
    """Return which groups of a list are not shown beside their total.

    >>> sizes = {"zh": 40, "en": 30, "fr": 3}
    >>> cells = [Cell("", name, shoppers, shoppers) for name, shoppers in sizes.items()]
    >>> sorted(cell.column for cell in hidden_in_list(cells))
    ['en', 'fr']
    """
    return hidden_in_table(cells, (), ())


def hidden_in_table(
    cells: Sequence[Cell],
    rows_with_totals: Collection[str],
    columns_with_totals: Collection[str],
    hidden_rows: Collection[str] = (),
    hidden_columns: Collection[str] = (),
) -> set[Cell]:
    """Return which cells are not shown beside the totals of these rows and columns, and of everything.

    Cells of ``hidden_rows`` and ``hidden_columns``, whose totals are hidden elsewhere, are hidden too. Where no choice
    of cells protects a small one, all are hidden.

    >>> table = [Cell("a", "x", 5, 5), Cell("a", "y", 20, 25), Cell("b", "x", 30, 30), Cell("b", "y", 40, 41)]
    >>> len(hidden_in_table(table, "ab", "xy"))
    4
    """
    places = {cell: _ends(cell, rows_with_totals, columns_with_totals) for cell in cells}
    hidden = {c for c in cells if c.is_small or c.row in hidden_rows or c.column in hidden_columns}
    for cell in sorted((cell for cell in hidden if cell.is_small), key=lambda cell: (cell.row, cell.column)):
        way = _way_back(cell, places, hidden)
        if way is None:
            return set(cells)
        hidden |= way
    return hidden


def rare_searches_masked(ws: Workspace) -> pa.Table:
    """Return search and shown: the search as it may be shown, null where fewer than 11 shoppers typed it.

    Letter case and spaces at the ends do not make another search.

    >>> from queries.examples import tiny_shop
    >>> rare_searches_masked(tiny_shop()).to_pylist()
    [{'search': '手表', 'shown': None}, {'search': '智能手表', 'shown': None}]
    """
    return ws.run("masking/searches", many=MIN_SHOPPERS)


def _ends(cell: Cell, rows: Collection[str], columns: Collection[str]) -> tuple[Node, Node]:
    row = ("row", cell.row) if cell.row in rows else OTHER_ROWS
    column = ("column", cell.column) if cell.column in columns else OTHER_COLUMNS
    return row, column


def _way_back(small: Cell, places: Mapping[Cell, tuple[Node, Node]], hidden: Collection[Cell]) -> set[Cell] | None:
    """Return the cells to hide so that a road leads from the column of ``small`` back to its row.

    The cheapest in contexts, by Dijkstra's method; None where there is none.
    """
    row, column = places[small]
    roads: dict[Node, list[tuple[Node, Cell]]] = {}
    for cell in places:
        for start, end in _roads(cell, places[cell]):
            roads.setdefault(start, []).append((end, cell))
    turn = count()  # Equally dear ways are taken in the order they are found.
    queue: list[tuple[int, int, Node, tuple[Cell, ...]]] = [(0, next(turn), column, ())]
    seen: set[Node] = set()
    while queue:
        cost, _, place, way = heapq.heappop(queue)
        if place == row:
            return set(way)
        if place in seen:
            continue
        seen.add(place)
        for end, cell in roads.get(place, ()):
            price = 0 if cell in hidden else cell.contexts
            heapq.heappush(queue, (cost + price, next(turn), end, (*way, cell)))
    return None


def _roads(cell: Cell, ends: tuple[Node, Node]) -> Iterator[tuple[Node, Node]]:
    row, column = ends
    yield row, column
    if not cell.is_small:
        yield column, row
