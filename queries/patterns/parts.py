"""What text and behaviour weigh beside each other: shares of the parts, their interaction, and where they disagree."""

from __future__ import annotations

from typing import Literal, get_args

import pyarrow as pa

from queries.errors import UnknownName
from queries.patterns.choosing import ALL, Chosen, known_dimension

Period = Literal["all", "day", "week"]
SAMPLE = 2_000


def part_shares(chosen: Chosen, dimension: str = ALL, period: Period = "all") -> pa.Table:
    """Return the share of each part in Σ |contribution|, by segment of ``dimension`` and by span of time.

    Columns: segment, since (the span's first day, null for all time), part, share (0 to 1; the four parts of a span sum
    to 1), mean (signed, logits per explanation), explanations. Weeks begin on Monday.

    >>> from queries.examples import explained_shop
    >>> from queries.patterns.choosing import choose
    >>> rows = part_shares(choose(explained_shop())).to_pylist()
    >>> [(row["part"], round(row["share"], 3)) for row in rows]
    [('search', 0.579), ('history', 0.0), ('item', 0.158), ('behaviour', 0.263)]
    """
    if period not in get_args(Period):
        raise UnknownName("period", period, get_args(Period))
    return chosen.run("part_shares", dimension=known_dimension(dimension), period=period)


def interaction(chosen: Chosen, dimension: str = ALL) -> pa.Table:
    """Return how much text and behaviour add together beyond what each adds alone, by segment of ``dimension``.

    Columns: segment, explanations (those whose interaction was measured), mean, mean_absolute (logits), relative
    (Σ |interaction| over Σ |score − base|), positive (share above 0).

    >>> from queries.examples import explained_shop
    >>> from queries.patterns.choosing import choose
    >>> interaction(choose(explained_shop())).to_pylist()[0]["explanations"]  # The example's was not measured.
    0
    """
    return chosen.run("interaction", dimension=known_dimension(dimension))


def quadrants(chosen: Chosen, dimension: str = ALL) -> pa.Table:
    """Return the share of explanations in each quadrant of relevance against personalisation.

    Relevance x is the sum over words of the search and the item, personalisation y that over history and behaviour.
    Columns: segment, words_for (x > 0), shopper_for (y > 0), explanations, share (of the segment), mean_x, mean_y.

    >>> from queries.examples import explained_shop
    >>> from queries.patterns.choosing import choose
    >>> rows = quadrants(choose(explained_shop())).to_pylist()
    >>> [(row["words_for"], row["shopper_for"], row["share"]) for row in rows]
    [(True, True, 0.5), (True, False, 0.5)]
    """
    return chosen.run("quadrants", dimension=known_dimension(dimension))


def axes(chosen: Chosen, limit: int = SAMPLE, seed: int = 0) -> pa.Table:
    """Return a point per explanation, a sample of at most ``limit`` that is the same for the same ``seed``.

    Columns: explanation_id, context_id, item_id, user_id, rank, category, brand, x, y, score, total (all there are).

    >>> from queries.examples import explained_shop
    >>> from queries.patterns.choosing import choose
    >>> sorted((row["item_id"], row["x"], row["y"]) for row in axes(choose(explained_shop())).to_pylist())
    [('w1', 0.5, 0.3), ('w2', 0.7, -0.2)]
    """
    return chosen.run("axes", limit=limit, seed=seed, overrides=False)


def overrides(chosen: Chosen, limit: int = 50) -> pa.Table:
    """Return where the shopper's past overrides what was searched: x < 0, and y lifts the item above the base.

    The columns of :func:`axes`, ``total`` counting the overrides; the words that are overruled most come first.

    >>> from queries.examples import explained_shop
    >>> from queries.patterns.choosing import choose
    >>> overrides(choose(explained_shop())).num_rows
    0
    """
    return chosen.run("axes", limit=limit, seed=0, overrides=True)
