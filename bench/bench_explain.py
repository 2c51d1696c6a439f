"""Explanations by the slate and by the thousand, beside the passes they need, a plain Captum + SHAP loop, one gradient.

The bare passes are a forward and a backward through both towers for every integration step that was taken, and the head
evaluations of the permutations: what nobody can do without. The plain loop explains one item after the other with
library defaults, what one writes first: Captum's 50 steps for each, doubled while the gap of the worst among them is
not as small as ours, and SHAP's ten permutations over the whole ranker, texts included. Beside it stands the plain loop
of somebody who knows beforehand how few steps the worst of just these pairs needs (16, 32, 64 …). Gradient × input is
the cheapest attribution there is. The batch is measured twice: with the ranker as it is, and with the corner of its
|X−Y| not rounded, as in a ranker not made to be explained.

    python bench/bench_explain.py [--workspace DEMO] [--slates 1,10,100]    # 1000 takes five minutes
"""

from __future__ import annotations

import argparse
import copy
import functools
import itertools
import shutil
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import shap
import torch
from captum.attr import IntegratedGradients
from report import line, peak_megabytes, seconds
from sample_shop import workspace as sample_workspace

from explain.batch import BatchSettings, explain_all
from explain.game import Game, set_up
from explain.methods import shap_permutation
from explain.methods.shap_permutation import parts
from explain.settings import Settings
from explain.shap_game import ROWS_AT_ONCE
from explain.shop import Shop, open_shop
from models.two_tower import TwoTowerRanker
from queries.point_in_time import CountedLog
from queries.workspace import open_workspace

SEARCH = "智能手表"
PERMUTATIONS = 10  # SHAP's default
WALKS = shap_permutation.Parameters().permutations
CAPTUM_STEPS, FEWEST_STEPS = 50, 16  # where the plain loop's steps begin: Captum's default, and a lucky guess
AFFORDABLE = 64  # steps of the plain loop that are walked for all slates, and not for one of them


def bare_passes(game: Game, passes: list[int]) -> None:
    """Run forward and backward once per item and step, and the head once per coalition, part and background row."""
    for row, count in enumerate(passes):
        alone = game.take([row])
        embeddings = [words.repeat(count, 1, 1).requires_grad_() for words in alone.words]
        score = alone.text_value(game.ranker.vectors(embeddings, alone.towers))
        torch.autograd.grad(score.sum(), embeddings)
    with torch.inference_mode():
        evaluations = WALKS * (2 * game.features.shape[1] + 1) * len(next(parts(len(game.background), WALKS)))
        rows = game.background[torch.arange(evaluations) % len(game.background)].unsqueeze(0)
        for row in range(len(passes)):
            alone = game.take([row])
            vectors = game.ranker.vectors(alone.words, alone.towers)
            for block in rows.split(ROWS_AT_ONCE, dim=1):
                game.ranker.score_vectors([torch.cat([vector, vector]) for vector in vectors], block)


def plain_loop(game: Game, steps: int) -> None:
    """Explain item by item with library defaults at the same gap: fixed steps, SHAP over the whole ranker."""
    for row in range(len(game)):
        alone = game.take([row])

        def value(*embeddings: torch.Tensor, alone: Game = alone) -> torch.Tensor:
            return alone.text_value(alone.ranker.vectors(embeddings, alone.towers))

        IntegratedGradients(value).attribute(alone.words, baselines=alone.masked, n_steps=steps)

        @torch.inference_mode()
        def model(rows: np.ndarray, alone: Game = alone) -> np.ndarray:
            features = torch.from_numpy(np.ascontiguousarray(rows, dtype=np.float32)).unsqueeze(0)
            texts = (alone.ranker.vectors(side, alone.towers) for side in (alone.words, alone.masked))
            return np.mean([alone.ranker.score_vectors(text, features)[0].numpy() for text in texts], axis=0)

        background = shap.maskers.Independent(game.background.numpy(), max_samples=len(game.background))
        explainer = shap.PermutationExplainer(model, background, seed=0)
        evaluations = PERMUTATIONS * (2 * game.features.shape[1] + 1)
        explainer(game.features[row : row + 1].numpy(), max_evals=evaluations, silent=True)


def steps_at_the_same_gap(game: Game, first: int) -> int:
    """Return the fixed steps (``first``, doubled) at which every pair's plain integral is within the tolerance."""
    corners = game.corners()
    tolerance = (0.01 * corners.difference.abs()).clamp(min=0.002)

    def value(*embeddings: torch.Tensor) -> torch.Tensor:
        return game.text_value(game.ranker.vectors(embeddings, game.towers))

    steps = first
    while steps < 1024:
        found = IntegratedGradients(value).attribute(
            game.words, baselines=game.masked, n_steps=steps, internal_batch_size=16 * len(game)
        )
        total = sum(shares.sum(dim=(1, 2)) for shares in found)
        if bool(((corners.text_share - total).abs() <= tolerance).all()):
            return steps
        steps *= 2
    return steps


