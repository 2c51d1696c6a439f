"""Fine-tuning: from an encoder and a shop's log to a ranker that scores contexts and items."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import torch
from tokenizers import Tokenizer

from models.behaviour import FeatureScale
from models.calibration import platt
from models.checkpoint import CHECKPOINT, run_fingerprint, stop_asked
from models.corpus import corpus_texts
from models.encoder import Encoder, EncoderSettings, load_encoder
from models.errors import EncoderInvalid
from models.pairs import Pairs, TrainingTables, prepare_pairs, score_pairs
from models.robust import RobustSettings
from models.storage import VOCABULARY, save_ranker
from models.tokenizer import train_tokenizer
from models.towers import FieldTokenizer
from models.trainer import FinetuneSettings, Trainer
from models.two_tower import HEADS, TwoTowerConfig, TwoTowerRanker
from models.variants import Augmentation, Variants
from queries.features import FEATURES

__all__ = ["FinetuneReport", "FinetuneSettings", "Robust", "Start", "finetune"]

Progress = Callable[[str, float], None]
BACKGROUND_ROWS = 64


@dataclass(frozen=True)
class Start:
    """A ranker to train on from: vocabulary, widths and feature scales stay, its weights are where training begins.

    ``position_term``: what its own training found that positions 1, 2, … add, as its report says.
    """

    ranker: TwoTowerRanker
    position_term: Sequence[float] = ()


@dataclass(frozen=True)
class Robust:
    """What to be robust against, beside the clean contexts, and how much that weighs (:mod:`models.robust`)."""

    augmentation: Augmentation
    settings: RobustSettings = field(default_factory=RobustSettings)


@dataclass(frozen=True)
class FinetuneReport:
    """What came of it. ``validation_ndcg`` is the best epoch's nDCG@10 among the validation pairs.

    ``position_term``: what being shown at positions 1 to 10 added to the target's logit, relative to position 1.
    ``robust``: what it was made robust against, and how much that weighed; None where it was not.
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
    robust: dict[str, Any] | None = None


def finetune(
    training: TrainingTables,
    validation: TrainingTables,
    items: pa.Table,
    encoder_folder: str | Path | None,
    out_folder: str | Path,
    settings: FinetuneSettings | None = None,
    progress: Progress | None = None,
    start: Start | None = None,
    robust: Robust | None = None,
) -> FinetuneReport:
    """Train a ranker until ``validation`` (later in time than ``training``) gets no better; save it to ``out_folder``.

    ``encoder_folder``: a pretrained encoder with its tokenizer, or None for a fresh one whose vocabulary is learned
    from items and searches. Stopped or killed, the same call goes on from the last checkpoint to the same weights.
    ``start``: what to go on from, in place of an encoder. ``robust``: learn from perturbed contexts too.
    """
    settings = settings or FinetuneSettings()
    folder = Path(out_folder)
    folder.mkdir(parents=True, exist_ok=True)
    if progress:
        progress("reading the pairs", 0.0)
    torch.manual_seed(settings.seed)
    if start:
        tokenizer, encoder = start.ranker.tokenizer, start.ranker.encoder
    else:
        tokenizer, encoder = _encoder(encoder_folder, training, items, settings)
    names = start.ranker.feature_names if start else _feature_names(training.pairs, settings)
    train = prepare_pairs(training, items, tokenizer, names, settings.reads)
    check = prepare_pairs(validation, items, tokenizer, names, settings.reads)
    ranker = _continued(start.ranker, settings) if start else _ranker(train, names, tokenizer, encoder, settings)
    parts: list[object] = ["finetune", asdict(settings), _content(train), _content(check)]
    if start:
        parts += [start.ranker.identity, list(start.position_term)]
    variants = None
    if robust:
        parts += [asdict(robust.settings), dict(robust.augmentation.statement)]
        variants = Variants(
            robust.augmentation, training.contexts, items, train, tokenizer, settings.reads, settings.seed
        )
    trainer = Trainer(
        ranker,
        train,
        settings,
        folder,
        run_fingerprint(*parts),
        robust.settings if robust else None,
        variants,
        start.position_term if start else (),
    )
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
        robust={**asdict(robust.settings), **robust.augmentation.statement} if robust else None,
    )


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
        smoothing=settings.smoothing,
    )
    rows = torch.nonzero(train.shown).flatten().numpy()
    drawn = np.random.default_rng(settings.seed).choice(rows, min(BACKGROUND_ROWS, len(rows)), replace=False)
    return TwoTowerRanker(config, tokenizer, encoder, train.features[np.sort(drawn)].clone())


def _continued(start: TwoTowerRanker, settings: FinetuneSettings) -> TwoTowerRanker:
    """Return a ranker with the weights of another, to be trained on; the distance is rounded as the settings say."""
    config = replace(start.config, target=settings.target, smoothing=settings.smoothing, slope=1.0, shift=0.0)
    ranker = TwoTowerRanker(config, start.tokenizer, background=start.background.clone())
    ranker.load_state_dict(start.state_dict())
    _freeze(ranker.encoder, settings.frozen_layers)
    return ranker


def _calibrate(ranker: TwoTowerRanker, check: Pairs, settings: FinetuneSettings) -> None:
    """Fit the chance on the validation pairs that were really shown."""
    shown = check.shown.numpy()
    labels = check.labels[:, HEADS.index(settings.target)].numpy()
    ranker.calibrated(*platt(score_pairs(ranker, check)[shown], labels[shown]))


def _content(pairs: Pairs) -> list[str]:
    """Return the ids that say which pairs a run is about, for its checkpoint's sake."""
    return [*sorted({*pairs.table["context_id"].to_pylist()}), str(pairs.table.num_rows)]
