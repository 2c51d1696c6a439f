"""What the overview says of a workspace."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from queries.importing import import_source
from queries.overview import overview, rejected_rows
from queries.workspace import open_workspace
from tests.queries.importing.raw_samples import NOON, sample, uci


@pytest.fixture(scope="module")
def ws(tmp_path_factory):
    folder = tmp_path_factory.mktemp("overview")
    for write in (sample, uci):
        raw = folder / write.__name__
        raw.mkdir()
        write(raw)
        import_source(folder / "ws", write.__name__, raw)
    with open_workspace(folder / "ws") as workspace:
        yield workspace


def test_sources_are_told_in_order_with_their_books(ws):
    found = overview(ws).sources
    assert [(source.name, source.origin) for source in found] == [("sample", "simulated"), ("uci", "recorded")]
    assert all(source.rows_read == source.rows_kept + source.rows_rejected > 0 for source in found)
    assert all(source.licence and source.loaded_at for source in found)


def test_sizes_span_and_languages(ws):
    found = overview(ws)
    assert found.items == found.tables["items"] == 5
    assert found.shoppers == 3  # 007 of the shop, two customers of UCI
    assert found.first.year == 2010
    assert found.last == NOON + timedelta(days=2)
    assert found.languages == ("zh", "en")
    assert found.missing == ("judgements", "reviews")


def test_rejects_add_up_and_show_their_rows(ws):
    found = overview(ws)
    assert sum(rows for _, _, rows in found.rejects) == sum(source.rows_rejected for source in found.sources)
    rows = rejected_rows(ws, "uci", "not a product", limit=1).to_pylist()
    assert len(rows) == 1
    assert rows[0]["row"] == 7
    assert json.loads(rows[0]["raw"])["stock_code"] == "POST"


def test_a_fresh_workspace_misses_everything(tmp_path):
    with open_workspace(tmp_path / "ws", "write") as fresh:
        found = overview(fresh)
    assert found.sources == ()
    assert found.first is None
    assert set(found.missing) == set(found.tables)
