"""Masked-word pretraining: the encoder learns the shop's language by guessing hidden words (Devlin et al. 2019)."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from models.checkpoint import CHECKPOINT, append_log, load_checkpoint, run_fingerprint, save_checkpoint, stop_asked
from models.encoder import Encoder, EncoderSettings, save_encoder
from models.errors import TrainingDataMissing
from models.field import Field
from models.files import replace_file
from models.masked_words import Guesser, bits_per_character, guessing_loss
from models.schedule import batches_by_length, learning_rate_at, seed_step
from models.storage import VOCABULARY
from models.token_table import TokenTable
from models.tokenizer import TokenizerKind, train_tokenizer
from models.towers import FieldTokenizer

Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class PretrainSettings:
    """How to pretrain; each field says what it means in its ``help``."""

    tokenizer: TokenizerKind = field(default="wordpiece", metadata={"help": "Kind of vocabulary to learn."})
    vocabulary: int = field(default=8000, metadata={"help": "Largest vocabulary."})
    hidden: int = field(default=128, metadata={"help": "Width of a token's vector."})
    layers: int = field(default=2, metadata={"help": "Layers of the encoder."})
    heads: int = field(default=4, metadata={"help": "Attention heads of each layer."})
    inner: int = field(default=384, metadata={"help": "Width inside each layer's feed-forward part."})
    epochs: int = field(default=6, metadata={"help": "Times every text is seen."})
    batch: int = field(default=64, metadata={"help": "Texts per step."})
    learning_rate: float = field(default=1e-3, metadata={"help": "Peak learning rate (AdamW, warm-up, cosine)."})
    mask_share: float = field(default=0.2, metadata={"help": "Share of words to guess."})
    held_out: float = field(default=0.03, metadata={"help": "Share of texts kept back to measure on."})
    checkpoint_every: int = field(default=200, metadata={"help": "Steps between checkpoints."})
    seed: int = field(default=0, metadata={"help": "Seed of everything drawn."})

    @property
    def encoder(self) -> EncoderSettings:
        """The shape of the encoder to pretrain; without dropout, since the corpus is seen only a few times."""
        return EncoderSettings(self.hidden, self.layers, self.heads, self.inner, dropout=0.0)


@dataclass(frozen=True)
class PretrainReport:
    """What came of it. ``bits_per_character`` is of held-out masked words, comparable between vocabularies."""

    folder: Path
    steps: int
    seconds: float
    texts: int
    parameters: int
    bits_per_character: float


def pretrain(
    corpus: Sequence[str],
    out_folder: str | Path,
    settings: PretrainSettings | None = None,
    progress: Progress | None = None,
) -> PretrainReport:
    """Learn vocabulary and encoder from the corpus and write them to ``out_folder`` as a Hugging Face folder.

    Stopped with Ctrl-C (KeyboardInterrupt) or killed, the same call goes on from the last checkpoint, to the same
    weights. ``log.jsonl`` in the folder has the loss as it went.
    """
    settings = settings or PretrainSettings()
    folder = Path(out_folder)
    folder.mkdir(parents=True, exist_ok=True)
    if len(corpus) < 10:
        raise TrainingDataMissing(
            f"The corpus holds {len(corpus)} texts.", "Import a catalogue with titles first; ten texts are the least."
        )
    run = run_fingerprint("pretrain", asdict(settings), corpus)
    tokenizer = _vocabulary(folder, run, corpus, settings, progress)
    table = TokenTable.of(tokenizer, [[Field("item", "title", text)] for text in corpus])
    held_out, seen = _split(len(corpus), settings)
    torch.manual_seed(settings.seed)
    guesser = Guesser(Encoder(settings.encoder.configuration(tokenizer.vocabulary_size, tokenizer.pad_id)))
    optimiser = torch.optim.AdamW(guesser.parameters(), lr=settings.learning_rate, weight_decay=0.01)
    per_epoch = -(-len(seen) // settings.batch)
    total = settings.epochs * per_epoch
    batches_of = cache(lambda epoch: batches_by_length(table.lengths[seen], settings.batch, settings.seed, epoch))
    step, seconds = 0, 0.0
    if state := load_checkpoint(folder, run):
        guesser.load_state_dict(state["weights"])
        optimiser.load_state_dict(state["optimiser"])
        step, seconds = state["step"], state["seconds"]
    clock = time.monotonic() - seconds

    def save() -> None:
        state = {"weights": guesser.state_dict(), "optimiser": optimiser.state_dict()}
        save_checkpoint(folder, run, {**state, "step": step, "seconds": time.monotonic() - clock})

    with stop_asked() as stop:
        while step < total:
            chosen = batches_of(step // per_epoch)[step % per_epoch]
            seed_step(settings.seed, step)
            for group in optimiser.param_groups:
                group["lr"] = settings.learning_rate * learning_rate_at(step / total)
            loss = guessing_loss(guesser, table.take(seen[chosen]), tokenizer, settings.mask_share)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(guesser.parameters(), 1.0)
            optimiser.step()
            step += 1
            if step % 50 == 0:
                append_log(folder, step=step, loss=round(loss.item(), 4), seconds=round(time.monotonic() - clock, 1))
            if progress:
                progress(f"step {step} of {total}", step / total)
            if stop() or step % settings.checkpoint_every == 0:
                save()
            if stop():
                raise KeyboardInterrupt
    bits = bits_per_character(guesser, table.take(held_out), [corpus[i] for i in held_out.tolist()], tokenizer)
    save_encoder(guesser.encoder, folder)
    (folder / CHECKPOINT).unlink(missing_ok=True)
    report = PretrainReport(folder, step, time.monotonic() - clock, len(seen), _count(guesser.encoder), bits)
    append_log(folder, steps=step, seconds=round(report.seconds, 1), bits_per_character=round(bits, 4))
    return report


def _vocabulary(
    folder: Path, run: str, corpus: Sequence[str], settings: PretrainSettings, progress: Progress | None
) -> FieldTokenizer:
    """Learn the vocabulary, or read the one this very run learned before it was stopped."""
    if load_checkpoint(folder, run) and (folder / VOCABULARY).is_file():
        return FieldTokenizer(Tokenizer.from_file(str(folder / VOCABULARY)))
    if progress:
        progress("learning the vocabulary", 0.0)
    tokenizer = train_tokenizer(corpus, settings.tokenizer, settings.vocabulary)
    replace_file(folder / VOCABULARY, lambda file: tokenizer.save(str(file), pretty=False))
    return FieldTokenizer(tokenizer)


def _split(texts: int, settings: PretrainSettings) -> tuple[Tensor, Tensor]:
    order = torch.from_numpy(np.random.default_rng(settings.seed).permutation(texts))
    held_out = max(1, int(texts * settings.held_out))
    return order[:held_out], order[held_out:]


def _count(module: nn.Module) -> int:
    return sum(weight.numel() for weight in module.parameters())
