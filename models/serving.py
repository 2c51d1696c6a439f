"""What serving asks of a ranker, whatever its kind: which items to score for a context, and their scores."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal, Protocol, TypeAlias, runtime_checkable

import numpy as np
from torch import Tensor

from models.field import Field
from models.protocol import Ranker

Progress: TypeAlias = Callable[[str, float], None]
# How the scored items were chosen: every one of them, the nearest by vectors, those that share most words with the
# search (or, without one, the history), or, where no word is shared, the first in order of item_id.
FoundBy: TypeAlias = Literal["all", "vectors", "search", "history", "order"]


class Question(Protocol):
    """One context, put to one index."""

    def candidates(self, places: np.ndarray) -> tuple[np.ndarray, FoundBy]:
        """Return those of the places [m], sorted, that are worth scoring, and how they were chosen."""
        ...

    def score(self, places: np.ndarray, features: np.ndarray | None) -> np.ndarray:
        """Return the scores [n] of places [n], with their raw behaviour features [n, F] (None: all absent)."""
        ...


class Index(Protocol):
    """The texts of N items in order of item_id, read once; a place is an item's number there.

    ``scores_all``: whether scoring every item for a context costs so little that evaluation leaves none out.
    """

    @property
    def scores_all(self) -> bool:
        """See the class."""
        ...

    def ask(self, contexts: Sequence[Sequence[Field]]) -> list[Question]:
        """Put contexts to the index, all at once."""
        ...


@runtime_checkable
class ServingRanker(Ranker, Protocol):
    """What serving and the pages need of a ranker beside scores and gradients."""

    @property
    def target(self) -> str:
        """What the probability is a chance of: click, cart, purchase or relevance."""
        ...

    @property
    def background(self) -> Tensor | None:
        """Raw behaviour rows [B, F] that explanations compare with; None for a ranker of texts only."""
        ...

    @property
    def calibration_known(self) -> bool:
        """Whether the probability was fitted to outcomes; else it is the bare sigmoid of the score."""
        ...

    def index(
        self, texts: Sequence[Sequence[Field]], progress: Progress | None = None, keep: Path | None = None
    ) -> Index:
        """Read the texts of N items, in order of item_id, so that they can be ranked.

        ``keep``: a folder where what was read may stay for the next time.
        """
        ...
