"""What every ranker promises the explanations, checked on ours and on twins that break one promise each."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
import torch
from torch import Tensor

from models.protocol import Ranker, Tower
from models.text import context_fields, item_fields
from models.two_tower import TwoTowerRanker

CONTEXTS = [context_fields("智能手表", ["Anta running shoes"]), context_fields(None), context_fields("smart watch")]
ITEMS = [item_fields("小米 智能手表 black 3", "小米"), item_fields("茶壶", None, "茶壶"), item_fields("Anta shoes")]


def features(*shape: int) -> Tensor:
    return torch.randn(*shape, 2, generator=torch.Generator().manual_seed(1))


def check_contract(ranker: Ranker) -> None:
    towers = ranker.encode(CONTEXTS, ITEMS)
    embeddings = [ranker.embed(tower.ids) for tower in towers]
    vectors = ranker.vectors(embeddings, towers)
    scores = ranker.score_vectors(vectors, features(3))
    check_towers(towers)
    assert scores.shape == (3,)
    assert torch.isfinite(scores).all()

    # Scores do not depend on who else is in the batch.
    for row in range(3):
        alone = ranker.encode([CONTEXTS[row]], [ITEMS[row]])
        own = ranker.vectors([ranker.embed(tower.ids) for tower in alone], alone)
        assert torch.allclose(ranker.score_vectors(own, features(3)[row : row + 1]), scores[row], atol=1e-5)

    # n·m rows are m blocks of the n rows: row r belongs to tower row r % n.
    doubled = ranker.vectors([torch.cat([e, 0.5 * e]) for e in embeddings], towers)
    for both, first, half in zip(doubled, vectors, ranker.vectors([0.5 * e for e in embeddings], towers), strict=True):
        assert torch.allclose(both, torch.cat([first, half]), atol=1e-5)

    # [n, K, F] is K times [n, F]; [1, K, F] is the same K rows for everyone.
    many = features(3, 4)
    looped = torch.stack([ranker.score_vectors(vectors, many[:, k]) for k in range(4)], dim=1)
    assert torch.allclose(ranker.score_vectors(vectors, many), looped, atol=1e-5)
    shared = ranker.score_vectors(vectors, many[:1])
    assert torch.allclose(shared, ranker.score_vectors(vectors, many[:1].expand(3, -1, -1)), atol=1e-5)
    assert ranker.score_vectors(vectors, None).shape == (3,)

    # Absent features are told from zeros, and are defined.
    absent = torch.full((3, 2), torch.nan)
    assert torch.isfinite(ranker.score_vectors(vectors, absent)).all()

    # Gradients reach every piece of text that was read.
    inputs = [e.detach().requires_grad_() for e in embeddings]
    gradients = torch.autograd.grad(ranker.score_vectors(ranker.vectors(inputs, towers), features(3)).sum(), inputs)
    for gradient, tower in zip(gradients, towers, strict=True):
        assert (gradient.abs().sum(-1)[tower.attended] > 0).all()

    chances = ranker.probability(torch.tensor([-50.0, 0.0, 50.0]))
    assert (chances >= 0).all()
    assert (chances <= 1).all()
    assert (chances.diff() > 0).all()


def check_towers(towers: Sequence[Tower]) -> None:
    for tower in towers:
        for row, pieces in enumerate(tower.pieces):
            for position, piece in enumerate(pieces):
                assert (piece is None) == bool(tower.special[row, position])
                if piece is not None:
                    text = tower.fields[row][piece.field].text
                    assert 0 <= piece.start < piece.end <= len(text)


def test_two_tower_ranker_keeps_the_contract(tiny_ranker: TwoTowerRanker) -> None:
    assert isinstance(tiny_ranker, Ranker)
    check_contract(tiny_ranker)


def test_absent_features_count_as_the_training_mean(tiny_ranker: TwoTowerRanker) -> None:
    x, y = torch.randn(2, 1, 12)
    # The first feature is read on the log scale: its mean 1.0 is ln(1 + (e − 1)).
    mean = torch.tensor([[torch.e - 1.0, 50.0]])
    absent = torch.full((1, 2), torch.nan)
    assert torch.allclose(tiny_ranker.score_vectors((x, y), absent), tiny_ranker.score_vectors((x, y), mean), atol=1e-5)
    assert torch.equal(tiny_ranker.score_vectors((x, y), None), tiny_ranker.score_vectors((x, y), absent))


class _RepeatsRows(TwoTowerRanker):
    """Broken: stacks each row's integration steps together instead of in blocks."""

    def read(self, side: int, embeddings: Tensor, segments: Tensor, attended: Tensor) -> Tensor:
        repeats = embeddings.shape[0] // segments.shape[0]
        segments, attended = segments.repeat_interleave(repeats, 0), attended.repeat_interleave(repeats, 0)
        return super().read(side, embeddings, segments, attended)


class _MixesBatch(TwoTowerRanker):
    """Broken: a pair's score depends on the others in the batch."""

    def score_vectors(self, vectors: Sequence[Tensor], features: Tensor | None) -> Tensor:
        scores = super().score_vectors(vectors, features)
        return scores - scores.mean(0, keepdim=True)


class _LosesBackgroundRows(TwoTowerRanker):
    """Broken: K feature rows per pair are averaged before the head reads them."""

    def score_vectors(self, vectors: Sequence[Tensor], features: Tensor | None) -> Tensor:
        if features is not None and features.dim() == 3:
            features = features.mean(1, keepdim=True).expand_as(features)
        return super().score_vectors(vectors, features)


@pytest.mark.parametrize("broken", [_RepeatsRows, _MixesBatch, _LosesBackgroundRows])
def test_broken_twins_are_rejected(tiny_ranker: TwoTowerRanker, broken: type[TwoTowerRanker]) -> None:
    twin = broken(tiny_ranker.config, tiny_ranker.tokenizer)
    twin.load_state_dict(tiny_ranker.state_dict())
    with pytest.raises(AssertionError):
        check_contract(twin.seal())
