"""What is said of a move: only what was measured, told by hand in both languages."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explain.contrast import lined_up
from explain.counterfactual import Counterfactual, Counterfactuals
from explain.edits import PriceEdit, WordEdit
from explain.explanation import Contribution, Explanation
from explain.move_answers import counterfactuals_answer, what_if_answer
from explain.what_if import WhatIf
from explain.wording import LANGUAGES, signed
from models.field import Field

ECG = WordEdit("title", 9, 12, "ECG", "", 0.9)
PRO = WordEdit("search", 0, 5, "watch", "Pro {x}", 0.1)
CHEAPER = PriceEdit(1299.0, 899.0, 0.4)


def outcome(goal: str, found=(), closest=None) -> Counterfactuals:
    return Counterfactuals(goal, 10, 3 if goal == "out" else 15, 0.5, found, closest, 1250)


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "Removing “ECG” from the title would drop “W” from place 3 to place 25, out of the first 10."),
        ("zh", "去掉标题中的“ECG”，“W”就会从第 3 位降到第 25 位，退出前 10 位。"),
    ],
)
def test_the_first_set_found_is_the_answer(lang, said):
    found = (Counterfactual((ECG,), 25, -0.4), Counterfactual((PRO,), 11, 0.1))
    assert counterfactuals_answer(outcome("out", found), 3, lang, "“W”", "CNY") == said


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "en",
            "A price of ¥899 instead of ¥1,299 and writing “Pro {x}” instead of “watch” in the search would lift "
            "this item from place 15 to place 4, into the first 10.",
        ),
        (
            "zh",
            "把价格从 ¥1,299 改为 ¥899，并把搜索词中的“watch”改成“Pro {x}”，"
            "该商品就会从第 15 位升到第 4 位，进入前 10 位。",
        ),
    ],
)
def test_edits_are_told_with_their_prices_and_words(lang, said):
    found = (Counterfactual((CHEAPER, PRO), 4, 0.9),)
    assert counterfactuals_answer(outcome("in", found), 3, lang, currency="CNY") == said


def test_where_nothing_suffices_the_answer_is_how_near_it_came():
    closest = Counterfactual((ECG,), 12, 0.2)
    assert counterfactuals_answer(outcome("in", (), closest), 3, item="“W”") == (
        "None of the 1,250 changes that were tried, of up to 3 edits each, brings “W” from place 15 into the first 10. "
        "The nearest, removing “ECG” from the title, reaches place 12."
    )
    assert "12" in counterfactuals_answer(outcome("out", (), closest), 3, "zh")
    assert counterfactuals_answer(outcome("in"), 3).startswith("Nothing can be edited here")


def told(search: str, words: dict[str, float], price: float, base: float) -> Explanation:
    """Explain an item by hand from the words of a search and its price."""
    found = [Contribution("search", w, v, field=0, start=search.index(w), end=9) for w, v in words.items()]
    found.append(Contribution("behaviour", "price", price / 10, value=price))
    score = base + sum(c.contribution for c in found)
    fields = (Field("search", "search", search),)
    return Explanation("i", score, base, 0.5, tuple(found), 0.0, 16, True, fields, (len(search),), "r", 1, {})


numbers = st.floats(-2, 2)


@given(numbers, numbers, numbers, st.floats(1, 9), st.floats(1, 9), numbers, st.sampled_from(LANGUAGES))
@settings(max_examples=80, deadline=None)
def test_what_if_names_only_what_was_measured(watch, red, band, dear, cheap, base, lang):
    before = told("red watch", {"red": red, "watch": watch}, dear, 0.0)
    after = told("band watch", {"band": band, "watch": watch / 2}, cheap, base)
    change = lined_up(after, before)
    rows = sum(row.difference for row in change.rows)
    assert rows + change.base_difference == pytest.approx(after.score - before.score, abs=1e-9)
    answer = what_if_answer(WhatIf("i", (3, 7), (), (), before, after), lang, "“W”")
    measured = {signed(row.difference) for row in change.rows} | {signed(change.base_difference)}
    scores = {signed(value) for value in (before.score, after.score, change.score_difference)}
    assert set(re.findall(r"[+−]\d+\.\d\d", answer)) <= measured | scores
    assert ("“red”" in answer) <= (red != 0)


def test_what_if_says_what_is_new_and_what_is_gone():
    before = told("red watch", {"red": 0.5, "watch": 0.25}, 2.0, 0.0)
    after = told("band watch", {"band": -0.75, "watch": 0.25}, 1.0, 0.0)
    assert what_if_answer(WhatIf("i", (3, 7), (), (), before, after)) == (
        "This item would fall from place 3 to place 7. Its score goes from +0.95 to −0.40 (−1.35). What changes most: "
        "“band”, new in the search (−0.75), “red”, no longer in the search (−0.50) and Price: 2.00 → 1.00 (−0.10)."
    )
    assert what_if_answer(WhatIf("i", (3, 3), (), (), before, before), "zh") == (
        "该商品仍在第 3 位。得分从 +0.95 变为 +0.95（0.00）。"
    )
