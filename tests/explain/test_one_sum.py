"""The one sum: against a linear ranker by hand, against every coalition counted, and in its relations."""

from __future__ import annotations

import itertools
import math
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest
import torch

from explain.explanation import Explanation
from explain.methods import integrated_gradients, shap_permutation
from explain.one_sum import NotExplainable, explain, explain_slate
from explain.settings import Settings
from models.field import Field
from tests.explain.rankers import ToyRanker

CONTEXT = (Field("search", "search", "smart watch"), Field("history", "history_1", "running shoes"))
ITEM = (Field("item", "title", "smart sports watch 47mm"), Field("item", "brand", "xiaomi"))


def background(features: int, rows: int = 12) -> torch.Tensor:
    return torch.tensor(np.random.default_rng(5).normal(size=(rows, features)), dtype=torch.float32)


def some_features(features: int) -> np.ndarray:
    return np.random.default_rng(6).normal(size=features).astype(np.float32)


def check_one_sum(explanation: Explanation) -> None:
    """The contract every explanation keeps: the parts and the measured gap are the whole difference."""
    total = sum(c.contribution for c in explanation.contributions)
    assert explanation.score - explanation.base == pytest.approx(total + explanation.completeness_gap, abs=1e-6)
    assert abs(explanation.completeness_gap) <= max(0.01 * abs(explanation.score - explanation.base), 0.002)


def test_linear_ranker_gets_the_contributions_known_by_hand():
    ranker = ToyRanker(features=5, curved=False)
    b, rows = some_features(5), background(5)
    explanation = explain(ranker, CONTEXT, ITEM, b, rows)
    check_one_sum(explanation)
    masked = ranker.table[3] @ ranker.word_weights
    for word in explanation.words:
        token = 4 + sum(word.name.encode()) % 96
        by_hand = float(ranker.table[token] @ ranker.word_weights - masked)
        assert word.contribution == pytest.approx(by_hand, abs=1e-4)
    by_hand = ranker.feature_weights.numpy() * (b - rows.numpy().mean(axis=0))
    found = {c.name: c.contribution for c in explanation.features}
    assert [found[name] for name in ranker.feature_names] == pytest.approx(list(by_hand), abs=1e-4)


