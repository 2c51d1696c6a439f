"""From the arrays of a simulated block to the rows a shop would log."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from sample_data import faults
from sample_data.catalogue import Catalogue
from sample_data.choice import DRIVERS
from sample_data.outcomes import Outcomes
from sample_data.searching import FOREIGN, INTENTS, Intents
from sample_data.settings import DEVICES, LANGUAGES, PLATFORMS, SECOND, Settings, clock
from sample_data.shoppers import Shoppers
from sample_data.slates import Slates
from sample_data.visits import Visits
from sample_data.vocabulary import CATEGORIES

ACTIONS = ("click", "cart", "purchase", "return")


@dataclass
class Block:
    """Everything simulated for one block of shoppers; searches and sessions are numbered from the two firsts."""

    shoppers: Shoppers
    visits: Visits
    intents: Intents
    texts: list[str | None]
    slates: Slates
    outcomes: Outcomes
    first_search: int
    first_session: int

    def search_ids(self) -> pa.Array:
        """Return the ids of the block's contexts."""
        return pa.array([f"s{self.first_search + number:06d}" for number in range(self.visits.size)])

    def session_ids(self) -> pa.Array:
        """Return the session id of each context."""
        return pa.array([f"v{self.first_session + number:06d}" for number in self.visits.session.tolist()])


def searches(block: Block) -> pa.Table:
    """Return the contexts: searches with their text, and home pages without."""
    visits, shoppers = block.visits, block.shoppers
    platform = shoppers.platform[visits.shopper]
    own = np.array(LANGUAGES)[platform]
    other = np.array(LANGUAGES)[1 - platform]
    return pa.table(
        {
            "search_id": block.search_ids(),
            "user_id": pa.array(shoppers.ids()).take(pa.array(visits.shopper)),
            "session_id": block.session_ids(),
            "ts": visits.ts,
            "text": pa.array(block.texts, pa.string()),
            "lang": np.where(block.intents.intent == FOREIGN, other, own).tolist(),
            "surface": np.where(visits.home, "home", "search").tolist(),
            "platform": np.array(PLATFORMS)[platform].tolist(),
            "device": np.array(DEVICES)[visits.device].tolist(),
        }
    )


def search_truth(block: Block, catalogue: Catalogue) -> pa.Table:
    """Return what was meant by each context: kind of wording, category, brand named, whether it was mistyped."""
    intents = block.intents
    return pa.table(
        {
            "search_id": block.search_ids(),
            "intent": np.array(INTENTS)[intents.intent].tolist(),
            "category": pa.array([None, *CATEGORIES]).take(pa.array(intents.category + 1)),
            "brand": pa.array([None, *catalogue.brand_names()]).take(pa.array(intents.brand + 1)),
            "typo": intents.typo,
        }
    )


def impressions_and_truth(block: Block, catalogue: Catalogue) -> tuple[pa.Table, pa.Table]:
    """Return what was shown (position 1 is the top) and, row by row, what drove the choice."""
    row, slot = np.nonzero(block.slates.shown)
    item = block.slates.items[row, slot]
    ids = {
        "search_id": block.search_ids().take(pa.array(row)),
        "item_id": catalogue.table["item_id"].take(pa.array(item)),
    }
    price = faults.shown_price(catalogue.price[item], catalogue.category[item], block.visits.day[row])
    shown = pa.table({**ids, "position": slot + 1, "ts": block.visits.ts[row], "price": price})
    contributions = block.outcomes.truth[row, slot]
    truth = pa.table({**ids, **{name: contributions[:, place] for place, name in enumerate(DRIVERS)}})
    return shown, truth


def events(block: Block, catalogue: Catalogue, settings: Settings, rng: np.random.Generator) -> pa.Table:
    """Return clicks, carts, purchases and returns in order of shopper and time."""
    visits, outcomes = block.visits, block.outcomes
    row, slot = np.nonzero(outcomes.clicked)
    bot = block.shoppers.bot[visits.shopper[row]]
    nth = outcomes.clicked.cumsum(axis=1)[row, slot]
    # People look down the page before they click; the click farm needs a second per item.
    seconds = np.where(bot, nth, 2 + 3 * slot + rng.exponential(4, len(row)) + 6 * (nth - 1)).astype(np.int64)
    clicked_at = visits.ts[row] + (seconds * SECOND).astype("timedelta64[us]")
    waits = (  # from one action to the next, in seconds
        np.zeros(len(row)),
        8 + rng.exponential(25, len(row)),
        50 + rng.exponential(400, len(row)),
        86_400 * rng.uniform(3, 12, len(row)),
    )
    happened = (outcomes.clicked, outcomes.carted, outcomes.bought, outcomes.returned)
    item = block.slates.items[row, slot]
    consumed = catalogue.again[catalogue.category[item]] > 0
    quantity = np.where(consumed, 1 + rng.binomial(2, 0.25, len(row)), 1)
    price = faults.shown_price(catalogue.price[item], catalogue.category[item], visits.day[row])
    end = clock(np.array([settings.days]))[0]
    parts = []
    for number, (seconds, flags) in enumerate(zip(np.cumsum(waits, axis=0), happened, strict=True)):
        ts = clicked_at + (seconds.astype(np.int64) * SECOND).astype("timedelta64[us]")
        chosen = np.flatnonzero(flags[row, slot] & (ts < end))
        parts.append((chosen, ts[chosen], np.full(len(chosen), number)))
    chosen, ts, action = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.lexsort((action, ts, visits.shopper[row[chosen]]))
    chosen, ts, action = chosen[order], ts[order], action[order]
    return pa.table(
        {
            "ts": ts,
            "user_id": pa.array(block.shoppers.ids()).take(pa.array(visits.shopper[row[chosen]])),
            "session_id": block.session_ids().take(pa.array(row[chosen])),
            "search_id": block.search_ids().take(pa.array(row[chosen])),
            "item_id": catalogue.table["item_id"].take(pa.array(item[chosen])),
            "action": np.array(ACTIONS)[action].tolist(),
            "quantity": quantity[chosen],
            "price": price[chosen],
        }
    )
