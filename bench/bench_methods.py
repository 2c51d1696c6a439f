"""Every explanation method on the same pairs: its time beside the bare passes it needs, and its distance from Shapley.

The bare passes are as many whole texts through both towers, in batches, backwards too for the methods of gradients. For
methods over behaviour the reference is the default method. The distance is the root mean square over the players from
Shapley values of many antithetic permutations, in logits; what a method means by a share may differ from those on
purpose.

    python bench/bench_methods.py [--workspace DEMO]
"""

from __future__ import annotations

import numpy as np
import torch
from report import line, seconds
from sample_shop import shop as sample_shop

from explain.game import Corners, Game
from explain.methods import Method, Shares, find_method, methods
from explain.methods.method import NotApplicable

SEARCH = "智能手表"
PAIRS = 2
AT_ONCE = 64
ENOUGH = {"words": 200, "behaviour": 1000}  # permutations: each of the latter goes against a part of the background
GRADIENTS = ("integrated_gradients", "expected_gradients", "gradient_times_input", "sequential_integrated_gradients")


def bare_passes(game: Game, passes: list[int], backwards: bool) -> None:
    """Read each pair's texts ``passes`` times, a batch at a time."""
    for row, count in enumerate(passes):
        alone = game.take([row])
        for start in range(0, count, AT_ONCE):
            size = min(AT_ONCE, count - start)
            embeddings = [words.repeat(size, 1, 1).requires_grad_(backwards) for words in alone.words]
            with torch.set_grad_enabled(backwards):
                score = alone.text_value(game.ranker.vectors(embeddings, alone.towers))
            if backwards:
                torch.autograd.grad(score.sum(), embeddings)


def distance(found: list[Shares], exact: list[Shares]) -> float:
    """Return the root mean square difference over all players of all pairs."""
    differences = [one.values - other.values for one, other in zip(found, exact, strict=True)]
    return float(np.sqrt(np.mean(np.concatenate(differences) ** 2)))


def run(method: Method, game: Game, corners: Corners) -> list[Shares]:
    """Explain with the method's default parameters."""
    return method.attribute(game, corners, method.parameters())


if __name__ == "__main__":
    shop = sample_shop()
    user = next(u for u, s in shop.shoppers.items() if s.platform == "yunshi")
    game = shop.game(SEARCH, user, [row.item_id for row in shop.recommend(SEARCH, user, PAIRS).rows])
    corners = game.corners()
    print(f"{PAIRS} pairs of {[len(players) for players in game.players]} words, {game.features.shape[1]} features")
    for players, reference in (("words", "permutation_shapley"), ("behaviour", "shap_permutation")):
        known = find_method(players, reference)
        exact = known.attribute(game, corners, known.parameters(permutations=ENOUGH[players]))
        default = seconds(lambda known=known: run(known, game, corners), 3)
        for method in methods(players).values():
            try:
                run(method, game.take([0]), game.take([0]).corners())  # what is compiled, is compiled now
            except NotApplicable as error:
                print(f"{method.name}: {error}")
                continue
            runs: list[list[Shares]] = []
            ours = seconds(lambda method=method, runs=runs: runs.append(run(method, game, corners)), 3, warm_up=0)
            if players == "words":
                passes = [shares.passes for shares in runs[0]]
                bare = seconds(lambda p=passes, m=method: bare_passes(game, p, m.name in GRADIENTS), 1)
                line(f"{method.name}, {sum(passes)} passes", ours, "bare passes", bare)
            else:
                line(method.name, ours, reference, default)
            print(f"    {distance(runs[0], exact):.4f} from Shapley values")
