"""Who shops here, and what they type: lists to choose from."""

from __future__ import annotations

from dataclasses import dataclass

from queries.workspace import Workspace


@dataclass(frozen=True)
class Shopper:
    """A shopper as one chooses them from a list. ``actions`` counts clicks, carts, purchases, returns and views."""

    user_id: str
    platform: str | None
    lang: str | None
    actions: int
    searches: int


def shoppers(ws: Workspace) -> list[Shopper]:
    """Return every shopper, the busiest first."""
    return [Shopper(**row) for row in ws.run("shoppers/list").to_pylist()]


def frequent_searches(ws: Workspace, limit: int = 5) -> dict[str, list[str]]:
    """Return up to ``limit`` searches of each language that most shoppers typed, keyed by language."""
    found: dict[str, list[str]] = {}
    for row in ws.run("shoppers/searches", limit=limit).to_pylist():
        found.setdefault(row["lang"] or "", []).append(row["text"])
    return found
