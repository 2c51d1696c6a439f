"""Windows, bins and days in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from dashboard.metric_words import written
from dashboard.session import t
from queries.watch.drift import OTHERS
from queries.watch.windows import Windows


def spans(over: Windows) -> dict[str, str]:
    """Return the reference and the current window in words."""
    day = timedelta(days=1)
    return {
        "reference": t(
            "data.span", first=f"{over.reference_start:%Y-%m-%d}", last=f"{over.current_start - day:%Y-%m-%d}"
        ),
        "current": t("data.span", first=f"{over.current_start:%Y-%m-%d}", last=f"{over.current_end - day:%Y-%m-%d}"),
    }


def bin_title(row: Mapping[str, Any]) -> str:
    """Return what a bin holds."""
    low, high, name = row["low"], row["high"], row["bin"]
    if name in ("", "-1"):
        return t("data.no_value")
    if low is None and high is None:
        return t("data.others") if name == OTHERS else str(name)
    if low is None:
        return t("data.up_to", high=_short(high))
    if high is None:
        return t("data.above", low=_short(low))
    if low == high:
        return t("data.exactly", value=_short(low))
    return t("data.between", low=_short(low), high=_short(high))


def _short(number: float) -> str:
    return f"{number:,.0f}" if float(number).is_integer() else written(number)


def series_title(series: str, brand: str | None) -> str:
    """Return what is counted each day."""
    title = t(f"data.series_{series}")
    return title if brand is None else t("data.of_brand", series=title, brand=brand)
