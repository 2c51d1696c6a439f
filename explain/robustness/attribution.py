"""How far the reasons for the first item move when the slate does not: its drivers before and after a perturbation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from explain.contrast import lined_up
from explain.edits import TextEdit
from explain.explanation import Explanation
from explain.perturbations import Perturbed
from explain.robustness.slates import Answer, Asked, candidate
from explain.settings import Settings
from explain.shop import Shop
from models.field import Field


def explained_before(shop: Shop, asked: Asked, at: int, settings: Settings | None = None) -> Explanation:
    """Return the explanation of the candidate in row ``at`` as it was asked for."""
    return _explained(shop, asked, at, settings, asked.fields, asked.features)


def explained_after(shop: Shop, answer: Answer, at: int, settings: Settings | None = None) -> Explanation:
    """Return the explanation of the candidate in row ``at`` after the perturbation, with the same background."""
    features = answer.asked.features if answer.features is None else answer.features
    texts = answer.texts if at == answer.at else None
    return _explained(shop, answer.asked, at, settings, answer.fields, features, texts)


def _explained(
    shop: Shop,
    asked: Asked,
    at: int,
    settings: Settings | None,
    fields: Sequence[Field],
    features: np.ndarray,
    texts: Sequence[Field] | None = None,
) -> Explanation:
    settings, item_id = settings or Settings(), candidate(shop, asked, at)
    backgrounds = shop.backgrounds(settings, asked.row["user_id"], [item_id])
    own = None if texts is None else [texts]
    return shop.explain_items(fields, [item_id], features[at : at + 1], settings, backgrounds, texts=own)[0]


def attribution_rows(shop: Shop, answers: Sequence[Answer]) -> Iterator[tuple[Answer, dict[str, Any]]]:
    """Yield part, field, name, edited, before, after of each driver of the first item, in logits, by answer.

    ``answers`` are of one context, which is explained once as it was asked.
    """
    before = None
    for answer in answers:
        at = int(np.flatnonzero(answer.asked.ranks == 1)[0])
        before = before or explained_before(shop, answer.asked, at)
        after = explained_after(shop, answer, at)
        touched = touched_words(before, answer.change, False) | touched_words(after, answer.change, True)
        for row in lined_up(after, before).rows:
            yield (
                answer,
                {
                    "part": row.part,
                    "field": row.field,
                    "name": row.name,
                    "edited": (row.field, row.name) in touched,
                    "before": row.in_b or 0.0,
                    "after": row.in_a or 0.0,
                },
            )


def touched_words(explanation: Explanation, change: Any, after: bool) -> set[tuple[str | None, str]]:
    """Return (field, word) of the words of an explanation that a perturbation's edits touch, before or after them."""
    if not isinstance(change, Perturbed):
        return set()
    spans: dict[str, list[tuple[int, int]]] = {}
    moved: dict[str, int] = {}
    for edit in change.edits:
        if isinstance(edit, TextEdit):
            start = edit.start + (moved.get(edit.field, 0) if after else 0)
            length = len(edit.after if after else edit.before)
            spans.setdefault(edit.field, []).append((start, start + length))
            moved[edit.field] = moved.get(edit.field, 0) + len(edit.after) - len(edit.before)
    found = set()
    for word in explanation.words:
        name = explanation.fields[word.field].name if word.field is not None else None
        for start, end in spans.get(name or "", ()):
            # A word is touched where the two overlap, or where something is put inside it or at its border.
            if word.start is not None and word.end is not None and word.start <= end and start <= word.end:
                found.add((name, word.name))
    return found
