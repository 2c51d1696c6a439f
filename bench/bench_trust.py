"""What trust costs: ten explanations with and without it, in seconds and in texts read, beside the bare passes."""

from __future__ import annotations

import numpy as np
import torch
from report import line, peak_megabytes, seconds
from sample_shop import shop as open_sample

from explain.coalitions import Coalitions
from explain.game import Game
from explain.one_sum import explain_game
from explain.settings import Settings
from explain.trust.measures import measure_trust
from explain.trust.removal import measure_removal
from explain.trust.settings import TrustSettings


class Counted(Coalitions):
    """Remembers what was asked."""

    asked: list[np.ndarray]

    def vectors(self, words: np.ndarray) -> tuple[torch.Tensor, ...]:
        """Note the texts, and read them."""
        self.asked.append(words)
        return super().vectors(words)


def texts_asked(game: Game) -> list[np.ndarray]:
    """Return the masked texts [m, W] that measuring the removal of each pair asks for."""
    Counted.asked = []
    for row, explanation in enumerate(explain_game(game, Settings())):
        values = np.array([c.contribution for c in explanation.contributions])
        players = Counted(game.take([row]))
        measure_removal(players, values, explanation.score, explanation.base, TrustSettings())
    return Counted.asked


def bare_passes(game: Game, asked: list[np.ndarray]) -> None:
    """Read as many texts of the same lengths, and ask the head about as many rows."""
    for row, words in enumerate(asked):
        alone = game.take([row])
        towers = [tower.take([0] * len(words)) for tower in alone.towers]
        with torch.inference_mode():
            vectors = game.ranker.vectors([game.ranker.embed(tower.ids) for tower in towers], towers)
            game.ranker.score_vectors(vectors, game.background.unsqueeze(0).expand(len(words), -1, -1))


def main() -> None:
    shop = open_sample()
    search, user = "智能手表", next(u for u, s in shop.shoppers.items() if s.platform == "yunshi")
    items = [row.item_id for row in shop.recommend(search, user, 10).rows]
    game = shop.game(search, user, items)
    found = explain_game(game, Settings())
    asked = texts_asked(game)
    print(f"texts read for trust, of ten items: {[len(words) for words in asked]}")
    trust = seconds(lambda: measure_trust(game, found), 3)
    line("trust of a slate of ten", trust, "bare passes", seconds(lambda: bare_passes(game, asked), 3))
    plain = seconds(lambda: shop.explain_slate(search, user, items), 3)
    both = seconds(lambda: shop.explain_slate(search, user, items, trust=True), 3)
    line("a slate of ten with trust", both, "without", plain)
    explanation = shop.explain(search, user, items[0], trust=True)
    closely = seconds(lambda: shop.measure_closely(explanation, search, user), 2)
    alone = seconds(lambda: shop.explain(search, user, items[0]), 3)
    line("all checks of one item, on demand", closely, "its explanation", alone)
    print(f"peak {peak_megabytes():.0f} MiB")


if __name__ == "__main__":
    main()
