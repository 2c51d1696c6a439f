"""The answer: why the item has its score in two sentences, the figures behind them, and how complete they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.frame import figures, lead
from dashboard.panels import trust
from dashboard.ranker_words import base_help, chance_help, chance_name
from dashboard.session import lang, t
from explain.explanation import Explanation
from explain.reasons import reason
from explain.wording import signed

if TYPE_CHECKING:
    from explain.shop import Shop


def draw(shop: Shop, explanation: Explanation, title: str) -> None:
    """Draw the answer for the item called ``title``."""
    lead(reason(explanation, lang(), f"“{title}”"))
    gap = f"{explanation.relative_gap:.2%}"
    figures(
        [
            (t("why.score"), signed(explanation.score), t("why.score_help")),
            (t("why.base"), signed(explanation.base), base_help(explanation)),
            (t(f"why.{chance_name(shop.ranker)}"), f"{explanation.probability:.1%}", chance_help(shop.ranker)),
            (t("why.gap"), gap, t("why.gap_help")),
        ]
    )
    if explanation.trust:
        trust.draw_line(explanation.trust)
