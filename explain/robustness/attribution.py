"""How far the reasons for the first item move when the slate does not: its drivers before and after a perturbation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from explain.contrast import lined_up
from explain.edits import TextEdit
from explain.explanation import Explanation
from explain.perturbations import Perturbed
from explain.robustness.slates import Answer, candidate
from explain.settings import Settings
from explain.shop import Shop


def explained_pair(shop: Shop, answer: Answer, at: int, settings: Settings | None = None) -> tuple[Explanation, ...]:
    """Return the explanations of the candidate in row ``at`` before and after, with one background."""
    settings = settings or Settings()
    asked, item_id = answer.asked, candidate(shop, answer.asked, at)
    backgrounds = shop.backgrounds(settings, asked.row["user_id"], [item_id])
    found = []
    for after in (False, True):
        fields = answer.fields if after else asked.fields
        features = answer.features if after and answer.features is not None else asked.features
        texts = [answer.texts] if after and answer.texts is not None and at == answer.at else None
        found += shop.explain_items(fields, [item_id], features[at : at + 1], settings, backgrounds, texts=texts)
    return tuple(found)


def attribution_rows(shop: Shop, answer: Answer) -> Iterator[dict[str, Any]]:
    """Yield part, field, name, edited, before, after of each driver of the first item, in logits."""
    at = int(np.flatnonzero(answer.asked.ranks == 1)[0])
    before, after = explained_pair(shop, answer, at)
    touched = touched_words(before, answer.change, False), touched_words(after, answer.change, True)
    for row in lined_up(after, before).rows:
        yield {
            "part": row.part,
            "field": row.field,
            "name": row.name,
            "edited": (row.field, row.name) in touched[0] | touched[1],
            "before": row.in_b or 0.0,
            "after": row.in_a or 0.0,
        }


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
