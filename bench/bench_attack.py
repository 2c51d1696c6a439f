"""Scored candidates per second against bare scoring of the same texts; edits found against random ones and brute force.

Ours is a whole measurement of a ranker's resistance: drawing contexts, looking behaviour up, one gradient an item,
building, scoring and verifying edits, storing. The reference scores the same different titles and searches, those of
like length together, and does nothing else. Each size attacks in a fresh copy of the workspace; memory should stay
flat.

Then, at one budget: the edits that guided beam search, greedy search and random search (sets of the same edits, drawn)
need for the same items, and on a pool small enough brute force, which no search can beat.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
from report import line, peak_megabytes
from sample_shop import workspace

from explain.attack.attack import Attack, attack
from explain.attack.candidate_edits import search_edits, title_edits
from explain.attack.edits import AttackEdit, all_fit, edited
from explain.attack.resistance import STRATA, drawn_item, run_resistance
from explain.attack.settings import DIRECTIONS, AttackSettings, Direction
from explain.attack.target import Outcome, Target
from explain.logged_slates import features_as_of
from explain.robustness.slates import asked_slates, candidate
from explain.shop import Shop, open_shop
from explain.vocabulary import Vocabulary
from queries.contexts import contexts_named
from queries.point_in_time import CountedLog
from queries.robustness.storing import draw_sample
from queries.workspace import Workspace, open_workspace

SIZES = (8, 16, 32)
ITEMS = 24  # contexts on which searches are set beside each other
POOL = 24  # edits of which brute force tries every set of up to two


class Counted(Target):
    """A target that notes every text it is asked about."""

    asked_texts: dict[str, list[str]]

    def with_titles(self, titles, k):  # type: ignore[no-untyped-def]
        """Note the titles."""
        self.asked_texts.setdefault("title", []).extend(titles)
        return super().with_titles(titles, k)

    def with_searches(self, searches, k):  # type: ignore[no-untyped-def]
        """Note the searches."""
        self.asked_texts.setdefault("search", []).extend(searches)
        return super().with_searches(searches, k)


def targets(ws: Workspace, shop: Shop, contexts: int, settings: AttackSettings) -> list[tuple[Direction, Counted]]:
    """The items that a measurement of the ranker's resistance attacks on so many contexts."""
    ids = draw_sample(ws, STRATA, contexts, settings.seed).contexts["context_id"].to_pylist()
    vocabulary, log = Vocabulary.of(ws, shop), CountedLog(ws)

    def features_of(rows, places):  # type: ignore[no-untyped-def]
        return features_as_of(log, shop, rows, places)

    found = []
    for asked in asked_slates(shop, vocabulary, contexts_named(ws, ids).to_pylist(), features_of):
        for direction in DIRECTIONS:
            at = drawn_item(asked, direction, settings)
            if at is not None and (direction == "lift" or asked.row["search"]):
                target = Counted(shop, vocabulary, asked, candidate(shop, asked, at), features_of)
                target.asked_texts = {}
                found.append((direction, target))
    return found


def bare(found: list[tuple[Direction, Counted]], k: int) -> float:
    """Return the seconds that scoring the texts which were asked about takes by itself."""
    start = time.perf_counter()
    for _, target in found:
        for name, texts in target.asked_texts.items():
            ask = Target.with_titles if name == "title" else Target.with_searches
            ask(target, texts, k)
    return time.perf_counter() - start


def at_random(
    direction: Direction, target: Target, settings: AttackSettings, random: np.random.Generator
) -> int | None:
    """Return the fewest edits among ``budget`` sets of one to ``most_edits`` edits drawn from the same pool."""
    pool, ask, before = _pool(direction, target, settings)
    sets: list[tuple[AttackEdit, ...]] = []
    while pool and len(sets) < settings.budget:
        size = 1 + len(sets) * settings.most_edits // settings.budget
        drawn = tuple(pool[place] for place in random.permutation(len(pool))[:size])
        sets.append(drawn if all_fit(drawn) else drawn[:1])
    outcomes = ask([edited(before, edits) for edits in sets], settings.k)
    return min(
        (len(e) for e, o in zip(sets, outcomes, strict=True) if _reaches(direction, o, settings.k)), default=None
    )


def by_force(direction: Direction, target: Target, settings: AttackSettings) -> int | None:
    """Return the fewest of up to two edits of the first ``POOL``, every set of them tried."""
    pool, ask, before = _pool(direction, target, settings)
    for size in (1, 2):
        sets = [edits for edits in combinations(pool[:POOL], size) if all_fit(edits)]
        outcomes = ask([edited(before, edits) for edits in sets], settings.k)
        if any(_reaches(direction, outcome, settings.k) for outcome in outcomes):
            return size
    return None


def _pool(
    direction: Direction, target: Target, settings: AttackSettings
) -> tuple[list[AttackEdit], Callable[[list[str], int], list[Outcome]], str]:
    if direction == "lift":
        pool = title_edits(target, settings.k, settings.words, settings.draws, settings.seed)
        return pool, target.with_titles, str(target.field("title"))
    return search_edits(target, settings.draws, settings.seed), target.with_searches, str(target.field("search"))


def _reaches(direction: Direction, outcome: Outcome, k: int) -> bool:
    return (outcome.rank is not None and outcome.rank <= k) == (direction == "lift")


def _told(name: str, edits: list[int | None], most: int) -> None:
    moved = [count for count in edits if count]
    mean = np.mean([count or most + 1 for count in edits])
    print(f"{name:<44} moved {len(moved):3d} of {len(edits)}   edits on average {mean:5.2f} (not moved: {most + 1})")


def main() -> None:
    folder, settings = workspace(), AttackSettings()
    shop = open_shop(folder)
    for size in SIZES:
        copy = Path(tempfile.mkdtemp(prefix="whyrank-attack-")) / "shop"
        shutil.copytree(folder, copy)
        with open_workspace(copy, "write") as ws:
            start = time.perf_counter()
            report = run_resistance(ws, shop, settings, size)
            ours, memory = time.perf_counter() - start, peak_megabytes()
            found = targets(ws, shop, size, settings)
            for direction, target in found:
                attack(target, direction, settings)
            reference = bare(found, settings.k)
        shutil.rmtree(copy.parent)
        line(f"{report.contexts} contexts, {report.scored:,} candidates", ours, "bare scoring", reference, end="")
        print(f"   {report.scored / ours:6.0f} candidates/s   own peak {memory:.0f} MiB")
    random = np.random.default_rng(0)
    with open_workspace(folder) as ws:
        for direction in DIRECTIONS:
            these = [target for way, target in targets(ws, shop, ITEMS, settings) if way == direction]
            beam = [attack(target, direction, settings) for target in these]
            greedy = [attack(target, direction, replace(settings, beam=1)) for target in these]
            _told(f"{direction}: beam search", _counts(beam), settings.most_edits)
            _told(f"{direction}: greedy search", _counts(greedy), settings.most_edits)
            drawn = [at_random(direction, target, settings, random) for target in these]
            _told(f"{direction}: random edits, the same budget", drawn, settings.most_edits)
            least = [by_force(direction, target, settings) for target in these]
            _told(f"{direction}: brute force, {POOL} edits, up to 2", least, 2)
            two = [count if count and count <= 2 else None for count in _counts(beam)]
            _told(f"{direction}: beam search, up to 2", two, 2)


def _counts(found: list[Attack]) -> list[int | None]:
    return [len(each.edits) or None for each in found]


if __name__ == "__main__":
    main()
