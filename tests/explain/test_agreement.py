"""Agreement with the truth: perfect for the truth itself, at chance for noise, and every driver has its place."""

import numpy as np
import pytest

from explain.agreement import GROUPS, agreement, explained_groups, true_groups
from explain.explanation import Contribution, Explanation
from queries.features import FEATURE_NAMES
from sample_data.choice import DRIVERS


def explanation_of(values: dict[str, float]) -> Explanation:
    contributions = []
    for group, value in values.items():
        _, features, parts = GROUPS[group]
        if features:
            contributions.append(Contribution("behaviour", features[0], value))
        else:
            contributions.append(Contribution(parts[0], "word", value))
    return Explanation(None, 0.0, 0.0, 0.5, tuple(contributions), 0.0, 16, True, (), (), "r", None, {})


def test_the_truth_agrees_with_itself_and_noise_does_not():
    rng = np.random.default_rng(1)
    truths = [{names[0]: float(rng.normal()) for names, _, _ in GROUPS.values()} for _ in range(400)]
    explanations = [explanation_of({g: t[names[0]] for g, (names, _, _) in GROUPS.items()}) for t in truths]
    found = agreement(explanations, truths, dict.fromkeys(DRIVERS, 0.0))
    assert found.rank_correlation == pytest.approx(1.0)
    assert found.top_three == 1.0
    assert abs(found.random_rank_correlation) < 0.1
    assert found.random_top_three == pytest.approx(3 / len(GROUPS), abs=0.08)


def test_drivers_count_relative_to_their_mean():
    means = {"discount": 0.5}
    assert true_groups({"discount": 0.5}, means)[list(GROUPS).index("discount")] == 0.0
    assert true_groups({}, means)[list(GROUPS).index("discount")] == -0.5


def test_groups_name_real_drivers_and_features_once():
    drivers = [name for names, _, _ in GROUPS.values() for name in names]
    features = [name for _, names, _ in GROUPS.values() for name in names]
    assert sorted(drivers) == sorted(set(DRIVERS) - {"noise"})
    assert len(set(features)) == len(features)
    assert set(features) <= set(FEATURE_NAMES)


def test_words_and_features_go_to_their_group():
    sums = explained_groups([Contribution("history", "shoes", 1.0), Contribution("behaviour", "price_gap", 2.0)])
    assert dict(zip(GROUPS, sums, strict=True))["category_taste"] == 1.0
    assert dict(zip(GROUPS, sums, strict=True))["price_fit"] == 2.0
