"""What the pages say of a ranker and of its slate, where kinds of rankers differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.session import t

if TYPE_CHECKING:
    from explain.shop import Slate
    from models.serving import ServingRanker


def base_help(ranker: ServingRanker) -> str:
    """Say what the base is the score of."""
    if ranker.background is None:
        return t("why.base_help_texts")
    return t("why.base_help", background=len(ranker.background))


def chance_help(ranker: ServingRanker) -> str:
    """Say what the chance is a chance of, and whether anybody checked it."""
    return t(_if_calibrated(ranker, "why.chance_help", "why.chance_help_unknown"), target=_target(ranker))


def chance_name(ranker: ServingRanker) -> str:
    """Return the name, among the page's strings, of what the chance is called."""
    return _if_calibrated(ranker, "chance", "chance_unknown")


def facts_help(ranker: ServingRanker) -> str:
    """Say what score and per cent mean beside an item."""
    return t(_if_calibrated(ranker, "why.facts_help", "why.facts_help_unknown"), target=_target(ranker))


def how(ranker: ServingRanker) -> str:
    """Say how an explanation is computed."""
    if ranker.background is None:
        return t("why.how_text_texts")
    return t("why.how_text", background=len(ranker.background))


def chosen_from(slate: Slate) -> str:
    """Say how many items the slate is the best of, and how they were found."""
    counts = {"candidates": f"{slate.candidates:,}", "eligible": f"{slate.eligible:,}"}
    return t(f"why.found_by_{slate.found_by}", shown=len(slate.rows), **counts)


def _target(ranker: ServingRanker) -> str:
    return t(f"why.target_{ranker.target}")


def _if_calibrated(ranker: ServingRanker, known: str, unknown: str) -> str:
    return known if ranker.calibration_known else unknown
