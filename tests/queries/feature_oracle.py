"""The features again, by brute force over lists of rows: slow, plain, and written from their meanings."""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from typing import Any

from tests.queries.random_log import Log, Row

NAN = math.nan
INTEREST = ("view", "click", "cart", "purchase")


def days(span: timedelta) -> float:
    return span.total_seconds() / 86400


def ratio(numerator: float, denominator: float) -> float:
    return numerator / denominator if denominator else NAN


class Oracle:
    """Answers for one context of ``log`` at a time."""

    def __init__(self, log: Log) -> None:
        self.log = log
        self.items = {item["item_id"]: item for item in log.items}
        self.search_ts = {search["search_id"]: search["ts"] for search in log.searches}

    def vector(self, search: Row, item: Row) -> dict[str, float]:
        ts: datetime = search["ts"]
        price = self.price(item, ts)
        return self.item(item, ts, price) | self.shopper(search, item, ts) | self.crossed(search, item, ts, price)

    def shown_at(self, impression: Row) -> datetime:
        return impression["ts"] or self.search_ts[impression["search_id"]]

    def price(self, item: Row, ts: datetime) -> float:
        shown = [
            (self.shown_at(row), 0, row["price"])
            for row in self.log.impressions
            if row["item_id"] == item["item_id"] and row["price"] and self.shown_at(row) <= ts
        ]
        paid = [
            (row["ts"], 1, row["price"])
            for row in self.log.events
            if row["item_id"] == item["item_id"] and row["price"] and row["ts"] < ts
        ]
        known = max(shown + paid, default=None)
        return known[2] if known else (NAN if item["price"] is None else item["price"])

    def counts(self, items: list[Row], begin: datetime, end: datetime) -> dict[str, float]:
        ids = {item["item_id"] for item in items}
        events = [row for row in self.log.events if row["item_id"] in ids and begin <= row["ts"] < end]
        stars = [
            row["rating"]
            for row in self.log.reviews
            if row["item_id"] in ids and begin <= row["ts"] < end and row["rating"] is not None
        ]
        return {
            "impressions": sum(
                row["item_id"] in ids and begin <= self.shown_at(row) < end for row in self.log.impressions
            ),
            "clicks": sum(row["action"] in ("view", "click") for row in events),
            "purchases": sum(row["action"] == "purchase" for row in events),
            "interests": sum(row["action"] in INTEREST for row in events),
            "reviews": len(stars),
            "stars": sum(stars),
        }

    def item(self, item: Row, ts: datetime, price: float) -> dict[str, float]:
        ever = datetime(1900, 1, 1)
        now = self.counts([item], ever, ts)
        week = self.counts([item], ts - timedelta(days=7), ts)
        month = self.counts([item], ts - timedelta(days=30), ts)
        platform = self.counts([row for row in self.log.items if row["platform"] == item["platform"]], ever, ts)
        click_rate = ratio(platform["clicks"], platform["impressions"])
        purchase_rate = ratio(platform["purchases"], platform["clicks"])
        rating = ratio(platform["stars"], platform["reviews"])
        shelf = [
            row["price"]
            for row in self.log.items
            if (row["platform"], row["category"]) == (item["platform"], item["category"]) and row["price"]
        ]
        cheaper = sum(other < price for other in shelf) + 0.5 * sum(other == price for other in shelf)
        return {
            "clicks_7d": week["clicks"],
            "clicks_30d": month["clicks"],
            "purchases_30d": month["purchases"],
            "click_rate": (now["clicks"] + 20 * click_rate) / (now["impressions"] + 20),
            "purchase_rate": (now["purchases"] + 20 * purchase_rate) / (now["clicks"] + 20),
            "rating": (now["stars"] + 5 * rating) / (now["reviews"] + 5),
            "reviews": now["reviews"],
            "price": price,
            "price_percentile": NAN if math.isnan(price) else ratio(cheaper, len(shelf)),
            "age_days": self.age(item, ts),
            "discount": NAN if item["list_price"] is None else 1 - price / item["list_price"],
        }

    def age(self, item: Row, ts: datetime) -> float:
        if item["listed_at"] is not None:
            return days(ts - item["listed_at"]) if item["listed_at"] <= ts else NAN
        seen = [self.shown_at(row) for row in self.log.impressions if row["item_id"] == item["item_id"]]
        seen += [
            row["ts"] for row in self.log.events if row["item_id"] == item["item_id"] and row["action"] in INTEREST
        ]
        seen += [
            row["ts"] for row in self.log.reviews if row["item_id"] == item["item_id"] and row["rating"] is not None
        ]
        before = [moment for moment in seen if moment < ts]
        return days(ts - min(before)) if before else NAN

    def own(self, search: Row, ts: datetime) -> list[Row]:
        user_id = search["user_id"]
        return [row for row in self.log.events if user_id is not None and row["user_id"] == user_id and row["ts"] < ts]

    def fact(self, row: Row, name: str) -> Any:
        return self.items.get(row["item_id"], {}).get(name)

    def worth(self, row: Row) -> float | None:
        return row["price"] if row["price"] is not None else self.fact(row, "price")

    def shopper(self, search: Row, item: Row, ts: datetime) -> dict[str, float]:
        own = self.own(search, ts)
        joined = [
            row["joined_at"]
            for row in self.log.users
            if row["user_id"] == search["user_id"] and row.get("joined_at") and row["joined_at"] <= ts
        ]
        first = joined or [min((row["ts"] for row in own), default=None)]
        money = [row for row in own if (self.fact(row, "currency") or "") == (item["currency"] or "")]
        prices = [self.worth(row) for row in money if row["action"] in INTEREST and self.worth(row)]
        spent = [
            self.worth(row) * (row["quantity"] or 1)
            for row in money
            if row["action"] == "purchase" and row["ts"] >= ts - timedelta(days=90) and self.worth(row)
        ]
        return {
            "events_30d": sum(row["ts"] >= ts - timedelta(days=30) for row in own),
            "days_since_event": days(ts - max(row["ts"] for row in own)) if own else NAN,
            "tenure_days": days(ts - first[0]) if first[0] else NAN,
            "spend_90d": sum(spent),
            "usual_price": math.exp(sum(map(math.log, prices)) / len(prices)) if prices else NAN,
        }

    def affinity(self, own: list[Row], item: Row, name: str, ts: datetime) -> float:
        interest = [row for row in own if row["action"] in INTEREST]
        if not interest or item[name] is None:
            return NAN
        everyone = [
            row
            for row in self.log.events
            if row["ts"] < ts and row["action"] in INTEREST and self.fact(row, "platform") == item["platform"]
        ]
        share = ratio(sum(self.fact(row, name) == item[name] for row in everyone), len(everyone))
        return (sum(self.fact(row, name) == item[name] for row in interest) + 5 * share) / (len(interest) + 5)

    def crossed(self, search: Row, item: Row, ts: datetime, price: float) -> dict[str, float]:
        own = self.own(search, ts)
        here = [row for row in own if row["item_id"] == item["item_id"]]
        bought = [row["ts"] for row in here if row["action"] == "purchase"]
        session_id = search["session_id"]
        clicks = [
            row
            for row in self.log.events
            if session_id is not None
            and row["session_id"] == session_id
            and row["ts"] < ts
            and row["action"] in ("view", "click")
        ]
        last = max(clicks, key=lambda row: (row["ts"], row["item_id"]), default=None)
        usual = self.shopper(search, item, ts)["usual_price"]
        return {
            "category_affinity": self.affinity(own, item, "category", ts),
            "brand_affinity": self.affinity(own, item, "brand", ts),
            "price_gap": math.log(price) - math.log(usual),
            "item_clicks": sum(row["action"] in ("view", "click") for row in here),
            "item_purchases": len(bought),
            "days_since_bought": days(ts - max(bought)) if bought else NAN,
            "session_category_clicks": sum(
                item["category"] is not None and self.fact(row, "category") == item["category"] for row in clicks
            ),
            "session_brand_clicks": sum(
                item["brand"] is not None and self.fact(row, "brand") == item["brand"] for row in clicks
            ),
            "last_click_same_category": NAN
            if last is None or item["category"] is None
            else float(self.fact(last, "category") == item["category"]),
        }
