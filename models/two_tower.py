"""The two-tower ranker: one encoder for both texts, and a head that reads them together with the behaviour.

``score = M(X, Y, b)`` with X the context's vector, Y the item's and b the behaviour features:
the head reads [X, Y, X∘Y, d(X, Y), g(b)] and answers one logit each for click, cart and purchase, where
``d(X, Y) = √((X−Y)² + s²) − s`` is |X−Y| rounded over a width s. The corner of |X−Y| is what keeps integrated gradients
from adding up: quadrature of a smooth path converges exponentially, of one with corners about as 1/steps.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from models.behaviour import NO_FEATURES, FeatureScale, Standardiser
from models.encoder import Encoder, configuration_from
from models.field import Field
from models.protocol import Tower
from models.serving import Progress
from models.towers import FieldTokenizer
from models.two_tower_index import TwoTowerIndex

HEADS = ("click", "cart", "purchase")


@dataclass(frozen=True)
class TwoTowerConfig:
    """All that is needed to build the ranker again, beside weights and vocabulary.

    ``encoder`` is the transformer's configuration; ``vector``, ``behaviour`` and ``body`` are widths; ``target`` names
    the head whose logit is the score; ``probability = sigmoid(slope · score + shift)``; ``smoothing`` is the width s
    over which the distance of X and Y is rounded, 0 for none, as rankers of version 1 have it.
    """

    encoder: dict[str, Any]
    scale: FeatureScale = NO_FEATURES
    vector: int = 128
    behaviour: int = 64
    body: int = 128
    target: str = "click"
    slope: float = 1.0
    shift: float = 0.0
    smoothing: float = 0.0

    def as_json(self) -> str:
        """Return the configuration as JSON text with sorted keys."""
        data = asdict(self)
        if not self.smoothing:  # a ranker of version 1 keeps its text, and with it its identity
            del data["smoothing"]
        version = 2 if self.smoothing else 1
        return json.dumps({"kind": "whyrank-two-tower", "version": version, **data}, indent=2, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> TwoTowerConfig:
        """Read what :meth:`as_json` wrote."""
        data = {key: value for key, value in json.loads(text).items() if key not in ("kind", "version")}
        scale = FeatureScale(**{key: tuple(value) for key, value in data.pop("scale").items()})
        return cls(scale=scale, **data)


class TwoTowerRanker(nn.Module):
    """Scores (context, item) pairs; meets :class:`models.protocol.Ranker`.

    ``background`` [B, F] are raw behaviour rows of the training set: the B0 that explanations compare with. Call
    :meth:`seal` when the weights are final: it fixes ``identity`` and makes the ranker safe to share between threads.
    """

    background: Tensor

    def __init__(
        self,
        config: TwoTowerConfig,
        tokenizer: FieldTokenizer,
        encoder: Encoder | None = None,
        background: Tensor | None = None,
    ) -> None:
        super().__init__()
        self.config = config
        self.tokenizer = tokenizer
        self.feature_names = config.scale.names
        self.mask_id = tokenizer.mask_id
        self.unknown_id = tokenizer.unknown_id
        self.identity = "unsealed"
        self.encoder = encoder or Encoder(configuration_from(config.encoder))
        # A tower's vector is read from the mean of segment 0 beside the mean of segment 1: a long history must not
        # drown a search of two words.
        self.projections = nn.ModuleList(
            nn.Sequential(nn.Linear(2 * self.encoder.width, config.vector), nn.LayerNorm(config.vector))
            for _ in ("context", "item")
        )
        features = len(self.feature_names)
        self.standardise = Standardiser(config.scale)
        # A ranker without features keeps the shapes: one input that is always 0.
        self.behaviour = nn.Sequential(
            nn.Linear(max(features, 1), config.behaviour),
            nn.GELU(),
            nn.Linear(config.behaviour, config.behaviour),
            nn.GELU(),
        )
        # One layer of the head, written as a sum, so that the text's share is computed once for many feature rows.
        self.from_text = nn.Linear(4 * config.vector, config.body)
        self.from_behaviour = nn.Linear(config.behaviour, config.body, bias=False)
        self.head = nn.Sequential(
            nn.GELU(), nn.Linear(config.body, config.body // 2), nn.GELU(), nn.Linear(config.body // 2, len(HEADS))
        )
        rows = torch.zeros(0, features) if background is None else background
        self.register_buffer("background", rows, persistent=False)

    # The protocol

    def encode(self, contexts: Sequence[Sequence[Field]], items: Sequence[Sequence[Field]]) -> tuple[Tower, ...]:
        """Tokenise n (context, item) pairs into the context tower and the item tower."""
        return tuple(self.tokenizer.tower(self.tokenizer.rows(side)) for side in (contexts, items))

    def embed(self, ids: Tensor) -> Tensor:
        """Return the word embeddings [n, L, d] of ids [n, L]."""
        return self.encoder.embed(ids)

    def vectors(self, embeddings: Sequence[Tensor], towers: Sequence[Tower]) -> tuple[Tensor, ...]:
        """Return X and Y, each [n·m, d], of embeddings [n·m, L, …] stacked as m blocks of the towers' n rows."""
        return tuple(
            self.read(side, block, tower.segments, tower.attended)
            for side, (block, tower) in enumerate(zip(embeddings, towers, strict=True))
        )

    def score_vectors(self, vectors: Sequence[Tensor], features: Tensor | None) -> Tensor:
        """Return the target head's logits: [n·m] for features [n, F] or None, [n·m, K] for [n, K, F]."""
        return self.logits(vectors[0], vectors[1], features)[..., HEADS.index(self.config.target)]

    def probability(self, score: Tensor) -> Tensor:
        """Return the calibrated chance of the target action, 0 to 1, of logits of any shape (Platt 1999)."""
        return torch.sigmoid(self.config.slope * score + self.config.shift)

    # What training and serving need beside it

    @property
    def target(self) -> str:
        """What the probability is a chance of: click, cart or purchase."""
        return self.config.target

    @property
    def calibration_known(self) -> bool:
        """Whether slope and shift of the probability were fitted: training does, a fresh ranker has 1 and 0."""
        return (self.config.slope, self.config.shift) != (1.0, 0.0)

    def read(self, side: int, embeddings: Tensor, segments: Tensor, attended: Tensor) -> Tensor:
        """Return vectors [n·m, d] of one tower (``side`` 0 = context, 1 = item) for embeddings [n·m, L, …]."""
        repeats = embeddings.shape[0] // max(segments.shape[0], 1)
        segments, attended = segments.repeat(repeats, 1), attended.repeat(repeats, 1)
        hidden = self.encoder(embeddings, segments, attended)
        means = [_mean(hidden, attended & (segments == segment)) for segment in (0, 1)]
        vector: Tensor = self.projections[side](torch.cat(means, dim=-1))
        return vector

    def logits(self, context: Tensor, item: Tensor, features: Tensor | None) -> Tensor:
        """Return all heads' logits [n·m, 3] or [n·m, K, 3] of vectors [n·m, d] each, features as in `score_vectors`.

        Features of None count as all absent.
        """
        text = self.from_text(torch.cat([context, item, context * item, self.distance(context, item)], dim=-1))
        if features is None:
            features = torch.full((1, len(self.feature_names)), torch.nan, device=text.device)
        inputs = self.standardise(features) if self.feature_names else features.new_zeros((*features.shape[:-1], 1))
        behaviour = self.from_behaviour(self.behaviour(inputs))
        text = text.unflatten(0, (-1, max(len(behaviour), 1)))
        if behaviour.dim() == 3:
            text = text.unsqueeze(2)
        logits: Tensor = self.head(text + behaviour)
        return logits.flatten(0, 1)

    def distance(self, context: Tensor, item: Tensor) -> Tensor:
        """Return d(X, Y) of each component, of vectors of like shape: |X−Y| with its corner rounded."""
        width = self.config.smoothing
        if not width:
            return (context - item).abs()
        return ((context - item).square() + width**2).sqrt() - width

    def relevance(self, context: Tensor, items: Tensor) -> Tensor:
        """Return X·Yᵀ/√d, [n, m], of context vectors [n, d] and item vectors [m, d]: what retrieval sorts by."""
        return context @ items.T / self.config.vector**0.5

    @torch.inference_mode()
    def side_vectors(self, side: int, texts: Sequence[Sequence[Field]], batch: int = 256) -> Tensor:
        """Return vectors [n, d] of n contexts (``side`` 0) or items (``side`` 1), in batches of equal length."""
        rows = self.tokenizer.rows(texts)
        order = sorted(range(len(rows)), key=lambda i: len(rows[i].ids))
        vectors = torch.zeros(len(rows), self.config.vector)
        for start in range(0, len(order), batch):
            chosen = order[start : start + batch]
            tower = self.tokenizer.tower([rows[i] for i in chosen])
            vectors[chosen] = self.read(side, self.embed(tower.ids), tower.segments, tower.attended)
        return vectors

    def item_vectors(self, texts: Sequence[Sequence[Field]]) -> Tensor:
        """Return Y, [n, d], of n items."""
        return self.side_vectors(1, texts)

    def index(
        self, texts: Sequence[Sequence[Field]], progress: Progress | None = None, keep: Path | None = None
    ) -> TwoTowerIndex:
        """Read the texts of N items, so that they can be ranked; their vectors are kept in the folder ``keep``."""
        return TwoTowerIndex.build(self, texts, progress, keep)

    def calibrated(self, slope: float, shift: float) -> TwoTowerRanker:
        """Set the calibration of :meth:`probability` and return self."""
        self.config = replace(self.config, slope=slope, shift=shift)
        return self

    def seal(self) -> TwoTowerRanker:
        """End training: no dropout, no gradients for weights, ``identity`` fixed. Returns self."""
        self.eval().requires_grad_(False)
        digest = hashlib.sha256(self.config.as_json().encode())
        digest.update(self.tokenizer.tokenizer.to_str().encode())
        for name, weight in sorted(self.state_dict().items()):
            digest.update(name.encode())
            digest.update(weight.contiguous().numpy().tobytes())
        self.identity = digest.hexdigest()[:12]
        return self


def _mean(hidden: Tensor, chosen: Tensor) -> Tensor:
    """Mean of hidden [n, L, d] over the chosen positions [n, L]; zero where none is chosen."""
    weights = chosen.unsqueeze(-1).to(hidden.dtype)
    return (hidden * weights).sum(dim=1) / weights.sum(dim=1).clamp(min=1.0)


def fresh_config(encoder: Encoder, **changes: Any) -> TwoTowerConfig:
    """Return a configuration around an encoder, other fields at their defaults or as named in ``changes``."""
    return TwoTowerConfig(encoder=encoder.configuration, **changes)
