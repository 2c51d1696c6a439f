"""What fine-tuning minimises: chance of each action, order within a context, and nearness of what was clicked."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.pairs import LAST_POSITION
from models.two_tower import HEADS


class PositionTerm(nn.Module):
    """What being shown at a position adds to each head's logit; training only, never part of a served score.

    Additive in the logit as in Zhao et al. 2019 ("Recommending what video to watch next"). Position 0 = not shown.
    """

    def __init__(self) -> None:
        super().__init__()
        self.terms = nn.Embedding(LAST_POSITION + 1, len(HEADS))
        nn.init.zeros_(self.terms.weight)

    def begin_with(self, learned: Sequence[float]) -> None:
        """Begin with what positions 1, 2, … were found to add, the last one for all after it, for every head.

        Whoever trains a ranker on starts so: learned anew, what a position did would stay in the ranker's weights.
        """
        if not learned:
            return
        steps = [learned[min(position, len(learned)) - 1] for position in range(1, len(self.terms.weight))]
        with torch.no_grad():
            self.terms.weight[1:] = torch.tensor(steps)[:, None]

    def forward(self, position: Tensor) -> Tensor:
        """Return [P, 3] for positions [P], measured from position 1 (whose term is 0)."""
        terms: Tensor = self.terms(position) - self.terms.weight[1]
        return terms


def action_loss(logits: Tensor, labels: Tensor) -> Tensor:
    """Binary cross-entropy of logits [P, 3] against labels [P, 3], each head weighing alike."""
    return functional.binary_cross_entropy_with_logits(logits, labels)


def log_shares(logits: Tensor, context: Tensor, contexts: int) -> Tensor:
    """Return [P]: the logarithm of the share that a softmax over its context's pairs gives each pair."""
    highest = torch.full((contexts,), -torch.inf).scatter_reduce(0, context, logits.detach(), "amax")
    exponent = (logits - highest[context]).exp()
    total = torch.zeros(contexts).scatter_add(0, context, exponent)
    return logits - highest[context] - total[context].log()


def consistency_loss(logits: Tensor, clean: Tensor, context: Tensor, contexts: int) -> Tensor:
    """KL(clean ‖ perturbed) of the shares within each context, on average; 0 where only a constant was added.

    ``logits``, ``clean``, ``context``: [P]; ``clean`` is what the pairs scored unperturbed, without gradient.

    >>> before, context = torch.tensor([1.0, 0.0, 2.0]), torch.tensor([0, 0, 1])
    >>> [round(float(consistency_loss(after, before, context, 2)), 2) + 0.0 for after in (before + 1, -before)]
    [0.0, 0.23]
    """
    wanted = log_shares(clean, context, contexts)
    return (wanted.exp() * (wanted - log_shares(logits, context, contexts))).sum() / contexts


def order_loss(logits: Tensor, labels: Tensor, context: Tensor, contexts: int) -> Tensor:
    """Softmax cross-entropy among the pairs of each context (Cao et al. 2007, ListNet's top-one form).

    ``logits``, ``labels``, ``context``: [P]; ``context`` < ``contexts``. A context without a positive adds nothing.
    """
    log_share = log_shares(logits, context, contexts)
    positives = torch.zeros(contexts).scatter_add(0, context, labels)
    weight = labels / positives.clamp(min=1.0)[context]
    return -(weight * log_share).sum() / (positives > 0).sum().clamp(min=1)


def retrieval_loss(relevance: Tensor, clicked: Tensor, log_frequency: Tensor) -> Tensor:
    """In-batch sampled softmax with the correction for popular items (Yi et al. 2019).

    ``relevance`` [C, U] of each context to each item of the batch, ``clicked`` [C, U] bool, ``log_frequency`` [U] the
    logarithm of how often an item comes up in batches. A context's other clicked items are no negatives of it.
    """
    corrected = relevance - log_frequency
    negatives = corrected.masked_fill(clicked, -torch.inf)
    rest = torch.logsumexp(negatives, dim=1, keepdim=True)
    log_share = corrected - torch.logaddexp(corrected, rest)
    chosen = log_share[clicked]
    return -chosen.mean() if len(chosen) else relevance.sum() * 0.0
