"""The search for the fewest edits: sets of them grown from single ones by beam search, whatever is found ranked again.

Every single edit is tried first, then sets of two, three … grown from those that came nearest. So an answer of one
edit is the fewest there is among the edits tried; a larger one is an upper bound, shortened until no edit of it can be
left out. A beam of 1 is greedy search. After TextFooler (Jin et al. 2020) and BERT-Attack (Li et al. 2020), with a
beam in place of their greedy step and the place in the slate as the goal.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from explain.attack.candidate_edits import search_edits, title_edits
from explain.attack.edits import WORDINGS, AttackEdit, all_fit, edited, parts
from explain.attack.settings import AttackSettings, Direction, NothingToAttack
from explain.attack.target import Outcome, Target
from explain.perturbations import NotApplicable, Perturbation, Perturbed, Situation
from explain.robustness.slates import Answer, Case, perturbed_slates, row_of

Progress = Callable[[str, float], None]
PARTNERS = 4  # single edits that each set is grown by, for every set that is grown
OF_ONE_PLACE = 2  # sets of the beam that touch the same places


@dataclass(frozen=True)
class Attack:
    """What was found of one item: ``edits`` that move it from ``rank_before`` to ``rank_after``; none where none do.

    ``of``: "title" or "search", which read ``before`` and reads ``after``. ``rank_after``: None where the item is no
    candidate any more, or nothing was found. ``scored``: texts put to the ranker. ``because``: why nothing could be
    tried, see :data:`explain.perturbations.perturbation.REASONS`. ``answer``: the whole slate, ranked again.
    """

    direction: Direction
    item_id: str
    of: str
    before: str
    rank_before: int
    settings: AttackSettings
    edits: tuple[AttackEdit, ...] = ()
    after: str | None = None
    rank_after: int | None = None
    scored: int = 0
    because: str | None = None
    answer: Answer | None = field(default=None, repr=False, compare=False)

    @property
    def found(self) -> bool:
        """Whether the item can be moved within the settings."""
        return bool(self.edits)

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON."""
        names = ("direction", "item_id", "of", "before", "after", "rank_before", "rank_after", "scored", "because")
        return {
            **{name: getattr(self, name) for name in names},
            "k": self.settings.k,
            "most_edits": self.settings.most_edits,
            "edits": [edit.to_dict() for edit in self.edits],
        }


def attack(
    target: Target,
    direction: Direction | None = None,
    settings: AttackSettings | None = None,
    progress: Progress | None = None,
) -> Attack:
    """Look for the fewest edits that lift an item into the first k places, or of the search that hide it from them.

    ``direction``: None hides an item that is within them and lifts one that is not. Raises :class:`NothingToAttack`
    for an item that is already where it should be brought.
    """
    settings = settings or AttackSettings()
    inside = target.rank <= settings.k
    direction = direction or ("hide" if inside else "lift")
    if inside == (direction == "lift"):
        where, other = ("within", "hide") if inside else ("beyond", "lift")
        raise NothingToAttack(
            f"The item {target.item_id!r} is at place {target.rank}, {where} the first {settings.k} already.",
            f"Ask for the direction {other!r}, or choose another item or k.",
        )
    return _Hunt(target, direction, settings, progress).run()


def replay(
    target: Target, direction: Direction, spans: Sequence[Mapping[str, Any]], settings: AttackSettings, scored: int
) -> Attack:
    """Return an attack that was found before, its edits given as :meth:`Attack.to_dict` has them, ranked again now."""
    hunt = _Hunt(target, direction, settings, None)
    edits = tuple(AttackEdit.from_dict(span, hunt.name) for span in spans)
    answer, rank = reranked(target, edits, hunt.name, settings.k)
    found = hunt.answer(edits=edits, after=edited(hunt.before, edits), rank_after=rank, answer=answer)
    return replace(found, scored=scored)


