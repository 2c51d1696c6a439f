"""How much each part of the truth says about the choices: ``python -m sample_data.figures [FOLDER]``.

Slates are ordered by sums of true drivers and compared by nDCG@10 with the clicks, carts and purchases that followed
(gain 1, 2, 3; ideal order of the same slate). Left out are slates without any action and the accounts of the click
farm. It is the ceiling for a ranker, not a ranker: it reads the truth.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from sample_data import SHOP
from sample_data.choice import DRIVERS

MATCH = ("category_match", "brand_match", "attribute_match")
BEHAVIOUR = tuple(driver for driver in DRIVERS if driver not in (*MATCH, "noise"))
ORDERS = {
    "all drivers": DRIVERS,
    "all but noise": (*MATCH, *BEHAVIOUR),
    "text match only": MATCH,
    "behaviour only": BEHAVIOUR,
    "popularity only": ("popularity",),
}
GAINS = {"click": 1, "cart": 2, "purchase": 3}


def ndcg(scores: np.ndarray, gains: np.ndarray, k: int = 10) -> np.ndarray:
    """Return nDCG@k per slate; ``scores`` and ``gains`` are [n, slots], scores of empty slots minus infinity.

    >>> ndcg(np.array([[2.0, 1.0], [1.0, 2.0]]), np.array([[1.0, 0.0], [1.0, 0.0]])).round(3).tolist()
    [1.0, 0.631]
    """
    discounts = 1 / np.log2(np.arange(2, k + 2))
    found = np.take_along_axis(gains, np.argsort(-scores, axis=1, kind="stable")[:, :k], axis=1)
    ideal = -np.sort(-gains, axis=1)[:, :k]
    return (found @ discounts[: found.shape[1]]) / (ideal @ discounts[: ideal.shape[1]])


def figures(folder: Path) -> dict[str, dict[str, float]]:
    """Return mean nDCG@10 on searches and on home pages for each order."""
    shown, truth = pq.read_table(folder / "impressions.parquet"), pq.read_table(folder / "truth.parquet")
    searches, events = pq.read_table(folder / "searches.parquet"), pq.read_table(folder / "events.parquet")
    place = {name: number for number, name in enumerate(searches["search_id"].to_pylist())}
    row = np.array([place[name] for name in shown["search_id"].to_pylist()])
    slot = shown["position"].to_numpy() - 1
    shape = (len(place), int(slot.max()) + 1)
    gains = np.zeros(shape)
    cells = dict(zip(zip(row.tolist(), shown["item_id"].to_pylist(), strict=True), slot.tolist(), strict=True))
    for search, item, action in zip(
        *(events[name].to_pylist() for name in ("search_id", "item_id", "action")), strict=True
    ):
        at = place[search], cells[place[search], item]
        gains[at] = max(gains[at], GAINS.get(action, 0))
    planted = json.loads((folder / "faults.json").read_text("utf-8"))
    bots = {account for fault in planted for account in fault.get("accounts", ())}
    person = np.array([user not in bots for user in searches["user_id"].to_pylist()])
    judged = person & (gains.sum(axis=1) > 0)
    home = np.array(searches["surface"].to_pylist()) == "home"
    drivers = {name: truth[name].to_numpy() for name in DRIVERS}
    random = np.random.default_rng(0).random(len(row))
    answers: dict[str, dict[str, float]] = {}
    for name in (*ORDERS, "as shown", "random"):
        known = {"as shown": -slot, "random": random}
        # Equal sums are put in random order: the order shown would lend them the effect of position.
        score = known[name] if name in known else sum(drivers[driver] for driver in ORDERS[name]) + 1e-4 * random
        scores = np.full(shape, -np.inf)
        scores[row, slot] = score
        answers[name] = {
            surface: float(ndcg(scores[rows], gains[rows]).mean())
            for surface, rows in (("search", judged & ~home), ("home", judged & home))
        }
    return answers


def main(arguments: list[str]) -> int:
    """Print the table of figures for a folder (the shipped shop by default)."""
    print(f"{'nDCG@10':<18}{'search':>8}{'home':>8}")
    for name, row in figures(Path(arguments[0]) if arguments else SHOP).items():
        print(f"{name:<18}{row['search']:>8.3f}{row['home']:>8.3f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
