"""One explanation, one sum: words by integrated gradients, behaviour features by SHAP, added up to score − base."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

import numpy as np
import torch

from explain.behaviour import attribute_features
from explain.explanation import Contribution, Explanation
from explain.game import Corners, Game, set_up
from explain.integrated_gradients import TokenAttribution, attribute_tokens
from explain.words import split_words, word_of_each_character
from models.protocol import Field, Ranker
from queries.errors import WhyrankError


class NotExplainable(WhyrankError):
    """The ranker's answer cannot be split into a sum."""


@dataclass(frozen=True)
class Settings:
    """How an explanation is computed; stored with it.

    The steps of integrated gradients are doubled from ``first_steps`` to ``most_steps`` until the completeness gap is
    within ``relative_gap`` of |score − base|, or within ``absolute_gap`` logits where the two hardly differ.
    """

    first_steps: int = field(default=16, metadata={"help": "Integration steps to begin with."})
    most_steps: int = field(default=1024, metadata={"help": "Integration steps at most."})
    relative_gap: float = field(default=0.01, metadata={"help": "Completeness gap allowed, of |score − base|."})
    absolute_gap: float = field(default=0.002, metadata={"help": "Completeness gap allowed in any case, in logits."})
    permutations: int = field(default=10, metadata={"help": "Antithetic permutations of the behaviour features."})
    seed: int = field(default=0, metadata={"help": "Seed of the permutations."})


def explain(
    ranker: Ranker,
    context: Sequence[Field],
    item: Sequence[Field],
    features: np.ndarray | None = None,
    background: torch.Tensor | None = None,
    settings: Settings | None = None,
) -> Explanation:
    """Explain one item of a context; see :func:`explain_slate`. ``features`` is [F]."""
    rows = None if features is None else np.asarray(features)[None]
    return explain_slate(ranker, context, [item], rows, background, settings)[0]


def explain_slate(
    ranker: Ranker,
    context: Sequence[Field],
    items: Sequence[Sequence[Field]],
    features: np.ndarray | None = None,
    background: torch.Tensor | None = None,
    settings: Settings | None = None,
    *,
    item_ids: Sequence[str] | None = None,
    snapshot_id: int | None = None,
) -> list[Explanation]:
    """Explain n items of one context, each as Σ words + Σ features = f(T, b) − mean f(T0, B0).

    ``features`` [n, F] are raw values as of the context's moment, NaN where absent; ``background`` [K, F] is B0. Both
    are None for a ranker of texts only.

    Raises :class:`NotExplainable` when the ranker answers NaN or infinity.
    """
    settings = settings or Settings()
    game = set_up(
        ranker,
        [context] * len(items),
        items,
        None if features is None else torch.as_tensor(np.asarray(features), dtype=torch.float32),
        background,
    )
    corners = game.corners()
    _check_finite(corners)
    difference = corners.text_and_behaviour - corners.neither
    tolerance = (settings.relative_gap * difference.abs()).clamp(min=settings.absolute_gap)
    tokens = attribute_tokens(game, corners.text_share, tolerance, settings.first_steps, settings.most_steps)
    explanations = []
    for row, attribution in enumerate(tokens):
        contributions = (*_words(game, row, attribution), *_features(game, corners, row, settings))
        score, base = float(corners.text_and_behaviour[row]), float(corners.neither[row])
        gap = score - base - sum(c.contribution for c in contributions)
        explanations.append(
            Explanation(
                item_id=item_ids[row] if item_ids else None,
                score=score,
                base=base,
                probability=float(ranker.probability(corners.text_and_behaviour[row])),
                contributions=contributions,
                completeness_gap=gap,
                steps=attribution.steps,
                converged=abs(gap) <= float(tolerance[row]),
                fields=tuple(f for tower in game.towers for f in tower.fields[row]),
                cut=tuple(end for tower in game.towers for end in tower.cut[row]),
                ranker_identity=ranker.identity,
                snapshot_id=snapshot_id,
                settings=asdict(settings),
            )
        )
    return explanations


def _words(game: Game, row: int, attribution: TokenAttribution) -> list[Contribution]:
    """Sum the tokens of each field to its words; a piece belongs to the word of its first character."""
    contributions = []
    first_field = 0
    for tower, values in zip(game.towers, attribution.values, strict=True):
        fields = tower.fields[row]
        words = [split_words(f.text) for f in fields]
        numbers = [word_of_each_character(of_field) for of_field in words]
        sums: dict[tuple[int, int], float] = defaultdict(float)
        for piece, value in zip(tower.pieces[row], values.tolist(), strict=True):
            if piece is not None:
                sums[piece.field, numbers[piece.field][piece.start]] += value
        for (number, word_number), value in sorted(sums.items()):
            text, word = fields[number], words[number][word_number]
            contributions.append(
                Contribution(
                    part=text.part,
                    name=text.text[word.start : word.end],
                    contribution=value,
                    field=first_field + number,
                    start=word.start,
                    end=word.end,
                )
            )
        first_field += len(fields)
    return contributions


def _features(game: Game, corners: Corners, row: int, settings: Settings) -> list[Contribution]:
    if game.features is None:
        return []
    found = attribute_features(game, corners, row, settings.permutations, settings.seed)
    return [
        Contribution(
            part="behaviour",
            name=name,
            contribution=float(found.values[i]),
            value=None if np.isnan(value) else float(value),
            stderr=float(found.stderr[i]),
        )
        for i, (name, value) in enumerate(zip(game.ranker.feature_names, game.features[row].numpy(), strict=True))
    ]


def _check_finite(corners: Corners) -> None:
    values = torch.stack([corners.text_and_behaviour, corners.text_only, corners.behaviour_only, corners.neither])
    if not torch.isfinite(values).all():
        raise NotExplainable(
            "The ranker answered NaN or infinity for this context.",
            "Check its weights with `whyrank doctor`, or load another ranker with --ranker.",
        )
