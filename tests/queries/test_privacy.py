"""The privacy gate: no arithmetic on what is shown tells of a group of fewer than 11 shoppers."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.privacy import MIN_SHOPPERS, Cell, hidden_in_list, hidden_in_table, rare_searches_masked
from queries.workspace import open_workspace


def derivable_small_groups(cells, hidden, rows, columns) -> list[set[Cell]]:
    """Return the groups of hidden small cells whose sum is a linear combination of the totals, all cells' included."""
    unknown = sorted(hidden, key=lambda cell: (cell.row, cell.column))
    equations = [[float(c.row == row) for c in unknown] for row in rows]
    equations += [[float(c.column == column) for c in unknown] for column in columns]
    known = np.array([*equations, [1.0] * len(unknown)])
    rank = np.linalg.matrix_rank(known)
    small = [place for place, cell in enumerate(unknown) if cell.is_small]
    found = []
    for chosen in product((0.0, 1.0), repeat=len(small)):
        group = np.zeros(len(unknown))
        group[small] = chosen
        if group.any() and np.linalg.matrix_rank(np.vstack([known, group])) == rank:
            found.append({unknown[place] for place in np.flatnonzero(group)})
    return found


@st.composite
def tables(draw):
    """Tables of up to 4 × 4 cells, of which some are small, some are empty, and some totals are not shown."""
    names = [f"r{n}" for n in range(draw(st.integers(1, 4)))], [f"c{n}" for n in range(draw(st.integers(1, 4)))]
    sizes = st.one_of(st.integers(1, 10), st.integers(11, 60), st.just(0))
    cells = [
        Cell(row, column, shoppers, shoppers + draw(st.integers(0, 9)))
        for row, column in product(*names)
        if (shoppers := draw(sizes))
    ]
    shown = st.lists(st.booleans(), min_size=4, max_size=4)
    totals = [[name for name, on in zip(each, draw(shown), strict=False) if on] for each in names]
    return cells, *totals


@settings(max_examples=400, deadline=None)
@given(tables())
def test_no_difference_of_totals_tells_of_a_small_group(table):
    cells, rows, columns = table
    hidden = hidden_in_table(cells, rows, columns)
    assert {cell for cell in cells if cell.is_small} <= hidden
    if hidden != set(cells):
        assert derivable_small_groups(cells, hidden, rows, columns) == []


def test_the_attack_finds_what_hiding_small_cells_alone_would_leave():
    cells = [Cell("a", "x", 5, 5), Cell("a", "y", 20, 25), Cell("b", "x", 30, 30), Cell("b", "y", 40, 41)]
    alone = {cell for cell in cells if cell.is_small}
    assert derivable_small_groups(cells, alone, ["a", "b"], ["x", "y"]) == [alone]


def test_two_cells_that_only_together_are_derivable_are_found_and_closed():
    """r1 + r2 − c1 leaves two small cells, though every row and column hides at least two."""
    cells = [
        *(Cell("r1", "c1", 50, 50), Cell("r1", "c2", 3, 3), Cell("r2", "c1", 50, 50), Cell("r2", "c3", 3, 3)),
        *(Cell("r3", "c2", 20, 20), Cell("r3", "c3", 20, 20), Cell("r3", "c1", 60, 60)),
    ]
    rows, columns = ["r1", "r2", "r3"], ["c1", "c2", "c3"]
    careless = {cell for cell in cells if cell.shoppers <= 50}
    assert derivable_small_groups(cells, careless, rows, columns)
    assert not derivable_small_groups(cells, hidden_in_table(cells, rows, columns), rows, columns)


def test_a_list_without_small_groups_is_shown_whole():
    assert hidden_in_list([Cell("", name, MIN_SHOPPERS, 12) for name in "abc"]) == set()


def test_the_cheapest_group_is_hidden_beside_the_small_one():
    cells = [Cell("", name, shoppers, shoppers) for name, shoppers in [("a", 3), ("b", 90), ("c", 30), ("d", 500)]]
    assert {cell.column for cell in hidden_in_list(cells)} == {"a", "c"}


def test_all_of_a_hidden_row_is_hidden():
    cells = [Cell(row, column, 40, 40) for row, column in product("ab", "xy")]
    assert {cell.row for cell in hidden_in_table(cells, ["b"], ["x", "y"], hidden_rows=["a"])} == {"a"}


@pytest.fixture
def typed(tmp_path):
    """A workspace in which 11 shoppers typed "watch", 10 typed "gift", and one typed "secret" forty times."""
    with open_workspace(tmp_path, "write") as ws:
        rows = [(f"u{n}", "Watch " if n % 2 else "watch") for n in range(11)]
        rows += [(f"u{n}", "gift") for n in range(10)] + [("u0", "secret")] * 40
        ws.commit(lambda con: con.executemany("insert into searches (user_id, text) values (?, ?)", rows))
        yield ws


def test_rare_searches_are_masked_by_shoppers_not_by_times(typed):
    shown = {row["search"]: row["shown"] for row in rare_searches_masked(typed).to_pylist()}
    assert shown == {"watch": "watch", "Watch ": "Watch ", "gift": None, "secret": None}
