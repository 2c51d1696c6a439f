"""What spelling repair mends, what it spoils, and what it costs.

- Mistyped searches: the sample shop is simulated again, with what was meant beside what was typed (its texts are those
  of the shipped log). How many repairs are right, and how many correct searches are changed.
- Logged contexts of the weeks after training: nDCG@10 over the catalogue with repair less without, paired.
- Perturbed searches: how many of the first ten places stay, as shipped and with repair.
- Milliseconds a search beside ranking it.
"""

from __future__ import annotations

from collections import Counter

import numpy as np
import pyarrow as pa
from report import line, seconds
from sample_shop import workspace

import sample_data.simulate as simulator
from explain.familiarity import spans
from explain.logged_slates import features_as_of, logged_slates
from explain.perturbations import Perturbed, perturbations
from explain.repair import Repairer, with_repair
from explain.robustness.slates import Case, perturbed_slates
from explain.shop import Shop, open_shop
from explain.vocabulary import Vocabulary
from queries.contexts import contexts
from queries.measure import measure
from queries.outcomes import outcomes
from queries.point_in_time import CountedLog
from queries.workspace import Workspace, open_workspace
from sample_data.settings import Settings
from sample_data.wording import Wording

TRIED = 60  # contexts a perturbation
SEEDS = (0, 1)
K = 10


class BothWordings(Wording):
    """Types as the simulator does, and writes down what was meant: (typed, meant) of every search."""

    def __init__(self, *arguments: object) -> None:
        super().__init__(*arguments)  # type: ignore[arg-type]
        self.pairs: list[tuple[str, str]] = []

    def _typed(self, *row):  # type: ignore[no-untyped-def]
        said = super()._typed(*row)
        *others, _, luck = row
        self.pairs.append((said[0], super()._typed(*others, False, luck)[0]))
        return said


def both(settings: Settings) -> list[tuple[str, str]]:
    """Return (typed, meant) of every search of a simulated shop."""
    catalogue = simulator.make_catalogue(settings)
    wording = BothWordings(catalogue)
    for number, first in enumerate(range(0, settings.shoppers, simulator.BLOCK)):
        simulator._make_block(first, settings, catalogue, wording, 0, 0, settings.random(2, number))
    return wording.pairs


def bare(search: str) -> str:
    """Case does not matter, nor do spaces beside Chinese."""
    return search.casefold().replace(" ", "") if any(sign > "\u2e80" for sign in search) else search.casefold()


def mended(repairer: Repairer, pairs: list[tuple[str, str]], whose: str) -> None:
    """Print how often repairs of known slips are right, and how often correct searches are changed."""
    for lang, is_of in (("en", False), ("zh", True)):
        own = [pair for pair in pairs if any(sign > "\u2e80" for sign in pair[1]) == is_of]
        slips = [pair for pair in own if pair[0] != pair[1]]
        fine = [typed for typed, meant in own if typed == meant]
        changed = [pair for pair in slips if repairer.repair(pair[0]).changed]
        right = sum(bare(repairer.repair(typed).read) == bare(meant) for typed, meant in changed)
        spoilt = sum(bare(repairer.repair(typed).read) != bare(typed) for typed in fine)
        print(
            f"{whose}, {lang}: {len(slips):,} mistyped, {right / len(slips):.1%} mended, {right / len(changed):.1%} of "
            f"repairs right; {len(fine):,} correct, {spoilt / len(fine):.2%} changed"
        )


def clean(ws: Workspace, shop: Shop, repairer: Repairer) -> None:
    """Print what repair changes of nDCG@10 on logged contexts, with a 95 % interval over contexts."""
    of = spans(ws, shop.entry)
    asked = contexts(ws, of.later, of.end, with_actions_only=True)
    rows = asked.filter(pa.array([bool(search) for search in asked["search"].to_pylist()]))
    read = [repairer.repair(search).changed for search in rows["search"].to_pylist()]
    changed = rows.filter(pa.array(read))
    chosen = outcomes(ws)
    found = []
    for each in (shop, with_repair(shop, repairer)):
        slates = [
            {"context_id": slate.context["context_id"], "item_id": item.item_id, "score": item.score}
            for slate in logged_slates(CountedLog(ws), each, changed, K)
            for item in slate.items
        ]
        table = measure(pa.Table.from_pylist(slates), chosen, ["ndcg"], k=K)
        found.append(dict(zip(table["context_id"].to_pylist(), table["value"].to_pylist(), strict=True)))
    gains = np.zeros(rows.num_rows)
    own = np.array([found[1].get(c, 0.0) - found[0].get(c, 0.0) for c in changed["context_id"].to_pylist()])
    gains[: len(own)] = own
    for name, values in (("all searches", gains), ("those that repair changed", own)):
        error = 1.96 * values.std(ddof=1) / np.sqrt(len(values))
        print(f"nDCG@10 with repair less without, {name} ({len(values):,}): {values.mean():+.4f} ± {error:.4f}")


def perturbed(ws: Workspace, shop: Shop, repairer: Repairer) -> None:
    """Print which share of the first ten places stays, by family, as shipped and with repair."""
    vocabulary, other, log = Vocabulary.of(ws, shop), with_repair(shop, repairer), CountedLog(ws)
    rows = [row for row in contexts(ws, limit=400, seed=3).to_pylist() if row["search"]][:TRIED]
    for name, family in perturbations().items():
        if family.target != "search":
            continue
        cases = [Case(family, 1.0, seed) for seed in SEEDS]
        stays = []
        for each in (shop, other):
            answers = perturbed_slates(each, vocabulary, rows, cases, lambda *a, s=each: features_as_of(log, s, *a), K)
            stays.append(
                [
                    np.mean(answer.ranks[answer.asked.ranks <= K] <= K)
                    for of_row in answers
                    for answer in of_row
                    if isinstance(answer.change, Perturbed)
                ]
            )
        if stays[0]:
            difference = np.array(stays[1]) - np.array(stays[0])
            error = 1.96 * difference.std(ddof=1) / np.sqrt(len(difference))
            means = f"as shipped {np.mean(stays[0]):.3f}   with repair {np.mean(stays[1]):.3f}"
            print(
                f"{name:<20} ({family.expectation}) {means}   difference ± {error:.3f}   n {len(difference)}",
                flush=True,
            )


def main() -> None:
    folder = workspace()
    shop = open_shop(folder)
    with open_workspace(folder) as ws:
        repairer = Repairer.of(ws, shop)
        pairs = both(Settings())
        logged = Counter(search for search in contexts(ws)["search"].to_pylist() if search)
        print(f"texts simulated again are the log's: {Counter(typed for typed, _ in pairs) == logged}")
        mended(repairer, pairs, "the log")
        mended(repairer, both(Settings(seed=99)), "another seed's shoppers")
        searches = list(logged)[:2000]
        took = seconds(lambda: [repairer._repaired(search) for search in searches], 1, 0) / len(searches)
        line("repairing a search", took, "ranking it", seconds(lambda: shop.recommend("smart watch", "u00042"), 50))
        clean(ws, shop, repairer)
        perturbed(ws, shop, repairer)


if __name__ == "__main__":
    main()
