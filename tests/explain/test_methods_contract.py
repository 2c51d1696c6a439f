"""The contract of every explanation method, and oracles for the values of each."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, is_dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
import torch

from explain.game import Corners, Game, set_up
from explain.methods import Method, Shares, find_method, methods
from explain.methods.method import OutOfRange
from explain.methods.shap_exact import TooManyFeatures
from explain.one_sum import explain_game
from explain.settings import PLAYERS, Settings
from models.field import Field
from models.storage import load_ranker
from queries.features import FEATURES
from tests.explain.brute_force import owen, shapley
from tests.explain.rankers import OneTowerToy, ToyRanker
from tests.models.cross_encoders import save_cross_encoder

EVERY = [method for players in PLAYERS for method in methods(players).values()]
# Few samples, so that the whole contract takes seconds; what is promised does not depend on their number.
QUICK = {"samples": 48, "permutations": 3, "most_steps": 64}
CONTEXT = (Field("search", "search", "smart watch"), Field("history", "history_1", "running shoes"))
ITEMS = [
    (Field("item", "title", "smart sports watch 47mm"), Field("item", "brand", "xiaomi")),
    (Field("item", "title", "tea"),),
    (Field("item", "title", "a rather longer title of just nine words indeed"), Field("item", "brand", "")),
]


def some_game(ranker: ToyRanker, contexts: list[tuple[Field, ...]], items: list[tuple[Field, ...]]) -> Game:
    random = np.random.default_rng(7)
    count = len(ranker.feature_names)
    features = torch.tensor(random.normal(size=(len(items), count)), dtype=torch.float32)
    background = torch.tensor(random.normal(size=(12, count)), dtype=torch.float32)
    if count > 2:
        features[0, 1] = background[:, 1] = torch.nan  # absent here and there: no difference
        features[-1, 2] = torch.nan
    return set_up(ranker, contexts, items, features, background)


def cross_encoder_game() -> Game:
    """Attention, positions and padding as in earnest, and pieces of words."""
    with TemporaryDirectory() as folder:
        ranker = load_ranker(save_cross_encoder(Path(folder)))
    return some_game(ranker, [CONTEXT] * 3, ITEMS)


@cache
def games() -> dict[str, Game]:
    word = (Field("item", "title", "watch"),)
    nothing = (Field("item", "title", ""),)
    return {
        "linear": some_game(ToyRanker(4, curved=False), [CONTEXT] * 3, ITEMS),
        "curved": some_game(ToyRanker(4, curved=True), [CONTEXT] * 3, ITEMS),
        "one tower": some_game(OneTowerToy(3, curved=True), [CONTEXT] * 3, ITEMS),
        "no features": some_game(ToyRanker(0, curved=True), [CONTEXT] * 3, ITEMS),
        "one feature": some_game(ToyRanker(1, curved=True), [CONTEXT] * 3, ITEMS),
        "cross-encoder": cross_encoder_game(),
        "one word, and none": some_game(ToyRanker(3, curved=True), [(), ()], [word, nothing]),
    }


def quick(method: Method, **changes: float):
    wanted = QUICK | changes
    return method.parameters(**{f.name: wanted[f.name] for f in fields(method.parameters) if f.name in wanted})


def share(method: Method, corners: Corners) -> np.ndarray:
    return (corners.text_share if method.players == "words" else corners.behaviour_share).numpy()


def player_count(method: Method, game: Game, row: int) -> int:
    if method.players == "words":
        return len(game.players[row])
    return 0 if game.features is None else game.features.shape[1]


def check_contract(method: Method, game: Game) -> None:
    """Finite, one value a player, exact where that is said, and the same again, alone and in threads."""
    corners, parameters = game.corners(), quick(method)
    found = method.attribute(game, corners, parameters)
    assert len(found) == len(game)
    for row, shares in enumerate(found):
        assert shares.values.shape == (player_count(method, game, row),)
        assert np.isfinite(shares.values).all()
        if shares.stderr is not None:
            assert shares.stderr.shape == shares.values.shape
            assert (shares.stderr >= 0).all()
        if method.adds_up == "exact":
            assert shares.values.sum() == pytest.approx(share(method, corners)[row], abs=1e-4)
        alone = game.take([row])
        check_same(method.attribute(alone, alone.corners(), parameters), [shares], 1e-5)
    check_same(method.attribute(game, corners, parameters), found, 0.0)
    with ThreadPoolExecutor(3) as pool:
        for each in pool.map(lambda _: method.attribute(game, corners, parameters), range(3)):
            check_same(each, found, 0.0)


def check_same(one: list[Shares], other: list[Shares], tolerance: float) -> None:
    for mine, yours in zip(one, other, strict=True):
        assert mine.values == pytest.approx(yours.values, abs=tolerance)
        assert (mine.steps, mine.passes) == (yours.steps, yours.passes)


def check_linear(method: Method) -> None:
    """On a linear ranker every method's values are known by hand, signs and all."""
    game = games()["linear"]
    ranker = game.ranker
    for row, shares in enumerate(method.attribute(game, game.corners(), quick(method, samples=400))):
        if method.players == "words":
            ids = [4 + sum(word.name.encode()) % 96 for word in game.players[row]]
            by_hand = (ranker.table[ids] - ranker.table[3]) @ ranker.word_weights
        else:
            mean = torch.nan_to_num(game.background).mean(dim=0)
            by_hand = ranker.feature_weights * (torch.nan_to_num(game.features[row]) - mean)
        error = 0.0 if shares.stderr is None else 5 * shares.stderr
        assert (np.abs(shares.values - by_hand.numpy()) <= error + 1e-4).all()


