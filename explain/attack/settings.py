"""How far an attack looks, and in which directions there are attacks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, get_args

from queries.errors import WhyrankError

Direction = Literal["lift", "hide"]
DIRECTIONS: tuple[Direction, ...] = get_args(Direction)


class NothingToAttack(WhyrankError):
    """An item that is already where an attack should bring it, or settings by which nothing could be found."""


@dataclass(frozen=True)
class AttackSettings:
    """How far to look. ``budget`` counts scored candidates: changed titles, or changed searches with their slates."""

    k: int = field(default=10, metadata={"help": "The first k places that an item should enter or leave."})
    most_edits: int = field(default=5, metadata={"help": "Edits at most in one attack."})
    budget: int = field(default=400, metadata={"help": "Titles or searches put to the ranker at most for one item."})
    beam: int = field(default=4, metadata={"help": "Sets of edits that are grown further; 1 is greedy search."})
    words: int = field(default=24, metadata={"help": "Words of the shelf tried as additions to a title."})
    draws: int = field(default=2, metadata={"help": "Draws of every perturbation that spells a text otherwise."})
    seed: int = field(default=0, metadata={"help": "Seed of what is drawn; the same seed finds the same."})

    def __post_init__(self) -> None:
        """Refuse settings that look for nothing: raises :class:`NothingToAttack`."""
        for name in ("k", "most_edits", "budget", "beam", "words", "draws"):
            if getattr(self, name) < 1:
                raise NothingToAttack(f"{name} is {getattr(self, name)}.", "Give at least 1.")
        if self.seed < 0:
            raise NothingToAttack(f"seed is {self.seed}.", "Give 0 or more.")
