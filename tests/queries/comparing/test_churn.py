"""Churn against worked examples and against the definitions written out."""

from __future__ import annotations

import numpy as np
import pytest

from queries.comparing.churn import MEASURES, churn, persistence, tell_apart, two_slates
from queries.observe import NotObserved
from tests.queries.comparing.shops import ranked_shop

ITEMS = "abcdefghijklmnop"


def extrapolated(one: str, other: str, p: float) -> float:
    """Equation 32 of Webber, Moffat and Zobel (2010), prefix by prefix, as it is printed."""
    short, long = sorted((one, other), key=len)
    s, l = len(short), len(long)  # noqa: E741 - as in the paper

    def x(depth: int) -> int:
        return len(set(short[:depth]) & set(long[:depth]))

    first = sum(x(d) / d * p**d for d in range(1, l + 1))
    second = sum(x(s) * (d - s) / (s * d) * p**d for d in range(s + 1, l + 1))
    return (1 - p) / p * (first + second) + ((x(l) - x(s)) / l + x(s) / s) * p**l


def by_context(ws, a: str, b: str, k: int) -> dict[str, dict]:
    con = ws.cursor()
    two_slates(con, a, b)
    tell_apart(con, k)
    return {row["context_id"]: row for row in con.table("churn").to_arrow_table().to_pylist()}


# (a, b, k, rbo by hand, overlap); the reader goes on with chance 1 − 1/k.
BY_HAND = [
    ("abc", "abc", 3, 1.0, 1.0),
    ("abc", "xyz", 3, 0.0, 0.0),
    # X = 0, 2: (0.5/0.5) · (0/1 · 0.5 + 2/2 · 0.25) + 2/2 · 0.25
    ("ab", "ba", 2, 0.5, 1.0),
    # X = 1, 1, 3 and p = 0.9: 0.1/0.9 · (0.9 + 0.405 + 0.729) + 0.729
    ("abc", "acb", 10, 0.955, 1.0),
    # The longer list goes on as the shorter one began: (0.5 + 1/2 · 0.25 + 1/2 · 0.25) + 0.25
    ("a", "ab", 2, 1.0, 0.5),
    # X = 0, 1, 1 and p = 2/3: 1/2 · (1/2 · 4/9 + 1/3 · 8/27) + 1/3 · 8/27
    ("abx", "yaz", 3, 1 / 9 + 4 / 81 + 8 / 81, 1 / 3),
    # Only the first place counts.
    ("abc", "acb", 1, 1.0, 1.0),
]


@pytest.mark.parametrize("places", [sorted({k for _, _, k, _, _ in BY_HAND})])
def test_examples_worked_by_hand(tmp_path, places):
    for k in places:
        of_k = [example for example in BY_HAND if example[2] == k]
        slates = {"a": [a for a, *_ in of_k], "b": [b for _, b, *_ in of_k]}
        with ranked_shop(tmp_path / str(k), slates, {}) as ws:
            found = by_context(ws, "a", "b", k)
        for row, (a, b, _, rbo, overlap) in zip((found[key] for key in sorted(found)), of_k, strict=True):
            assert row["rbo"] == pytest.approx(rbo, abs=1e-12), (a, b, k)
            assert row["overlap"] == pytest.approx(overlap), (a, b, k)
            assert row["same_top"] == (a[0] == b[0])
            assert row["same_order"] == (a[:k] == b[:k])


@pytest.mark.parametrize("k", [1, 3, 10])
def test_random_lists_of_any_length_agree_with_the_formula_written_out(tmp_path, k):
    rng = np.random.default_rng(k)
    draw = [["".join(rng.permutation(list(ITEMS))[: rng.integers(1, 15)]) for _ in range(120)] for _ in "ab"]
    with ranked_shop(tmp_path, {"a": draw[0], "b": draw[1]}, {}) as ws:
        found = by_context(ws, "a", "b", k)
        back = by_context(ws, "b", "a", k)
    for number, (a, b) in enumerate(zip(*draw, strict=True)):
        row, a, b = found[f"c{number:07}"], a[:k], b[:k]
        p = persistence(k) or 1e-9
        assert row["rbo"] == pytest.approx(extrapolated(a, b, p), abs=1e-6)
        assert row["overlap"] == pytest.approx(len(set(a) & set(b)) / max(len(a), len(b)))
        assert row["rbo"] == pytest.approx(back[row["context_id"]]["rbo"], abs=1e-12)
        assert -1e-12 <= row["rbo"] <= 1 + 1e-12


def test_figures_are_means_with_intervals_and_depths_begin_at_the_first_place(tmp_path):
    slates = {"a": ["abcd"] * 40, "b": ["abcd"] * 10 + ["bacd"] * 30}
    with ranked_shop(tmp_path, slates, {}, segments={"device": ["same"] * 10 + ["swapped"] * 30}) as ws:
        found = churn(ws, "a", "b", 4, "device")
    means = {row["segment"]: row for row in found.figures.to_pylist()}
    assert tuple(means) == MEASURES
    assert means["same_top"]["mean"] == means["same_order"]["mean"] == 0.25
    assert means["overlap"]["mean"] == 1
    assert means["rbo"]["low"] < means["rbo"]["mean"] < means["rbo"]["high"] < 1
    assert found.depths["overlap"].to_pylist() == pytest.approx([0.25, 1, 1, 1])
    states = {row["segment"]: row["state"] for row in found.segments.to_pylist()}
    assert states == {"same": "hidden", "swapped": "hidden"}  # 10 shoppers, and who would betray them


def test_too_few_shoppers_are_told_nothing(tmp_path):
    with ranked_shop(tmp_path, {"a": ["ab"] * 60, "b": ["ba"] * 60}, {}, shoppers=[n % 10 for n in range(60)]) as ws:
        found = churn(ws, "a", "b", 2)
    assert {row["state"] for row in found.figures.to_pylist()} == {"hidden"}
    assert {row["mean"] for row in found.figures.to_pylist()} == {None}
    assert not found.depths.num_rows


def test_the_logged_slates_are_compared_in_the_order_shown(tmp_path):
    with ranked_shop(tmp_path, {"a": ["ab"] * 12}, {}) as ws:
        ws.commit(
            lambda con: con.execute(
                """insert into impressions by name
                select search_id, unnest(['b', 'a', 'b']) as item_id, unnest([1, 2, 3]) as position from searches"""
            )
        )
        rows = by_context(ws, "logged", "a", 2)
    assert {row["rbo"] for row in rows.values()} == {0.5}
    assert {row["same_top"] for row in rows.values()} == {0}


def test_rankers_without_a_context_in_common_say_so(tmp_path):
    with ranked_shop(tmp_path, {"a": ["ab"] * 12}, {}) as ws, pytest.raises(NotObserved, match="ranked by both"):
        churn(ws, "a", "b", 2)