def one_slate(shop: Shop, count: int) -> None:
    """Measure the first ``count`` items of a slate."""
    user = next(u for u, s in shop.shoppers.items() if s.platform == "yunshi")
    items = [row.item_id for row in shop.recommend(SEARCH, user, count).rows]
    explanations = shop.explain_slate(SEARCH, user, items)
    passes = [e.passes for e in explanations]
    texts = [shop.catalogue.texts[shop.catalogue.place(i)] for i in items]
    features = torch.from_numpy(shop.features(user, items))
    game = set_up(shop.ranker, [shop.context(SEARCH, user)] * len(items), texts, features, shop.ranker.background)
    what = f"a slate of {count}"
    print(f"{what}: passes {passes}, largest relative gap {max(e.relative_gap for e in explanations):.3%}")
    ours = seconds(lambda: shop.explain_slate(SEARCH, user, items), 3)
    line(what, ours, "bare passes", seconds(lambda: bare_passes(game, passes), 3))
    against_plain(what, ours, [game])
    gradient = Settings(words="gradient_times_input")
    line(what, ours, "gradient x input", seconds(lambda: shop.explain_slate(SEARCH, user, items, gradient), 3))


def many_slates(folder: Path, shop: Shop, counts: list[int], k: int = 10) -> None:
    """Measure the batch job on growing numbers of slates, in a fresh copy of the workspace each time."""
    for count in counts:
        with tempfile.TemporaryDirectory() as copy:
            target = Path(copy) / "workspace"
            shutil.copytree(folder, target)
            with open_workspace(target, "write") as ws:
                start = time.perf_counter()
                report = explain_all(ws, shop, BatchSettings(contexts=count, k=k))
                taken = time.perf_counter() - start
        rate = report.explanations / taken
        print(
            f"{count:>5} slates of {k}: {taken:8.1f} s, {rate:6.2f} explanations/s with ranking and storing, "
            f"peak {peak_megabytes():.0f} MiB"
        )


def batch_against_plain(folder: Path, shop: Shop, whose: str, contexts: int = 20, k: int = 10) -> None:
    """Measure the batch's explaining on drawn contexts beside the plain loop and the bare passes on the same pairs."""
    from explain.batch import explain_slates
    from explain.logged_slates import logged_slates
    from queries.contexts import contexts as drawn

    with open_workspace(folder) as ws:
        slates = list(logged_slates(CountedLog(ws), shop, drawn(ws, limit=contexts, seed=1), k))
    made = list(explain_slates(shop, slates, Settings()))
    ours = seconds(lambda: list(explain_slates(shop, slates, Settings())), 1, 0)
    found = [explanation for _, explanations in made for explanation in explanations]
    games = [
        set_up(
            shop.ranker,
            [slate.fields] * len(slate.items),
            [shop.catalogue.texts[shop.catalogue.place(item.item_id)] for item in slate.items],
            torch.from_numpy(slate.features),
            shop.ranker.background,
        )
        for slate, _ in made
    ]
    passes = [e.passes for e in found]
    what = f"{len(found)} explanations in a batch, {whose}"
    print(f"{what}: passes {sum(passes)}, most {max(passes)}, gap above 1 %: {sum(not e.converged for e in found)}")
    starts = np.cumsum([0, *(len(game) for game in games)])
    of_games = [passes[a:b] for a, b in itertools.pairwise(starts)]
    bare = seconds(lambda: [bare_passes(game, own) for game, own in zip(games, of_games, strict=True)], 1, 0)
    line(what, ours, "bare passes", bare)
    against_plain(what, ours, games)


def against_plain(what: str, ours: float, games: list[Game]) -> None:
    """Measure the plain loop on the same pairs, with Captum's default steps and with the fewest that do."""
    for first, whose in ((CAPTUM_STEPS, "by default"), (FEWEST_STEPS, "at fewest")):
        steps = max(steps_at_the_same_gap(game, first) for game in games)
        name = f"plain loop, {steps} steps {whose}"
        walked = games
        if steps > AFFORDABLE and len(games) > 1:
            walked = [sorted(games, key=text_length)[len(games) // 2]]
            name += f" (slate of middle length x {len(games)})"
        taken = seconds(functools.partial(plain_loops, walked, steps), 1, int(len(games) == 1))
        line(what, ours, name, taken * len(games) / len(walked))


def plain_loops(games: list[Game], steps: int) -> None:
    for game in games:
        plain_loop(game, steps)


def text_length(game: Game) -> int:
    """Return how many pieces the encoder reads for all pairs of a game."""
    return sum(int(tower.attended.sum()) for tower in game.towers)


def with_corner(shop: Shop) -> Shop:
    """Return the shop with its ranker's distance |X−Y| not rounded: integrals converge slowly, as with most rankers."""
    assert isinstance(shop.ranker, TwoTowerRanker)
    other = copy.copy(shop)
    other.ranker = copy.deepcopy(shop.ranker)
    other.ranker.config = replace(shop.ranker.config, smoothing=0.0)
    return other


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--slates", default="1,10,100")
    counts = [int(count) for count in parser.parse_known_args()[0].slates.split(",")]
    folder = sample_workspace()
    shop = open_shop(folder)
    for count in (1, 10):
        one_slate(shop, count)
    batch_against_plain(folder, shop, "smooth ranker")
    batch_against_plain(folder, with_corner(shop), "with a corner", 6)
    many_slates(folder, shop, counts)


if __name__ == "__main__":
    main()
