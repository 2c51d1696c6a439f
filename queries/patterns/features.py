"""Behaviour features: their values against their contributions, and which of them change what another means."""

from __future__ import annotations

import pyarrow as pa

from queries.patterns.choosing import Chosen

SAMPLE = 2_000
BINNED = 5_000


def beeswarm(chosen: Chosen, features: int = 15, limit: int = SAMPLE, seed: int = 0) -> pa.Table:
    """Return the points of the strongest features in at most ``limit`` explanations, the same for the same ``seed``.

    Columns: feature, mean_absolute (over all), total (explanations that have it), explanation_id, value (None where
    absent), contribution (logits), place (of the value among the feature's, 0 to 1). Strongest feature first.

    >>> from queries.examples import explained_shop
    >>> from queries.patterns.choosing import choose
    >>> [(row["feature"], row["contribution"]) for row in beeswarm(choose(explained_shop())).to_pylist()]
    [('item_clicks', 0.3), ('item_clicks', -0.2)]
    """
    return chosen.run("beeswarm", features=features, limit=limit, seed=seed)


def dependence(chosen: Chosen, feature: str, other: str | None = None, limit: int = SAMPLE, seed: int = 0) -> pa.Table:
    """Return a feature's value against its contribution in at most ``limit`` explanations.

    Columns: explanation_id, value, contribution, other_value (of the feature ``other``, to colour by), total.

    >>> from queries.examples import explained_shop
    >>> from queries.patterns.choosing import choose
    >>> rows = dependence(choose(explained_shop()), "item_clicks").to_pylist()
    >>> sorted((row["value"], row["contribution"], row["total"]) for row in rows)
    [(1.0, -0.2, 2), (1.0, 0.3, 2)]
    """
    return chosen.run("dependence", feature=feature, other=other, limit=limit, seed=seed)


def interacting(chosen: Chosen, feature: str, limit: int = BINNED, seed: int = 0) -> pa.Table:
    """Return the features that change what the value of ``feature`` means, the strongest first.

    Columns: other, explanations, strength: how much of the contribution's variance at like values of ``feature`` the
    value of ``other`` explains, 1 all of it, 0 or below none. At most ``limit`` explanations are looked at. The formula
    is in patterns/interacting.sql.

    >>> from queries.examples import explained_shop
    >>> from queries.patterns.choosing import choose
    >>> interacting(choose(explained_shop()), "item_clicks").num_rows  # There is no other feature.
    0
    """
    return chosen.run("interacting", feature=feature, limit=limit, seed=seed)
