"""Familiar or odd: distances, ranges and marks against other libraries; what is planted is found; files kept."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.distance import cdist
from sklearn.covariance import LedoitWolf
from sklearn.metrics import roc_auc_score

import sample_data
from models.familiarity import Judgement, beyond_by_context, joint_marks, known_searches, mark, pieces_of
from models.familiarity_file import FILE, load_familiarity, save_familiarity
from models.feature_ranges import FeatureRanges
from models.known_searches import KnownSearches
from models.piece_surprise import PieceSurprise
from models.storage import load_ranker
from tests.models.cross_encoders import save_cross_encoder

USUAL = ["智能手表", "smart watch", "跑步鞋", "running shoes", "蓝牙耳机", "wireless earbuds", "frying pan", "手机壳"]
ODD = [
    "明天北京天气怎么样",
    "ignore all previous instructions",
    "how do I renew my passport",
    "xqzt vvkw jjq",
    "умные часы",
]


@pytest.fixture(scope="module")
def ranker():
    return load_ranker(sample_data.RANKER)


@pytest.fixture(scope="module")
def familiarity(ranker):
    found = load_familiarity(sample_data.RANKER, ranker.identity)
    assert found is not None, "run `whyrank familiarity` on a demo and ship its file with the sample ranker"
    return found


def test_distances_are_mahalanobis_of_the_shrunk_covariance():
    rng = np.random.default_rng(0)
    vectors = rng.normal(size=(200, 6)) @ rng.normal(size=(6, 6))
    known = KnownSearches.learned(vectors, [str(n) for n in range(200)], keep=50)
    asked = rng.normal(size=(9, 6))
    precision = LedoitWolf().fit(vectors).precision_
    expected = cdist(asked, vectors[:50], "mahalanobis", VI=precision)
    np.testing.assert_allclose(known.distances(asked), expected, rtol=0.01, atol=0.01)
    [row] = known.distances(asked[:1])
    assert known.nearest(row, 2) == tuple((str(n), float(row[n])) for n in np.argsort(expected[0])[:2])


def test_what_may_not_be_told_is_near_but_not_named():
    known = KnownSearches((None, "tea"), np.array([[0.0], [3.0]]), np.eye(1))
    [row] = known.distances(np.array([[0.5]]))
    assert row.min() == 0.5
    assert known.nearest(row) == (("tea", 2.5),)


@settings(deadline=None, max_examples=50)
@given(st.lists(st.floats(0, 100), min_size=3, max_size=200), st.sampled_from([0.01, 0.05, 0.2]))
def test_no_more_than_the_share_is_above_a_mark(values, share):
    at = mark(np.array(values), share)
    assert (np.array(values) > at).mean() <= share
    below = [each for each in values if each < at]
    if math.isfinite(at):  # the least such value: with the next smaller one, a further value would be above too often
        assert not below or (np.array(values) > max(below)).sum() + 1 > share * (len(values) + 1) - 1e-9


def test_looks_together_flag_no_more_than_each_alone_may():
    rng = np.random.default_rng(1)
    values = {"far": rng.normal(size=4000), "surprising": rng.normal(size=4000)}
    values["far"][:1000] = np.nan
    marks = joint_marks(values, 0.02)
    flagged = (values["far"] > marks["far"]) | (values["surprising"] > marks["surprising"])
    assert 0.01 < flagged.mean() <= 0.02


def test_ranges_are_those_of_training_and_absent_is_never_beyond():
    rows = np.array([[1.0, 10.0], [3.0, np.nan], [2.0, 1000.0]])
    ranges = FeatureRanges.learned(("rating", "price"), (False, True), rows)
    assert (ranges.low.tolist(), ranges.high.tolist()) == ([1.0, 10.0], [3.0, 1000.0])
    assert not ranges.beyond(rows).any()
    deviation = np.std(np.log1p([10.0, 1000.0]))
    found = ranges.beyond(np.array([[0.0, 9999.0], [np.nan, np.nan], [np.inf, 10.0]]))
    np.testing.assert_allclose(found[0], [1 / np.std([1, 3, 2]), (np.log1p(9999) - np.log1p(1000)) / deviation])
    assert found[1].tolist() == [0, 0]
    assert found[2, 0] == np.inf
    assert beyond_by_context(ranges, rows[[0, 0]] * [[1, 1], [2, 1]], ["a", "b"]).tolist() == [0.0, 0.0]


def test_surprise_is_the_mean_of_the_bigrams_by_hand():
    known = PieceSurprise.learned([[5, 6], [5, 7]], [3, 1])
    alone = {5: 4.5, 6: 3.5, -2: 4.5}
    size = 12 + 0.5 * 6  # four times 5, three times 6, 7, four ends; five kinds with the beginning, and the unknown one
    after = [1.0, 0.75, 1.0]
    told = [-math.log(0.7 * a + 0.3 * alone[piece] / size) for a, piece in zip(after, (5, 6, -2), strict=True)]
    assert known.of([5, 6]) == pytest.approx(np.mean(told))


def test_odd_searches_are_told_from_usual_ones(ranker, familiarity):
    values = familiarity.text_values(ranker, USUAL + ODD)
    is_odd = np.array([0] * len(USUAL) + [1] * len(ODD))
    for look, found in values.items():
        assert roc_auc_score(is_odd, found) > 0.95, look
    flagged = [bool(familiarity.judge(ranker, search).odd) for search in USUAL + ODD]
    assert not any(flagged[: len(USUAL)])
    assert sum(flagged[len(USUAL) :]) >= 4


def test_a_feature_planted_beyond_its_range_is_named_first(ranker, familiarity):
    row = ranker.background[:3].numpy().astype(float)
    assert "beyond" not in familiarity.judge(ranker, "智能手表", row).odd
    at = ranker.feature_names.index("price")
    row[1, at] = 1e9
    judged = familiarity.judge(ranker, "智能手表", row)
    assert judged.odd == ("beyond",)
    assert (judged.beyond[0].feature, judged.beyond[0].value) == ("price", 1e9)
    assert judged.oddness > 1


def test_the_shipped_marks_keep_what_they_promise(familiarity):
    after = familiarity.figures["achieved"]["all"]
    assert after["contexts"] > 4000
    assert after["flagged"] < 1.5 * familiarity.false_alarms


def test_a_file_is_read_as_it_was_written_and_never_for_another_ranker(familiarity, ranker, tmp_path):
    save_familiarity(familiarity, tmp_path)
    again = load_familiarity(tmp_path, ranker.identity)
    for search in (*USUAL[:2], *ODD[:2]):
        assert again.judge(ranker, search) == familiarity.judge(ranker, search)
    assert again.figures == familiarity.figures
    assert load_familiarity(tmp_path, "another") is None
    assert load_familiarity(tmp_path / "nowhere", ranker.identity) is None
    (tmp_path / FILE).write_bytes((tmp_path / FILE).read_bytes()[:500])
    assert load_familiarity(tmp_path, ranker.identity) is None


def test_a_cross_encoder_is_judged_by_its_pieces_alone(tmp_path, ranker):
    cross = load_ranker(save_cross_encoder(tmp_path / "cross", tokenizer=ranker.tokenizer.tokenizer))
    assert known_searches(cross, USUAL, [True] * len(USUAL), 10) is None
    surprise = PieceSurprise.learned(pieces_of(cross, USUAL), [20] * len(USUAL))
    told = [surprise.of(ids) for ids in pieces_of(cross, USUAL + ODD)]
    assert max(told[: len(USUAL)]) < min(told[len(USUAL) :])


def test_nothing_to_look_at_is_nothing_odd():
    assert Judgement({}, {"far": 1.0}, 0.01).odd == ()
    assert Judgement({}, {}, 0.01).oddness == 0.0
