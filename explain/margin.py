"""Why in the first k, or why not: how far an item is from the place that decides, and what makes the distance.

Outside, the item is compared with the one at place k, which it would have to pass; inside, with the one at place k + 1,
which would have to pass it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from explain.contrast import Contrast, contrast
from explain.explanation import Explanation
from queries.errors import WhyrankError

if TYPE_CHECKING:
    from explain.settings import Settings
    from explain.shop import Shop, SlateRow

NEIGHBOURS = 3  # places shown on either side of the border and of the item


@dataclass(frozen=True)
class Margin:
    """An item's place among ``candidates`` ranked items, and how far it is from the border of the first ``k``.

    ``place`` counts from 1; where the item was not among the candidates (``is_candidate`` False: it is sold elsewhere,
    or was not fetched to be ranked) it is the place its score would have. ``explanation`` is the item's. ``kth`` is the
    item at place k, ``rival`` the one across the border, ``contrast`` the item against the rival; None where there is
    none. ``around``: the rows next to the border and to the item.
    """

    k: int
    place: int
    candidates: int
    is_candidate: bool
    explanation: Explanation
    kth: SlateRow | None
    rival: SlateRow | None
    contrast: Contrast | None
    around: tuple[SlateRow, ...]

    @property
    def inside(self) -> bool:
        """Whether the item is shown among the first k."""
        return self.is_candidate and self.place <= self.k

    @property
    def lead(self) -> float | None:
        """Score less the rival's, in logits: what it is ahead by where inside, what it lacks (negative) where not."""
        return None if self.rival is None else self.explanation.score - self.rival.score

    @property
    def chance_lead(self) -> float | None:
        """Probability less the rival's, −1 to 1."""
        return None if self.rival is None else self.explanation.probability - self.rival.probability

    @property
    def to_kth(self) -> float | None:
        """Score less that of the item at place k, in logits: 0 for that item itself."""
        return None if self.kth is None else self.explanation.score - self.kth.score

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON."""
        return {
            "item_id": self.explanation.item_id,
            "k": self.k,
            "place": self.place,
            "candidates": self.candidates,
            "is_candidate": self.is_candidate,
            "inside": self.inside,
            "score": self.explanation.score,
            "probability": self.explanation.probability,
            "lead": self.lead,
            "chance_lead": self.chance_lead,
            "to_kth": self.to_kth,
            "rival": self.rival and asdict(self.rival),
            "contrast": self.contrast and self.contrast.to_dict(),
        }


def margin(
    shop: Shop,
    search: str | None,
    user_id: str | None,
    item_id: str,
    k: int = 10,
    platform: str | None = None,
    settings: Settings | None = None,
) -> Margin:
    """Return how far ``item_id`` is from the border of the first ``k`` items of a context, and why.

    Raises what :meth:`Shop.recommend` does, and :class:`WhyrankError` for a k below 1.
    """
    if k < 1:
        raise WhyrankError(f"There is no place {k}.", "Ask for the first 1, 10 or any other positive number.")
    rows = shop.recommend(search, user_id, len(shop.catalogue.item_ids), platform).rows
    own = next((row.rank for row in rows if row.item_id == item_id), None)
    at_border = k + 1 if own is not None and own <= k else k
    rival = rows[at_border - 1] if at_border <= len(rows) else None
    explanations = shop.explain_alike(search, user_id, [item_id, *([rival.item_id] if rival else [])], settings)
    place = own or 1 + sum(row.score > explanations[0].score for row in rows)
    return Margin(
        k=k,
        place=place,
        candidates=len(rows),
        is_candidate=own is not None,
        explanation=explanations[0],
        kth=rows[k - 1] if k <= len(rows) else None,
        rival=rival,
        contrast=contrast(*explanations) if rival else None,
        around=_around(rows, (k, place)),
    )


def _around(rows: Sequence[SlateRow], places: Sequence[int]) -> tuple[SlateRow, ...]:
    """Return the rows at most three places from any of ``places``."""
    return tuple(row for row in rows if any(abs(row.rank - place) <= NEIGHBOURS for place in places))
