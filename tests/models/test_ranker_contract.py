"""What every ranker promises the explanations, checked on ours and on twins that break one promise each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from torch import Tensor

from models.cross_encoder import CrossEncoderRanker
from models.protocol import Ranker, Tower
from models.serving import ServingRanker
from models.storage import load_ranker
from models.text import context_fields, item_fields
from models.two_tower import TwoTowerRanker
from tests.models.cross_encoders import KINDS, save_cross_encoder

CONTEXTS = [context_fields("智能手表", ["Anta running shoes"]), context_fields(None), context_fields("smart watch")]
ITEMS = [item_fields("小米 智能手表 black 3", "小米"), item_fields("茶壶", None, "茶壶"), item_fields("Anta shoes")]


def check_contract(ranker: Ranker) -> None:
    width = len(ranker.feature_names)

    def features(*shape: int) -> Tensor:
        return torch.randn(*shape, width, generator=torch.Generator().manual_seed(1))

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
    assert ranker.score_vectors(vectors, many).shape == (3, 4)
    assert torch.allclose(ranker.score_vectors(vectors, many), looped, atol=1e-5)
    shared = ranker.score_vectors(vectors, many[:1])
    assert torch.allclose(shared, ranker.score_vectors(vectors, many[:1].expand(3, -1, -1)), atol=1e-5)
    assert ranker.score_vectors(vectors, None).shape == (3,)

    # Vectors in m blocks of the features' rows: vector r belongs to features r % n.
    for rows in (features(3), many):
        blocks = ranker.score_vectors(doubled, rows)
        halves = [ranker.score_vectors([vector[part] for vector in doubled], rows) for part in (slice(3), slice(3, 6))]
        assert torch.allclose(blocks, torch.cat(halves), atol=1e-5)

    # Absent features are told from zeros, and are defined.
    absent = torch.full((3, width), torch.nan)
    assert torch.isfinite(ranker.score_vectors(vectors, absent)).all()

    # Gradients reach every piece of text that was read, and nothing else.
    inputs = [e.detach().requires_grad_() for e in embeddings]
    gradients = torch.autograd.grad(ranker.score_vectors(ranker.vectors(inputs, towers), features(3)).sum(), inputs)
    for gradient, tower in zip(gradients, towers, strict=True):
        assert (gradient.abs().sum(-1)[tower.attended] > 0).all()
        assert (gradient[~tower.attended] == 0).all()

    # The two ids that hide a piece are not those of padding or of a text's ends.
    assert not {ranker.mask_id, ranker.unknown_id} & {int(i) for tower in towers for i in tower.ids[tower.special]}

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
                    assert piece.start <= tower.cut[row][piece.field]
            # Every field that was read has pieces; their first and last characters are the text's.
            for number, field in enumerate(tower.fields[row]):
                own = [piece for piece in pieces if piece and piece.field == number]
                assert own[0].start == 0
                assert own[-1].end == tower.cut[row][number] == len(field.text)


@pytest.fixture(params=["two towers", *KINDS])
def ranker(request: pytest.FixtureRequest, tmp_path: Path) -> ServingRanker:
    if request.param == "two towers":
        return request.getfixturevalue("tiny_ranker")
    return load_ranker(save_cross_encoder(tmp_path, request.param))


def test_every_ranker_keeps_the_contract(ranker: ServingRanker) -> None:
    assert isinstance(ranker, ServingRanker)
    check_contract(ranker)


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


class _StacksSteps(CrossEncoderRanker):
    """Broken: as :class:`_RepeatsRows`."""

    def vectors(self, embeddings: Sequence[Tensor], towers: Sequence[Tower]) -> tuple[Tensor, ...]:
        repeats = len(embeddings[0]) // len(towers[0].ids)
        rows = [row for row in range(len(towers[0].ids)) for _ in range(repeats)]
        return super().vectors(embeddings, [towers[0].take(rows)])


class _ReadsPadding(CrossEncoderRanker):
    """Broken: padding is read as text."""

    def vectors(self, embeddings: Sequence[Tensor], towers: Sequence[Tower]) -> tuple[Tensor, ...]:
        everything = torch.ones_like(towers[0].attended)
        return super().vectors(embeddings, [replace(towers[0], attended=everything)])


class _ForgetsTheFeatureRows(CrossEncoderRanker):
    """Broken: one score per pair, however many feature rows it is asked with."""

    def score_vectors(self, vectors: Sequence[Tensor], features: Tensor | None) -> Tensor:
        return super().score_vectors(vectors, None)


class _MisplacesPieces(CrossEncoderRanker):
    """Broken: pieces say that they stand one character further on."""

    def encode(self, contexts: Sequence, items: Sequence) -> tuple[Tower, ...]:
        [tower] = super().encode(contexts, items)
        moved = tuple(tuple(p and replace(p, start=p.start + 1, end=p.end + 1) for p in row) for row in tower.pieces)
        return (replace(tower, pieces=moved),)


class _LosesGradients(CrossEncoderRanker):
    """Broken: the text is cut off, so no gradient can reach it."""

    def vectors(self, embeddings: Sequence[Tensor], towers: Sequence[Tower]) -> tuple[Tensor, ...]:
        return super().vectors([embeddings[0].detach() + 0 * embeddings[0]], towers)


@pytest.mark.parametrize(
    "broken", [_StacksSteps, _ReadsPadding, _ForgetsTheFeatureRows, _MisplacesPieces, _LosesGradients]
)
def test_broken_cross_encoders_are_rejected(tmp_path: Path, broken: type[CrossEncoderRanker]) -> None:
    whole = load_ranker(save_cross_encoder(tmp_path))
    with pytest.raises(AssertionError):
        check_contract(broken(whole.model, whole.tokenizer, whole.identity))


@pytest.mark.parametrize("broken", [_RepeatsRows, _MixesBatch, _LosesBackgroundRows])
def test_broken_twins_are_rejected(tiny_ranker: TwoTowerRanker, broken: type[TwoTowerRanker]) -> None:
    twin = broken(tiny_ranker.config, tiny_ranker.tokenizer)
    twin.load_state_dict(tiny_ranker.state_dict())
    with pytest.raises(AssertionError):
        check_contract(twin.seal())
