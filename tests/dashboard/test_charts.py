"""The waterfall leads from base to score, by part, and takes text for text."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from dashboard.charts import palette
from dashboard.charts.bars import bars
from dashboard.charts.contrast import differences
from dashboard.charts.heat import heat
from dashboard.charts.ladder import Rung, ladder
from dashboard.charts.shares import shares
from dashboard.charts.waterfall import groups, waterfall
from explain import markup
from explain.contrast import contrast
from explain.explanation import Contribution, Explanation
from models.field import Field

FIELDS = (
    Field("search", "search", "smart <b>watch</b>"),
    Field("item", "title", "Mi Watch"),
    Field("item", "brand", "Mi"),
)


def explanation(gap: float = 0.0) -> Explanation:
    contributions = (
        Contribution("search", "smart", 0.30, field=0, start=0, end=5),
        Contribution("search", "<b>watch</b>", 0.60, field=0, start=6, end=18),
        Contribution("item", "Watch", -0.25, field=1, start=3, end=8),
        Contribution("item", "Mi", 0.05, field=2, start=0, end=2),
        Contribution("behaviour", "price", 0.40, value=149.0),
        Contribution("behaviour", "rating", -0.10, value=None),
    )
    score = 0.2 + sum(c.contribution for c in contributions) + gap
    cut = tuple(len(field.text) for field in FIELDS)
    return Explanation("i1", score, 0.2, 0.7, contributions, gap, 16, True, FIELDS, cut, "r", 1, {})


@pytest.mark.parametrize("count", [0, 1, 3, 6])
@pytest.mark.parametrize("gap", [0.0, 0.05])
def test_the_steps_lead_from_base_to_score_however_many_are_drawn(count, gap):
    told = explanation(gap)
    steps = [step for part in groups(told, "en", bars=count) for step in part.steps]
    assert told.base + sum(step.contribution for step in steps) == pytest.approx(told.score)


def test_parts_stand_together_strongest_first_and_the_rest_last():
    parts = groups(explanation(), "en", bars=3)
    assert [part.title for part in parts] == ["Search", "Item text", "Behaviour"]
    assert [step.contribution for step in parts[0].steps] == [0.60, 0.30]
    assert [step.several for step in parts[1].steps] == [True]
    assert parts[1].total == pytest.approx(-0.20)


def test_a_word_outside_the_title_says_where_it_stands():
    labels = [step.label for part in groups(explanation(), "zh") for step in part.steps]
    assert "Watch" in labels
    assert "Mi · 品牌" in labels


def test_the_picture_starts_each_bar_where_the_last_ended_and_escapes_labels():
    told = explanation()
    figure = waterfall(groups(told, "en"), told.base, told.score, "Base", "Score", "logit")
    drawn = figure.data[0]
    ends = [start + length for start, length in zip(drawn.base, drawn.x, strict=True)]
    assert drawn.base[0] == told.base
    assert list(drawn.base[1:]) == pytest.approx(ends[:-1])
    assert ends[-1] == pytest.approx(told.score)
    assert "<b>watch" not in "".join([*figure.layout.yaxis.ticktext, *drawn.customdata])
    assert "&lt;b&gt;watch" in "".join(drawn.customdata)


def test_the_sign_is_told_by_colour_and_by_number():
    told = explanation()
    drawn = waterfall(groups(told, "en"), told.base, told.score, "Base", "Score", "logit").data[0]
    for length, text, colour in zip(drawn.x, drawn.text, drawn.marker.color, strict=True):
        assert text[0] == ("+" if length > 0 else "−")
        assert colour == (palette.FOR if length > 0 else palette.AGAINST)


def test_pictures_and_words_share_their_colours():
    assert f"rgb({markup.FOR})" == palette.FOR
    assert f"rgb({markup.AGAINST})" == palette.AGAINST


def test_bars_single_out_ours():
    figure = bars(["a<i>", "ours"], [0.1, 0.4], [0.01, 0.02], ours=1)
    assert list(figure.data[0].marker.color) == [palette.NEUTRAL, palette.FOR]
    assert "a&lt;i&gt;" in figure.layout.yaxis.ticktext[0]


@pytest.mark.parametrize("count", [0, 2, 6])
def test_differences_lead_from_one_score_to_the_other_however_many_are_drawn(count):
    one = explanation(gap=0.05)
    other = replace(one, base=0.5, score=0.5 + sum(c.contribution for c in one.contributions[2:]), completeness_gap=0.0)
    other = replace(other, contributions=one.contributions[2:])
    steps = [step for part in differences(contrast(one, other), "en", bars=count) for step in part.steps]
    assert other.score + sum(step.contribution for step in steps) == pytest.approx(one.score)
    drawn = [step.label for step in steps if not step.several]
    assert drawn[:2] == ["“<b>watch</b>” in the search", "“smart” in the search"][:count]


def test_the_ladder_keeps_order_marks_ours_and_draws_the_border_behind_k():
    rungs = [
        Rung(2, "a<b>", 0.9),
        Rung(3, "rival", 0.5, rival=True),
        Rung(4, "x", 0.4),
        Rung(9, "ours", 0.1, ours=True),
    ]
    figure = ladder(rungs, 3, "border", "logit")
    drawn = figure.data[0]
    assert list(drawn.x) == [0.9, 0.5, 0.4, 0.1]
    assert list(drawn.y) == [0, 1, 2, 4]
    assert list(drawn.marker.color) == [palette.NEUTRAL, palette.AGAINST, palette.NEUTRAL, palette.FOR]
    assert figure.layout.shapes[0].y0 == 1.5
    assert "a&lt;b&gt;" in figure.layout.yaxis.ticktext[0]
    assert figure.layout.yaxis.ticktext[3].startswith("<b>9. ours")


def test_shares_tell_their_sign_by_side_and_colour():
    drawn = shares(["a<i>", "b"], [2.0, -1.0], ["+2", "−1"], "places").data[0]
    assert list(drawn.x) == [2.0, -1.0]
    assert list(drawn.marker.color) == [palette.FOR, palette.AGAINST]
    assert drawn.customdata[0] == "a&lt;i&gt;"


def test_a_heat_map_has_its_first_row_on_top_and_numbers_where_there_is_room():
    values = np.array([[0.5, -0.25], [0.0, 0.1]])
    figure = heat(["r<b>", "s"], ["x", "y"], values, 0.5)
    drawn = figure.data[0]
    assert (drawn.zmin, drawn.zmax) == (-0.5, 0.5)
    assert np.array_equal(drawn.z, values)
    assert figure.layout.yaxis.range[0] > figure.layout.yaxis.range[1]
    assert drawn.text[0][1] == "−0.25"
    assert drawn.customdata[0][1] == "y × r&lt;b&gt;"
    assert drawn.texttemplate
    assert not heat(["r"], list("abcdefg"), np.zeros((1, 7)), 1.0).data[0].texttemplate