class _Hunt:
    """One search for the fewest edits: what was asked already, and what it cost."""

    def __init__(
        self, target: Target, direction: Direction, settings: AttackSettings, progress: Progress | None
    ) -> None:
        self.target, self.direction, self.settings, self.progress = target, direction, settings, progress
        self.name = "title" if direction == "lift" else "search"
        self.before = target.field(self.name) or ""
        self.known: dict[str, Outcome] = {}

    def run(self) -> Attack:
        """Try sets of rising size until one of them does it."""
        settings = self.settings
        if not self.before:
            return self.answer(because="no_title" if self.name == "title" else "no_search")
        pool = self._pool()
        level: list[tuple[AttackEdit, ...]] = [(edit,) for edit in pool[: max(settings.budget // 2, 1)]]
        partners: list[AttackEdit] = []
        for size in range(1, settings.most_edits + 1):
            tried = self._ask(level, size)
            found = self._first_verified([edits for edits, outcome in tried if self._reaches(outcome)])
            if found:
                return found
            near = _spread(sorted(tried, key=lambda each: self._distance(each[1])))
            if size == 1:
                partners = [edits[0] for edits in near[: PARTNERS * settings.beam]]
            level = _grown(near[: settings.beam], partners)
            if not level or len(self.known) >= settings.budget:
                break
        return self.answer()

    def _pool(self) -> list[AttackEdit]:
        s = self.settings
        if self.name == "title":
            return title_edits(self.target, s.k, s.words, s.draws, s.seed)
        return search_edits(self.target, s.draws, s.seed)

    def _ask(self, level: Sequence[tuple[AttackEdit, ...]], size: int) -> list[tuple[tuple[AttackEdit, ...], Outcome]]:
        """Return the sets that are within the budget with what becomes of the item; equal texts are asked once."""
        fresh: dict[str, tuple[AttackEdit, ...]] = {}
        for edits in level:
            text = edited(self.before, edits)
            if text.strip() and text != self.before and text not in self.known:
                fresh.setdefault(text, edits)
        texts = list(fresh)[: self.settings.budget - len(self.known)]
        if texts:
            ask = self.target.with_titles if self.name == "title" else self.target.with_searches
            self.known.update(zip(texts, ask(texts, self.settings.k), strict=True))
        if self.progress:
            label = f"{len(self.known):,} candidates scored, {size} edits"
            self.progress(label, min(len(self.known) / self.settings.budget, 1.0))
        return [(fresh[text], self.known[text]) for text in texts]

    def _first_verified(self, reached: Sequence[tuple[AttackEdit, ...]]) -> Attack | None:
        """Return the smallest of the sets that also suffices when the whole slate is ranked again from the start.

        The smallest has the fewest characters; a title is worded otherwise rather than misspelt.
        """
        for edits in sorted(reached, key=self._size):
            short = self._shortened(edits)
            answer, rank = reranked(self.target, short, self.name, self.settings.k)
            if rank is None or (rank <= self.settings.k) == (self.direction == "lift"):
                return self.answer(edits=short, after=edited(self.before, short), rank_after=rank, answer=answer)
        return None

    def _shortened(self, edits: tuple[AttackEdit, ...]) -> tuple[AttackEdit, ...]:
        """Return the set without what can be left out of it."""
        if len(edits) == 1:
            return edits
        smaller = [tuple(other for other in edits if other is not edit) for edit in edits]
        tried = self._ask(smaller, len(edits) - 1)
        enough = next((each for each, outcome in tried if self._reaches(outcome)), None)
        return self._shortened(enough) if enough else edits

    def _size(self, edits: Sequence[AttackEdit]) -> tuple[int, int]:
        misspelt = sum(edit.kind not in WORDINGS for edit in edits) if self.name == "title" else 0
        return misspelt, sum(edit.size for edit in edits)

    def _reaches(self, outcome: Outcome) -> bool:
        inside = outcome.rank is not None and outcome.rank <= self.settings.k
        return inside == (self.direction == "lift")

    def _distance(self, outcome: Outcome) -> float:
        """The smaller, the nearer to the goal."""
        return -outcome.margin if self.direction == "lift" else outcome.margin

    def answer(self, **found: Any) -> Attack:
        """Return what is known so far, with what was found."""
        return Attack(
            direction=self.direction,
            item_id=self.target.item_id,
            of=self.name,
            before=self.before,
            rank_before=self.target.rank,
            settings=self.settings,
            scored=len(self.known),
            **found,
        )


def reranked(target: Target, edits: Sequence[AttackEdit], field: str, k: int) -> tuple[Answer, int | None]:
    """Rank the target's whole slate again from the start with the edits made of the "title" or the "search".

    Returns both slates, and the item's place after; None where it is no candidate any more.
    """
    case = Case(as_perturbation(edits, field), 1.0, 0, target.item_id)

    def features_of(_: object, places: Sequence[np.ndarray]) -> list[np.ndarray]:
        return [target.features_at(each) for each in places]

    [[answer]] = perturbed_slates(target.shop, target.vocabulary, [target.asked.row], [case], features_of, k)
    at = row_of(target.shop, answer.asked, target.item_id)
    rank = None if at is None or not np.isfinite(answer.scores[at]) else int(answer.ranks[at])
    return replace(answer, at=at), rank


def as_perturbation(edits: Sequence[AttackEdit], field: str) -> Perturbation:
    """Return the perturbation that makes just these edits of the "title" or the "search"."""
    change = Perturbed(edits=tuple(parts(edits)))
    digest = hashlib.sha256(repr(edits).encode()).hexdigest()[:12]

    def perturb(situation: Situation, strength: float, random: np.random.Generator) -> Perturbed | NotApplicable:
        return change if strength else Perturbed()

    return Perturbation(
        name=f"attack-{digest}",
        target="item" if field == "title" else "search",
        expectation="invariance",
        perturb=perturb,
        title={"en": "Attack", "zh": "攻击"},
        meaning={"en": "The edits of one attack.", "zh": "一次攻击的改动。"},
    )


def _spread(tried: Sequence[tuple[tuple[AttackEdit, ...], Outcome]]) -> list[tuple[AttackEdit, ...]]:
    """Return the sets in order, at most two that touch the same places, so that no place fills the beam."""
    seen: dict[frozenset[object], int] = {}
    kept = []
    for edits, _ in tried:
        places = frozenset(edit.place for edit in edits)
        seen[places] = seen.get(places, 0) + 1
        if seen[places] <= OF_ONE_PLACE:
            kept.append(edits)
    return kept


def _grown(seeds: Sequence[tuple[AttackEdit, ...]], partners: Sequence[AttackEdit]) -> list[tuple[AttackEdit, ...]]:
    """Return each seed with one more edit, each set once."""
    sets: dict[frozenset[AttackEdit], tuple[AttackEdit, ...]] = {}
    for seed in seeds:
        for edit in partners:
            if edit not in seed and all_fit((*seed, edit)):
                sets.setdefault(frozenset((*seed, edit)), (*seed, edit))
    return list(sets.values())
