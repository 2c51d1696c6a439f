"""What the pages say of a ranker and of its slate, where kinds of rankers differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.session import lang, t
from dashboard.text import as_text

if TYPE_CHECKING:
    from explain.explanation import Explanation
    from explain.shop import Slate
    from models.serving import ServingRanker


def base_help(explanation: Explanation) -> str:
    """Say what the base is the score of."""
    compared_with = explanation.settings["compared_with"]
    if compared_with is None:
        return t("why.base_help_texts")
    return t("why.base_help", drawn_from=as_text(compared_with["drawn_from"][lang()]))


def chance_help(ranker: ServingRanker) -> str:
    """Say what the chance is a chance of, and whether anybody checked it."""
    return t(_if_calibrated(ranker, "why.chance_help", "why.chance_help_unknown"), target=_target(ranker))


def chance_name(ranker: ServingRanker) -> str:
    """Return the name, among the page's strings, of what the chance is called."""
    return _if_calibrated(ranker, "chance", "chance_unknown")


def facts_help(ranker: ServingRanker) -> str:
    """Say what score and per cent mean beside an item."""
    return t(_if_calibrated(ranker, "why.facts_help", "why.facts_help_unknown"), target=_target(ranker))


def how(explanation: Explanation) -> str:
    """Say how an explanation was computed."""
    from explain.how import how_made  # with the methods comes torch, which a page waits for only where it must

    kind = "why.how_text" if explanation.features else "why.how_text_texts"
    return ("" if lang() == "zh" else " ").join([how_made(explanation, lang()), t(kind)])


def chosen_from(slate: Slate) -> str:
    """Say how many items the slate is the best of, and how they were found."""
    counts = {"candidates": f"{slate.candidates:,}", "eligible": f"{slate.eligible:,}"}
    return t(f"why.found_by_{slate.found_by}", shown=len(slate.rows), **counts)


def _target(ranker: ServingRanker) -> str:
    return t(f"why.target_{ranker.target}")


def _if_calibrated(ranker: ServingRanker, known: str, unknown: str) -> str:
    return known if ranker.calibration_known else unknown
