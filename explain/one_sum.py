"""One explanation, one sum: words by one method, behaviour features by another, added up to score − base."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

from explain.explanation import Contribution, Explanation
from explain.game import Corners, Game, set_up
from explain.lexicon import Lexicon
from explain.methods import Shares
from explain.reading import unknown_shares
from explain.settings import Settings
from models.field import Field
from models.protocol import Ranker
from queries.errors import WhyrankError

# Beyond either, the sum is told to be incomplete (docs/explanation.md).
RELATIVE_GAP, ABSOLUTE_GAP = 0.01, 0.002


class NotExplainable(WhyrankError):
    """The ranker's answer cannot be split into a sum."""


def explain(
    ranker: Ranker,
    context: Sequence[Field],
    item: Sequence[Field],
    features: np.ndarray | None = None,
    background: torch.Tensor | None = None,
    settings: Settings | None = None,
) -> Explanation:
    """Explain one item of a context; see :func:`explain_pairs`. ``features`` is [F]."""
    rows = None if features is None else np.asarray(features)[None]
    return explain_slate(ranker, context, [item], rows, background, settings)[0]


def explain_slate(
    ranker: Ranker,
    context: Sequence[Field],
    items: Sequence[Sequence[Field]],
    features: np.ndarray | None = None,
    background: torch.Tensor | None = None,
    settings: Settings | None = None,
) -> list[Explanation]:
    """Explain n items of one context; see :func:`explain_pairs`."""
    return explain_pairs(ranker, [context] * len(items), items, features, background, settings)


def explain_pairs(
    ranker: Ranker,
    contexts: Sequence[Sequence[Field]],
    items: Sequence[Sequence[Field]],
    features: np.ndarray | None = None,
    background: torch.Tensor | None = None,
    settings: Settings | None = None,
    lexicon: Lexicon | None = None,
) -> list[Explanation]:
    """Explain n (context, item) pairs, each as Σ words + Σ features = f(T, b) − mean f(T0, B0).

    ``features`` [n, F] are raw values as of the context's moment, NaN where absent; ``background`` [K, F] is B0. Both
    are None for a ranker of texts only. ``lexicon``: names that stay whole words.

    Raises :class:`NotExplainable` when the ranker answers NaN or infinity.
    """
    rows = None if features is None else torch.as_tensor(np.asarray(features), dtype=torch.float32)
    return explain_game(set_up(ranker, contexts, items, rows, background, lexicon), settings or Settings())


def explain_game(game: Game, settings: Settings, corners: Corners | None = None) -> list[Explanation]:
    """Explain every pair of a game; ``corners`` where the caller has them already."""
    corners = corners or game.corners()
    _check_finite(corners)
    words = settings.words_method.attribute(game, corners, settings.words_parameters)
    features = settings.behaviour_method.attribute(game, corners, settings.behaviour_parameters)
    return [
        _explanation(game, corners, row, settings, of_words, of_features)
        for row, (of_words, of_features) in enumerate(zip(words, features, strict=True))
    ]


def _explanation(
    game: Game, corners: Corners, row: int, settings: Settings, words: Shares, features: Shares
) -> Explanation:
    contributions = (*_words(game, row, words), *_features(game, row, features))
    score, base = float(corners.text_and_behaviour[row]), float(corners.neither[row])
    gap = score - base - sum(c.contribution for c in contributions)
    return Explanation(
        item_id=None,
        score=score,
        base=base,
        probability=float(game.ranker.probability(corners.text_and_behaviour[row])),
        contributions=contributions,
        completeness_gap=gap,
        steps=words.steps,
        passes=words.passes + features.passes,
        converged=abs(gap) <= max(RELATIVE_GAP * abs(score - base), ABSOLUTE_GAP),
        interaction=float(corners.interaction[row]),
        fields=tuple(f for tower in game.towers for f in tower.fields[row]),
        cut=tuple(end for tower in game.towers for end in tower.cut[row]),
        unknown=unknown_shares(game.towers, row, game.ranker.unknown_id),
        ranker_identity=game.ranker.identity,
        snapshot_id=None,
        data_id=None,
        settings=settings.to_dict(),
    )


def _words(game: Game, row: int, shares: Shares) -> list[Contribution]:
    errors = [None] * len(shares.values) if shares.stderr is None else shares.stderr.tolist()
    return [
        Contribution(
            part=word.part,
            name=word.name,
            contribution=float(value),
            field=word.field,
            start=word.start,
            end=word.end,
            stderr=error,
        )
        for word, value, error in zip(game.players[row], shares.values, errors, strict=True)
    ]


def _features(game: Game, row: int, shares: Shares) -> list[Contribution]:
    if game.features is None:
        return []
    errors = [None] * len(shares.values) if shares.stderr is None else shares.stderr.tolist()
    values = zip(game.ranker.feature_names, game.features[row].tolist(), shares.values, errors, strict=True)
    return [
        Contribution("behaviour", name, float(share), value=None if np.isnan(value) else value, stderr=error)
        for name, value, share, error in values
    ]


def _check_finite(corners: Corners) -> None:
    values = torch.stack([corners.text_and_behaviour, corners.text_only, corners.behaviour_only, corners.neither])
    if not torch.isfinite(values).all():
        raise NotExplainable(
            "The ranker answered NaN or infinity for this context.",
            "Check its weights with `whyrank doctor`, or load another ranker with --ranker.",
        )
