"""Why A above B: aligned driver by driver, by hand and in its relations, and refused where nothing can be compared."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from explain.answers import contrast_answer
from explain.contrast import Contrast, NotComparable, contrast
from explain.explanation import PARTS, Contribution, Explanation
from explain.one_sum import explain_slate
from explain.wording import LANGUAGES, signed, wording
from models.field import Field
from tests.explain.rankers import ToyRanker

SEARCH = Field("search", "search", "smart watch")


Values = dict[str, float] | list[tuple[str, float]]


def told(item: str, brand: str, values: Values, base: float = 0.0, gap: float = 0.0) -> Explanation:
    """Explain an item by hand: ``values`` of words, and of features where the name holds an underscore."""
    fields = (SEARCH, Field("item", "title", item), Field("item", "brand", brand))
    found, used = [], {}
    for name, value in values.items() if isinstance(values, dict) else values:
        if "_" in name:
            found.append(Contribution("behaviour", name, value, value=10 * value))
            continue
        number = next(n for n, f in enumerate(fields) if f.text.find(name, used.get((n, name), 0)) >= 0)
        start = fields[number].text.find(name, used.get((number, name), 0))
        used[number, name] = start + 1
        found.append(Contribution(fields[number].part, name, value, field=number, start=start, end=start + len(name)))
    score = base + gap + sum(c.contribution for c in found)
    cut = tuple(len(f.text) for f in fields)
    return Explanation(item, score, base, 0.5, tuple(found), gap, 16, True, fields, cut, "r", 1, {}, data_id="d")


def by_driver(found: Contrast) -> dict[tuple, float]:
    return {(row.part, row.field, row.name.casefold()): row.difference for row in found.rows}


def test_words_line_up_by_text_and_folded_form_and_features_by_name():
    a = told("Ｗatch GT", "Mi", {"smart": 0.5, "Ｗatch": 0.3, "GT": 0.2, "Mi": 0.1, "own_clicks": 0.4})
    b = told("wATCH Mi", "Co", {"smart": 0.2, "wATCH": 0.1, "Mi": 0.7, "own_clicks": -0.1})
    rows = {(row.part, row.field, row.name): row for row in contrast(a, b).rows}
    assert {key: (row.in_a, row.in_b) for key, row in rows.items()} == {
        ("search", "search", "smart"): (0.5, 0.2),
        ("item", "title", "Ｗatch"): (0.3, 0.1),
        ("item", "title", "GT"): (0.2, None),
        ("item", "brand", "Mi"): (0.1, None),  # the other's stands in its title
        ("item", "title", "Mi"): (None, 0.7),
        ("behaviour", None, "own_clicks"): (0.4, -0.1),
    }
    clicks = rows["behaviour", None, "own_clicks"]
    assert (clicks.value_a, clicks.value_b) == (4.0, -1.0)


def test_a_word_that_stands_twice_is_one_row_with_both_shares():
    a, b = told("red coat red", "", [("red", 0.25), ("coat", 0.1), ("red", 0.5)]), told("coat", "", [("coat", 0.1)])
    assert by_driver(contrast(a, b)) == {("item", "title", "red"): 0.75, ("item", "title", "coat"): 0.0}


def test_rows_base_and_gap_are_the_whole_difference_and_the_largest_comes_first():
    a = told("watch GT", "Mi", {"smart": 0.5, "GT": -0.2, "own_clicks": 0.4}, base=0.3, gap=0.01)
    b = told("phone", "Mi", {"smart": 0.1, "phone": 0.6}, base=-0.2, gap=-0.02)
    found = contrast(a, b)
    assert found.base_difference == pytest.approx(0.5)
    assert found.gap_difference == pytest.approx(0.03)
    rows = sum(row.difference for row in found.rows)
    assert rows + 0.5 + 0.03 == pytest.approx(a.score - b.score)
    assert found.rows[0].name == "phone"
    assert found.by_part() == pytest.approx({"search": 0.4, "history": 0.0, "item": -0.8, "behaviour": 0.4})


values = st.dictionaries(st.sampled_from(["smart", "watch", "GT", "Mi", "own_clicks", "a_price"]), st.floats(-3, 3))


@given(values, values, st.floats(-1, 1), st.floats(-1, 1))
@settings(max_examples=100, deadline=None)
def test_the_other_way_round_every_sign_is_turned(in_a, in_b, base, gap):
    a, b = told("watch GT", "Mi", in_a, base, gap), told("GT phone", "Mi", in_b)
    found, turned = contrast(a, b), contrast(b, a)
    rows = sum(row.difference for row in found.rows)
    assert rows + found.base_difference + found.gap_difference == pytest.approx(found.score_difference, abs=1e-9)
    assert sum(found.by_part().values()) == pytest.approx(rows, abs=1e-9)
    assert by_driver(turned) == pytest.approx({key: -value for key, value in by_driver(found).items()})
    assert turned.by_part() == pytest.approx({part: -value for part, value in found.by_part().items()})
    assert not any(row.difference for row in contrast(a, a).rows)


def test_of_a_linear_ranker_each_row_is_known_by_hand():
    ranker, rng = ToyRanker(features=3, curved=False), np.random.default_rng(1)
    items = [(Field("item", "title", "red watch"),), (Field("item", "title", "blue watch"),)]
    b, rows = rng.normal(size=(2, 3)).astype(np.float32), torch.tensor(rng.normal(size=(5, 3)), dtype=torch.float32)
    found = contrast(*explain_slate(ranker, (SEARCH,), items, b, rows))

    def weight(word: str) -> float:
        return float((ranker.table[4 + sum(word.encode()) % 96] - ranker.table[3]) @ ranker.word_weights)

    by_hand = {("search", "search", "smart"): 0.0, ("search", "search", "watch"): 0.0, ("item", "title", "watch"): 0.0}
    by_hand |= {("item", "title", "red"): weight("red"), ("item", "title", "blue"): -weight("blue")}
    difference = ranker.feature_weights.numpy() * (b[0] - b[1])
    by_hand |= {("behaviour", None, f"feature_{i}"): float(value) for i, value in enumerate(difference)}
    assert by_driver(found) == pytest.approx(by_hand, abs=1e-4)
    assert found.base_difference == pytest.approx(0.0, abs=1e-5)


@pytest.mark.parametrize(
    ("what", "changes"),
    [
        ("rankers", {"ranker_identity": "other"}),
        ("data", {"data_id": "other"}),
        ("settings", {"settings": {"background": "other"}}),
        ("contexts", {"fields": (Field("search", "search", "phone"), *told("x", "y", {}).fields[1:])}),
        ("shoppers", {"contributions": (Contribution("behaviour", "tenure_days", 0.1, value=3.0),)}),
    ],
)
def test_explanations_of_different_questions_are_refused(what, changes):
    a = replace(told("x", "y", {}), contributions=(Contribution("behaviour", "tenure_days", 0.1, value=400.0),))
    assert not contrast(a, a).score_difference
    with pytest.raises(NotComparable, match=what):
        contrast(a, replace(a, **changes))


@given(values, values, st.sampled_from(LANGUAGES))
@settings(max_examples=100, deadline=None)
def test_the_answer_names_only_what_was_measured(in_a, in_b, lang):
    found = contrast(told("watch GT", "Mi", in_a, base=0.25), told("GT phone", "Mi", in_b))
    text = contrast_answer(found, lang, "A", "B")
    numbers = set(re.findall(r"[+−]\d+\.\d\d", text))
    assert numbers <= {signed(row.difference) for row in found.rows} | {signed(found.base_difference)}
    assert f"{abs(found.score_difference):.2f}" in text or signed(found.score_difference) == "0.00"
    below = wording(lang)["contrast_below"].format(a="A", b="B", difference=f"{abs(found.score_difference):.2f}")
    assert (below in text) == (found.score_difference <= -0.005)


def test_plain_data_holds_the_sum():
    found = contrast(told("watch", "Mi", {"smart": 0.5}, base=0.1), told("phone", "Mi", {"phone": 0.2}))
    data = found.to_dict()
    rows = sum(row["difference"] for row in data["rows"])
    assert rows + data["base_difference"] + data["gap_difference"] == pytest.approx(data["score_difference"])
    assert set(data["by_part"]) == set(PARTS)
