"""The fine-tuning loop: batches of contexts with all their pairs, validated each epoch, resumable at any step."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import Any, Literal

import torch
from torch import Tensor, nn

from models.batch import Batch
from models.checkpoint import append_log, load_checkpoint, save_checkpoint
from models.losses import PositionTerm, action_loss, order_loss, retrieval_loss
from models.masking import hide_words, mix_background
from models.pairs import Pairs, Reads, score_pairs
from models.ranking_quality import mean_ndcg
from models.robust import RobustSettings, robust_losses
from models.schedule import batches_by_group, learning_rate_at, seed_step
from models.token_table import read_rows
from models.two_tower import HEADS, TwoTowerRanker
from models.variants import Variants

Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class FinetuneSettings:
    """How to fine-tune; each field says what it means in its ``help``."""

    target: Literal["click", "cart", "purchase"] = field(
        default="click", metadata={"help": "The action whose logit is the score."}
    )
    reads: Reads = field(default="all", metadata={"help": "Inputs to learn from; less than all for ablations."})
    epochs: int = field(default=6, metadata={"help": "Times every context is seen, at most."})
    patience: int = field(default=2, metadata={"help": "Epochs without a better validation nDCG@10 before stopping."})
    batch: int = field(default=256, metadata={"help": "Contexts per step, with all their pairs."})
    learning_rate: float = field(default=2e-3, metadata={"help": "Peak learning rate (AdamW, warm-up, cosine)."})
    weight_decay: float = field(default=0.01, metadata={"help": "Weight decay."})
    masked_batches: float = field(
        default=0.5, metadata={"help": "Share of batches with hidden words and background features."}
    )
    order_weight: float = field(
        default=1.0, metadata={"help": "Weight of the order within a context beside the chance of each action."}
    )
    retrieval_weight: float = field(default=0.3, metadata={"help": "Weight of in-batch retrieval by vectors."})
    frozen_layers: int = field(
        default=0, metadata={"help": "Lower encoder layers kept as pretrained, with the embeddings; 0 keeps none."}
    )
    vector: int = field(default=128, metadata={"help": "Width of a text's vector."})
    behaviour: int = field(default=64, metadata={"help": "Width of the behaviour's vector."})
    body: int = field(default=128, metadata={"help": "Width of the head."})
    smoothing: float = field(
        default=0.3,
        metadata={"help": "Width over which the corner of |X−Y| is rounded; 0 makes explanations cost more."},
    )
    vocabulary: int = field(default=8000, metadata={"help": "Largest vocabulary, where no encoder is given."})
    checkpoint_every: int = field(default=100, metadata={"help": "Steps between checkpoints."})
    seed: int = field(default=0, metadata={"help": "Seed of everything drawn."})


@dataclass
class TrainingState:
    """Where a run stands, in plain values that a checkpoint can hold."""

    step: int = 0
    seconds: float = 0.0
    best_ndcg: float = -1.0
    best_epoch: int = 0
    best_weights: dict[str, Tensor] = field(default_factory=dict)


class Trainer:
    """The loop: batches of contexts, with all their pairs."""

    def __init__(
        self,
        ranker: TwoTowerRanker,
        train: Pairs,
        settings: FinetuneSettings,
        folder: Path,
        run: str,
        robust: RobustSettings | None = None,
        variants: Variants | None = None,
        position_term: Sequence[float] = (),
    ) -> None:
        """``robust`` and ``variants``: both, to learn from perturbed contexts too, or neither.

        ``position_term``: what positions 1, 2, … are taken to add to begin with.
        """
        self.ranker, self.train, self.settings, self.folder, self.run = ranker, train, settings, folder, run
        self.robust, self.variants = robust, variants
        self.position = PositionTerm()
        self.position.begin_with(position_term)
        self.contexts = torch.nonzero(train.starts.diff() > 0).flatten()
        self.per_epoch = -(-len(self.contexts) // settings.batch)
        self.total = settings.epochs * self.per_epoch
        self.state = TrainingState()
        # A position's term is one number with few examples of its own: it may move faster than the weights.
        groups = [
            {"params": [weight for weight in ranker.parameters() if weight.requires_grad], "scale": 1.0},
            {"params": self.position.parameters(), "scale": 5.0, "weight_decay": 0.0},
        ]
        self.optimiser = torch.optim.AdamW(groups, lr=settings.learning_rate, weight_decay=settings.weight_decay)
        frequency = torch.bincount(train.item, minlength=len(train.items)).float() + 1.0
        self.log_frequency = (frequency / frequency.sum()).log()
        self.target = HEADS.index(settings.target)
        self.batches = cache(self._batches)
        if saved := load_checkpoint(folder, run):
            ranker.load_state_dict(saved["weights"])
            self.position.load_state_dict(saved["position"])
            self.optimiser.load_state_dict(saved["optimiser"])
            self.state = TrainingState(**saved["state"])

    def fit(self, check: Pairs, stop: Callable[[], bool], progress: Progress | None) -> None:
        """Train until the epochs are over or validation has not improved for ``patience`` of them."""
        clock = time.monotonic() - self.state.seconds
        state = self.state
        while state.step < self.total and not self._patience_lost():
            loss = self._step()
            state.step += 1
            state.seconds = time.monotonic() - clock
            if progress:
                progress(
                    f"step {state.step} of {self.total}, nDCG@10 {max(state.best_ndcg, 0):.3f}", state.step / self.total
                )
            if state.step % 50 == 0:
                append_log(self.folder, step=state.step, seconds=round(state.seconds, 1), **loss)
            if state.step % self.per_epoch == 0:
                self._validate(check)
            if stop() or state.step % self.settings.checkpoint_every == 0 or state.step % self.per_epoch == 0:
                self._save()
            if stop():
                raise KeyboardInterrupt

    def _batches(self, epoch: int) -> list[Tensor]:
        # One platform at a time: its contexts share items, so fewer are read, and in-batch negatives are real rivals.
        groups = self.train.platform[self.contexts]
        places = batches_by_group(groups, self.settings.batch, self.settings.seed, epoch)
        return [self.contexts[batch] for batch in places]

    def _patience_lost(self) -> bool:
        epoch = self.state.step // self.per_epoch
        return bool(self.state.best_weights) and epoch - self.state.best_epoch >= self.settings.patience

    def _step(self) -> dict[str, float]:
        """Take one step on the batch due; return its losses by name."""
        epoch, place = divmod(self.state.step, self.per_epoch)
        random = seed_step(self.settings.seed, self.state.step)
        for group in self.optimiser.param_groups:
            rate = learning_rate_at(self.state.step / self.total)
            group["lr"] = self.settings.learning_rate * rate * group["scale"]
        self.ranker.train()
        losses = self._losses(self.batches(epoch)[place], random)
        self.optimiser.zero_grad()
        torch.stack(list(losses.values())).sum().backward()
        nn.utils.clip_grad_norm_(self.ranker.parameters(), 1.0)
        self.optimiser.step()
        return {name: round(loss.item(), 4) for name, loss in losses.items()}

    def _losses(self, chosen: Tensor, random: torch.Generator) -> dict[str, Tensor]:
        """Return the losses of a batch of contexts [C], by name."""
        train, ranker = self.train, self.ranker
        batch = Batch.of(train, chosen)
        contexts, items = train.contexts.take(chosen), train.items.take(batch.items)
        features = train.features[batch.pairs]
        hide, mix = self._masking(random)
        if hide:
            contexts = hide_words(contexts, ranker.mask_id, random)
            items = hide_words(items, ranker.mask_id, random)
        if mix:
            features = mix_background(features, ranker.background, random)
        x, y = read_rows(ranker, 0, contexts), read_rows(ranker, 1, items)
        losses = self._plain_losses(batch, x, y, features)
        # A context whose words are hidden is no model for the perturbed one.
        if self.robust and self.variants and not hide:
            drawn = self.variants.of_epoch(self.state.step // self.per_epoch)
            again = partial(self._plain_losses, batch, y=y, features=features)
            losses |= robust_losses(ranker, self.robust, drawn, batch, x, y, features, again, self.target, random)
        return losses

    def _plain_losses(self, batch: Batch, x: Tensor, y: Tensor, features: Tensor) -> dict[str, Tensor]:
        """Return the losses of a batch's P pairs for vectors of contexts [C, d] and items [U, d], features [P, F]."""
        train, settings, context, item = self.train, self.settings, batch.context, batch.item
        logits = self.ranker.logits(x[context], y[item], features) + self.position(train.position[batch.pairs])
        labels = train.labels[batch.pairs]
        score, label = logits[:, self.target], labels[:, self.target]
        losses = {
            "action": action_loss(logits, labels),
            "order": settings.order_weight * order_loss(score, label, context, len(batch)),
        }
        if settings.retrieval_weight and settings.reads != "behaviour":
            clicked = torch.zeros(len(batch), len(batch.items), dtype=torch.bool)
            clicked[context[label > 0], item[label > 0]] = True
            near = retrieval_loss(self.ranker.relevance(x, y), clicked, self.log_frequency[batch.items])
            losses["retrieval"] = settings.retrieval_weight * near
        return losses

    def _masking(self, random: torch.Generator) -> tuple[bool, bool]:
        """Draw what this batch hides: nothing, words, features or both (a third each of the masked batches)."""
        if float(torch.rand((), generator=random)) >= self.settings.masked_batches:
            return False, False
        fate = int(torch.randint(3, (), generator=random))
        return fate != 1, fate != 0

    def _validate(self, check: Pairs) -> None:
        epoch = self.state.step // self.per_epoch
        quality = mean_ndcg(check.table, score_pairs(self.ranker, check), self.settings.target)
        append_log(self.folder, epoch=epoch, validation_ndcg=round(quality, 4), seconds=round(self.state.seconds, 1))
        if quality > self.state.best_ndcg:
            self.state.best_ndcg, self.state.best_epoch = quality, epoch
            self.state.best_weights = {name: weight.clone() for name, weight in self.ranker.state_dict().items()}

    def _save(self) -> None:
        state: dict[str, Any] = {
            "weights": self.ranker.state_dict(),
            "position": self.position.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "state": dict(vars(self.state)),
        }
        save_checkpoint(self.folder, self.run, state)
