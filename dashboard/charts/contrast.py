"""The steps from one explanation's score to another's: the differences of their drivers, grouped by part."""

from __future__ import annotations

from collections.abc import Callable

from dashboard.charts.waterfall import VISIBLE, Group, Step
from explain.answers import row_name
from explain.contrast import Contrast, ContrastRow
from explain.explanation import PARTS
from explain.wording import wording


def differences(
    contrast: Contrast, lang: str, row_name: Callable[[ContrastRow, str], str] = row_name, bars: int = 12
) -> list[Group]:
    """Return the ``bars`` largest differences by part, each part closed by what its others add up to.

    Over all groups the steps add up to score_A − score_B: bases and gaps are steps of their own where they show.
    ``row_name`` says what a row is of in a language.
    """
    words = wording(lang)
    found = []
    for part in PARTS:
        own = [row for row in contrast.rows if row.part == part]
        chosen = [row for row in contrast.rows[:bars] if row.part == part]
        steps = [Step(row_name(row, lang), row.difference) for row in chosen]
        rest = sum(row.difference for row in own) - sum(row.difference for row in chosen)
        if len(own) > len(chosen):
            steps.append(Step(words["others"].format(count=len(own) - len(chosen)), rest, several=True))
        if steps:
            found.append(Group(words[f"part_{part}"], tuple(steps)))
    for name, value in (("base", contrast.base_difference), ("completeness_gap", contrast.gap_difference)):
        if abs(value) >= VISIBLE:
            found.append(Group(words[name], (Step(words[name], value, several=True),)))
    return found
