"""A shop of seven watches and a transparent ranker, so that the smallest attack is known by hand.

The score is the sum of the worths of the title's words, and a bonus for every word of the search in it. A word that is
spelt otherwise is unknown and worth nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from explain.attack.edits import AttackEdit, all_fit, edited
from explain.attack.target import Target
from explain.robustness.slates import asked_slates
from explain.shop import Shop
from explain.vocabulary import Vocabulary
from models.field import Field
from models.protocol import Piece, Tower
from queries.rankers import RankerEntry
from queries.serving import FeatureStore
from queries.workspace import Workspace
from tests.queries.small_shop import Row, hour, small_log, small_shop

WORTHS = {"smart": 3.0, "gold": 2.0, "steel": 1.0, "awful": -100.0}
BONUS = 5.0
TITLES = {
    "a": "smart gold watch",
    "b": "smart gold steel watch",
    "c": "smart watch",
    "d": "gold watch",
    "e": "steel watch",
    "f": "plain watch",
    "g": "gold steel watch",
    "h": "awful watch",
}


class WordRanker:
    """See the module; meets :class:`models.serving.ServingRanker`."""

    feature_names: tuple[str, ...] = ()
    background = None
    target = "click"
    calibration_known = False
    mask_id, unknown_id = 3, 4

    def __init__(self, worths: dict[str, float] = WORTHS, bonus: float = BONUS) -> None:
        self.identity = f"words-{sorted(worths.items())}-{bonus}"
        self.words = ["[PAD]", "[CLS]", "[SEP]", "[MASK]", "[UNK]", *sorted({*worths, "watch", "plain"})]
        self.bonus = bonus
        self.worths = torch.tensor([worths.get(word, 0.0) for word in self.words])
        self.table = torch.eye(len(self.words)) * (torch.arange(len(self.words)) > 4)

    def encode(self, contexts, items) -> tuple[Tower, ...]:
        titles = [[field for field in fields if field.name == "title"] for fields in items]
        return self._tower(contexts), self._tower(titles)

    def _tower(self, texts) -> Tower:
        rows = [self._read(fields) for fields in texts]
        length = max(len(ids) for ids, _ in rows)
        ids = torch.tensor([row + [0] * (length - len(row)) for row, _ in rows])
        return Tower(
            ids=ids,
            segments=torch.zeros_like(ids),
            attended=ids != 0,
            special=ids < 3,
            fields=tuple(tuple(fields) for fields in texts),
            pieces=tuple(tuple(pieces) + (None,) * (length - len(pieces)) for _, pieces in rows),
            cut=tuple(tuple(len(field.text) for field in fields) for fields in texts),
        )

    def _read(self, fields: list[Field]) -> tuple[list[int], list[Piece | None]]:
        ids, pieces = [1], [None]
        for number, field in enumerate(fields):
            start = 0
            for word in field.text.split(" "):
                if word:
                    ids.append(self.words.index(word) if word in self.words[5:] else self.unknown_id)
                    pieces.append(Piece(number, start, start + len(word)))
                start += len(word) + 1
        return ids, pieces

    def embed(self, ids: Tensor) -> Tensor:
        return self.table[ids]

    def vectors(self, embeddings, towers) -> tuple[Tensor, ...]:
        return tuple(block.sum(dim=1) for block in embeddings)

    def score_vectors(self, vectors, features) -> Tensor:
        context, title = vectors
        return title @ self.worths + self.bonus * (context * title).sum(dim=-1)

    def probability(self, score: Tensor) -> Tensor:
        return torch.sigmoid(score)

    def index(self, texts, progress=None, keep=None) -> WordIndex:
        return WordIndex(self, texts)


@dataclass(frozen=True)
class WordIndex:
    ranker: WordRanker
    texts: list[tuple[Field, ...]]
    scores_all: bool = True

    def ask(self, contexts) -> list[WordQuestion]:
        return [WordQuestion(self, context) for context in contexts]


@dataclass(frozen=True)
class WordQuestion:
    index: WordIndex
    context: tuple[Field, ...]

    def candidates(self, places):
        return places, "all"

    def score(self, places, features):
        ranker = self.index.ranker
        towers = ranker.encode([self.context] * len(places), [self.index.texts[place] for place in places])
        return ranker.score_vectors([self.vector(tower) for tower in towers], None).numpy()

    def vector(self, tower: Tower) -> Tensor:
        return self.index.ranker.embed(tower.ids).sum(dim=1)


def word_workspace(folder: Path, titles: dict[str, str] = TITLES, searches: int = 3) -> Workspace:
    """A log with ``searches`` shoppers who typed "gold steel", and one who opened the home page."""
    items: list[Row] = [
        {"item_id": key, "title": title, "brand": f"maker{key}", "category": "watches", "price": 9.0, "source": "hand"}
        for key, title in titles.items()
    ]
    asked = [
        {"search_id": f"s{n:03}", "user_id": f"u{n:03}", "ts": hour(n), "text": "gold steel", "surface": "search"}
        | {"source": "hand"}
        for n in range(searches)
    ]
    home = {"search_id": "home", "user_id": "u000", "ts": hour(0), "text": None, "surface": "home", "source": "hand"}
    return small_shop(folder, small_log(items, [*asked, home], {"home": "ab"}, []))


def word_shop(ws: Workspace, ranker: WordRanker | None = None) -> Shop:
    ranker = ranker or WordRanker()
    now = datetime(2025, 6, 1, tzinfo=UTC)
    return Shop(ws, RankerEntry(ranker.identity, "words", Path(), {}, None, now), ranker, FeatureStore(ws))


def target_of(shop: Shop, item_id: str, search: str | None, lexicon_only: Vocabulary | None = None) -> Target:
    vocabulary = lexicon_only or Vocabulary(shop.lexicon)
    row = {"context_id": "now", "search": search, "user_id": None, "platform": None, "history": [], "lang": "en"}

    def features_of(rows, places):
        return [np.zeros((len(each), 0), np.float32) for each in places]

    [asked] = asked_slates(shop, vocabulary, [row], features_of)
    return Target(shop, vocabulary, asked, item_id, features_of)


def worth(title: str, search: str, worths: dict[str, float], bonus: float = BONUS) -> float:
    """Score a title in plain Python."""
    wanted = search.split(" ")
    known = {*worths, "watch", "plain"}
    return sum(worths.get(word, 0.0) + bonus * wanted.count(word) for word in title.split(" ") if word in known)


def rank_of(item_id: str, titles: dict[str, str], search: str, worths: dict[str, float]) -> int:
    order = sorted(titles, key=lambda key: (-worth(titles[key], search, worths), key))
    return order.index(item_id) + 1


def fewest_edits(
    item_id: str, pool: list[AttackEdit], most: int, k: int, search: str, worths: dict[str, float], hide: bool = False
) -> int | None:
    """Try every set of at most ``most`` edits of the pool; None where none brings the item where it should be."""
    for size in range(1, most + 1):
        for edits in combinations(pool, size):
            if not all_fit(edits):
                continue
            if hide:
                rank = rank_of(item_id, TITLES, edited(search, edits), worths)
            else:
                rank = rank_of(item_id, {**TITLES, item_id: edited(TITLES[item_id], edits)}, search, worths)
            if (rank > k) == hide:
                return size
    return None
