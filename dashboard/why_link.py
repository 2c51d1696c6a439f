"""Links from a table to the Why page, on the very context a row is about."""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode

from dashboard import session
from dashboard.session import t
from dashboard.tables import Html


def why_link(**context: str | None) -> Html:
    """Return a link to the Why page on a context: its search, user and item; what is None is left out."""
    return link("why", t("segments.why"), **context)


def shopper_link(user_id: str) -> Html:
    """Return a link to the profile of a shopper, by their pseudonym."""
    return link("shoppers", user_id, user=user_id)


def link(page: str, label: str, **parameters: str | list[str] | None) -> Html:
    """Return a link to a page, in the language chosen; a list is a parameter several times."""
    known = {name: value for name, value in {**parameters, **session.carried()}.items() if value}
    query = urlencode(known, doseq=True)
    return Html(f'<a class="short" href="{page}?{escape(query, quote=True)}" target="_self">{escape(label)}</a>')
