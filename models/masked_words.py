"""Guessing hidden words: the task an encoder is pretrained on (Devlin et al. 2019)."""

from __future__ import annotations

import math
from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.encoder import Encoder
from models.field import Field
from models.token_table import TokenTable
from models.towers import FieldTokenizer


class Guesser(nn.Module):
    """Encoder plus the layer that guesses a piece from its place; the output weights are the word embeddings."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder
        self.transform = nn.Sequential(nn.Linear(encoder.width, encoder.width), nn.GELU(), nn.LayerNorm(encoder.width))
        self.bias = nn.Parameter(torch.zeros(encoder.body.config.vocab_size))

    def forward(self, table: TokenTable, asked: Tensor) -> Tensor:
        """Return logits [number asked, V] for the places asked [N, L]."""
        hidden = self.encoder(self.encoder.embed(table.ids), table.segments, table.attended)[asked]
        weights = self.encoder.body.get_input_embeddings().weight
        return functional.linear(self.transform(hidden), weights, self.bias)


def guessing_loss(guesser: Guesser, table: TokenTable, tokenizer: FieldTokenizer, share: float) -> Tensor:
    """Hide a share of the words (8 in 10 masked, 1 another piece, 1 left as it is) and return the loss of guessing."""
    by_word = torch.rand(table.ids.shape).gather(1, table.words.clamp(min=0).long())
    asked = (by_word < share) & (table.words >= 0)
    if not asked.any():
        asked = table.words == 0
    fate = torch.rand(table.ids.shape)
    other = torch.randint(0, tokenizer.vocabulary_size, table.ids.shape, dtype=table.ids.dtype)
    ids = torch.where(asked & (fate < 0.8), torch.full_like(table.ids, tokenizer.mask_id), table.ids)
    ids = torch.where(asked & (fate > 0.9), other, ids)
    shown = TokenTable(ids, table.segments, table.words, table.lengths)
    return functional.cross_entropy(guesser(shown, asked), table.ids[asked].long())


@torch.inference_mode()
def bits_per_character(guesser: Guesser, table: TokenTable, texts: Sequence[str], tokenizer: FieldTokenizer) -> float:
    """Return the held-out loss in bits per character of the words asked: each fifth word is hidden and guessed."""
    guesser.eval()
    bits, characters = 0.0, 0
    rows = tokenizer.rows([[Field("item", "title", text)] for text in texts])
    for first in range(0, len(table), 64):
        part = table.take(torch.arange(first, min(first + 64, len(table))))
        asked = (part.words >= 0) & (part.words % 5 == 2)
        logits = guesser(part.masked(asked, tokenizer.mask_id), asked)
        bits += float(functional.cross_entropy(logits, part.ids[asked].long(), reduction="sum")) / math.log(2)
        for row in rows[first : first + 64]:
            spans = [p for p, word in zip(row.pieces, row.words, strict=True) if p is not None and word % 5 == 2]
            characters += len({place for span in spans for place in range(span.start, span.end)})
    guesser.train()
    return bits / max(characters, 1)
