"""The perturbations: one file each, found by being here. ``PERTURBATION`` in a file describes it.

Each changes what a ranker is asked, by a seed and a strength, says what it changed and where, and states whether the
slate should stay, must change, or may move in one direction only (docs/robustness.md).
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache

from explain.perturbations.perturbation import NotApplicable, Perturbation, Perturbed, Situation
from queries.errors import UnknownName

__all__ = ["NotApplicable", "Perturbation", "Perturbed", "Situation", "find_perturbation", "perturbations"]


@cache
def perturbations() -> Mapping[str, Perturbation]:
    """Return the perturbations by name, in alphabetical order.

    >>> "keyboard_typos" in perturbations(), perturbations()["brand_swap"].expectation
    (True, 'sensitivity')
    """
    names = [module.name for module in pkgutil.iter_modules(__path__) if module.name != "perturbation"]
    found = [importlib.import_module(f"{__name__}.{name}").PERTURBATION for name in sorted(names)]
    return {perturbation.name: perturbation for perturbation in found}


def find_perturbation(name: str) -> Perturbation:
    """Return a perturbation by name; raises :class:`UnknownName` with the nearest one."""
    if name not in perturbations():
        raise UnknownName("perturbation", name, perturbations())
    return perturbations()[name]
