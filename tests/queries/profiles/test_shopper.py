"""One shopper, worked by hand."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import pytest
from scipy import stats

from queries.context_metrics import measure_workspace
from queries.errors import UnknownName
from queries.examples import explained_shop, tiny_shop
from queries.metrics import METRICS
from queries.profiles.people import busiest, gather
from queries.profiles.shopper import profile
from queries.workspace import open_workspace
from tests.queries.random_log import Log, insert
from tests.queries.small_shop import EVENTS, hour, item, small_log, small_shop


def test_the_tiny_shop_by_hand():
    """u1 clicked a watch on 1 May and bought it on 2 May for 649, three minutes after searching."""
    found = profile(gather(tiny_shop()), "u1")
    facts = found.facts
    assert facts["clicks"] == facts["purchases"] == facts["orders"] == 1
    assert (facts["spend"], facts["currency"], facts["recency_days"]) == (649.0, "CNY", 0)
    assert (facts["stage"], facts["tenure"], facts["tenure_days"]) == ("new", "under_30_days", 1)
    assert (facts["r"], facts["f"], facts["m"], facts["rfm"]) == (1, 1, 1, "lost")  # alone, a buyer is first and last
    assert (facts["band"], facts["band_of"]) == ("low", 1)  # the cheaper of two watches
    kinds = [(row["kind"], row["item_id"], row["items"]) for row in found.timeline.to_pylist()]
    assert kinds == [
        ("search", None, 1),
        ("seen", None, 2),
        ("click", "w1", 1),
        ("search", None, 1),
        ("seen", None, 2),
        ("purchase", "w1", 1),
    ]
    contexts = [(row["context_id"], row["shown"], row["clicked"], row["bought"]) for row in found.contexts.to_pylist()]
    assert contexts == [("s2", 2, 0, 1), ("s1", 2, 1, 0)]
    liked = {(row["of"], row["subject"]): row for row in found.affinities.to_pylist()}
    assert liked["category", "watches"]["share"] == 1.0
    assert liked["category", "watches"]["shown_share"] == 0.75
    assert liked["category", "lamps"]["share"] == 0.0
    assert liked["brand", "小米"]["shown_share"] == 0.75


def test_rare_searches_are_not_told_and_what_few_do_is_not_everybody():
    found = profile(gather(explained_shop()), "u1")
    assert {row["search"] for row in found.timeline.to_pylist()} == {None}
    assert all(row["rare"] for row in found.contexts.to_pylist())
    assert found.affinities["everyone"].null_count == found.affinities.num_rows
    assert found.affinities["lift"].null_count == found.affinities.num_rows
    assert found.parts["everyone_share"].null_count == found.parts.num_rows


def test_explanations_are_summed_by_hand():
    """Of e1 (0.6, −0.1, 0.3) and e2 (0.5, 0.2, −0.2): search 0.55, item 0.05, behaviour 0.05 on average."""
    found = profile(gather(explained_shop()), "u1")
    means = {row["part"]: row["mean"] for row in found.parts.to_pylist()}
    assert means == pytest.approx({"search": 0.55, "item": 0.05, "behaviour": 0.05})
    shares = {row["part"]: row["share"] for row in found.parts.to_pylist()}
    assert shares == pytest.approx({"search": 1.1 / 1.9, "item": 0.3 / 1.9, "behaviour": 0.5 / 1.9})
    drivers = {row["word"]: (row["mean"], row["explanations"]) for row in found.drivers.to_pylist()}
    assert drivers["item_clicks"] == (pytest.approx(0.05), 2)
    assert drivers["华为"] == (pytest.approx(0.1), 1)  # 0.2 in one of two explanations
    assert "手表" not in drivers  # a word of a search


def test_how_well_they_are_served_is_a_mean_over_contexts(tmp_path):
    with small_shop(tmp_path / "ws") as ws:
        measure_workspace(ws, metrics=[METRICS["mrr"]])
        found = profile(gather(ws), "u1", "mrr@10")
        values = ws.cursor().execute(
            """select avg(value), count(*) from context_metrics join searches on context_id = search_id
            where user_id = 'u1' and metric = 'mrr@10'"""
        )
        [row] = found.served.to_pylist()
        assert (row["mean"], row["contexts"]) == values.fetchall()[0]
        assert row["everyone"] is None  # two shoppers are too few to be everybody
        assert not row["enough"]


def test_price_choices_by_hand(tmp_path):
    """Of shoes at 10, 20 and 30 the shopper takes the cheapest four times, the middle one once, and a lamp alone."""
    items = [item(name, "A", "shoes", price, "EUR", "") for name, price in (("a", 10), ("b", 20), ("c", 30))]
    items.append(item("d", "A", "lamps", 5, "EUR", ""))
    picks = "aaaabd"
    searches = [
        {"search_id": f"s{n}", "user_id": "u1", "ts": hour(n), "text": "shoe", "source": "hand"}
        for n in range(len(picks))
    ]
    events = [
        {"ts": hour(n), "user_id": "u1", "search_id": f"s{n}", "item_id": pick, "action": "cart"}
        for n, pick in enumerate(picks)
    ]
    log = small_log(items, searches, {f"s{n}": "abcd" for n in range(len(picks))}, events)
    with small_shop(tmp_path / "ws", log) as ws:
        price = profile(gather(ws), "u1").price
    places = np.array([0, 0, 0, 0, 0.5])  # the only lamp of a slate has no other price beside it
    low, high = stats.t.interval(0.95, 4, places.mean(), stats.sem(places))
    assert (price.slates, price.leaning) == (5, "cheaper")
    assert (price.place, price.low, price.high) == pytest.approx((places.mean(), low, high))


def test_too_few_price_choices_say_so(tmp_path):
    with small_shop(tmp_path / "ws") as ws:
        price = profile(gather(ws), "u1").price
    assert (price.slates, price.leaning, price.place) == (1, "few", None)


def test_contexts_are_those_of_everybodys_definition(tmp_path):
    """Beside a source with searches stands one without: there a session is a context, of who began it."""
    bare = [
        {"ts": hour(n), "user_id": user, "session_id": session, "item_id": "a", "action": "purchase", "source": "till"}
        for n, (user, session) in enumerate((("u1", "z1"), ("u2", "z1"), ("u1", "z2"), ("u2", "z3"), ("u1", None)))
    ]
    log = small_log(events=[{"session_id": "z9", **event} for event in EVENTS] + bare)
    with small_shop(tmp_path / "ws", log) as ws:
        people = gather(ws)
        for user in ("u1", "u2"):
            expected = people.con.execute("select context_id from every_context where user_id = $u", {"u": user})
            wanted = {row[0] for row in expected.fetchall()}
            assert set(profile(people, user).contexts["context_id"].to_pylist()) == wanted
            assert any(name.startswith("session:") for name in wanted)


def test_an_unknown_shopper_is_answered_with_the_nearest(tmp_path):
    with small_shop(tmp_path / "ws") as ws, pytest.raises(UnknownName, match="Did you mean 'u1'"):
        profile(gather(ws), "u11")


def test_life_cycle_counts_from_the_end_of_the_log(tmp_path):
    start = datetime(2025, 1, 1)
    days = {"gone": (0, 10), "back": (0, 95), "new": (80, 95)}
    searches = [
        {"search_id": f"{user}{day}", "user_id": user, "ts": start + timedelta(days=day), "source": "hand"}
        for user, pair in days.items()
        for day in pair
    ]
    users = [{"user_id": "silent", "source": "hand"}]
    with open_workspace(tmp_path / "ws", "write") as ws:
        ws.commit(lambda con: insert(con, Log([], users, searches, [], [], [])))
        people = gather(ws)
        stages = {name: profile(people, name).facts["stage"] for name in days}
        silent = profile(people, "silent")
    assert stages == {"gone": "away", "back": "active", "new": "new"}
    assert silent.timeline.num_rows == silent.contexts.num_rows == silent.affinities.num_rows == 0
    assert silent.facts["tenure"] is None


def test_the_busiest_come_first(tmp_path):
    with small_shop(tmp_path / "ws") as ws:
        assert busiest(gather(ws), 1)["user_id"].to_pylist() == ["u1"]