@pytest.mark.parametrize("case", list(games()))
@pytest.mark.parametrize("method", EVERY, ids=lambda method: method.name)
def test_every_method_keeps_the_contract(method, case):
    check_contract(method, games()[case])


@pytest.mark.parametrize("method", EVERY, ids=lambda method: method.name)
def test_every_method_agrees_with_a_linear_ranker_by_hand(method):
    check_linear(method)


def twin(method: Method, spoil: Callable[[list[Shares]], list[Shares]]) -> Method:
    return replace(method, attribute=lambda *asked: spoil(method.attribute(*asked)))


@pytest.mark.parametrize("method", EVERY, ids=lambda method: method.name)
def test_the_contract_rejects_broken_twins(method):
    def without_sign(found):
        return [replace(shares, values=np.abs(shares.values)) for shares in found]

    def without_the_last(found):
        return [replace(shares, values=shares.values[:-1], stderr=None) for shares in found]

    def with_a_neighbour(found):
        leak = [shares.values.sum() for shares in found[1:] + found[:1]]
        return [replace(shares, values=shares.values + 0.1 * more) for shares, more in zip(found, leak, strict=True)]

    with pytest.raises(AssertionError):
        check_linear(twin(method, without_sign))
    with pytest.raises(AssertionError):
        check_contract(twin(method, without_the_last), games()["curved"])
    with pytest.raises(AssertionError):
        check_contract(twin(replace(method, adds_up="no"), with_a_neighbour), games()["curved"])


@pytest.mark.parametrize(("words", "behaviour"), [*itertools.product(methods("words"), methods("behaviour"))])
def test_any_two_methods_make_one_sum_and_tell_its_gap(words, behaviour):
    game = games()["curved"]
    asked = {"words": find_method("words", words), "behaviour": find_method("behaviour", behaviour)}
    settings = Settings(words, behaviour, quick(asked["words"]), quick(asked["behaviour"]))
    for explanation in explain_game(game, settings):
        total = sum(c.contribution for c in explanation.contributions)
        assert explanation.score - explanation.base == pytest.approx(total + explanation.completeness_gap, abs=1e-6)
        if all(method.adds_up == "exact" for method in asked.values()):
            assert explanation.completeness_gap == pytest.approx(0.0, abs=1e-4)
        assert Settings.from_dict(explanation.settings) == settings


@pytest.mark.parametrize("method", EVERY, ids=lambda method: method.name)
def test_every_method_explains_itself(method):
    assert method.help
    assert method.cost.endswith(".")
    assert set(method.title) == set(method.summary) == {"en", "zh"}
    assert all(method.title.values())
    assert all(method.summary.values())
    assert is_dataclass(method.parameters)
    assert method.parameters.__dataclass_params__.frozen
    for field in fields(method.parameters):
        assert field.metadata["help"].endswith(".")
        assert field.metadata["least"] <= field.default <= field.metadata["most"]


def test_one_name_means_one_thing():
    """Flags and links name a parameter by its field alone, so a field is the same wherever it stands."""
    meanings: dict[str, set[object]] = {}
    for method in EVERY:
        for field in fields(method.parameters):
            meanings.setdefault(field.name, set()).add((field.type, field.metadata["help"]))
    assert {name for name, said in meanings.items() if len(said) > 1} == set()


def test_parameters_out_of_range_are_refused():
    parameters = find_method("words", "kernel_shap").parameters(samples=0)
    with pytest.raises(OutOfRange, match=r"samples = 0 .* Choose from 1 to 65,536"):
        Settings(words="kernel_shap", words_parameters=parameters)


# Oracles


