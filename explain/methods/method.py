"""What every explanation method is: one signature, parameters as data, and words about itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from explain.game import Corners, Game

Players = Literal["words", "behaviour"]
AddsUp = Literal["exact", "measured", "no"]


@dataclass(frozen=True)
class Shares:
    """One pair's share, split over its P players.

    ``values`` [P] are signed, in logits; ``stderr`` [P] their standard errors where the method estimates them.
    ``steps`` are integration steps or samples, ``passes`` how many texts went through the encoder, a gradient counted
    with its forward pass as one.
    """

    values: np.ndarray
    stderr: np.ndarray | None = None
    steps: int = 0
    passes: int = 0


@dataclass(frozen=True)
class Method:
    """A way to split the words' share (g(T) − g(T0)) or the behaviour's (h(b) − mean h(B0)) of n pairs.

    ``attribute(game, corners, parameters)`` returns one :class:`Shares` per pair, its players in the order of
    ``game.players[row]`` or of ``ranker.feature_names``. ``parameters`` is a frozen dataclass whose fields say what
    they mean in ``metadata["help"]``; flags and widgets are drawn from it. ``adds_up``: "exact" by construction (up to
    rounding), "measured" up to a gap told with every explanation, "no" where shares are not parts of a sum.
    ``title`` and ``summary`` by language; ``help`` is the file's docstring: idea, formula, paper, cost.
    """

    name: str
    players: Players
    attribute: Callable[[Game, Corners, Any], list[Shares]]
    parameters: type
    adds_up: AddsUp
    title: Mapping[str, str]
    summary: Mapping[str, str]
    help: str
