"""Who a shopper is to the shop: recency, frequency, money, life cycle, tenure, prices."""

from __future__ import annotations

from dashboard.frame import figures, small
from dashboard.session import lang, t
from dashboard.shopper_words import band_title, leaning, stage_title
from dashboard.text import ABSENT, as_text
from explain.money import money
from queries.profiles.shopper import Profile


def draw(profile: Profile) -> None:
    """Draw the facts side by side, then what they say of prices."""
    facts = profile.facts
    bought = facts["r"] is not None
    scored = {name: t("shoppers.score", score=facts[name] or ABSENT) for name in ("r", "f", "m")}
    recency = t("shoppers.days", days=f"{facts['recency_days']:,}") if bought else ABSENT
    tenure = ABSENT if facts["tenure_days"] is None else t("shoppers.days", days=f"{facts['tenure_days']:,}")
    figures(
        [
            (t("shoppers.recency"), recency, f"{t('shoppers.recency_help')} {scored['r']}"),
            (t("shoppers.frequency"), f"{facts['orders']:,}", f"{t('shoppers.frequency_help')} {scored['f']}"),
            (
                t("shoppers.monetary"),
                as_text(money(facts["spend"], facts["currency"])),
                f"{t('shoppers.monetary_help')} {scored['m']}",
            ),
            (
                t("shoppers.rfm"),
                " ".join(str(facts[name] or ABSENT) for name in ("r", "f", "m")),
                t("shoppers.rfm_help"),
            ),
            (t("shoppers.stage"), _short(stage_title(facts["stage"], lang())), t("shoppers.stage_help")),
            (t("shoppers.tenure"), tenure, t("shoppers.tenure_help")),
            (t("shoppers.band"), _short(band_title(facts["band"], lang())), t("shoppers.band_help")),
        ]
    )
    small(leaning(profile.price, lang()))
    if facts["attributes"] or facts["platform"]:
        known = [part for part in (facts["platform"], facts["attributes"]) if part]
        small(t("shoppers.known", facts=" · ".join(known)))


def _short(title: str) -> str:
    """Return a title without what it explains in brackets."""
    return title.partition(" (")[0].partition("（")[0]
