"""Simulate a bilingual shop: ``python -m sample_data.simulate --shoppers 4000 --out DIR``.

Shoppers are made in blocks of a thousand, each from its own seed, and every block is written before the next is made:
memory stays flat, and the first blocks of a larger shop are those of a smaller one.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np

from sample_data import faults, reviewing, tables
from sample_data.catalogue import Catalogue, make_catalogue
from sample_data.outcomes import act_on
from sample_data.searching import make_intents
from sample_data.settings import Settings
from sample_data.shoppers import AGES, make_shoppers
from sample_data.slates import make_slates, unserved
from sample_data.visits import make_visits
from sample_data.wording import Wording
from sample_data.writer import ShopWriter

BLOCK = 1000  # shoppers


def simulate(settings: Settings, folder: Path, progress: Callable[[str, float], None] | None = None) -> dict[str, int]:
    """Write a shop into ``folder`` and return how many rows each table has."""
    catalogue = make_catalogue(settings)
    wording = Wording(catalogue)
    sizes: Counter[str] = Counter()
    accounts: list[str] = []
    searches = sessions = 0
    with ShopWriter(folder) as writer:
        writer.write("items", catalogue.table)
        for number, first in enumerate(range(0, settings.shoppers, BLOCK)):
            rng = settings.random(2, number)
            block = _make_block(first, settings, catalogue, wording, searches, sessions, rng)
            _write_block(block, settings, catalogue, writer, rng)
            sizes += _sizes(block, catalogue)
            accounts += [name for name, bot in zip(block.shoppers.ids(), block.shoppers.bot, strict=True) if bot]
            searches += block.visits.size
            sessions += int(block.visits.session[-1]) + 1
            if progress:
                events = writer.rows["impressions"] + writer.rows["events"]
                progress(f"{events:,} events", min(1.0, (first + BLOCK) / settings.shoppers))
    sizes["cold items"] = int((catalogue.listed > 0).sum())
    sizes["stuffed items"] = int(catalogue.stuffed.sum())
    sizes["shocked items"] = int((catalogue.category == faults.SHOCK_CATEGORY).sum())
    planted = json.dumps(faults.described(sizes, accounts), ensure_ascii=False, indent=1)
    (folder / "faults.json").write_text(planted + "\n", "utf-8")
    return writer.rows


def _make_block(
    first: int,
    settings: Settings,
    catalogue: Catalogue,
    wording: Wording,
    searches: int,
    sessions: int,
    rng: np.random.Generator,
) -> tables.Block:
    count = min(BLOCK, settings.shoppers - first)
    shoppers = make_shoppers(first, count, settings.days, catalogue, rng)
    visits = make_visits(shoppers, settings, rng)
    intents = make_intents(shoppers, visits, catalogue, rng)
    texts = wording.texts(intents, shoppers.platform[visits.shopper], rng)
    slates = make_slates(shoppers, visits, intents, catalogue, rng)
    outcomes = act_on(slates, shoppers, visits, intents, catalogue, settings, rng)
    return tables.Block(shoppers, visits, intents, texts, slates, outcomes, searches, sessions)


def _write_block(
    block: tables.Block, settings: Settings, catalogue: Catalogue, writer: ShopWriter, rng: np.random.Generator
) -> None:
    writer.write("users", block.shoppers.table())
    writer.write("searches", tables.searches(block))
    writer.write("search_truth", tables.search_truth(block, catalogue))
    shown, truth = tables.impressions_and_truth(block, catalogue)
    writer.write("impressions", shown)
    writer.write("truth", truth)
    writer.write("events", tables.events(block, catalogue, settings, rng))
    row, slot = np.nonzero(block.outcomes.bought)
    bought = reviewing.reviews_of_purchases(
        block.visits.shopper[row], block.slates.items[row, slot], block.visits.day[row], settings, rng
    )
    for written in (reviewing.earlier_reviews(block.shoppers, catalogue, rng), bought):
        writer.write("reviews", reviewing.review_table(written, block.shoppers, catalogue, writer.rows["reviews"], rng))


def _sizes(block: tables.Block, catalogue: Catalogue) -> Counter[str]:
    """Count how large each planted fault is in a block."""
    visits, shoppers, intents = block.visits, block.shoppers, block.intents
    row, slot = np.nonzero(block.slates.shown)
    item = block.slates.items[row, slot]
    bot = shoppers.bot[visits.shopper]
    searched = ~visits.home
    prone = searched & (shoppers.age[visits.shopper] == AGES.index(faults.TYPO_AGE))
    shocked = (catalogue.category[item] == faults.SHOCK_CATEGORY) & (visits.day[row] >= faults.SHOCK_DAY)
    cold = (catalogue.listed[item] > 0) & (visits.day[row] - catalogue.listed[item] < faults.COLD_DAYS)
    counts = {
        "unserved searches": searched & unserved(shoppers.platform[visits.shopper], intents.category),
        "bot searches": searched & bot,
        "bot clicks": block.outcomes.clicked & bot[:, None],
        "shocked impressions": shocked,
        "searches of the group": prone,
        "typos of the group": prone & intents.typo,
        "cold impressions": cold,
        "stuffed impressions": catalogue.stuffed[item],
    }
    return Counter({name: int(flags.sum()) for name, flags in counts.items()})


def main(arguments: list[str] | None = None) -> int:
    """Run the simulator from the command line."""
    usual = Settings()
    parser = argparse.ArgumentParser(prog="python -m sample_data.simulate", description=__doc__.splitlines()[0])
    parser.add_argument("--shoppers", type=int, default=usual.shoppers, help="how many shoppers (%(default)s)")
    parser.add_argument("--items", type=int, default=usual.items, help="how many items on both platforms (%(default)s)")
    parser.add_argument("--weeks", type=int, default=usual.weeks, help="how many weeks of log (%(default)s)")
    parser.add_argument("--seed", type=int, default=usual.seed, help="the same seed makes the same shop (%(default)s)")
    parser.add_argument("--out", type=Path, required=True, help="folder for the Parquet files")
    given = parser.parse_args(arguments)
    if min(given.shoppers, given.items - 119, given.weeks - 2) < 1:
        parser.error("a shop needs at least 1 shopper, 120 items and 3 weeks")
    started = time.monotonic()

    def show(label: str, fraction: float) -> None:
        seconds = time.monotonic() - started
        left = seconds / fraction - seconds
        print(f"\r{fraction:4.0%}  {label}  {seconds:.0f} s, {left:.0f} s left ", end="", file=sys.stderr, flush=True)

    rows = simulate(Settings(given.shoppers, given.items, given.weeks, given.seed), given.out, show)
    print(file=sys.stderr)
    for name, count in rows.items():
        print(f"{name:<14}{count:>12,}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