def text_value(game: Game, row: int) -> Callable[[frozenset[int]], float]:
    """g of a pair's words by masking ids by hand."""
    pair = game.take([row])

    @cache
    def value(shown: frozenset[int]) -> float:
        ids = [tower.ids.clone() for tower in pair.towers]
        for number, word in enumerate(pair.players[0]):
            if number not in shown:
                ids[word.tower][0, list(word.positions)] = game.ranker.mask_id
        vectors = game.ranker.vectors([game.ranker.embed(each) for each in ids], pair.towers)
        return float(pair.text_value(vectors)[0])

    return value


def behaviour_value(game: Game, row: int) -> Callable[[frozenset[int]], float]:
    """h of a pair's features by mixing rows by hand."""
    corners = game.corners()

    @cache
    def value(known: frozenset[int]) -> float:
        rows = game.background.clone()
        rows[:, list(known)] = game.features[row, list(known)]
        texts = [tuple(block[row : row + 1] for block in text) for text in (corners.full, corners.bare)]
        return float(torch.stack([game.ranker.score_vectors(text, rows[None]).mean() for text in texts]).mean())

    return value


@pytest.fixture(scope="module")
def few_words() -> Game:
    context = (Field("search", "search", "smart watch"),)
    items = [(Field("item", "title", "sports watch 47mm"),), (Field("item", "title", "tea pot"),)]
    return some_game(ToyRanker(3, curved=True, seed=2), [context] * 2, items)


def test_permutations_of_words_agree_with_every_coalition_counted(few_words):
    method = find_method("words", "permutation_shapley")
    found = method.attribute(few_words, few_words.corners(), method.parameters(permutations=300))
    for row, shares in enumerate(found):
        expected = shapley(text_value(few_words, row), len(few_words.players[row]))
        assert (np.abs(shares.values - expected) <= 5 * shares.stderr + 1e-5).all()
        assert (shares.stderr < 0.05).all()
        assert shares.passes <= 2 ** len(expected)


def test_standard_errors_are_as_large_as_the_scatter_between_seeds(few_words):
    method, corners = find_method("words", "permutation_shapley"), few_words.corners()
    seeds = [method.attribute(few_words, corners, method.parameters(permutations=8, seed=s))[0] for s in range(60)]
    scatter = np.std([shares.values for shares in seeds], axis=0)
    said = np.sqrt(np.mean([shares.stderr**2 for shares in seeds], axis=0))
    assert said == pytest.approx(scatter, rel=0.35, abs=1e-6)


def test_features_scatter_less_between_seeds_than_their_standard_errors_say():
    game = games()["curved"]
    method, corners = find_method("behaviour", "shap_permutation"), game.corners()
    seeds = [method.attribute(game, corners, method.parameters(permutations=4, seed=s)) for s in range(40)]
    for row in range(len(game)):
        values = np.array([shares[row].values for shares in seeds])
        said = np.sqrt(np.mean([shares[row].stderr ** 2 for shares in seeds], axis=0))
        assert (values.std(axis=0) <= said + 1e-6).all()
        expected = shapley(behaviour_value(game, row), values.shape[1])
        assert (np.abs(values.mean(axis=0) - expected) <= 5 * said / np.sqrt(len(seeds)) + 1e-5).all()


def test_kernel_shap_counts_few_words_and_draws_of_many_without_bias(few_words):
    method = find_method("words", "kernel_shap")
    corners = few_words.corners()
    counted = method.attribute(few_words, corners, method.parameters(samples=64))
    for row, shares in enumerate(counted):
        assert shares.values == pytest.approx(
            shapley(text_value(few_words, row), len(few_words.players[row])), abs=1e-4
        )
    many = some_game(ToyRanker(3, curved=True), [CONTEXT], ITEMS[:1])
    corners = many.corners()
    drawn = [method.attribute(many, corners, method.parameters(samples=300, seed=seed))[0] for seed in range(40)]
    assert {shares.passes for shares in drawn} == {302}
    values = np.array([shares.values for shares in drawn])
    error = 5 * values.std(axis=0) / np.sqrt(len(drawn))
    assert (np.abs(values.mean(axis=0) - shapley(text_value(many, 0), len(many.players[0]))) < error).all()


def test_sequential_gradients_are_occlusion_between_words():
    game = games()["curved"]
    corners = game.corners()
    sequential, occlusion = (find_method("words", name) for name in ("sequential_integrated_gradients", "occlusion"))
    fine = sequential.parameters(first_steps=32, most_steps=256)
    by_path = sequential.attribute(game, corners, fine)
    by_masking = occlusion.attribute(game, corners, occlusion.parameters())
    for row, (path, masking) in enumerate(zip(by_path, by_masking, strict=True)):
        value = text_value(game, row)
        everything = frozenset(range(len(game.players[row])))
        by_hand = [value(everything) - value(everything - {word}) for word in everything]
        assert masking.values == pytest.approx(by_hand, abs=1e-5)
        assert path.values == pytest.approx(by_hand, abs=2e-3)