def exhaustive_shapley(ranker: ToyRanker, b: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Shapley values of h = ½ f(T, ·) + ½ f(T0, ·) by their definition: every subset of the features."""
    towers = ranker.encode([CONTEXT], [ITEM])
    texts = [
        ranker.vectors([ranker.embed(t.ids) for t in towers], towers),
        ranker.vectors([ranker.embed(t.masked_ids(ranker.mask_id)) for t in towers], towers),
    ]
    count = len(b)

    def value(subset: tuple[int, ...]) -> float:
        mixed = rows.copy()
        mixed[:, list(subset)] = b[list(subset)]
        features = torch.tensor(mixed).unsqueeze(0)
        return float(np.mean([float(ranker.score_vectors(text, features).mean()) for text in texts]))

    values = np.zeros(count)
    for i in range(count):
        others = [j for j in range(count) if j != i]
        for size in range(count):
            weight = math.factorial(size) * math.factorial(count - size - 1) / math.factorial(count)
            for subset in itertools.combinations(others, size):
                values[i] += weight * (value((*subset, i)) - value(subset))
    return values


def test_features_agree_with_every_coalition_counted():
    ranker = ToyRanker(features=4, curved=True)
    b, rows = some_features(4), background(4)
    explanation = explain(
        ranker, CONTEXT, ITEM, b, rows, Settings(behaviour_parameters=shap_permutation.Parameters(permutations=400))
    )
    found = {c.name: c for c in explanation.features}
    expected = exhaustive_shapley(ranker, b, rows.numpy())
    for name, value in zip(ranker.feature_names, expected, strict=True):
        assert found[name].contribution == pytest.approx(value, abs=5 * found[name].stderr + 1e-4)


def test_curved_ranker_keeps_the_one_sum():
    ranker = ToyRanker(features=6, curved=True)
    check_one_sum(explain(ranker, CONTEXT, ITEM, some_features(6), background(6)))


def test_the_contract_rejects_an_explanation_that_lost_a_part():
    ranker = ToyRanker(features=6, curved=True)
    whole = explain(ranker, CONTEXT, ITEM, some_features(6), background(6))
    broken = replace(whole, contributions=whole.words)
    with pytest.raises(AssertionError):
        check_one_sum(broken)


def test_the_two_parts_are_the_shapley_values_of_text_and_behaviour():
    ranker = ToyRanker(features=6, curved=True)
    b, rows = some_features(6), background(6)
    explanation = explain(ranker, CONTEXT, ITEM, b, rows)
    towers = ranker.encode([CONTEXT], [ITEM])
    full = ranker.vectors([ranker.embed(t.ids) for t in towers], towers)
    bare = ranker.vectors([ranker.embed(t.masked_ids(3)) for t in towers], towers)
    f = {(t, s): float(ranker.score_vectors(v, x).mean())
         for t, v in (("T", full), ("0", bare))
         for s, x in (("b", torch.tensor(b)[None]), ("B", rows[None]))}  # fmt: skip
    behaviour = 0.5 * (f["T", "b"] - f["T", "B"]) + 0.5 * (f["0", "b"] - f["0", "B"])
    assert explanation.by_part()["behaviour"] == pytest.approx(behaviour, abs=1e-5)


def test_text_only_ranker_is_plain_integrated_gradients():
    explanation = explain(ToyRanker(features=0, curved=True), CONTEXT, ITEM)
    check_one_sum(explanation)
    assert explanation.features == ()


def test_an_unused_feature_gets_nothing_and_an_absent_value_stays_absent():
    ranker = ToyRanker(features=5, curved=True)
    ranker.mixing[2] = 0.0
    b = some_features(5)
    b[4] = np.nan
    found = {c.name: c for c in explain(ranker, CONTEXT, ITEM, b, background(5)).features}
    assert found["feature_2"].contribution == pytest.approx(0.0, abs=1e-7)
    assert found["feature_4"].value is None
    assert np.isfinite(found["feature_4"].contribution)


def test_the_same_word_in_another_place_gets_the_same_share():
    """The toy sums its embeddings, so the place of a word cannot matter."""
    twice = (Field("item", "title", "red watch red"),)
    words = explain(ToyRanker(features=3, curved=True), CONTEXT, twice, some_features(3), background(3)).words
    shares = [w.contribution for w in words if w.name == "red"]
    assert len(shares) == 2
    assert shares[0] == pytest.approx(shares[1], abs=1e-6)


def test_a_slate_explains_its_items_as_one_by_one_and_threads_agree():
    ranker = ToyRanker(features=4, curved=True)
    items = [ITEM, (Field("item", "title", "blue dress"),), (Field("item", "title", "a b c d e f g"),)] * 3
    rows = np.stack([some_features(4) + i for i in range(len(items))])
    together = explain_slate(ranker, CONTEXT, items, rows, background(4))
    with ThreadPoolExecutor(4) as pool:
        alone = list(pool.map(lambda i: explain(ranker, CONTEXT, items[i], rows[i], background(4)), range(len(items))))
    for one, other in zip(together, alone, strict=True):
        assert [c.name for c in one.contributions] == [c.name for c in other.contributions]
        assert [c.contribution for c in one.contributions] == pytest.approx(
            [c.contribution for c in other.contributions], abs=1e-5
        )


def test_too_few_steps_are_admitted():
    ranker = ToyRanker(features=2, curved=True)
    few = integrated_gradients.Parameters(first_steps=2, most_steps=2, relative_gap=1e-9, absolute_gap=1e-9)
    strict = Settings(words_parameters=few)
    explanation = explain(ranker, CONTEXT, ITEM, some_features(2), background(2), strict)
    assert not explanation.converged
    assert explanation.steps == 2


def test_a_context_without_any_text_still_adds_up():
    check_one_sum(explain(ToyRanker(features=3, curved=True), (), ITEM, some_features(3), background(3)))


def test_nan_scores_are_refused():
    ranker = ToyRanker(features=2, curved=False)
    ranker.word_weights[0] = float("nan")
    with pytest.raises(NotExplainable, match="NaN"):
        explain(ranker, CONTEXT, ITEM, some_features(2), background(2))


def test_json_keeps_everything():
    explanation = explain(ToyRanker(features=2, curved=True), CONTEXT, ITEM, some_features(2), background(2))
    assert Explanation.from_dict(explanation.to_dict()) == explanation
