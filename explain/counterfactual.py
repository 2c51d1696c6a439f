"""What would move it: the smallest changes, found by asking the real ranker, that bring an item in or out of the top k.

Sets of edits are grown from single ones, the most effective first (beam search); every set is scored by the ranker, a
set that contains one that already suffices is not tried, and whatever is returned was verified by ranking the whole
slate again. Sparse sets come first, then cheap ones, then plausible ones, and sets that are much like one already
chosen are passed over (Wachter et al. 2017; Mothilal et al. 2020 on diversity).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

import numpy as np

from explain.edits import Edit, edited_fields
from explain.possible_edits import item_edits, search_edits
from explain.scene import Scene, scene_of
from queries.errors import WhyrankError

Goal = Literal["in", "out"]
Of = Literal["item", "search"]


class NothingToLookFor(WhyrankError):
    """Settings by which no set of edits could ever be found."""


@dataclass(frozen=True)
class CounterfactualSettings:
    """How far to look."""

    k: int = field(default=10, metadata={"help": "The first k places that the item should enter or leave."})
    of: Of = field(default="item", metadata={"help": "Change the item (title, attributes, price) or the search."})
    most_edits: int = field(default=3, metadata={"help": "Edits at most in one set."})
    replacements: int = field(default=8, metadata={"help": "Words tried in place of each word."})
    beam: int = field(default=8, metadata={"help": "Sets that are grown further at each size."})
    wanted: int = field(default=5, metadata={"help": "Sets to return at most."})

    def __post_init__(self) -> None:
        """Refuse to look for nothing: raises :class:`NothingToLookFor`."""
        for name in ("k", "most_edits", "beam", "wanted"):
            if getattr(self, name) < 1:
                raise NothingToLookFor(f"{name} is {getattr(self, name)}.", "Give at least 1.")


@dataclass(frozen=True)
class Counterfactual:
    """A set of edits and what it does, verified: the item's place in the whole slate and its score with them.

    ``cost`` is the sum of the edits' costs, ``plausibility`` (0 to 1) that of the least plausible edit.
    """

    edits: tuple[Edit, ...]
    rank: int
    score: float

    @property
    def cost(self) -> float:
        """How much is changed: 1 per word, 1 and more for a price."""
        return sum(edit.cost for edit in self.edits)

    @property
    def plausibility(self) -> float:
        """How usual the result is in its category, 0 to 1: that of the least usual edit."""
        return min(edit.plausibility for edit in self.edits)

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON."""
        edits = [{**asdict(edit), "cost": edit.cost} for edit in self.edits]
        figures = {"rank": self.rank, "score": self.score, "cost": self.cost, "plausibility": self.plausibility}
        return {"edits": edits, **figures}


@dataclass(frozen=True)
class Counterfactuals:
    """What was found: ``found`` all reach the ``goal``; ``closest`` is the best that was tried where nothing does.

    ``rank`` and ``score`` are the item's as it is; ``tried`` counts the sets that the ranker was asked about.
    """

    goal: Goal
    k: int
    rank: int
    score: float
    found: tuple[Counterfactual, ...]
    closest: Counterfactual | None
    tried: int

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON."""
        return {
            **{name: getattr(self, name) for name in ("goal", "k", "rank", "score", "tried")},
            "found": [counterfactual.to_dict() for counterfactual in self.found],
            "closest": self.closest.to_dict() if self.closest else None,
        }


def counterfactuals(scene: Scene, settings: CounterfactualSettings | None = None) -> Counterfactuals:
    """Look for the smallest changes that bring the scene's item into the first k, or out of them where it is in."""
    settings = settings or CounterfactualSettings()
    goal: Goal = "out" if scene.rank <= settings.k else "in"
    possible, ask = (item_edits, _ask_item) if settings.of == "item" else (search_edits, _ask_search)
    pool = possible(scene, settings.k, settings.replacements)
    level: list[tuple[Edit, ...]] = [(edit,) for edit in pool]
    reached: list[Counterfactual] = []
    failed: list[Counterfactual] = []
    tried = 0
    for size in range(1, settings.most_edits + 1):
        answers = ask(scene, level)
        tried += len(answers)
        reached += [answer for answer in answers if _reaches(answer.rank, goal, settings.k)]
        missed = [answer for answer in answers if not _reaches(answer.rank, goal, settings.k)]
        failed = sorted([*missed, *failed], key=lambda answer: _distance(answer, goal))
        if len(reached) >= settings.wanted or not answers:
            break
        if size == 1:
            pool = [answer.edits[0] for answer in _spread(failed)][: 3 * settings.beam]
        level = _grown(_spread(missed)[: settings.beam], pool, reached)
    chosen = _diverse([found for found in reached if _verified(scene, found, settings.of)], settings.wanted)
    closest = None if chosen or not failed else failed[0]
    return Counterfactuals(goal, settings.k, scene.rank, float(scene.scores[scene.at]), chosen, closest, tried)


