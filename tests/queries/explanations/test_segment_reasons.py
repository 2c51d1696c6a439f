"""What drives the ranker in a segment beside the rest: a planted difference, brute means, and the privacy gate."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from queries.explanations import save_explanations
from queries.patterns.segment_reasons import segment_reasons
from queries.privacy import GroupTooSmall
from tests.queries.explanations.rows import explanation, feature

SIZE = 60


def fill(ws, shoppers: int = SIZE, key_kind: str = "context", dimension: str = "device") -> dict[str, np.ndarray]:
    """Store one explanation per context; every third is in the segment, where prices weigh more."""
    rng = np.random.default_rng(1)
    inside = np.arange(SIZE) % 3 == 0
    values = {"price": rng.normal(0, 0.1, SIZE) + 0.5 * inside, "clicks": rng.normal(0.2, 0.1, SIZE)}
    rows = [explanation(f"e{n}", context_id=f"c{n}", item_id=f"i{n}", user_id=f"u{n % shoppers}") for n in range(SIZE)]
    told = [feature(f"e{n}", name, float(column[n])) for n in range(SIZE) for name, column in values.items()]
    save_explanations(ws, rows, told)
    prefix = {"context": "c", "item": "i"}[key_kind]
    # Only the segment is told; what is left out counts as not known.
    keys = pa.table({"key": [f"{prefix}{n}" for n in range(SIZE) if inside[n]]})

    def job(con) -> None:
        con.register("told_keys", keys)
        con.execute(
            """insert into segments by name
            select $d as dimension, $k as key_kind, key, 'mobile' as segment from told_keys""",
            {"d": dimension, "k": key_kind},
        )

    ws.commit(job)
    return {name: np.stack([column[~inside].mean(), column[inside].mean()]) for name, column in values.items()}


@pytest.mark.parametrize(("dimension", "key_kind"), [("device", "context"), ("price_band", "item")])
def test_the_planted_driver_is_found_and_means_are_those_of_either_side(ws, dimension, key_kind):
    means = fill(ws, key_kind=key_kind, dimension=dimension)
    found = segment_reasons(ws, dimension, "mobile")
    assert (found.contexts, found.rest) == (20, 40)
    rows = {row["word"]: row for row in found.rows.to_pylist()}
    for name, (rest, own) in means.items():
        assert (rows[name]["mean_a"], rows[name]["mean_b"]) == (pytest.approx(rest), pytest.approx(own))
    assert rows["price"]["significant"]
    assert not rows["clicks"]["significant"]
    assert found.rows["word"][0].as_py() == "price"


def test_what_a_dimension_does_not_tell_is_a_segment_too(ws):
    means = fill(ws)
    found = segment_reasons(ws, "device", "unknown")
    rows = {row["word"]: row for row in found.rows.to_pylist()}
    assert (found.contexts, found.rest) == (40, 20)
    assert rows["price"]["mean_b"] == pytest.approx(means["price"][0])


def test_few_shoppers_are_told_nothing_on_either_side(ws):
    fill(ws, shoppers=3)
    for segment in ("mobile", "unknown"):
        with pytest.raises(GroupTooSmall):
            segment_reasons(ws, "device", segment)
