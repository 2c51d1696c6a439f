"""A ranker's resistance: how many edits it takes to move items of a sample of logged contexts, every attack kept.

Of each context two items are drawn: one just beyond the first k (places k + 1 to 2 k), which its title should lift,
and one within them, which another spelling of the search should hide. Contexts are tried and committed in groups, each
whole or not at all, under an id that says what was tried on what: a job that was killed goes on where it stopped.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa

from explain.attack.attack import Attack, Progress, attack
from explain.attack.settings import DIRECTIONS, AttackSettings, Direction
from explain.attack.target import Target
from explain.logged_slates import features_as_of
from explain.robustness.slates import Asked, asked_slates, candidate
from explain.shop import Shop
from explain.vocabulary import Vocabulary
from queries.attacks.storing import ATTACK, begin_resistance, compact_attacks, sampled_contexts, save_attacks
from queries.contexts import contexts_named
from queries.errors import WhyrankError
from queries.point_in_time import CountedLog
from queries.robustness.storing import draw_sample
from queries.workspace import Workspace

GROUP = 16
STRATA = ("surface", "language")


@dataclass(frozen=True)
class ResistanceReport:
    """``contexts`` tried now with ``scored`` candidates; ``before`` were there already; ``left`` are still to do."""

    resistance_id: str
    contexts: int
    scored: int
    before: int
    left: int


def run_resistance(
    ws: Workspace,
    shop: Shop,
    settings: AttackSettings,
    contexts: int = 100,
    start: datetime | None = None,
    end: datetime | None = None,
    stop: Callable[[], bool] = lambda: False,
    progress: Progress | None = None,
    group: int = GROUP,
) -> ResistanceReport:
    """Attack items of ``contexts`` contexts drawn from ``start`` ≤ ts < ``end``; ``ws`` is open for writing.

    The sample covers every surface and language, whatever the ranker: two rankers are tried on the same contexts.
    ``stop`` is asked after every context, and contexts are kept in groups. The same call goes on where a stopped or
    killed one ended. Raises :class:`WhyrankError` where the log holds no context.
    """
    sample = draw_sample(ws, STRATA, contexts, settings.seed, start, end)
    if not sample.contexts.num_rows:
        raise WhyrankError(
            "The log holds no context in this span.", "Bring some with `whyrank import SOURCE PATH --into FOLDER`."
        )
    statement = json.dumps(
        {**asdict(settings), "contexts": contexts, "strata": STRATA, "from": start, "until": end},
        sort_keys=True,
        default=str,
    )
    parts = (shop.ranker.identity, shop.data_id, statement)
    resistance_id = hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
    begin_resistance(ws, resistance_id, statement, shop.ranker.identity, sample.contexts)
    kept = sampled_contexts(ws, resistance_id).to_pylist()
    # In no order of time, so that what a stopped job leaves is a fair sample.
    order = np.random.default_rng(settings.seed).permutation(len(kept))
    todo = [kept[place]["context_id"] for place in order if not kept[place]["done"]]
    before, done, scored = len(kept) - len(todo), 0, 0
    started = time.monotonic()
    log = CountedLog(ws)
    vocabulary = Vocabulary.of(ws, shop) if todo else Vocabulary()
    stopped = False
    for first in range(0, len(todo), group):
        found: list[tuple[str, Attack]] = []
        for target_context in _asked(log, shop, vocabulary, todo[first : first + group]):
            attacks = attacks_on(log, shop, vocabulary, target_context, settings)
            found += attacks
            done += 1
            scored += sum(each.scored for _, each in attacks)
            if progress:
                rate = scored / max(time.monotonic() - started, 1e-9)
                label = f"{scored:,} candidates of {before + done:,} contexts, {rate:,.0f} a second"
                progress(label, (before + done) / len(kept))
            stopped = stop()
            if stopped:
                break
        save_attacks(ws, resistance_id, pa.Table.from_pylist([_row(*each) for each in found], schema=ATTACK))
        if stopped:
            break
    if done:
        compact_attacks(ws)
    return ResistanceReport(resistance_id, done, scored, before, len(todo) - done)


def attacks_on(
    log: CountedLog, shop: Shop, vocabulary: Vocabulary, asked: Asked, settings: AttackSettings
) -> list[tuple[str, Attack]]:
    """Return the attacks on one context, one of each direction, under its id; those that could not be tried say why."""

    def features_of(rows: list[dict[str, Any]], places: list[np.ndarray]) -> list[np.ndarray]:
        return features_as_of(log, shop, rows, places)

    found = []
    for direction in DIRECTIONS:
        at = drawn_item(asked, direction, settings)
        if at is None:
            attacked = Attack(direction, "", "", "", 0, settings, because="no_item")
        else:
            target = Target(shop, vocabulary, asked, candidate(shop, asked, at), features_of)
            attacked = attack(target, direction, settings)
        found.append((str(asked.row["context_id"]), attacked))
    return found


def drawn_item(asked: Asked, direction: Direction, settings: AttackSettings) -> int | None:
    """Return the row of the item that a context is attacked by: within the first k to hide, of the k after to lift.

    None where the slate does not reach that far.
    """
    low, high = (1, settings.k) if direction == "hide" else (settings.k + 1, 2 * settings.k)
    high = min(high, int(np.isfinite(asked.scores).sum()))
    if high < low:
        return None
    random = np.random.default_rng([settings.seed, DIRECTIONS.index(direction), *str(asked.row["context_id"]).encode()])
    return int(np.flatnonzero(asked.ranks == random.integers(low, high + 1))[0])


def _asked(log: CountedLog, shop: Shop, vocabulary: Vocabulary, context_ids: Sequence[str]) -> list[Asked]:
    rows = contexts_named(log.ws, context_ids).to_pylist()
    return asked_slates(shop, vocabulary, rows, lambda *asked: features_as_of(log, shop, *asked))


def _row(context_id: str, attacked: Attack) -> dict[str, Any]:
    tried = attacked.because is None
    return {
        "context_id": context_id,
        "direction": attacked.direction,
        "item_id": attacked.item_id or None,
        "because": attacked.because,
        "edits": len(attacked.edits) or None,
        "spans": json.dumps([edit.to_dict() for edit in attacked.edits], ensure_ascii=False),
        "rank_before": attacked.rank_before if tried else None,
        "rank_after": attacked.rank_after,
        "scored": attacked.scored,
    }
