"""Does an explanation speak of the ranker at all? With the ranker's weights shuffled it must change.

The cascade of Adebayo et al. (Sanity Checks for Saliency Maps, NeurIPS 2018): the weights of a copy lose what they
learnt from the top layer down, stage by stage, and the copy is explained each time. Each weight tensor is shuffled, so
that its values stay as they are distributed. An attribution that ranks the words and features as before although
nothing learnt is left only repeats its input.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass, replace

import torch
from torch import nn

from explain.explanation import Explanation
from explain.game import Game
from explain.one_sum import explain_game
from explain.settings import Settings
from explain.trust.rank_agreement import contributions_of, rank_agreement
from models.protocol import Ranker
from queries.errors import WhyrankError


class NoWeights(WhyrankError):
    """The ranker has no weights that could be shuffled."""


@dataclass(frozen=True)
class Stage:
    """After ``layers`` of all layers (the top ones) were shuffled, the lowest of them called ``lowest``: Spearman's
    correlation of the contributions with those of the intact ranker, −1 to 1."""

    layers: float
    lowest: str
    correlation: float


@dataclass(frozen=True)
class Sanity:
    """The stages from the top layers alone to all layers."""

    stages: tuple[Stage, ...]

    @property
    def left(self) -> float:
        """|correlation| with the intact ranker's attribution when nothing learnt is left: near 0 is sane."""
        return abs(self.stages[-1].correlation)


def check_sanity(
    game: Game, row: int, explanation: Explanation, settings: Settings, stages: int = 3, seed: int = 0
) -> Sanity:
    """Explain pair ``row`` with copies of the ranker whose weights are shuffled from the top; raises NoWeights."""
    alone = game.take([row])
    own = contributions_of(explanation)
    found = []
    for layers, lowest, ranker in shuffled_from_the_top(game.ranker, stages, seed):
        [told] = explain_game(with_ranker(alone, ranker), settings)
        found.append(Stage(layers, lowest, rank_agreement(own, contributions_of(told), 1.0).spearman))
    return Sanity(tuple(found))


def shuffled_from_the_top(ranker: Ranker, stages: int, seed: int = 0) -> Iterator[tuple[float, str, Ranker]]:
    """Yield (share of layers shuffled, the lowest one's name, the copy) ``stages`` times, each beginning at the top.

    The ranker itself is left as it is. The copy yielded is the same each time, shuffled further.
    """
    broken = copy.deepcopy(ranker)
    layers = list(reversed(_layers(broken)))
    if not layers:
        raise NoWeights(
            f"The ranker {ranker.identity!r} has no weights to shuffle.", "Check one with weights, or leave this out."
        )
    generator = torch.Generator().manual_seed(seed)
    done = 0
    for stage in range(1, stages + 1):
        until = max(done + 1, round(len(layers) * stage / stages))
        for _, layer in layers[done:until]:
            _shuffle(layer, generator)
        done = min(until, len(layers))
        yield done / len(layers), layers[done - 1][0], broken


def with_ranker(game: Game, ranker: Ranker) -> Game:
    """Return the same pairs under another ranker of the same vocabulary."""
    with torch.inference_mode(False), torch.no_grad():
        words = tuple(ranker.embed(tower.ids) for tower in game.towers)
        masked = tuple(ranker.embed(tower.masked_ids(ranker.mask_id)) for tower in game.towers)
    return replace(game, ranker=ranker, words=words, masked=masked)


def _layers(ranker: Ranker) -> list[tuple[str, nn.Module]]:
    """Return the modules that hold weights of their own, from the bottom up: in the order they were made."""
    parts = [("", ranker)] if isinstance(ranker, nn.Module) else list(vars(ranker).items())
    return [
        (".".join(filter(None, (name, inner))), layer)
        for name, part in parts
        if isinstance(part, nn.Module)
        for inner, layer in part.named_modules()
        if next(layer.parameters(recurse=False), None) is not None
    ]


@torch.no_grad()
def _shuffle(layer: nn.Module, generator: torch.Generator) -> None:
    for weight in layer.parameters(recurse=False):
        order = torch.randperm(weight.numel(), generator=generator)
        weight.copy_(weight.flatten()[order].view_as(weight))
