"""Lists to choose from: shoppers by what they did, searches by how many shoppers typed them."""

from datetime import datetime

import pytest

from queries.shoppers import frequent_searches, shoppers
from queries.workspace import open_workspace

NOON = datetime(2026, 1, 1, 12)


@pytest.fixture
def ws(tmp_path):
    with open_workspace(tmp_path / "shop", "write") as workspace:

        def fill(cursor):
            rows = [("u1", "watch"), ("u2", "watch")] + [("bot", "voltix")] * 9 + [("u3", None), ("u4", " ")]
            for number, (user, text) in enumerate(rows):
                cursor.execute(
                    "insert into searches (search_id, user_id, ts, text, lang, platform) "
                    "values (?, ?, ?, ?, 'en', 'p')",
                    [f"s{number}", user, NOON, text],
                )
            cursor.execute("insert into users (user_id, platform) values ('u9', 'q')")
            cursor.execute("insert into events (ts, user_id, item_id, action) values (?, 'u2', 'i1', 'click')", [NOON])

        workspace.commit(fill)
        yield workspace


def test_a_click_farm_does_not_fill_the_examples(ws):
    assert frequent_searches(ws) == {"en": ["watch", "voltix"]}
    assert frequent_searches(ws, limit=1) == {"en": ["watch"]}


def test_every_shopper_is_listed_once_the_busiest_first(ws):
    found = shoppers(ws)
    assert found[0].user_id == "u2"
    assert sorted(s.user_id for s in found) == ["bot", "u1", "u2", "u3", "u4", "u9"]
    assert {s.user_id: s.platform for s in found}["u9"] == "q"
    assert {s.user_id: s.searches for s in found}["bot"] == 9