def test_expected_gradients_without_noise_are_integrated_gradients():
    game = games()["curved"]
    corners = game.corners()
    expected, integrated = (find_method("words", name) for name in ("expected_gradients", "integrated_gradients"))
    sampled = expected.attribute(game, corners, expected.parameters(samples=512, noise=0.0))
    exact = integrated.attribute(game, corners, integrated.parameters(relative_gap=1e-4, absolute_gap=1e-4))
    for one, other in zip(sampled, exact, strict=True):
        assert one.values == pytest.approx(other.values, abs=2e-3)
        assert one.passes == 512


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("shap_exact", {}),
        ("shap_kernel", {"samples": 64}),
        ("shap_permutation", {"permutations": 300}),
        ("shap_sampling", {"samples": 20000}),
    ],
)
def test_features_agree_with_every_coalition_counted(name, parameters):
    game = games()["curved"]
    method = find_method("behaviour", name)
    for row, shares in enumerate(method.attribute(game, game.corners(), method.parameters(**parameters))):
        expected = shapley(behaviour_value(game, row), 4)
        error = 0.0 if shares.stderr is None else 5 * shares.stderr
        assert (np.abs(shares.values - expected) <= error + 1e-4).all()
        assert np.abs(shares.values - expected).max() < 0.02


def with_groups(*groups: str) -> Game:
    """A curved game whose features are some of the catalogue's, of these groups in this order."""
    ranker = ToyRanker(len(groups), curved=True, seed=3)
    names = {group: iter([f.name for f in FEATURES if f.group == group]) for group in set(groups) - {"other"}}
    ranker.feature_names = tuple(
        next(names[group]) if group in names else f"unknown_{place}" for place, group in enumerate(groups)
    )
    return some_game(ranker, [CONTEXT] * 2, ITEMS[:2])


@pytest.mark.parametrize(
    "groups",
    [
        ("item", "shopper", "item", "crossed", "item", "shopper", "other"),  # all counted
        ("item",) * 8 + ("shopper",),  # the large group is walked
    ],
)
def test_owen_values_agree_with_owens_formula(groups):
    game = with_groups(*groups)
    members = [[place for place, name in enumerate(groups) if name == group] for group in dict.fromkeys(groups)]
    method = find_method("behaviour", "shap_owen")
    for row, shares in enumerate(method.attribute(game, game.corners(), method.parameters(permutations=6))):
        value = behaviour_value(game, row)
        assert (np.abs(shares.values - owen(value, members)) <= 5 * shares.stderr + 1e-4).all()
        assert (shares.stderr.max() > 0) == (len(groups) == 9)

        def of_groups(chosen: frozenset[int], value=value) -> float:
            return value(frozenset(place for number in chosen for place in members[number]))

        sums = [shares.values[group].sum() for group in members]
        assert sums == pytest.approx(shapley(of_groups, len(members)), abs=1e-4)


def test_one_group_of_owen_values_are_shapley_values():
    game = with_groups("item", "item", "item", "item")
    corners = game.corners()
    grouped, exact = (find_method("behaviour", name) for name in ("shap_owen", "shap_exact"))
    for one, other in zip(
        grouped.attribute(game, corners, grouped.parameters()),
        exact.attribute(game, corners, exact.parameters()),
        strict=True,
    ):
        assert one.values == pytest.approx(other.values, abs=1e-5)


def test_exact_values_of_too_many_features_are_refused_with_a_way_out():
    game = some_game(ToyRanker(6, curved=True), [CONTEXT], ITEMS[:1])
    method = find_method("behaviour", "shap_exact")
    with pytest.raises(TooManyFeatures, match=r"5 features differ .* Choose shap_permutation or shap_owen"):
        method.attribute(game, game.corners(), method.parameters(most_features=4))
    same = replace(game, background=torch.cat([game.features, game.features]))
    assert method.attribute(same, same.corners(), method.parameters(most_features=1))[0].values == pytest.approx(
        np.zeros(6)
    )


def test_drawing_leaves_the_shared_generators_alone():
    game = games()["curved"]
    torch.manual_seed(5)
    np.random.seed(5)
    before = torch.get_rng_state(), np.random.get_state()[1].copy()
    for method in EVERY:
        method.attribute(game, game.corners(), quick(method))
    assert torch.equal(torch.get_rng_state(), before[0])
    assert (np.random.get_state()[1] == before[1]).all()
