"""What a set of overlapping segments explains together: least squares on who is in which, clustered by shopper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import numpy as np
import pyarrow as pa
from scipy.special import stdtr

from queries import sql


@dataclass(frozen=True)
class Sums:
    """Sums over the observations of one half, which is all that least squares needs.

    ``names`` [n]: the candidates; ``sizes`` and ``totals`` [n]: their observations and sums; ``errors`` and ``df`` [n]:
    of each one's difference from the rest; ``overlaps`` [n, n]: observations in common; ``size``, ``total``: of
    everything.
    """

    names: list[int]
    sizes: np.ndarray
    totals: np.ndarray
    errors: np.ndarray
    df: np.ndarray
    overlaps: np.ndarray
    size: float
    total: float

    @classmethod
    def read(cls, con: duckdb.DuckDBPyConnection, held_out: bool) -> Sums:
        """Sum up the pool of ``con`` in one half."""
        table = sql.run(con, "combinations/sizes", held_out=held_out)
        names = table["candidate"].to_pylist()
        place = {name: at for at, name in enumerate(names)}
        pairs = sql.run(con, "combinations/overlaps")
        one, other = ([place[name] for name in pairs[column].to_pylist()] for column in ("candidate", "other"))
        overlaps = np.zeros((len(names), len(names)))
        overlaps[one, other] = overlaps[other, one] = pairs["observations"].to_numpy()
        columns = {name: table[name].to_numpy().astype(float) for name in ("observations", "total", "error", "df")}
        return cls(
            names=names,
            sizes=columns["observations"],
            totals=columns["total"],
            errors=columns["error"],
            df=columns["df"],
            overlaps=overlaps,
            size=float(table["all_observations"][0].as_py()) if names else 0.0,
            total=float(table["all_total"][0].as_py()) if names else 0.0,
        )

    def products(self, chosen: Sequence[int]) -> np.ndarray:
        """Return XᵀX [k + 1, k + 1] of an intercept and the indicators of ``chosen`` (places in ``names``)."""
        found = np.empty((len(chosen) + 1, len(chosen) + 1))
        found[0, 0] = self.size
        found[0, 1:] = found[1:, 0] = self.sizes[list(chosen)]
        found[1:, 1:] = self.overlaps[np.ix_(chosen, chosen)]
        return found

    def coefficients(self, chosen: Sequence[int]) -> np.ndarray:
        """Return the intercept and what being in each of ``chosen`` adds to it [k + 1], all of them held equal."""
        sums = np.r_[self.total, self.totals[list(chosen)]]
        found: np.ndarray = np.linalg.lstsq(self.products(chosen), sums, rcond=1e-10)[0]
        return found

    def unexplained(self, chosen: Sequence[int]) -> np.ndarray:
        """Return how far each candidate is from the rest [n] once what ``chosen`` explain is taken away."""
        fitted = self.coefficients(chosen)
        left = self.totals - fitted[0] * self.sizes - self.overlaps[:, list(chosen)] @ fitted[1:]
        return left / self.sizes + left / (self.size - self.sizes)


def clearest_first(sums: Sums, limit: int, level: float, tried: int) -> list[int]:
    """Return candidates in the order they are found, by name: each the clearest of what those before it leave over.

    It ends with ``limit``, or when the next one, the k-th, has p > level · k / tried (Benjamini and Hochberg).
    """
    chosen: list[int] = []
    while len(chosen) < min(limit, len(sums.names)):
        t = np.round(sums.unexplained(chosen) / sums.errors, 6)  # of two names of one segment, the first counts
        t[chosen] = 0
        next_one = int(np.argmin(t))
        if 2 * stdtr(sums.df[next_one], t[next_one]) > level * (len(chosen) + 1) / tried:
            break
        chosen.append(next_one)
    return [sums.names[place] for place in chosen]


def confirmed(con: duckdb.DuckDBPyConnection, sums: Sums) -> pa.Table:
    """Return candidate, place, difference, error, p, q of all of the pool in the half held out, all held equal.

    Errors are clustered by shopper: Cameron and Miller, A practitioner's guide to cluster-robust inference, 2015.
    """
    everyone = list(range(len(sums.names)))
    coefficients = sums.coefficients(everyone)
    names = [0, *sums.names]
    con.register("coefficient", pa.table({"candidate": names, "value": coefficients}))
    place = {name: at for at, name in enumerate(names)}
    middle = np.zeros((len(names), len(names)))
    for row in sql.run(con, "combinations/scores").to_pylist():
        middle[place[row["candidate"]], place[row["other"]]] = row["product"]
    bread = np.linalg.pinv(sums.products(everyone), rcond=1e-10)
    errors = np.sqrt(np.diag(bread @ middle @ bread))[1:]
    differences = coefficients[1:]
    t = np.divide(differences, errors, out=np.zeros_like(errors), where=errors > 0)
    p = 2 * stdtr(np.maximum(sums.df, 1), -np.abs(t))
    return pa.table(
        {
            "candidate": pa.array(sums.names, pa.int32()),
            "place": pa.array(everyone, pa.int32()),
            "difference": pa.array(differences, pa.float64()),
            "error": pa.array(errors, pa.float64()),
            "p": pa.array(p, pa.float64()),
            "q": pa.array(_corrected(p), pa.float64()),
        }
    )


def _corrected(p: np.ndarray) -> np.ndarray:
    """Return the least share of false discoveries at which each is one: Benjamini and Hochberg, 1995.

    As ``scipy.stats.false_discovery_control`` does, whose import would hold up the first search by half a second.

    >>> _corrected(np.array([0.03, 0.01, 0.5])).round(3).tolist()
    [0.045, 0.03, 0.5]
    """
    order = np.argsort(p, kind="stable")
    steps = p[order] * len(p) / np.arange(1, len(p) + 1)
    found = np.empty_like(p)
    found[order] = np.minimum(np.minimum.accumulate(steps[::-1])[::-1], 1)
    return found