def _ask_item(scene: Scene, sets: Sequence[tuple[Edit, ...]]) -> list[Counterfactual]:
    scores = scene.scores_with(sets) if sets else np.zeros(0)
    return [
        Counterfactual(edits, scene.rank_with(float(score)), float(score))
        for edits, score in zip(sets, scores, strict=True)
    ]


def _ask_search(scene: Scene, sets: Sequence[tuple[Edit, ...]]) -> list[Counterfactual]:
    """Another search moves every item: the whole slate is ranked again for each that leaves something to rank for."""
    return [
        _with_search(scene, edits) for edits in sets if scene.user_id is not None or edited_fields(scene.context, edits)
    ]


def _with_search(scene: Scene, edits: tuple[Edit, ...]) -> Counterfactual:
    other = scene_of(scene.shop, edited_fields(scene.context, edits), scene.user_id, scene.item_id, scene.platform)
    return Counterfactual(edits, other.rank, float(other.scores[other.at]))


def _verified(scene: Scene, found: Counterfactual, of: Of) -> bool:
    """Whether ranking the whole slate again from the start gives the same place."""
    again = scene.reranked(found.edits) if of == "item" else _with_search(scene, found.edits).rank
    return again == found.rank


def _reaches(rank: int, goal: Goal, k: int) -> bool:
    return (rank <= k) == (goal == "in")


def _distance(answer: Counterfactual, goal: Goal) -> tuple[int, float]:
    """The smaller, the nearer to the goal."""
    return (answer.rank, -answer.score) if goal == "in" else (-answer.rank, answer.score)


def _spread(answers: Sequence[Counterfactual], of_each: int = 2) -> list[Counterfactual]:
    """Return the answers in order, at most ``of_each`` that touch the same places, so that no word fills the beam."""
    seen: dict[frozenset[tuple[str, int]], int] = {}
    kept = []
    for answer in answers:
        places = frozenset(edit.place for edit in answer.edits)
        seen[places] = seen.get(places, 0) + 1
        if seen[places] <= of_each:
            kept.append(answer)
    return kept


def _grown(
    seeds: Sequence[Counterfactual], pool: Sequence[Edit], reached: Sequence[Counterfactual]
) -> list[tuple[Edit, ...]]:
    """Return each seed with one more edit, each set once, without those that hold a set that suffices already."""
    enough = [set(answer.edits) for answer in reached]
    sets: dict[frozenset[Edit], tuple[Edit, ...]] = {}
    for seed in seeds:
        touched = {edit.place for edit in seed.edits}
        for edit in pool:
            grown = frozenset((*seed.edits, edit))
            if edit.place not in touched and not any(small <= grown for small in enough):
                sets.setdefault(grown, (*seed.edits, edit))
    return list(sets.values())


def _diverse(found: Sequence[Counterfactual], wanted: int) -> tuple[Counterfactual, ...]:
    """Return the best: sparse, then cheap, then plausible ones; those unlike the ones chosen before their like."""
    order = sorted(found, key=lambda one: (len(one.edits), round(one.cost, 6), -one.plausibility, one.rank))
    chosen: list[Counterfactual] = []
    for like in (False, True):
        for one in order:
            places = {edit.place for edit in one.edits}
            same = any(places == {edit.place for edit in other.edits} for other in chosen)
            if len(chosen) < wanted and one not in chosen and same == like:
                chosen.append(one)
    return tuple(sorted(chosen, key=order.index))
