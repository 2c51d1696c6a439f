"""One explanation and a slate of ten, against the passes they need and against a plain Captum + SHAP loop.

The bare passes are a forward and a backward through both towers for every integration step that was taken, and the head
evaluations of the permutations. The plain loop explains one item after the other with as many steps for each as the
worst one needs, and lets SHAP call the whole ranker, texts included: what one writes first.
"""

from __future__ import annotations

import numpy as np
import shap
import torch
from captum.attr import IntegratedGradients
from report import line, seconds
from sample_shop import shop as open_sample

from explain.game import Game, set_up
from explain.shop import Shop


def bare_passes(game: Game, steps: list[int], permutations: int) -> None:
    """Run forward and backward once per item and step, and the head once per coalition and background row."""
    for row, count in enumerate(steps):
        towers = [tower.take([row]) for tower in game.towers]
        embeddings = [words[row : row + 1].repeat(count, 1, 1).requires_grad_() for words in game.words]
        features = game.features[row : row + 1].repeat(count, 1)
        score = game.text_value(game.ranker.vectors(embeddings, towers), features)
        torch.autograd.grad(score.sum(), embeddings)
    with torch.inference_mode():
        vectors = game.ranker.vectors([w[:1] for w in game.words], [t.take([0]) for t in game.towers])
        rows = game.background.repeat(2 * game.features.shape[1], 1).unsqueeze(0)
        both = [torch.cat([vector, vector]) for vector in vectors]
        for _ in range(len(steps) * permutations):
            game.ranker.score_vectors(both, rows)


def plain_loop(game: Game, steps: int, permutations: int) -> None:
    """Explain item by item with library defaults at the same gap: fixed steps, SHAP over the whole ranker."""
    for row in range(len(game.features)):
        towers = [tower.take([row]) for tower in game.towers]
        words = tuple(w[row : row + 1] for w in game.words)
        masked = tuple(m[row : row + 1] for m in game.masked)

        def value(*embeddings: torch.Tensor, row: int = row, towers: list = towers) -> torch.Tensor:
            repeats = len(embeddings[0])
            return game.text_value(
                game.ranker.vectors(embeddings, towers), game.features[row : row + 1].repeat(repeats, 1)
            )

        IntegratedGradients(value).attribute(words, baselines=masked, n_steps=steps, internal_batch_size=8)

        @torch.inference_mode()
        def model(rows: np.ndarray, words: tuple = words, masked: tuple = masked, towers: list = towers) -> np.ndarray:
            features = torch.from_numpy(np.ascontiguousarray(rows, dtype=np.float32)).unsqueeze(0)
            texts = (game.ranker.vectors(side, towers) for side in (words, masked))
            return np.mean([game.ranker.score_vectors(text, features)[0].numpy() for text in texts], axis=0)

        background = shap.maskers.Independent(game.background.numpy(), max_samples=len(game.background))
        explainer = shap.PermutationExplainer(model, background, seed=0)
        evaluations = permutations * (2 * game.features.shape[1] + 1)
        explainer(game.features[row : row + 1].numpy(), max_evals=evaluations, silent=True)


def measure(shop: Shop, items: list[str], what: str) -> None:
    search, user = "智能手表", next(u for u, s in shop.shoppers.items() if s.platform == "yunshi")
    explanations = shop.explain_slate(search, user, items)
    steps = [e.steps for e in explanations]
    taken = [s for last in steps for s in (16, 32, 64, 128, 256, 512, 1024) if s <= last]
    permutations = explanations[0].settings["behaviour"]["permutations"]
    texts = [shop.catalogue.texts[shop.catalogue.place(i)] for i in items]
    features = torch.from_numpy(shop.features(user, items))
    game = set_up(shop.ranker, [shop.context(search, user)] * len(items), texts, features, shop.ranker.background)
    ours = seconds(lambda: shop.explain_slate(search, user, items))
    gap = max(e.relative_gap for e in explanations)
    print(f"{what}: steps {steps}, largest relative gap {gap:.3%}")
    line(what, ours, "bare passes", seconds(lambda: bare_passes(game, steps, permutations)))
    line(what, ours, "plain loop", seconds(lambda: plain_loop(game, max(steps), permutations), 2))
    print(f"  passes taken over all doublings {sum(taken)}, of the last {sum(steps)}")


def main() -> None:
    shop = open_sample()
    slate = shop.recommend("智能手表", next(u for u, s in shop.shoppers.items() if s.platform == "yunshi"), 30)
    items = [row.item_id for row in slate.rows]
    measure(shop, items[:1], "one explanation")
    measure(shop, items[:10], "a slate of ten")
    measure(shop, items[:30], "thirty items")


if __name__ == "__main__":
    main()
