"""Thresholds files: what they may say, and how each mistake is told."""

from __future__ import annotations

import tomllib

import pytest

from queries.watch.checks import CHECKS
from queries.watch.thresholds import LIMITS, ThresholdsInvalid, find_thresholds, parse_thresholds, shipped


def test_what_comes_along_is_valid_and_names_every_key():
    thresholds = parse_thresholds(shipped())
    assert set(thresholds.limits) == set(LIMITS) - {"quality.minimum"}
    assert set(CHECKS) == set(LIMITS)
    for key in LIMITS:
        assert key.partition(".")[2] in shipped()
    assert (thresholds.metric, thresholds.slates, thresholds.current_days) == ("ndcg@10", "logged", 28)


def test_what_is_left_out_is_not_checked():
    assert parse_thresholds("").limits == {}
    said = parse_thresholds(
        '[drift]\nmost_psi = 0.2\n[drift.columns]\nprice_shown = 0.05\n[quality]\nmetric = "mrr@5"\n'
    )
    assert (said.limits, said.columns, said.metric) == ({"drift.most_psi": 0.2}, {"price_shown": 0.05}, "mrr@5")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[drift]\nmost_psy = 1", "'drift.most_psy' means nothing. Did you mean 'drift.most_psi'"),
        ("[trafic]\nmost_flagged = 0.1", "Did you mean 'traffic.most_flagged'"),
        ("most_psi = 1", "'most_psi' means nothing"),
        ("[drift.columns]\nprice_show = 1", "Did you mean 'drift.columns.price_shown'"),
        ("[drift]\ncolumns = 3", "is no table"),
        ("[traffic]\nmost_flagged = 2", "'traffic.most_flagged' is 2. Write a number from 0 to 1"),
        ("[drift]\nmost_psi = -0.1", "Write a number from 0 up"),
        ("[drift]\nmost_psi = nan", "Write a number from 0 up"),
        ("[drift]\nmost_psi = true", "is True"),
        ('[drift]\nmost_psi = "low"', "is 'low'"),
        ("[windows]\ncurrent_days = 0", "whole number of days"),
        ("[windows]\ncurrent_days = 1.5", "whole number of days"),
        ("[quality]\nmetric = 10", "Write text in quotes"),
        ("[drift", "is not TOML"),
    ],
)
def test_every_mistake_is_told_with_what_to_do(text, complaint):
    with pytest.raises(ThresholdsInvalid, match=r"limits\.toml") as told:
        parse_thresholds(text, "limits.toml")
    assert complaint in str(told.value)


def test_a_workspace_may_keep_limits_of_its_own(tmp_path):
    assert find_thresholds(tmp_path) == parse_thresholds(shipped())
    (tmp_path / "thresholds.toml").write_text("[rows]\nmost_rejected = 0.5\n", "utf-8")
    assert find_thresholds(tmp_path).limits == {"rows.most_rejected": 0.5}
    other = tmp_path / "other.toml"
    other.write_text("[days]\nmost_unlike = 3\n", "utf-8")
    assert find_thresholds(tmp_path, other).limits == {"days.most_unlike": 3}
    with pytest.raises(ThresholdsInvalid, match="cannot be read"):
        find_thresholds(tmp_path, tmp_path / "missing.toml")
    other.write_bytes("名 = 1".encode("gbk"))
    with pytest.raises(ThresholdsInvalid, match="not UTF-8"):
        find_thresholds(tmp_path, other)


def test_the_shipped_file_is_explained_line_by_line():
    for line in shipped().splitlines():
        name = line.lstrip("# ").partition(" = ")[0]
        if " = " in line and name in {key.partition(".")[2] for key in LIMITS}:
            assert "#" in line.partition(" = ")[2], line
    assert tomllib.loads(shipped())
