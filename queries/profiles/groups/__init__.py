"""Groups of shoppers: by what they bought, by when they came, by the way they went, by what they like.

Every function answers a table whose ``state`` is "shown" or "hidden"; a hidden row tells its place and nothing else.
The privacy gate (:mod:`queries.privacy`) says which: groups of fewer than 11 shoppers, those who did not come back or
did not go on as much as those who did, and what would betray them by subtraction.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal, get_args

import pyarrow as pa

from queries.errors import UnknownName
from queries.honesty import contexts_needed
from queries.observe import LOGGED
from queries.privacy import MIN_SHOPPERS, Cell, GroupTooSmall, hidden_in_list, hidden_in_table
from queries.profiles.people import People
from queries.segments import Dimension

Grain = Literal["week", "month"]
CohortOf = Literal["visit", "purchase"]
AffinityOf = Literal["category", "brand"]
GroupBy = Literal["stage", "rfm", "tenure", "platform", "lang", "taste"]
STEPS = ("came", "shown", "clicked", "cart", "bought")
USUAL_METRIC = "ndcg@10"
SUBJECTS = 12
JOURNEY_STEPS = 5
BEHIND = 12
Row = Mapping[str, Any]


def rfm_grid(people: People, metric: str = USUAL_METRIC, ranker_id: str = LOGGED) -> pa.Table:
    """Return buyers by the thirds of recency r (3: bought last) and frequency f (3: most orders).

    Columns: r, f, state, shoppers, share (of all buyers), recency_days (median), orders (mean), m (mean score of
    monetary value, 1 to 3), contexts and value (the mean over shoppers of their mean ``metric``, None where fewer
    contexts than :func:`queries.honesty.contexts_needed` were measured).

    >>> from queries.examples import tiny_shop
    >>> from queries.profiles.people import gather
    >>> rfm_grid(gather(tiny_shop())).select(["r", "f", "state", "shoppers"]).to_pylist()
    [{'r': 1, 'f': 1, 'state': 'hidden', 'shoppers': None}]
    """
    rows = people.served("groups/rfm_grid", metric, ranker_id).to_pylist()
    hidden = hidden_in_list([Cell(str(row["r"]), str(row["f"]), row["shoppers"], row["contexts"]) for row in rows])
    places = {(cell.row, cell.column) for cell in hidden}
    needed = contexts_needed(metric, False)
    told = [row | {"value": row["value"] if row["contexts"] >= needed else None} for row in rows]
    return _gated(told, lambda row: (str(row["r"]), str(row["f"])) in places, ("r", "f"))


def value_and_service(people: People, metric: str = USUAL_METRIC, ranker_id: str = LOGGED) -> pa.Table:
    """Return how well shoppers are served by what they spent: in fifths of the buyers of a currency, 5 spent most.

    Columns: band (0: bought nothing), state, shoppers, served (those with a figure), contexts, mean (over shoppers of
    their mean ``metric``), low, high (95 %, normal, the unit is the shopper); no figures where there are too few
    contexts.

    >>> from queries.examples import tiny_shop
    >>> from queries.profiles.people import gather
    >>> value_and_service(gather(tiny_shop())).column_names
    ['band', 'state', 'shoppers', 'served', 'contexts', 'mean', 'low', 'high']
    """
    return _served(people.served("groups/value", metric, ranker_id).to_pylist(), "band", metric)


def tastes(people: People, metric: str = USUAL_METRIC, ranker_id: str = LOGGED) -> pa.Table:
    """Return groups of shoppers who chose similar items, the largest first, and how well they are served.

    Columns: taste ("" where none is told, see `whyrank tastes`), state, shoppers, orders (mean), then as
    :func:`value_and_service` has them.

    >>> from queries.examples import tiny_shop
    >>> from queries.profiles.people import gather
    >>> tastes(gather(tiny_shop())).to_pylist()[0]["state"]
    'hidden'
    """
    return _served(people.served("groups/tastes", metric, ranker_id).to_pylist(), "taste", metric)


def value_correlation(people: People, metric: str = USUAL_METRIC, ranker_id: str = LOGGED) -> tuple[int, float | None]:
    """Return how many buyers have a figure, and Spearman's correlation of what they spent with how they are served.

    −1 to 1; None where fewer than 30 buyers can be compared. What they spent is placed within their currency.
    """
    [row] = people.served("groups/value_correlation", metric, ranker_id).to_pylist()
    enough = row["shoppers"] >= contexts_needed(metric, False)
    return row["shoppers"], row["correlation"] if enough else None


def cohorts(people: People, grain: Grain = "week", of: CohortOf = "visit") -> pa.Table:
    """Return the shoppers who first came, or first bought, in each period, and the share that was back later.

    Columns: cohort (the period's first day), age (periods later, 0 the first), state, size, shoppers (who were back),
    retention (0 to 1). Weeks begin on Monday. Shoppers who joined before the log began are in no cohort.

    >>> from queries.examples import tiny_shop
    >>> from queries.profiles.people import gather
    >>> [(str(row["cohort"].date()), row["state"]) for row in cohorts(gather(tiny_shop())).to_pylist()]
    [('2025-04-28', 'hidden')]
    """
    known(grain, get_args(Grain), "period")
    known(of, get_args(CohortOf), "kind of cohort")
    rows = people.run("groups/cohorts", grain=grain, of=of, now=people.now).to_pylist()
    sizes = [Cell(str(row["cohort"]), "", row["size"], row["size"]) for row in rows if row["age"] == 0]
    unseen = {cell.row for cell in hidden_in_list(sizes)}

    def hidden(row: Row) -> bool:
        if str(row["cohort"]) in unseen:
            return True
        return any(0 < count < MIN_SHOPPERS for count in (row["shoppers"], row["size"] - row["shoppers"]))

    return _gated(rows, hidden, ("cohort", "age"), {"size": lambda row: str(row["cohort"]) not in unseen})


def funnel(people: People, by: Dimension | None = None) -> pa.Table:
    """Return how many contexts came as far as each step: came, shown (a slate), clicked, cart, bought.

    Columns: segment (of the dimension ``by``, one of contexts; "" for all), step (1 to 5), state, contexts, share (of
    the segment's contexts), onward (of those that came to the step before). A context counts for every step up to the
    furthest it reached, so that a purchase without a logged click is one that was clicked.

    >>> from queries.examples import tiny_shop
    >>> from queries.profiles.people import gather
    >>> {row["state"] for row in funnel(gather(tiny_shop())).to_pylist()}
    {'hidden'}
    """
    rows = people.run("groups/funnel", dimension=by.name if by else None, absent=by.absent if by else "").to_pylist()
    cells = [_cell(row, "segment", "step") for row in rows]
    sizes: dict[str, list[Cell]] = {}
    for cell in cells:
        sizes.setdefault(cell.row, []).append(cell)
    totals = [Cell(name, "", max(c.shoppers for c in row), sum(c.contexts for c in row)) for name, row in sizes.items()]
    unseen = {cell.row for cell in hidden_in_list(totals)}
    hidden = hidden_in_table(cells, set(sizes) - unseen, {cell.column for cell in cells}, hidden_rows=unseen)
    return pa.Table.from_pylist(
        [row for name in sizes for row in _steps(name, sizes[name], hidden, name in unseen)], schema=_FUNNEL
    )


def journeys(people: People, steps: int = JOURNEY_STEPS) -> pa.Table:
    """Return how many visits go from one thing to the next at each of the first ``steps`` steps of a session.

    Columns: step (from 1), here, there ("search", "browse": a slate without a search, "click", "cart", "purchase",
    "return"; there also "leave"), state, visits.

    >>> from queries.examples import tiny_shop
    >>> from queries.profiles.people import gather
    >>> [(row["here"], row["there"], row["state"]) for row in journeys(gather(tiny_shop()), 1).to_pylist()]
    [('search', 'click', 'hidden'), ('search', 'purchase', 'hidden')]
    """
    rows = people.run("groups/journeys", steps=steps).to_pylist()
    hidden: set[tuple[int, str, str]] = set()
    unseen: set[str] = set()
    for step in range(1, steps + 1):
        cells = [Cell(row["here"], row["there"], row["shoppers"], row["visits"]) for row in rows if row["step"] == step]
        arrivals = [_sum(cells, there) for there in sorted({cell.column for cell in cells})]
        lost = {cell.column for cell in hidden_in_list(arrivals)}
        here, there = {cell.row for cell in cells}, {cell.column for cell in cells}
        found = hidden_in_table(cells, here - unseen, there - lost, unseen, lost)
        hidden |= {(step, cell.row, cell.column) for cell in found}
        unseen = lost
    return _gated(
        [{name: row[name] for name in ("step", "here", "there", "visits")} for row in rows],
        lambda row: (row["step"], row["here"], row["there"]) in hidden,
        ("step", "here", "there"),
    )


def affinities(people: People, by: GroupBy = "stage", of: AffinityOf = "category", limit: int = SUBJECTS) -> pa.Table:
    """Return what groups of shoppers care for: who clicked, put in the cart or bought something of a category or brand.

    Columns: subject (the category or brand, those of most shoppers first), segment (of ``by``; "" where nothing is
    known), state, size (of the group: who did any of these), shoppers, share (of the group), everyone (the share among
    all), lift (share over everyone).

    >>> from queries.examples import tiny_shop
    >>> from queries.profiles.people import gather
    >>> [(row["subject"], row["state"]) for row in affinities(gather(tiny_shop())).to_pylist()]
    [('watches', 'hidden')]
    """
    known(by, get_args(GroupBy), "group of shoppers")
    known(of, get_args(AffinityOf), "subject")
    rows = people.run("groups/affinities", by=by, of=of, limit=limit).to_pylist()
    sizes = {row["segment"]: row["size"] for row in rows}
    unseen = {cell.column for cell in hidden_in_list([Cell("", name, size, size) for name, size in sizes.items()])}
    hidden: set[tuple[str, str]] = set()
    for subject in {row["subject"] for row in rows}:
        own = [row for row in rows if row["subject"] == subject]
        cells = [
            Cell(side, row["segment"], count, count)
            for row in own
            for side, count in (("in", row["shoppers"]), ("out", row["size"] - row["shoppers"]))
            if count  # nobody is no group
        ]
        found = hidden_in_table(cells, ("in", "out"), set(sizes) - unseen, hidden_columns=unseen)
        hidden |= {(subject, cell.column) for cell in found}
    return _gated(rows, lambda row: (row["subject"], row["segment"]) in hidden, ("subject", "segment", "everyone"))


def behind(
    people: People, kind: str, key: str, metric: str = USUAL_METRIC, ranker_id: str = LOGGED, limit: int = BEHIND
) -> pa.Table:
    """Return contexts of a group of shoppers, of each shopper the one served worst, the lowest values first.

    Those without a figure come last, the latest first.

    ``kind`` and ``key`` name the group: ("rfm_cell", "3 1") for r and f, ("spend", "5") for a band, or one of
    :data:`GroupBy`, "week" or "month" with its segment or the first day of a cohort of visits.
    Columns: context_id, user_id, ts, search (null where rare or absent), rare, value.
    Raises :class:`queries.privacy.GroupTooSmall`.

    >>> from queries.examples import tiny_shop
    >>> from queries.profiles.people import gather
    >>> behind(gather(tiny_shop()), "stage", "gone").num_rows
    0
    """
    asked = {"kind": kind, "key": key, "metric": metric, "ranker_id": ranker_id, "limit": limit}
    return _large_enough(people.behind("groups/behind", **asked), f"{kind} = {key}")


def stopped(people: People, step: int, limit: int = BEHIND) -> pa.Table:
    """Return the latest contexts that came as far as a step of the funnel (1 to 5) and no further.

    Columns as :func:`behind` has them. Raises :class:`queries.privacy.GroupTooSmall`.
    """
    return _large_enough(people.behind("groups/stopped", step=step, limit=limit), STEPS[step - 1])


def went(people: People, step: int, here: str, there: str, limit: int = BEHIND) -> pa.Table:
    """Return the context that the latest visits were at when they went one way of a journey (see :func:`journeys`).

    Columns as :func:`behind` has them. Raises :class:`queries.privacy.GroupTooSmall`.
    """
    found = people.behind("groups/went", step=step, here=here, there=there, limit=limit)
    return _large_enough(found, f"{step}: {here} → {there}")


def known(name: str, names: tuple[str, ...], kind: str) -> None:
    """Raise :class:`UnknownName` with the nearest one where ``name`` is not among ``names``."""
    if name not in names:
        raise UnknownName(kind, name, names)


def _large_enough(found: pa.Table, group: str) -> pa.Table:
    if found.num_rows and found["shoppers"][0].as_py() < MIN_SHOPPERS:
        raise GroupTooSmall(group)
    return found.drop_columns(["shoppers"])


_FUNNEL = pa.schema(
    [
        ("segment", pa.string()),
        ("step", pa.int64()),
        ("state", pa.string()),
        ("contexts", pa.int64()),
        ("share", pa.float64()),
        ("onward", pa.float64()),
    ]
)


def _steps(name: str, cells: list[Cell], hidden: set[Cell], unseen: bool) -> list[dict[str, Any]]:
    """Return how many contexts came to each step, where it follows from cells that are shown."""
    total = sum(cell.contexts for cell in cells)
    rows: list[dict[str, Any]] = []
    before: int | None = None
    for step in range(1, len(STEPS) + 1):
        below = [cell for cell in cells if int(cell.column) < step]
        above = [cell for cell in cells if int(cell.column) >= step]
        told = not unseen and (not hidden.intersection(below) or not hidden.intersection(above))
        count = sum(cell.contexts for cell in above) if told else None
        rows.append(
            {
                "segment": name,
                "step": step,
                "state": "shown" if told else "hidden",
                "contexts": count,
                "share": count / total if count is not None else None,
                "onward": count / before if count is not None and before else None,
            }
        )
        before = count
    return rows


def _served(rows: list[dict[str, Any]], group: str, metric: str) -> pa.Table:
    """Return groups with the interval of their mean; hidden where the group, those served or the others are too few."""
    hidden = {cell.row for cell in hidden_in_list([_cell(row, group) for row in rows])}
    hidden |= {str(row[group]) for row in rows if 0 < row["shoppers"] - row["served"] < MIN_SHOPPERS}
    hidden |= {str(row[group]) for row in rows if 0 < row["served"] < MIN_SHOPPERS}
    needed = contexts_needed(metric, False)
    told = []
    for row in rows:
        half = row.pop("half")
        if row["contexts"] < needed or half is None:
            row["mean"] = None
        low, high = (None, None) if row["mean"] is None else (row["mean"] - half, row["mean"] + half)
        told.append(row | {"low": low, "high": high})
    return _gated(told, lambda row: str(row[group]) in hidden, (group,))


def _cell(row: Row, across: str, down: str | None = None) -> Cell:
    return Cell(str(row[across]), str(row[down]) if down else "", row["shoppers"], row["contexts"])


def _sum(cells: list[Cell], there: str) -> Cell:
    """Return the visits that arrive somewhere; of shoppers at least as many as on the busiest way."""
    own = [cell for cell in cells if cell.column == there]
    return Cell("", there, max(cell.shoppers for cell in own), sum(cell.contexts for cell in own))


def _gated(
    rows: list[dict[str, Any]],
    hidden: Callable[[Row], bool],
    places: tuple[str, ...],
    also: Mapping[str, Callable[[Row], bool]] | None = None,
) -> pa.Table:
    """Return the rows with their state; of a hidden one only its ``places`` are told, and columns ``also`` allows."""
    told = []
    for row in rows:
        silent = hidden(row)
        kept = {
            name: value if not silent or name in places or (also and name in also and also[name](row)) else None
            for name, value in row.items()
        }
        ordered = {name: kept.pop(name) for name in places} | {"state": "hidden" if silent else "shown"}
        told.append(ordered | kept)
    return pa.Table.from_pylist(told)
