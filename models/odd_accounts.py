"""Accounts unlike all others: an isolation forest over how they behave, and which feature makes each odd.

An isolation forest cuts the accounts apart at random; who is alone after few cuts is odd (Liu, Ting and Zhou, Isolation
Forest, ICDM 2008). How odd is odd enough is not guessed: the same forest scores accounts whose features were dealt out
at random among the real ones. They are as extreme in each feature as real accounts, but not in several at once, as the
accounts of one program are.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

MIN_ACCOUNTS = 100  # fewer do not tell what is usual
CHUNK = 20_000


@dataclass(frozen=True)
class OddSettings:
    """How accounts are judged."""

    chance: float = field(default=1 / 2000, metadata={"help": "Flag what so few accounts dealt at random would reach."})
    trees: int = field(default=100, metadata={"help": "Trees of the forest."})
    accounts_per_tree: int = field(default=256, metadata={"help": "Accounts that each tree is grown on."})
    seed: int = field(default=0, metadata={"help": "The same seed finds the same accounts."})


@dataclass(frozen=True)
class OddAccounts:
    """``scores`` [n] in 0 to 1, ``flagged`` [n], ``limit``: the score from which an account is flagged.

    ``usual`` [k]: the median of each feature of ``features``; ``moved`` [n, k]: by how much an account's score falls
    with the usual value in place of its own, NaN where it is not flagged.
    """

    features: tuple[str, ...]
    scores: np.ndarray
    flagged: np.ndarray
    limit: float
    usual: np.ndarray
    moved: np.ndarray


def odd_accounts(table: pa.Table, features: tuple[str, ...], settings: OddSettings | None = None) -> OddAccounts:
    """Judge the accounts of ``table``, one row each with the columns ``features`` (null where not known).

    Features that nobody has, or all alike, are left out; an unknown value counts as the usual one. Nobody is flagged
    among fewer than 100 accounts.

    >>> rng = np.random.default_rng(0)
    >>> people = {"pace": rng.normal(20, 4, 300), "buys": rng.normal(0.3, 0.05, 300)}
    >>> people["pace"][7], people["buys"][7] = 1.0, 0.0
    >>> found = odd_accounts(pa.table(people), ("pace", "buys"))
    >>> np.flatnonzero(found.flagged), found.usual.round(1)
    (array([7]), array([19.6,  0.3]))
    """
    settings = settings or OddSettings()
    columns = [table[name].cast(pa.float64()).to_numpy() for name in features]
    known = [place for place, values in enumerate(columns) if _varies(values)]
    kept = tuple(features[place] for place in known)
    rows = table.num_rows
    if rows < MIN_ACCOUNTS or not kept:
        nothing = np.zeros((rows, len(kept)))
        return OddAccounts(kept, np.zeros(rows), np.zeros(rows, bool), 1.0, np.zeros(len(kept)), nothing)
    usual = np.array([np.nanmedian(columns[place]) for place in known])
    values = np.column_stack([columns[place] for place in known])
    values = np.where(np.isnan(values), usual, values)
    forest = _Forest(values, settings)
    scores = forest.scores(values)
    limit = float(np.quantile(forest.scores(_dealt(values, settings)), 1 - settings.chance))
    flagged = scores > limit
    moved = np.full(values.shape, np.nan)
    for column in range(len(kept)):
        replaced = values[flagged]
        replaced[:, column] = usual[column]
        moved[flagged, column] = scores[flagged] - forest.scores(replaced)
    return OddAccounts(kept, scores, flagged, limit, usual, moved)


def _varies(values: np.ndarray) -> bool:
    found = values[~np.isnan(values)]
    return len(found) > 0 and bool(found.min() < found.max())


def _dealt(values: np.ndarray, settings: OddSettings) -> np.ndarray:
    """Return accounts each of whose features is that of any real account, enough of them to know the limit."""
    rng = np.random.default_rng(settings.seed)
    rows = int(np.ceil(10 / settings.chance))
    return np.column_stack([rng.choice(column, rows) for column in values.T])


def _evened(values: np.ndarray) -> np.ndarray:
    """Draw in long tails: seconds count by their logarithm, shares stay almost as they are."""
    return np.sign(values) * np.log1p(np.abs(values))


class _Forest:
    """scikit-learn's isolation forest, its scores from 0 (usual) to 1 (odd)."""

    def __init__(self, values: np.ndarray, settings: OddSettings) -> None:
        from sklearn.ensemble import IsolationForest

        self._forest = IsolationForest(
            n_estimators=settings.trees,
            max_samples=min(settings.accounts_per_tree, len(values)),
            random_state=settings.seed,
        ).fit(_evened(values))

    def scores(self, values: np.ndarray) -> np.ndarray:
        if not len(values):
            return np.zeros(0)
        parts = [values[at : at + CHUNK] for at in range(0, len(values), CHUNK)]
        return -np.concatenate([self._forest.score_samples(_evened(part)) for part in parts])
