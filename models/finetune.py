"""Fine-tuning: from an encoder and a shop's log to a ranker that scores contexts and items."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from models.behaviour import FeatureScale
from models.calibration import platt
from models.checkpoint import CHECKPOINT, append_log, load_checkpoint, run_fingerprint, save_checkpoint, stop_asked
from models.corpus import corpus_texts
from models.encoder import Encoder, EncoderSettings, load_encoder
from models.errors import EncoderInvalid
from models.losses import PositionTerm, action_loss, order_loss, retrieval_loss
from models.masking import hide_words, mix_background
from models.pairs import Pairs, Reads, TrainingTables, prepare_pairs, score_pairs
from models.ranking_quality import mean_ndcg
from models.schedule import epoch_batches, learning_rate_at, seed_step
from models.storage import VOCABULARY, save_ranker
from models.token_table import read_rows
from models.tokenizer import train_tokenizer
from models.towers import FieldTokenizer
from models.two_tower import HEADS, TwoTowerConfig, TwoTowerRanker
from queries.features import FEATURES

Progress = Callable[[str, float], None]
BACKGROUND_ROWS = 64


@dataclass(frozen=True)
class FinetuneSettings:
    """How to fine-tune. ``target``: the head whose logit is the score. ``reads``: "text" or "behaviour" for ablations.

    ``masked_batches``: share of batches with hidden words and background features. ``frozen_layers``: how many of the
    encoder's lower layers (and its embeddings) stay as pretrained, none by default. ``patience``: epochs without a
    better validation nDCG@10 before stopping.
    """

    target: str = "click"
    reads: Reads = "all"
    epochs: int = 8
    patience: int = 2
    batch: int = 64
    learning_rate: float = 1e-3
    weight_decay: float = 0.01
    masked_batches: float = 0.5
    order_weight: float = 1.0
    retrieval_weight: float = 0.3
    frozen_layers: int = 0
    vector: int = 128
    behaviour: int = 64
    body: int = 128
    vocabulary: int = 8000
    checkpoint_every: int = 200
    seed: int = 0


@dataclass(frozen=True)
class FinetuneReport:
    """What came of it. ``validation_ndcg`` is the best epoch's nDCG@10 among the validation pairs.

    ``position_term``: what being shown at positions 1 to 10 added to the target's logit, relative to position 1.
    """

    folder: Path
    ranker: TwoTowerRanker
    best_epoch: int
    epochs: int
    validation_ndcg: float
    seconds: float
    parameters: int
    position_term: tuple[float, ...]
    settings: FinetuneSettings


@dataclass
class _State:
    """Where a run stands, in plain values that a checkpoint can hold."""

    step: int = 0
    seconds: float = 0.0
    best_ndcg: float = -1.0
    best_epoch: int = 0
    best_weights: dict[str, Tensor] = field(default_factory=dict)


def finetune(
    training: TrainingTables,
    validation: TrainingTables,
    items: pa.Table,
    encoder_folder: str | Path | None,
    out_folder: str | Path,
    settings: FinetuneSettings | None = None,
    progress: Progress | None = None,
) -> FinetuneReport:
    """Train a ranker until ``validation`` (later in time than ``training``) gets no better; save it to ``out_folder``.

    ``encoder_folder``: a pretrained encoder with its tokenizer, or None for a fresh one whose vocabulary is learned
    from items and searches. Stopped or killed, the same call goes on from the last checkpoint to the same weights.
    """
    settings = settings or FinetuneSettings()
    folder = Path(out_folder)
    folder.mkdir(parents=True, exist_ok=True)
    if progress:
        progress("reading the pairs", 0.0)
    torch.manual_seed(settings.seed)
    tokenizer, encoder = _encoder(encoder_folder, training, items, settings)
    names = _feature_names(training.pairs, settings)
    train = prepare_pairs(training, items, tokenizer, names, settings.reads)
    check = prepare_pairs(validation, items, tokenizer, names, settings.reads)
    ranker = _ranker(train, names, tokenizer, encoder, settings)
    run = run_fingerprint("finetune", asdict(settings), len(train.context), len(check.context), train.context_ids)
    trainer = _Trainer(ranker, train, settings, folder, run)
    with stop_asked() as stop:
        trainer.fit(check, stop, progress)
    ranker.load_state_dict(trainer.state.best_weights)
    _calibrate(ranker, check, settings)
    ranker.seal()
    save_ranker(ranker, folder)
    (folder / CHECKPOINT).unlink(missing_ok=True)
    term = trainer.position.terms.weight.detach()
    target = HEADS.index(settings.target)
    return FinetuneReport(
        folder=folder,
        ranker=ranker,
        best_epoch=trainer.state.best_epoch,
        epochs=trainer.state.step // trainer.per_epoch,
        validation_ndcg=trainer.state.best_ndcg,
        seconds=trainer.state.seconds,
        parameters=sum(weight.numel() for weight in ranker.parameters()),
        position_term=tuple(round(float(value), 3) for value in (term[1:11] - term[1])[:, target]),
        settings=settings,
    )


class _Trainer:
    """The loop: batches of contexts, with all their pairs."""

    def __init__(
        self, ranker: TwoTowerRanker, train: Pairs, settings: FinetuneSettings, folder: Path, run: str
    ) -> None:
        self.ranker, self.train, self.settings, self.folder, self.run = ranker, train, settings, folder, run
        self.position = PositionTerm()
        self.per_epoch = -(-len(train.contexts) // settings.batch)
        self.total = settings.epochs * self.per_epoch
        self.state = _State()
        # Embedding of positions learn faster than weights would let them: they see a fraction of the examples each.
        groups = [
            {"params": [weight for weight in ranker.parameters() if weight.requires_grad], "scale": 1.0},
            {"params": self.position.parameters(), "scale": 5.0, "weight_decay": 0.0},
        ]
        self.optimiser = torch.optim.AdamW(groups, lr=settings.learning_rate, weight_decay=settings.weight_decay)
        frequency = torch.bincount(train.item, minlength=len(train.items)).float() + 1.0
        self.log_frequency = (frequency / frequency.sum()).log()
        self.batches = cache(self._batches)
        if saved := load_checkpoint(folder, run):
            ranker.load_state_dict(saved["weights"])
            self.position.load_state_dict(saved["position"])
            self.optimiser.load_state_dict(saved["optimiser"])
            self.state = _State(**saved["state"])

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
        return epoch_batches(self.train.contexts.lengths, self.settings.batch, self.settings.seed, epoch)

    def _patience_lost(self) -> bool:
        epoch = self.state.step // self.per_epoch
        return bool(self.state.best_weights) and epoch - self.state.best_epoch >= self.settings.patience

    def _step(self) -> dict[str, float]:
        settings, train, ranker = self.settings, self.train, self.ranker
        epoch, place = divmod(self.state.step, self.per_epoch)
        chosen = self.batches(epoch)[place]
        random = seed_step(settings.seed, self.state.step)
        for group in self.optimiser.param_groups:
            rate = learning_rate_at(self.state.step / self.total)
            group["lr"] = settings.learning_rate * rate * group["scale"]
        pairs = torch.cat([torch.arange(int(train.starts[c]), int(train.starts[c + 1])) for c in chosen.tolist()])
        context = torch.repeat_interleave(torch.arange(len(chosen)), train.starts[chosen + 1] - train.starts[chosen])
        if not len(pairs):
            return {}
        unique, item = torch.unique(train.item[pairs], return_inverse=True)
        contexts, items, features = train.contexts.take(chosen), train.items.take(unique), train.features[pairs]
        hidden_words, mixed_features = self._masking(random)
        if hidden_words:
            contexts = hide_words(contexts, ranker.mask_id, random)
            items = hide_words(items, ranker.mask_id, random)
        if mixed_features:
            features = mix_background(features, ranker.background, random)
        ranker.train()
        x, y = read_rows(ranker, 0, contexts), read_rows(ranker, 1, items)
        logits = ranker.logits(x[context], y[item], features) + self.position(train.position[pairs])
        labels = train.labels[pairs]
        target = HEADS.index(settings.target)
        losses = {
            "action": action_loss(logits, labels),
            "order": settings.order_weight * order_loss(logits[:, target], labels[:, target], context, len(chosen)),
        }
        if settings.retrieval_weight and settings.reads != "behaviour":
            clicked = torch.zeros(len(chosen), len(unique), dtype=torch.bool)
            positive = labels[:, target] > 0
            clicked[context[positive], item[positive]] = True
            near = retrieval_loss(ranker.relevance(x, y), clicked, self.log_frequency[unique])
            losses["retrieval"] = settings.retrieval_weight * near
        self.optimiser.zero_grad()
        sum(losses.values(), torch.zeros(())).backward()
        nn.utils.clip_grad_norm_(ranker.parameters(), 1.0)
        self.optimiser.step()
        return {name: round(loss.item(), 4) for name, loss in losses.items()}

    def _masking(self, random: torch.Generator) -> tuple[bool, bool]:
        """Draw what this batch hides: nothing, words, features or both (a third each of the masked batches)."""
        if float(torch.rand((), generator=random)) >= self.settings.masked_batches:
            return False, False
        fate = int(torch.randint(3, (), generator=random))
        return fate != 1, fate != 0

    def _validate(self, check: Pairs) -> None:
        epoch = self.state.step // self.per_epoch
        quality = mean_ndcg(check, score_pairs(self.ranker, check))
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


def _encoder(
    folder: str | Path | None, training: TrainingTables, items: pa.Table, settings: FinetuneSettings
) -> tuple[FieldTokenizer, Encoder]:
    if folder is None:
        searches = training.contexts.select(["search"])
        tokenizer = FieldTokenizer(train_tokenizer(corpus_texts(items, searches), vocabulary_size=settings.vocabulary))
        return tokenizer, Encoder(EncoderSettings().configuration(tokenizer.vocabulary_size, tokenizer.pad_id))
    encoder = load_encoder(folder)
    vocabulary = Path(folder) / VOCABULARY
    if not vocabulary.is_file():
        raise EncoderInvalid(
            f"The encoder in {str(folder)!r} comes without {VOCABULARY}.",
            "Save its fast tokenizer into the folder (`tokenizer.save_pretrained`), which writes that file.",
        )
    _freeze(encoder, settings.frozen_layers)
    return FieldTokenizer(Tokenizer.from_file(str(vocabulary))), encoder


def _freeze(encoder: Encoder, layers: int) -> None:
    """Keep the embeddings and the lowest layers as they are; 0 freezes nothing."""
    if layers:
        encoder.body.embeddings.requires_grad_(False)
        for layer in encoder.body.encoder.layer[:layers]:
            layer.requires_grad_(False)


def _feature_names(pairs: pa.Table, settings: FinetuneSettings) -> tuple[str, ...]:
    known = set(pairs.column_names) if settings.reads != "text" else set()
    return tuple(feature.name for feature in FEATURES if feature.name in known)


def _ranker(
    train: Pairs, names: tuple[str, ...], tokenizer: FieldTokenizer, encoder: Encoder, settings: FinetuneSettings
) -> TwoTowerRanker:
    scales = {feature.name: feature.scale == "log" for feature in FEATURES}
    scale = FeatureScale.fitted(names, tuple(scales[name] for name in names), train.features.numpy())
    config = TwoTowerConfig(
        encoder=encoder.configuration,
        scale=scale,
        vector=settings.vector,
        behaviour=settings.behaviour,
        body=settings.body,
        target=settings.target,
    )
    rows = torch.nonzero(train.shown).flatten().numpy()
    drawn = np.random.default_rng(settings.seed).choice(rows, min(BACKGROUND_ROWS, len(rows)), replace=False)
    return TwoTowerRanker(config, tokenizer, encoder, train.features[np.sort(drawn)].clone())


def _calibrate(ranker: TwoTowerRanker, check: Pairs, settings: FinetuneSettings) -> None:
    """Fit the chance on the validation pairs that were really shown."""
    shown = check.shown.numpy()
    labels = check.labels[:, HEADS.index(settings.target)].numpy()
    ranker.calibrated(*platt(score_pairs(ranker, check)[shown], labels[shown]))
