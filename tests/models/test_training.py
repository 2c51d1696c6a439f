"""Training: learns the toy shop, resumes to the same weights, keeps position and future out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from models.checkpoint import CHECKPOINT
from models.corpus import corpus_texts
from models.errors import CheckpointInvalid, TrainingDataMissing
from models.finetune import FinetuneReport, FinetuneSettings, Start, finetune
from models.losses import PositionTerm, order_loss, retrieval_loss
from models.pairs import prepare_pairs, score_pairs
from models.pretrain import PretrainSettings, pretrain
from models.ranking_quality import mean_ndcg
from models.storage import load_ranker
from tests.models.toy_shop import Tables, toy_items, toy_tables

PRETRAIN = PretrainSettings(
    hidden=16, layers=1, heads=2, inner=16, epochs=2, batch=8, vocabulary=250, checkpoint_every=3
)
FINETUNE = FinetuneSettings(epochs=6, batch=16, vector=16, behaviour=8, body=16, learning_rate=3e-3, checkpoint_every=5)


@pytest.fixture(scope="module")
def shop() -> tuple[Tables, Tables]:
    return toy_tables(160, seed=1), toy_tables(60, seed=2)


@pytest.fixture(scope="module")
def trained(shop: tuple[Tables, Tables], tmp_path_factory: pytest.TempPathFactory) -> FinetuneReport:
    folder = tmp_path_factory.mktemp("trained")
    pretrain(corpus_texts(toy_items()), folder / "encoder", PRETRAIN)
    return finetune(*shop, toy_items(), folder / "encoder", folder / "ranker", FINETUNE)


class _StopAfter:
    """A progress callback that asks for a stop, as Ctrl-C does, at the given step."""

    def __init__(self, step: int) -> None:
        self.step = step

    def __call__(self, label: str, fraction: float) -> None:
        if label.startswith(f"step {self.step} "):
            raise KeyboardInterrupt


def test_it_learns_the_toy_shop(trained: FinetuneReport, shop: tuple[Tables, Tables]) -> None:
    pairs = prepare_pairs(shop[1], toy_items(), trained.ranker.tokenizer, trained.ranker.feature_names)
    by_chance = mean_ndcg(pairs.table, np.random.default_rng(0).random(len(pairs.context)))
    assert trained.validation_ndcg > by_chance + 0.15
    assert trained.validation_ndcg == pytest.approx(mean_ndcg(pairs.table, score_pairs(trained.ranker, pairs)))


def test_the_folder_serves_what_was_validated(trained: FinetuneReport, shop: tuple[Tables, Tables]) -> None:
    loaded = load_ranker(trained.folder)
    assert loaded.identity == trained.ranker.identity
    assert not (trained.folder / CHECKPOINT).exists()
    assert len(loaded.background) == 64


def test_pretraining_resumes_to_the_same_weights(tmp_path: Path) -> None:
    corpus = corpus_texts(toy_items())
    whole = pretrain(corpus, tmp_path / "whole", PRETRAIN)
    with pytest.raises(KeyboardInterrupt):
        pretrain(corpus, tmp_path / "parts", PRETRAIN, _StopAfter(8))
    assert (tmp_path / "parts" / CHECKPOINT).exists()
    assert not (tmp_path / "parts" / "config.json").exists()
    parts = pretrain(corpus, tmp_path / "parts", PRETRAIN)
    assert parts.steps == whole.steps
    first, second = ((report.folder / "model.safetensors").read_bytes() for report in (whole, parts))
    assert first == second


def test_fine_tuning_resumes_to_the_same_weights(
    trained: FinetuneReport, shop: tuple[Tables, Tables], tmp_path: Path
) -> None:
    encoder = trained.folder.parent / "encoder"
    with pytest.raises(KeyboardInterrupt):
        finetune(*shop, toy_items(), encoder, tmp_path, FINETUNE, _StopAfter(23))
    again = finetune(*shop, toy_items(), encoder, tmp_path, FINETUNE)
    assert again.ranker.identity == trained.ranker.identity


def test_training_goes_on_from_a_ranker(trained: FinetuneReport, shop: tuple[Tables, Tables], tmp_path: Path) -> None:
    little = replace(FINETUNE, epochs=1, learning_rate=1e-5)
    on = finetune(*shop, toy_items(), None, tmp_path / "on", little, start=Start(trained.ranker))
    assert on.validation_ndcg == pytest.approx(trained.validation_ndcg, abs=0.02)
    assert on.ranker.identity != trained.ranker.identity
    assert on.ranker.config.scale == trained.ranker.config.scale
    afresh = finetune(*shop, toy_items(), trained.folder.parent / "encoder", tmp_path / "afresh", little)
    assert afresh.validation_ndcg < on.validation_ndcg - 0.05


def test_a_checkpoint_of_other_settings_is_refused(
    trained: FinetuneReport, shop: tuple[Tables, Tables], tmp_path: Path
) -> None:
    encoder = trained.folder.parent / "encoder"
    with pytest.raises(KeyboardInterrupt):
        finetune(*shop, toy_items(), encoder, tmp_path, FINETUNE, _StopAfter(7))
    with pytest.raises(CheckpointInvalid, match="Delete"):
        finetune(*shop, toy_items(), encoder, tmp_path, replace(FINETUNE, seed=5))
    (tmp_path / CHECKPOINT).write_bytes(b"half a file")
    with pytest.raises(CheckpointInvalid, match="cannot be read"):
        finetune(*shop, toy_items(), encoder, tmp_path, FINETUNE)


def test_position_is_not_part_of_a_served_score(trained: FinetuneReport, shop: tuple[Tables, Tables]) -> None:
    ranker = trained.ranker
    assert not any("position" in name for name in ranker.state_dict() if "embeddings" not in name)
    pairs = prepare_pairs(shop[1], toy_items(), ranker.tokenizer, ranker.feature_names)
    moved = replace(pairs, position=torch.full_like(pairs.position, 9))
    assert np.array_equal(score_pairs(ranker, pairs), score_pairs(ranker, moved))
    term = PositionTerm()
    assert term(torch.tensor([1]))[0].tolist() == [0.0, 0.0, 0.0]


def test_training_on_takes_along_what_positions_did(
    trained: FinetuneReport, shop: tuple[Tables, Tables], tmp_path: Path
) -> None:
    term = PositionTerm()
    term.begin_with([0.0, -0.5, -0.7])
    assert term(torch.tensor([1, 2, 3, 9]))[:, 0].tolist() == pytest.approx([0.0, -0.5, -0.7, -0.7])
    still = replace(FINETUNE, epochs=1, learning_rate=1e-6)
    learned = [0.0, -0.4, -0.6]
    on = finetune(*shop, toy_items(), None, tmp_path, still, start=Start(trained.ranker, learned))
    assert on.position_term == pytest.approx([0.0, -0.4, *[-0.6] * 8], abs=0.01)


def test_behaviour_alone_reads_no_text(shop: tuple[Tables, Tables], tmp_path: Path) -> None:
    settings = replace(FINETUNE, epochs=1, reads="behaviour")
    report = finetune(*shop, toy_items(), None, tmp_path / "behaviour", settings)
    pairs = prepare_pairs(shop[1], toy_items(), report.ranker.tokenizer, report.ranker.feature_names, "behaviour")
    assert pairs.contexts.ids.shape[1] == 2
    assert report.ranker.feature_names == ("clicks_7d", "price")


def test_text_alone_reads_no_features(shop: tuple[Tables, Tables], tmp_path: Path) -> None:
    report = finetune(*shop, toy_items(), None, tmp_path / "text", replace(FINETUNE, epochs=1, reads="text"))
    assert report.ranker.feature_names == ()
    assert load_ranker(tmp_path / "text").score_vectors((torch.zeros(2, 16), torch.zeros(2, 16)), None).shape == (2,)


def test_nothing_to_learn_from(shop: tuple[Tables, Tables], tmp_path: Path) -> None:
    empty = Tables(shop[0].contexts, shop[0].pairs.slice(0, 0))
    with pytest.raises(TrainingDataMissing, match="dates"):
        finetune(empty, shop[1], toy_items(), None, tmp_path, FINETUNE)
    with pytest.raises(TrainingDataMissing, match="titles"):
        pretrain(["one text"], tmp_path)


def test_frozen_layers_stay_as_pretrained(trained: FinetuneReport, shop: tuple[Tables, Tables], tmp_path: Path) -> None:
    from models.encoder import load_encoder

    encoder = trained.folder.parent / "encoder"
    report = finetune(*shop, toy_items(), encoder, tmp_path, replace(FINETUNE, epochs=1, frozen_layers=1))
    before, after = load_encoder(encoder).state_dict(), report.ranker.encoder.state_dict()
    assert all(torch.equal(before[name], after[name]) for name in before)


def test_order_loss_by_hand() -> None:
    logits, labels = torch.tensor([1.0, 0.0, 2.0, 5.0]), torch.tensor([1.0, 0.0, 0.0, 0.0])
    context = torch.tensor([0, 0, 0, 1])
    expected = -torch.log_softmax(torch.tensor([1.0, 0.0, 2.0]), 0)[0]
    assert torch.allclose(order_loss(logits, labels, context, 2), expected)


def test_retrieval_loss_spares_other_clicked_items_and_corrects_for_popularity() -> None:
    relevance = torch.tensor([[1.0, 3.0, 0.0]])
    clicked = torch.tensor([[True, True, False]])
    frequency = torch.tensor([0.0, 0.0, -1.0])
    expected = -torch.stack([torch.log_softmax(torch.tensor([r, 1.0]), 0)[0] for r in (1.0, 3.0)]).mean()
    assert torch.allclose(retrieval_loss(relevance, clicked, frequency), expected)
