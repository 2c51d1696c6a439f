"""Features and history of a shopper now: what the statements of training say, held in memory."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import duckdb
import numpy as np
import pyarrow as pa

from queries import sql
from queries.contexts import HISTORY
from queries.errors import UnknownName
from queries.features import FEATURE_NAMES, FEATURES
from queries.grouped import Grouped, codes
from queries.point_in_time import ITEM_STEPS, LOG_STEPS, run_steps
from queries.workspace import Workspace

ITEM_FEATURES = tuple(feature.name for feature in FEATURES if feature.group == "item")


class FeatureStore:
    """What is known of every item, shopper and session as of one moment, answered in under a millisecond.

    The statements that make training features run once, when the store is made, for every item and every shopper; an
    answer only looks up their numbers and adds the two terms of each affinity. Nothing changes after that, so any
    number of threads may ask. ``as_of`` is the moment: what happened at or after it is not seen.

    >>> from queries.examples import tiny_shop
    >>> store = FeatureStore(tiny_shop())
    >>> store.features("u1", None, ["w1", "l1"])[:, FEATURE_NAMES.index("item_purchases")]
    array([1., 0.], dtype=float32)
    >>> store.history("u1"), store.known_user("u2")
    (['w1'], False)
    """

    def __init__(self, ws: Workspace, as_of: datetime | None = None) -> None:
        """``as_of`` None: just after the last thing the workspace logged."""
        with ws.transaction() as con:
            self.as_of: datetime = as_of or sql.run(con, "serving/latest")["as_of"][0].as_py()
            run_steps(con, LOG_STEPS)
            self._load_items(con)
            self._load_shoppers(con)

    def features(self, user_id: str | None, session_id: str | None, item_ids: Sequence[str]) -> np.ndarray:
        """Return float32 [n, F], NaN = absent, rows as ``item_ids``, columns as ``FEATURE_NAMES``.

        A shopper who is None or unknown has counts of 0 and NaN elsewhere. Raises :class:`UnknownName` for an item that
        is not in the catalogue.
        """
        items = self._rows(item_ids)
        values = {name: self._items[name][items] for name in ITEM_FEATURES}
        values |= self._of_shopper(self._shopper_row(user_id), items)
        values |= self._of_session(session_id, items)
        vectors = np.empty((len(items), len(FEATURE_NAMES)), dtype=np.float32)
        for column, name in enumerate(FEATURE_NAMES):
            vectors[:, column] = values[name]
        return vectors

    def history(self, user_id: str | None, session_id: str | None = None, n: int = HISTORY) -> list[str]:
        """Return the last (at most five) different items the shopper clicked, carted or bought, most recent first.

        Without ``user_id`` the session's own are returned.
        """
        key = f"session:{session_id}" if user_id is None else f"shopper:{user_id}"
        return self._histories.get(key, [])[:n]

    def known_user(self, user_id: str) -> bool:
        """Say whether the shopper is registered or ever acted before ``as_of``."""
        return f"shopper:{user_id}" in self._shopper_rows

    def _load_items(self, con: duckdb.DuckDBPyConnection) -> None:
        sql.run(con, "serving/every_item", as_of=self.as_of)
        run_steps(con, ITEM_STEPS)
        table = sql.run(con, "serving/items")
        self._item_rows = {item_id: row for row, item_id in enumerate(table["item_id"].to_pylist())}
        self._item_ids = table["item_id"].combine_chunks()
        words = {"item_id", "category", "brand", "currency"}
        self._items = {name: _numbers(table[name]) for name in table.column_names if name not in words}
        self._categories = table["category"].combine_chunks().drop_null().unique()
        self._brands = table["brand"].combine_chunks().drop_null().unique()
        self._currencies = table["currency"].combine_chunks().unique()
        self._category = codes(table["category"], self._categories)
        self._brand = codes(table["brand"], self._brands)
        self._currency = codes(table["currency"], self._currencies)

    def _load_shoppers(self, con: duckdb.DuckDBPyConnection) -> None:
        sql.run(con, "serving/every_shopper", as_of=self.as_of)
        run_steps(con, ("features/pairs", "features/shopper", "features/crossed"))
        table = sql.run(con, "serving/shoppers")
        self._contexts = table["context_id"].combine_chunks()
        self._shopper_rows = {context_id: row for row, context_id in enumerate(self._contexts.to_pylist())}
        self._shoppers = {name: _numbers(table[name]) for name in table.column_names if name != "context_id"}
        self._money = self._grouped(sql.run(con, "serving/money"), "currency", self._currencies)
        self._own_category = self._grouped(sql.run(con, "serving/own_category"), "category", self._categories)
        self._own_brand = self._grouped(sql.run(con, "serving/own_brand"), "brand", self._brands)
        self._own_item = self._grouped(sql.run(con, "serving/own_item"), "item_id", self._item_ids)
        clicks = sql.run(con, "serving/session_clicks")
        clicks_of = codes(clicks["context_id"], self._contexts)
        self._click_starts = np.searchsorted(clicks_of, np.arange(len(self._contexts) + 1))
        self._click_category = codes(clicks["category"], self._categories)
        self._click_brand = codes(clicks["brand"], self._brands)
        histories = sql.run(con, "context/history", n=HISTORY)
        self._histories = dict(zip(histories["context_id"].to_pylist(), histories["history"].to_pylist(), strict=True))

    def _grouped(self, table: pa.Table, column: str, known: pa.Array) -> Grouped:
        values = {name: _numbers(table[name]) for name in table.column_names if name not in ("context_id", column)}
        rows = codes(table["context_id"], self._contexts)
        return Grouped.build(rows, codes(table[column], known), values, len(self._contexts))

    def _rows(self, item_ids: Sequence[str]) -> np.ndarray:
        try:
            return np.fromiter((self._item_rows[item_id] for item_id in item_ids), np.int64, len(item_ids))
        except KeyError as error:
            raise UnknownName("item", str(error.args[0]), self._item_rows) from None

    def _shopper_row(self, user_id: str | None) -> int:
        stranger = self._shopper_rows["stranger"]
        return stranger if user_id is None else self._shopper_rows.get(f"shopper:{user_id}", stranger)

    def _of_shopper(self, row: int, items: np.ndarray) -> dict[str, np.ndarray | float]:
        facts = {name: self._shoppers[name][row] for name in ("events_30d", "days_since_event", "tenure_days")}
        weight = self._shoppers["prior_weight"][row]
        currency, category, brand = self._currency[items], self._category[items], self._brand[items]
        own_category = self._own_category.lookup(row, category, "own_share", 0.0)
        own_brand = self._own_brand.lookup(row, brand, "own_share", 0.0)
        usual_log_price = self._money.lookup(row, currency, "usual_log_price", np.nan)
        return facts | {
            "spend_90d": self._money.lookup(row, currency, "spend_90d", 0.0),
            "usual_price": self._money.lookup(row, currency, "usual_price", np.nan),
            "price_gap": self._items["log_price"][items] - usual_log_price,
            "category_affinity": own_category + weight * self._items["category_share"][items],
            "brand_affinity": own_brand + weight * self._items["brand_share"][items],
            "item_clicks": self._own_item.lookup(row, items, "item_clicks", 0.0),
            "item_purchases": self._own_item.lookup(row, items, "item_purchases", 0.0),
            "days_since_bought": self._own_item.lookup(row, items, "days_since_bought", np.nan),
        }

    def _of_session(self, session_id: str | None, items: np.ndarray) -> dict[str, np.ndarray | float]:
        row = None if session_id is None else self._shopper_rows.get(f"session:{session_id}")
        begin, end = (0, 0) if row is None else self._click_starts[row : row + 2]
        if begin == end:
            return {"session_category_clicks": 0.0, "session_brand_clicks": 0.0, "last_click_same_category": np.nan}
        category, brand = self._category[items], self._brand[items]
        clicked, clicked_brand = self._click_category[begin:end], self._click_brand[begin:end]
        return {
            "session_category_clicks": _count(clicked, len(self._categories))[category],
            "session_brand_clicks": _count(clicked_brand, len(self._brands))[brand],
            "last_click_same_category": np.where(category < 0, np.nan, category == clicked[-1]),
        }


def _numbers(column: pa.ChunkedArray) -> np.ndarray:
    return column.cast(pa.float64()).to_numpy(zero_copy_only=False)


def _count(coded: np.ndarray, kinds: int) -> np.ndarray:
    """Count each of ``kinds`` codes; the extra last place, which code -1 finds, stays 0."""
    return np.bincount(coded[coded >= 0], minlength=kinds + 1)
