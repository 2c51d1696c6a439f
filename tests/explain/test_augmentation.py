"""Robust fine-tuning: what it may learn from, that it helps, that it resumes, and that without it nothing changes."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
import torch
from scipy.special import log_softmax

from explain.perturbations import find_perturbation, perturbations
from explain.robustness.augmentation import HELD_OUT, STUFFING, TRAINED, AugmentationInvalid, RegistryAugmentation
from models.errors import CheckpointInvalid
from models.finetune import FinetuneReport, FinetuneSettings, Robust, finetune
from models.losses import consistency_loss
from models.pairs import prepare_pairs, score_pairs
from models.robust import RobustSettings
from models.two_tower import TwoTowerRanker
from queries.errors import UnknownName
from tests.models.toy_shop import Tables, toy_items, toy_tables

SETTINGS = FinetuneSettings(epochs=8, batch=16, vector=16, behaviour=8, body=16, learning_rate=5e-3, vocabulary=250)
AUGMENTATION = RegistryAugmentation.of(toy_items())
SENSITIVE = sorted(name for name, each in perturbations().items() if each.expectation == "sensitivity")


HEAVY = RobustSettings(0.5, 1.0, 0.5)


@pytest.fixture(scope="module")
def shop() -> tuple[Tables, Tables]:
    return toy_tables(96, seed=1), toy_tables(48, seed=2)


def train(shop: tuple[Tables, Tables], folder: Path, robust: bool, **more: object) -> FinetuneReport:
    more |= {"robust": Robust(AUGMENTATION, HEAVY)} if robust else {}
    return finetune(*shop, toy_items(), None, folder, SETTINGS, **more)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def plain(shop: tuple[Tables, Tables], tmp_path_factory: pytest.TempPathFactory) -> FinetuneReport:
    return train(shop, tmp_path_factory.mktemp("plain"), robust=False)


@pytest.fixture(scope="module")
def robust(shop: tuple[Tables, Tables], tmp_path_factory: pytest.TempPathFactory) -> FinetuneReport:
    return train(shop, tmp_path_factory.mktemp("robust"), robust=True)


def moved(ranker: TwoTowerRanker, check: Tables) -> float:
    """How far the shares of a context's items move, KL on average, over three draws that training never made."""
    clean = prepare_pairs(check, toy_items(), ranker.tokenizer, ranker.feature_names)
    before = torch.from_numpy(score_pairs(ranker, clean))
    found = []
    for epoch in (100, 101, 102):
        asked = Tables(AUGMENTATION.contexts(check.contexts, 9, epoch), check.pairs)
        other = prepare_pairs(asked, toy_items(), ranker.tokenizer, ranker.feature_names)
        after = torch.from_numpy(score_pairs(ranker, other))
        found.append(float(consistency_loss(after, before, clean.context, check.contexts.num_rows)))
    return float(np.mean(found))


def test_slates_of_perturbed_searches_agree_more_than_the_plain_twins(
    plain: FinetuneReport, robust: FinetuneReport, shop: tuple[Tables, Tables]
) -> None:
    assert moved(robust.ranker, shop[1]) < 0.6 * moved(plain.ranker, shop[1])
    assert robust.robust
    assert robust.robust["families"] == sorted(TRAINED)
    assert plain.robust is None


def test_robust_training_resumes_to_the_same_weights(
    robust: FinetuneReport, shop: tuple[Tables, Tables], tmp_path: Path
) -> None:
    def stop(label: str, fraction: float) -> None:
        if label.startswith("step 15 "):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train(shop, tmp_path, robust=True, progress=stop)
    with pytest.raises(CheckpointInvalid):
        train(shop, tmp_path, robust=False)
    assert train(shop, tmp_path, robust=True).ranker.identity == robust.ranker.identity


def test_every_family_trained_on_leaves_the_slate_alone_and_none_is_held_out() -> None:
    assert not set(TRAINED) & set(HELD_OUT)
    for name in {*TRAINED, *HELD_OUT} - {STUFFING}:
        assert find_perturbation(name).expectation == "invariance"
    assert set(AUGMENTATION.statement["held_out"]) == set(HELD_OUT)


@pytest.mark.parametrize("name", SENSITIVE)
def test_what_must_change_the_slate_is_refused(name: str) -> None:
    with pytest.raises(AugmentationInvalid, match=r"another slate.*Leave it out"):
        RegistryAugmentation((name,))


def test_what_is_no_search_and_what_is_not_known_is_refused() -> None:
    with pytest.raises(AugmentationInvalid, match="neither"):
        RegistryAugmentation(("missing_brand",))
    with pytest.raises(UnknownName, match="keyboard_typos"):
        RegistryAugmentation(("keyboard_typo",))


def test_only_the_families_named_are_used() -> None:
    table = pa.table({"context_id": ["a", "b"], "search": ["running shoes", None], "history": [["i1"], ["i2"]]})
    only = RegistryAugmentation(("word_order",))
    for epoch in range(5):
        found = only.contexts(table, 0, epoch)
        assert found["search"].to_pylist() == ["shoes running", None]
        assert found["history"] == table["history"]
    assert only.titles(["shoes"], ["Trail shoes"], ["a"], 0, 0) == [None]
    [stuffed] = RegistryAugmentation((STUFFING,)).titles(["shoes"], ["Trail"], ["a"], 0, 0)
    assert stuffed
    assert stuffed.startswith("Trail shoes shoes")


def test_draws_follow_seed_and_epoch(shop: tuple[Tables, Tables]) -> None:
    first, same, later = (AUGMENTATION.contexts(shop[0].contexts, 3, epoch) for epoch in (0, 0, 1))
    assert first.equals(same)
    assert not first.equals(later)


def test_consistency_is_the_divergence_of_the_shares() -> None:
    random = np.random.default_rng(0)
    before, after = random.normal(size=(2, 3, 4)).astype(np.float32)
    shares, others = log_softmax(before, axis=1), log_softmax(after, axis=1)
    expected = (np.exp(shares) * (shares - others)).sum(axis=1).mean()
    context = torch.arange(3).repeat_interleave(4)
    found = consistency_loss(torch.from_numpy(after.ravel()), torch.from_numpy(before.ravel()), context, 3)
    assert float(found) == pytest.approx(expected, rel=1e-4)


def test_the_documentation_names_the_families() -> None:
    text = Path("docs/robustness.md").read_text("utf-8")
    rows = {line.split("|")[1].strip().split(",")[0]: line for line in text.splitlines() if line.startswith("| ")}
    for row, names in (("trained on", TRAINED), ("held out", HELD_OUT), ("refused", SENSITIVE)):
        assert set(re.findall(r"`(\w+)`", rows[row])) == set(names)
