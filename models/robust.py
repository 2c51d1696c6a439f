"""Robust fine-tuning: learn from perturbed contexts too, and answer them as the clean ones are answered.

Three terms beside the losses of the clean batch, each 0 where a perturbation changes nothing:

- the same losses on the perturbed contexts with the same labels: augmentation, as after a typo the same is wanted;
- consistency: KL(clean ‖ perturbed) of the shares that a softmax gives the items of a context, its own and some drawn
  from the batch, with the clean side held fixed (Xie et al. 2020, "Unsupervised data augmentation for consistency
  training"). The symmetric form (R-Drop, Liang et al. 2021) also pulls the clean answer towards the worse one, which
  is what costs quality on clean data;
- stuffing: what an item's logit gains when its title is stuffed, max(0, after − before). A promise in one direction:
  losing by it is no harm.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import torch
from torch import Tensor

from models.batch import Batch
from models.losses import consistency_loss
from models.token_table import read_rows
from models.two_tower import TwoTowerRanker
from models.variants import Drawn

RIVALS = 16  # items drawn from the batch beside a context's own, so that places that no pair tells of stay too


@dataclass(frozen=True)
class RobustSettings:
    """How much being robust weighs in fine-tuning; each field says what it means in its ``help``."""

    perturbed_weight: float = field(
        default=0.2, metadata={"help": "With --robust: weight of the losses on perturbed searches."}
    )
    consistency_weight: float = field(
        default=0.3, metadata={"help": "With --robust: weight of answering perturbed searches as clean ones."}
    )
    stuffing_weight: float = field(
        default=0.1, metadata={"help": "With --robust: weight of what items gain by stuffed titles."}
    )


def robust_losses(
    ranker: TwoTowerRanker,
    settings: RobustSettings,
    drawn: Drawn,
    batch: Batch,
    x: Tensor,
    y: Tensor,
    features: Tensor,
    losses_of: Callable[[Tensor], dict[str, Tensor]],
    target: int,
    random: torch.Generator,
) -> dict[str, Tensor]:
    """Return the terms of a batch by name.

    ``x`` [C, d], ``y`` [U, d]: vectors of the clean contexts and of the items; ``features`` [P, F]. ``losses_of``: the
    losses of the batch's pairs for context vectors [C, d]. ``target``: the head whose logit is the score. ``random``
    draws the rivals.
    """
    perturbed = read_rows(ranker, 0, drawn.contexts.take(batch.chosen))
    rivals = torch.randint(len(batch.pairs), (len(batch) * RIVALS,), generator=random)
    pair = torch.cat([torch.arange(len(batch.pairs)), rivals])
    context = torch.cat([batch.context, torch.arange(len(batch)).repeat_interleave(RIVALS)])

    def scores(contexts: Tensor) -> Tensor:
        return ranker.logits(contexts[context], y[batch.item[pair]], features[pair])[:, target]

    with torch.no_grad():
        clean = scores(x)
    return {
        "perturbed": settings.perturbed_weight * torch.stack(list(losses_of(perturbed).values())).sum(),
        "consistency": settings.consistency_weight * consistency_loss(scores(perturbed), clean, context, len(batch)),
        "stuffing": settings.stuffing_weight * _gained(ranker, drawn, batch, x, y, features, target),
    }


def _gained(
    ranker: TwoTowerRanker, drawn: Drawn, batch: Batch, x: Tensor, y: Tensor, features: Tensor, target: int
) -> Tensor:
    """Return what items gain by stuffed titles on average, in logits; an item that loses counts as 0."""
    # In half of the contexts: the text of an item costs more than a search.
    contexts = torch.nonzero(drawn.place[batch.chosen] >= 0).flatten()[::2]
    if not len(contexts):
        return torch.zeros(())
    rows = batch.chosen[contexts]
    pair = batch.first[contexts] + drawn.place[rows]
    with torch.no_grad():
        before = ranker.logits(x[contexts], y[batch.item[pair]], features[pair])[:, target]
    stuffed = read_rows(ranker, 1, drawn.stuffed.take(rows))
    after = ranker.logits(x[contexts], stuffed, features[pair])[:, target]
    return (after - before).clamp(min=0.0).mean()
