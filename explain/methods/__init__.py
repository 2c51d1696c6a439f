"""The explanation methods: one file each, found by being here. ``METHOD`` in a file describes it.

Methods over words split the text's share of an explanation, methods over behaviour the features' share; any of one kind
goes with any of the other, and together they make one sum (docs/explanation.md).
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache

from explain.methods.method import Method, Players, Shares
from queries.errors import UnknownName

__all__ = ["Method", "Shares", "find_method", "methods"]


@cache
def methods(players: Players) -> Mapping[str, Method]:
    """Return the methods over ``players`` ("words" or "behaviour") by name, in alphabetical order.

    >>> "integrated_gradients" in methods("words"), "shap_permutation" in methods("behaviour")
    (True, True)
    """
    names = [module.name for module in pkgutil.iter_modules(__path__) if module.name != "method"]
    found = [importlib.import_module(f"{__name__}.{name}").METHOD for name in sorted(names)]
    return {method.name: method for method in found if method.players == players}


def find_method(players: Players, name: str) -> Method:
    """Return a method by name; raises :class:`UnknownName` with the nearest one."""
    known = methods(players)
    if name not in known:
        raise UnknownName(f"method over {players}", name, known)
    return known[name]
