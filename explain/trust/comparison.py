"""All methods on one sample: how far each can be relied on, what it costs, and how it agrees with the default.

Every method over words goes with the default over behaviour, and every method over behaviour with the default over
words. Beside them stands random attribution: the default's own contributions, dealt out at random.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field

import pyarrow as pa

from explain.explanation import Explanation
from explain.game import Game
from explain.lexicon import Lexicon
from explain.methods import find_method, methods
from explain.one_sum import explain_game
from explain.settings import PLAYERS, Settings
from explain.shop import Shop
from explain.trust.agreement_of_methods import RANDOM, dealt_at_random
from explain.trust.interval import Figure
from explain.trust.measures import measure_trust
from explain.trust.method_figures import Sampled, method_figures
from explain.trust.sample import sample_pairs
from explain.trust.sanity import check_sanity
from explain.trust.stability import measure_stability
from queries.errors import WhyrankError
from queries.trust import FIGURES, measured_methods, save_method
from queries.workspace import Workspace

Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class ComparisonSettings:
    """The sample, and how much of it the costly checks take."""

    contexts: int = field(default=60, metadata={"help": "Logged contexts to draw, one item of each slate."})
    seed: int = field(default=0, metadata={"help": "Seed of the draw."})
    checked: int = field(default=5, metadata={"help": "How many are checked closely too, eight explanations each."})


@dataclass(frozen=True)
class Candidate:
    """A method over ``players`` (words or behaviour), or random attribution; ``settings`` has the other's default."""

    players: str
    method: str
    settings: Settings

    def run(self, shop: Shop, chosen: ComparisonSettings) -> str:
        """Return what tells one measurement from another: the ranker, the data, the settings and the sample."""
        parts = (shop.ranker.identity, shop.data_id, self.players, self.settings.to_dict(), asdict(chosen))
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class ComparisonReport:
    """Methods ``measured`` now, and those that were ``before``; ``left`` are still to do.

    ``refused`` are methods that cannot explain this ranker, with their reasons.
    """

    measured: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()


def candidates(shop: Shop, names: Sequence[str] = ()) -> list[Candidate]:
    """Return every method there is, or those named, random attribution last; raises UnknownName.

    A ranker of texts only has no methods over behaviour.
    """
    found = [
        Candidate(players, name, Settings(words=name) if players == "words" else Settings(behaviour=name))
        for players in PLAYERS
        if players == "words" or shop.ranker.feature_names
        for name in methods(players)
        if not names or name in names
    ]
    for name in set(names) - {each.method for each in found} - {RANDOM}:
        find_method("words", name)
    return [*found, Candidate(RANDOM, RANDOM, Settings())]


def compare_methods(
    ws: Workspace,
    shop: Shop,
    chosen: ComparisonSettings | None = None,
    names: Sequence[str] = (),
    stop: Callable[[], bool] = lambda: False,
    progress: Progress | None = None,
) -> ComparisonReport:
    """Measure methods on a sample of the workspace's pairs and keep their figures; ``ws`` is open for writing.

    A method's figures are written together. ``stop`` is asked after every pair; a method that was cut off is measured
    anew by the next call, those that were finished are not.
    """
    chosen, report = chosen or ComparisonSettings(), progress or (lambda label, share: None)
    asked = candidates(shop, names)
    runs = {each: each.run(shop, chosen) for each in asked}
    kept = measured_methods(ws, shop.ranker.identity, list(runs.values()))
    todo = [each for each in asked if (each.players, each.method) not in kept]
    before = tuple(each.method for each in asked if each not in todo)
    if not todo:
        return ComparisonReport(before=before)
    report("drawing a sample", 0.0)
    games = sample_pairs(ws, shop, chosen.contexts, chosen.seed)
    reference = [explain_game(game, Settings())[0] for game in games]
    measured: list[str] = []
    refused: list[tuple[str, str]] = []
    for number, candidate in enumerate(todo):
        found: list[Sampled] = []
        try:
            for sampled in _sampled(candidate, games, reference, shop.lexicon, chosen):
                found.append(sampled)
                done = (number + len(found) / len(games)) / len(todo)
                report(f"{candidate.method}, {len(found)} of {len(games)} explanations", done)
                if stop():
                    left = tuple(each.method for each in todo[number:])
                    return ComparisonReport(tuple(measured), before, left, tuple(refused))
        except WhyrankError as error:
            refused.append((candidate.method, error.problem))
            continue
        _keep(ws, shop, candidate, runs[candidate], method_figures(found, reference))
        measured.append(candidate.method)
    return ComparisonReport(tuple(measured), before, (), tuple(refused))


def _sampled(
    candidate: Candidate,
    games: Sequence[Game],
    reference: Sequence[Explanation],
    lexicon: Lexicon,
    chosen: ComparisonSettings,
) -> Iterator[Sampled]:
    for number, (game, own) in enumerate(zip(games, reference, strict=True)):
        start = time.perf_counter()
        random = candidate.players == RANDOM
        explanation = dealt_at_random(own, number) if random else explain_game(game, candidate.settings)[0]
        seconds = time.perf_counter() - start
        [trust] = measure_trust(game, [explanation])
        closely = number < chosen.checked and not random
        yield Sampled(
            explanation,
            trust,
            seconds,
            measure_stability(game, 0, explanation, candidate.settings, lexicon) if closely else None,
            check_sanity(game, 0, explanation, candidate.settings) if closely else None,
        )


def _keep(ws: Workspace, shop: Shop, candidate: Candidate, run: str, figures: Sequence[Figure]) -> None:
    table = pa.Table.from_pylist([asdict(each) for each in figures], schema=FIGURES)
    save_method(ws, shop.ranker.identity, shop.data_id, run, candidate.players, candidate.method, table)
