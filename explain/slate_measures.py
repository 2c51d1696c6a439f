"""What a ranking of candidates is worth: by its relevant items, by the place of one item, or by its scores."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from queries.errors import WhyrankError
from queries.measure import measure

Ids = Sequence[str]


class NothingRelevant(WhyrankError):
    """A ranking cannot be judged where no item is relevant."""


@dataclass(frozen=True)
class Measure:
    """``of(item_ids, scores)`` returns [m] of m rankings, given the scores [m, n] of the same n candidates.

    ``needs``: items that must be among the candidates.
    """

    name: str
    of: Callable[[Ids, np.ndarray], np.ndarray]
    needs: tuple[str, ...] = ()


def mean_score() -> Measure:
    """Measure the mean score of the candidates, in logits.

    >>> mean_score().of(["a", "b"], np.array([[1.0, 3.0]])).tolist()
    [2.0]
    """
    return Measure("mean_score", lambda _, scores: scores.mean(axis=1))


def place_of(item_id: str) -> Measure:
    """Measure the place of one item, negated, so that a part's share is how many places it moves the item up.

    Equal scores stand in order of item_id.

    >>> place_of("b").of(["a", "b", "c"], np.array([[1.0, 3.0, 2.0], [2.0, 2.0, 2.0]])).tolist()
    [-1.0, -2.0]
    """

    def of(item_ids: Ids, scores: np.ndarray) -> np.ndarray:
        own = scores[:, [list(item_ids).index(item_id)]]
        before = np.array([other < item_id for other in item_ids])
        places: np.ndarray = 1.0 + ((scores > own) | ((scores == own) & before)).sum(axis=1)
        return -places

    return Measure("place", of, (item_id,))


def ndcg(grades: Mapping[str, float], k: int = 10) -> Measure:
    """Measure nDCG@k (queries/metrics/ndcg.sql) against the grades of items; those without one count as 0.

    Raises :class:`NothingRelevant` where no grade is above 0.

    >>> ndcg({"b": 1.0}, k=2).of(["a", "b", "c"], np.array([[1.0, 3.0, 2.0], [3.0, 1.0, 2.0]])).tolist()
    [1.0, 0.0]
    """
    relevant = {item_id: float(grade) for item_id, grade in grades.items() if grade > 0}
    if not relevant:
        raise NothingRelevant("No item is relevant here.", "Choose a context in which an item was clicked or bought.")

    def of(item_ids: Ids, scores: np.ndarray) -> np.ndarray:
        numbers = [str(number) for number in range(len(scores))]
        measured = measure(
            _table(numbers, item_ids, "score", scores.ravel()),
            _table(numbers, list(relevant), "grade", np.tile(list(relevant.values()), len(scores))),
            ["ndcg"],
            k,
        )
        values = dict(zip(measured["context_id"].to_pylist(), measured["value"].to_pylist(), strict=True))
        return np.array([values[number] for number in numbers])

    return Measure(f"ndcg@{k}", of, tuple(relevant))


def _table(context_ids: Ids, item_ids: Ids, column: str, values: np.ndarray) -> pa.Table:
    """Return context_id, item_id and ``column``, every context with every item."""
    return pa.table(
        {
            "context_id": np.repeat(context_ids, len(item_ids)),
            "item_id": np.tile(item_ids, len(context_ids)),
            column: values,
        }
    )
