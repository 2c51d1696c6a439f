"""An explanation as rows of the tables ``explanations`` and ``contributions``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from explain.explanation import Explanation


def explanation_row(
    explanation_id: str, run: str, context: Mapping[str, Any], item: Mapping[str, Any], rank: int, found: Explanation
) -> dict[str, Any]:
    """Return the row of one explanation, given rows of :func:`queries.contexts.contexts` and of the catalogue."""
    return {
        "explanation_id": explanation_id,
        "run": run,
        **{name: context[name] for name in ("context_id", "user_id", "search", "lang", "surface", "platform", "ts")},
        **{name: item[name] for name in ("item_id", "category", "brand")},
        "rank": rank,
        "ranker_id": found.ranker_identity,
        "data_id": found.data_id,
        "snapshot_id": found.snapshot_id,
        "words_method": found.settings["words"]["method"],
        "behaviour_method": found.settings["behaviour"]["method"],
        "background": found.settings["background"],
        **{
            name: getattr(found, name)
            for name in (
                "score",
                "base",
                "probability",
                "interaction",
                "completeness_gap",
                "converged",
                "steps",
                "passes",
            )
        },
        **_trust(found),
        "settings": json.dumps(found.settings, sort_keys=True),
    }


def _trust(found: Explanation) -> dict[str, Any]:
    if found.trust is None:
        return {}
    removal = found.trust.removal
    return {
        "verdict": found.trust.verdict.level,
        "comprehensiveness": removal and removal.comprehensiveness_area.value,
        "sufficiency": removal and removal.sufficiency_area.value,
    }


def contribution_rows(explanation_id: str, found: Explanation) -> list[dict[str, Any]]:
    """Return a row per word and feature."""
    return [
        {
            "explanation_id": explanation_id,
            "part": c.part,
            "name": c.name,
            "field": None if c.field is None else found.fields[c.field].name,
            "start_char": c.start,
            "end_char": c.end,
            "feature_value": c.value,
            "contribution": c.contribution,
            "stderr": c.stderr,
        }
        for c in found.contributions
    ]
