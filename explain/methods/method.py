"""What every explanation method is: one signature, parameters as data, and words about itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal

import numpy as np

from explain.game import Corners, Game
from queries.errors import WhyrankError

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

    @classmethod
    def averaged(cls, samples: np.ndarray, steps: int, passes: int) -> Shares:
        """Return the mean of independent samples [m, P] with its standard error, which a single sample does not have.

        >>> Shares.averaged(np.array([[1.0, 0.0], [3.0, 0.0]]), steps=2, passes=2)
        Shares(values=array([2., 0.]), stderr=array([1., 0.]), steps=2, passes=2)
        """
        stderr = samples.std(axis=0, ddof=1) / np.sqrt(len(samples)) if len(samples) > 1 else None
        return cls(samples.mean(axis=0), stderr, steps, passes)


@dataclass(frozen=True)
class Method:
    """A way to split the words' share (g(T) − g(T0)) or the behaviour's (h(b) − mean h(B0)) of n pairs.

    ``attribute(game, corners, parameters)`` returns one :class:`Shares` per pair, its players in the order of
    ``game.players[row]`` or of ``ranker.feature_names``. ``parameters`` is a frozen dataclass of :func:`parameter`
    fields; flags and widgets are drawn from it. ``adds_up``: "exact" by construction (up to
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

    @property
    def cost(self) -> str:
        """What the method costs, as its help says it."""
        return " ".join(self.help.partition("\nCost: ")[2].split("\n\n")[0].split())

    def check(self, parameters: Any) -> None:
        """Raise :class:`OutOfRange` for a parameter that is not within its field's range."""
        for each in fields(parameters):
            least, most = each.metadata["least"], each.metadata["most"]
            value = getattr(parameters, each.name)
            if not least <= value <= most:
                raise OutOfRange(
                    f"{each.name} = {value} is out of range for {self.name}.", f"Choose from {least:,} to {most:,}."
                )


class NotApplicable(WhyrankError):
    """A method that cannot explain what it was asked about."""


class OutOfRange(WhyrankError):
    """A method's parameter is smaller or larger than the method can use."""


def parameter(default: float, help: str, least: float, most: float) -> Any:
    """Declare a field of a method's parameters: ``least`` and ``most`` are the ends of its range, both allowed."""
    return field(default=default, metadata={"help": help, "least": least, "most": most})


def seed() -> Any:
    """Declare the seed of a method that draws; the same seed draws the same."""
    return parameter(0, "Seed of what is drawn.", 0, 2**31 - 1)
