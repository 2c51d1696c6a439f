"""Prices as people write them."""

from __future__ import annotations

CURRENCY = {"CNY": "¥", "USD": "$", "GBP": "£", "EUR": "€"}
ABSENT = "–"


def money(price: float | None, currency: str | None) -> str:
    """Write a price with its currency.

    >>> money(1299, "CNY"), money(12.5, "USD"), money(3, "SEK"), money(None, None)
    ('¥1,299', '$12.50', '3 SEK', '–')
    """
    if price is None:
        return ABSENT
    number = f"{price:,.0f}" if float(price).is_integer() else f"{price:,.2f}"
    return f"{CURRENCY[currency]}{number}" if currency in CURRENCY else f"{number} {currency or ''}".strip()
