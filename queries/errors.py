"""Named errors. Each says what was wrong and ends in what to do."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class WhyrankError(Exception):
    """Anything a user can mend. ``problem`` says what was wrong, ``remedy`` what to do about it.

    >>> print(WhyrankError("No shop at 'x'.", "Run `whyrank import` first."))
    No shop at 'x'. Run `whyrank import` first.
    """

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"{problem} {remedy}")
        self.problem = problem
        self.remedy = remedy


class WorkspaceMissing(WhyrankError):
    """There is no workspace at the path."""


class WorkspaceBusy(WhyrankError):
    """Another job held the catalogue for longer than we retry."""


class WorkspaceOutdated(WhyrankError):
    """An earlier version made the workspace, and the tables it lacks cannot be added."""


class ExtensionMissing(WhyrankError):
    """A DuckDB extension is neither installed as a package nor to be had from the network."""


class UnknownName(WhyrankError):
    """A name that is not one of those that exist.

    >>> print(UnknownName("source", "ucii", ["uci", "ubi"]))
    There is no source 'ucii'. Did you mean 'uci'? Choose one of: ubi, uci.
    """

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        known_names = sorted(known)
        close = difflib.get_close_matches(name, known_names, n=1)
        hint = f"Did you mean {close[0]!r}? " if close else ""
        shown = ", ".join(known_names[:12]) + (", …" if len(known_names) > 12 else "")
        super().__init__(f"There is no {kind} {name!r}.", f"{hint}Choose one of: {shown or 'nothing yet'}.")
