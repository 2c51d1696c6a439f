"""The vocabulary's books: what each word, brand, attribute and behaviour feature does, where, and how surely."""

from __future__ import annotations

from typing import Literal, get_args

import pyarrow as pa

from queries.errors import UnknownName
from queries.explanations.checks import PARTS
from queries.explanations.words import normal_form
from queries.patterns.choosing import ALL, Chosen, known_dimension

Order = Literal["weight", "strength", "helping", "hurting", "common"]
ORDERS: tuple[Order, ...] = get_args(Order)
ROLES = ("search", "history", "title", "brand", "category", "attributes", "behaviour")


def ledger(
    chosen: Chosen,
    by: tuple[str, str] = (ALL, ALL),
    part: str | None = None,
    role: str | None = None,
    containing: str | None = None,
    order: Order = "weight",
    minimum: int = 1,
    limit: int = 50,
    examples: int = 3,
) -> pa.Table:
    """Return what drivers do in each pair of segments of two dimensions: the first ``limit`` of each pair.

    ``by``: two dimensions ("all" for one that does not matter), their segments in the columns segment and other.
    ``part``, ``role`` (one of ``ROLES``) and ``containing`` (a piece of a word) narrow the drivers; ``minimum`` is the
    number of explanations a driver must be in. ``order``: "weight" Σ |contribution|, "strength" mean |contribution|,
    "helping" and "hurting" the mean contribution from either end, "common" the number of explanations.

    Columns: segment, other, part, role, word, mean, low, high (95 %), mean_absolute, explanations, contexts, share (of
    the pair's explanations), helped, helped_low, helped_high, hurt, hurt_low, hurt_high (shares of the explanations the
    driver is in), strongest_for, strongest_against (explanation_ids of at most ``examples`` different contexts).
    Intervals are clustered by context, null where there is only one; how, patterns/ledger.sql says.

    >>> from queries.examples import explained_shop
    >>> from queries.patterns.choosing import choose
    >>> [(row["word"], round(row["mean"], 2)) for row in ledger(choose(explained_shop()), part="item").to_pylist()]
    [('华为', 0.2), ('小米', -0.1)]
    """
    for name in by:
        known_dimension(name)
    for kind, value, known in (("order", order, ORDERS), ("part", part, PARTS)):
        if value is not None and value not in known:
            raise UnknownName(kind, value, known)
    return chosen.run(
        "ledger",
        dimension=by[0],
        other=by[1],
        part=part,
        role=role,
        containing=None if containing is None else normal_form(containing),
        order=order,
        minimum=minimum,
        limit=limit,
        examples=examples,
    )
