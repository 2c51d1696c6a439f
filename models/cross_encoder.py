"""A cross-encoder as a ranker: one transformer reads context and item together and answers a logit.

Any Hugging Face encoder with a sequence-classification head: BERT, RoBERTa, DistilBERT, ELECTRA, MPNet and their like.
It reads texts only.
"""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import torch
from torch import Tensor
from transformers import PreTrainedModel

from models.cross_encoder_index import CrossEncoderIndex
from models.field import Field
from models.pair_tokenizer import PairTokenizer
from models.protocol import Tower
from models.serving import Progress

Target = Literal["click", "cart", "purchase", "relevance"]


@dataclass(frozen=True)
class CrossEncoderSettings:
    """What a model folder does not say of itself: the content of the optional ``whyrank.json`` beside the weights."""

    score_label: int | str | None = field(
        default=None, metadata={"help": "The label whose log-odds are the score; needed beyond two labels."}
    )
    target: Target = field(default="relevance", metadata={"help": "What the probability is a chance of."})
    slope: float | None = field(default=None, metadata={"help": "probability = sigmoid(slope · score + shift)."})
    shift: float | None = field(default=None, metadata={"help": "See slope; uncalibrated (1 and 0) without both."})
    reads: tuple[str, ...] = field(
        default=(), metadata={"help": "Fields it was trained on: search, history, title, brand … [all]."}
    )
    retrieved: int = field(default=100, metadata={"help": "How many items a slate is chosen from."})


class CrossEncoderRanker:
    """Scores (context, item) pairs with a sequence-classification model; meets :class:`models.protocol.Ranker`.

    With one label the score is its logit; with more it is the log-odds of label ``score_label`` against the others,
    l_i − log Σ_{j≠i} exp l_j, which for two labels is l₁ − l₀. Nothing changes after it was made and no hooks are
    used, so threads may share it.
    """

    feature_names: tuple[str, ...] = ()
    background = None

    def __init__(
        self,
        model: PreTrainedModel,
        tokenizer: PairTokenizer,
        identity: str,
        label: int = 0,
        settings: CrossEncoderSettings | None = None,
    ) -> None:
        """``label``: number of the scored label, see ``score_label``; ``identity``: digest of all it was made from."""
        # Recording hidden states or attentions would put hooks into the model.
        model.config.output_hidden_states = model.config.output_attentions = False
        self.model: Any = model.eval().requires_grad_(False)
        self.tokenizer = tokenizer
        self.identity = identity
        self.label = label
        self.settings = settings or CrossEncoderSettings()
        self.mask_id, self.unknown_id = tokenizer.mask_id, tokenizer.unknown_id
        self._segments_known = int(getattr(model.config, "type_vocab_size", 0) or 0)
        parameters = inspect.signature(self.model.forward).parameters
        self._takes_segments = "token_type_ids" in parameters and self._segments_known > 0

    # The protocol

    def encode(self, contexts: Sequence[Sequence[Field]], items: Sequence[Sequence[Field]]) -> tuple[Tower, ...]:
        """Tokenise n (context, item) pairs into one tower."""
        return (self.tokenizer.tower(self.tokenizer.rows(contexts, items)),)

    def embed(self, ids: Tensor) -> Tensor:
        """Return the word embeddings [n, L, d] of ids [n, L]."""
        embeddings: Tensor = self.model.get_input_embeddings()(ids)
        return embeddings

    def vectors(self, embeddings: Sequence[Tensor], towers: Sequence[Tower]) -> tuple[Tensor, ...]:
        """Return the logits [n·m, labels] of embeddings [n·m, L, d] stacked as m blocks of the tower's n rows."""
        [block], [tower] = embeddings, towers
        repeats = block.shape[0] // max(len(tower.ids), 1)
        attended, segments = tower.attended.repeat(repeats, 1), tower.segments.repeat(repeats, 1)
        return (self.logits(segments, inputs_embeds=block, attention_mask=attended.long()),)

    def score_vectors(self, vectors: Sequence[Tensor], features: Tensor | None) -> Tensor:
        """Return the scores of logits [n, labels]: [n], or [n, K] for features [·, K, 0], which say nothing here."""
        [logits] = vectors
        score = log_odds(logits, self.label)
        if features is not None and features.dim() == 3:
            return score.unsqueeze(1).expand(-1, features.shape[1])
        return score

    def probability(self, score: Tensor) -> Tensor:
        """Return the chance of ``target``, 0 to 1, of scores of any shape; see ``calibration_known``."""
        if self.settings.slope is None or self.settings.shift is None:
            return torch.sigmoid(score)
        return torch.sigmoid(self.settings.slope * score + self.settings.shift)

    # What serving needs beside it

    @property
    def target(self) -> str:
        """What the probability is a chance of."""
        return self.settings.target

    @property
    def calibration_known(self) -> bool:
        """Whether slope and shift of the probability were fitted and stored; else it is the bare sigmoid."""
        return self.settings.slope is not None and self.settings.shift is not None

    def logits(self, segments: Tensor, **inputs: Tensor) -> Tensor:
        """Return the model's logits [n, labels] of its inputs and segments [n, L], where it knows segments."""
        if self._takes_segments:
            inputs["token_type_ids"] = segments.clamp(max=self._segments_known - 1)
        logits: Tensor = self.model(**inputs).logits
        return logits

    def index(
        self, texts: Sequence[Sequence[Field]], progress: Progress | None = None, keep: Path | None = None
    ) -> CrossEncoderIndex:
        """Index the words of N items, so that some can be ranked; it takes no time worth a report or keeping."""
        return CrossEncoderIndex.build(self, texts)

    @torch.inference_mode()
    def score_pairs(
        self, contexts: Sequence[Sequence[Field]], items: Sequence[Sequence[Field]], batch: int = 32
    ) -> Tensor:
        """Return the scores [n] of n pairs, in batches of about equal length."""
        rows = self.tokenizer.rows(contexts, items)
        order = sorted(range(len(rows)), key=lambda i: len(rows[i].ids))
        scores = torch.zeros(len(rows))
        for start in range(0, len(order), batch):
            chosen = order[start : start + batch]
            tower = self.tokenizer.tower([rows[i] for i in chosen])
            scores[chosen] = self.score_vectors(self.vectors([self.embed(tower.ids)], [tower]), None)
        return scores


def log_odds(logits: Tensor, label: int) -> Tensor:
    """Return the log-odds [n] of one label against the others, of logits [n, labels]; with one label its logit.

    >>> log_odds(torch.tensor([[1.0, 3.0]]), 1), log_odds(torch.tensor([[2.5]]), 0)
    (tensor([2.]), tensor([2.5000]))
    """
    others = [number for number in range(logits.shape[1]) if number != label]
    own = logits[:, label]
    return own - logits[:, others].logsumexp(dim=1) if others else own
