"""One shopper, by pseudonym: who they are to the shop, what they did, what they are shown and how well."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Literal

import pyarrow as pa
from scipy.special import stdtrit

from queries.errors import UnknownName
from queries.honesty import contexts_needed
from queries.observe import LOGGED
from queries.privacy import MIN_SHOPPERS
from queries.profiles.groups import USUAL_METRIC
from queries.profiles.people import People

Leaning = Literal["cheaper", "dearer", "neither", "few"]
MIN_CHOICES = 5
LATEST, MOMENTS, SUBJECTS, DRIVERS = 50, 1_000, 8, 12
_TABLES = ("timeline", "contexts", "affinities", "served", "parts", "drivers")
_OF_EVERYONE = ("everyone", "lift", "difference", "everyone_mean", "everyone_share")


@dataclass(frozen=True)
class PriceChoices:
    """Where a shopper's choices lie among the prices they were shown, a stated and simple estimate of sensitivity.

    For each slate from which something was put in the cart or bought: the place of its price among those shown of the
    same category and currency, 0 the cheapest, 1 the dearest. ``place`` is the mean over ``slates``, ``low`` and
    ``high`` its 95 % interval by Student's t. Who does not look at prices has 0.5. ``leaning``: "cheaper" or "dearer"
    where the interval leaves 0.5 out, "neither" where not, "few" below 5 slates, where the figures are None.
    """

    slates: int
    place: float | None
    low: float | None
    high: float | None
    leaning: Leaning


@dataclass(frozen=True)
class Profile:
    """All there is to say of a shopper.

    ``facts``: the shopper's row, see :func:`queries.profiles.people.gather`, with band (price band of what they put in
    the cart or bought, of ``band_of`` choices) and the columns of the table ``shopper``.
    ``timeline``: ts, kind (search, browse, seen, click, cart, purchase, return), context_id, search, rare, item_id,
    title, items (how many were seen); in order of time.
    ``contexts``: context_id, ts, surface, search, rare, shown, clicked, cart, bought, value (of ``metric``),
    explanations (stored); the latest first. Searches that fewer than 11 shoppers typed are null, and ``rare``.
    ``affinities``: of (category, brand), subject, actions, share, shown_share, everyone, lift (share over everyone).
    ``served``: ranker_id, metric, contexts, mean, half (of the 95 % interval, normal), everyone, difference, is_rate
    (every value is 0 or 1), enough (as many contexts as :func:`queries.honesty.contexts_needed` asks for).
    ``parts``: part, mean (logits per explanation, signed), share (of Σ |contribution|), the same of everyone, and how
    many explanations there are. ``drivers``: part, role, word, mean, everyone_mean, explanations.
    What everyone does is null where fewer than 11 shoppers are meant.
    """

    user_id: str
    metric: str
    ranker_id: str
    facts: dict[str, Any]
    timeline: pa.Table
    contexts: pa.Table
    affinities: pa.Table
    served: pa.Table
    price: PriceChoices
    parts: pa.Table
    drivers: pa.Table


def profile(people: People, user_id: str, metric: str = USUAL_METRIC, ranker_id: str = LOGGED) -> Profile:
    """Return the profile of one of the people gathered. Raises :class:`UnknownName` with the nearest ids.

    ``metric`` and ``ranker_id`` say which figure stands beside each context.

    >>> from queries.examples import explained_shop
    >>> from queries.profiles.people import gather
    >>> found = profile(gather(explained_shop()), "u1")
    >>> found.facts["orders"], found.facts["spend"], found.price.leaning
    (1, 649.0, 'few')
    >>> [(row["kind"], row["item_id"]) for row in found.timeline.to_pylist()][-2:]
    [('seen', None), ('purchase', 'w1')]
    >>> {row["part"]: round(row["mean"], 2) for row in found.parts.to_pylist()}
    {'search': 0.55, 'behaviour': 0.05, 'item': 0.05}
    """
    asked: dict[str, Any] = {"user_id": user_id, "now": people.now, "many": MIN_SHOPPERS, "latest": LATEST}
    asked |= {"moments": MOMENTS, "subjects": SUBJECTS, "drivers": DRIVERS, "metric": metric, "ranker_id": ranker_id}
    names = [f"shopper/{name}" for name in ("own", "facts", *_TABLES, "price", "explained")]
    _, facts, *tables, price, explained = people.run_all(names, once="shopper/everyone", **asked)
    if not facts.num_rows:
        near = people.run("shopper/nearest", user_id=user_id)["user_id"].to_pylist()
        raise UnknownName("shopper", user_id, near)
    found = dict(zip(_TABLES, tables, strict=True))
    found["served"] = _with_enough(found["served"])
    if people.size < MIN_SHOPPERS:
        found = {name: _without(table, _OF_EVERYONE) for name, table in found.items()}
    elif explained["shoppers"][0].as_py() < MIN_SHOPPERS:
        found |= {name: _without(found[name], _OF_EVERYONE) for name in ("parts", "drivers")}
    return Profile(user_id, metric, ranker_id, facts.to_pylist()[0], **found, price=_leaning(**price.to_pylist()[0]))


def _with_enough(served: pa.Table) -> pa.Table:
    rows = served.to_pylist()
    enough = [row["contexts"] >= contexts_needed(row["metric"], row["is_rate"]) for row in rows]
    return served.append_column("enough", pa.array(enough, pa.bool_()))


def _leaning(slates: int, place: float | None, deviation: float | None) -> PriceChoices:
    """Return what so many choices tell, with the interval of their mean.

    >>> _leaning(9, 0.2, 0.3)
    PriceChoices(slates=9, place=0.2, low=-0.030..., high=0.430..., leaning='cheaper')
    """
    if slates < MIN_CHOICES or place is None or deviation is None:
        return PriceChoices(slates, None, None, None, "few")
    half = float(stdtrit(slates - 1, 0.975)) * deviation / math.sqrt(slates)
    low, high = place - half, place + half
    leaning: Leaning = "cheaper" if high < 0.5 else "dearer" if low > 0.5 else "neither"
    return PriceChoices(slates, place, low, high, leaning)


def _without(table: pa.Table, names: tuple[str, ...]) -> pa.Table:
    """Return the table with these columns null."""
    for name in set(names) & set(table.column_names):
        at = table.column_names.index(name)
        table = table.set_column(at, name, pa.nulls(table.num_rows, table.schema.field(name).type))
    return table
