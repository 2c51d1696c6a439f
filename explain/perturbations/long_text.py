"""Over-long text: the search is pasted again and again, far beyond what a ranker reads."""

from __future__ import annotations

import numpy as np

from explain.edits import TextEdit
from explain.perturbations.perturbation import (
    NotApplicable,
    Perturbation,
    Perturbed,
    Situation,
    perturbed,
)

MOST = 40


def perturb(situation: Situation, strength: float, random: np.random.Generator) -> Perturbed | NotApplicable:
    """Paste the search behind itself, up to 40 times at full ``strength``."""
    if not situation.search:
        return NotApplicable("no_search")
    times, end = int(np.ceil(strength * MOST)), len(situation.search)
    return perturbed([TextEdit("search", end, end, "", f" {situation.search}" * times)])


PERTURBATION = Perturbation(
    name="long_text",
    target="search",
    expectation="invariance",
    perturb=perturb,
    title={"en": "Over-long text", "zh": "超长文本"},
    meaning={
        "en": "The search is pasted again and again, far beyond what a ranker reads.",
        "zh": "搜索词被反复粘贴，远超模型能读的长度。",
    },
)
