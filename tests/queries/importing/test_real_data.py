"""The real data beside the checkout, against what its own notes say it holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from queries.importing import import_source
from queries.workspace import open_workspace
from tests.queries.importing.contract import check_books

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
pytestmark = [
    pytest.mark.shared_data,
    pytest.mark.skipif(not DATA.exists(), reason="the real data lies in ../shared/data, which is not here"),
]


@pytest.fixture
def imported(tmp_path):
    def run(name, folder):
        report = import_source(tmp_path / "ws", name, DATA / folder)
        assert report.read == report.kept + sum(report.rejected.values())
        check_books(tmp_path / "ws", report.read, report.rejected)
        ws = open_workspace(tmp_path / "ws")
        return report, lambda query: ws.cursor().execute(query).fetchall()

    return run


def test_uci(imported):
    report, ask = imported("uci", "uci_online_retail")
    assert report.read == 431_673
    assert report.rejected["unknown shopper"] < 108_103  # some of those were rejected for what they bought
    assert report.rejected["exact duplicate"] <= 3_621
    assert report.rejected["bad-debt adjustment"] == 3
    assert report.rejected["stock adjustment"] == 9_021 - 7_852
    products = ask("select count(*) from items where regexp_matches(item_id, '^([0-9]{5}[A-Za-z]{0,2}|DCGS.*|PADS)$')")
    assert products == [(report.tables["items"],)]
    assert ask("select count(*) from items where title is null") == [(0,)]
    assert 0 < ask("select count(*) from events where action = 'return'")[0][0] < 7_852
    assert ask("select min(price) > 0, max(quantity) from events") == [(True, 74_215)]


def test_ubi(imported):
    report, ask = imported("ubi", "esci_sample")
    assert report.read == 473 + 3_019
    assert report.origin == "recorded and generated"
    shown = "select platform, min(position), max(position), count(*) from impressions join searches using (search_id) "
    assert ask(shown + "group by 1 order by 1") == [("Chorus", 1, 20, 979), ("esci_ubi_sample", 1, 5, 1_000)]
    assert ask("select action, count(*) from events group by 1 order by 1") == [("cart", 207), ("click", 267)]
    # 436 ASINs have a title somewhere; 7 of them only in the events of a search that is nowhere logged.
    assert ask("select count(*) from items where title is not null") == [(429,)]


def test_esci(imported):
    report, ask = imported("esci", "esci_sample")
    assert report.read == 5_376 + 16 + 16
    grades = ask("select grade, count(*) from judgements group by 1 order by 1 desc")
    listed = {1.0: 2_718, 0.1: 1_578, 0.01: 269, 0.0: 811}
    labelled = {1.0: 3, 0.1: 6, 0.01: 0, 0.0: 7}
    assert grades == [(grade, listed[grade] + labelled[grade]) for grade in listed]
    assert report.tables["items"] == 16


def test_wands(imported):
    report, _ = imported("wands", "wands_queries")
    assert report.read == report.kept == report.tables["searches"] == 480


def test_litemall(imported):
    report, ask = imported("litemall", "litemall_zh")
    assert report.read == 239 + 876 + 93 + 49 + 1_004
    assert report.rejected == {"comment not about an item": 10}
    assert report.tables == {"items": 239, "reviews": 994}
    assert ask("select count(*) from items where category is null or category not like '% > %'") == [(0,)]


def test_reviews_by_a_mapping(tmp_path):
    """Women's clothing reviews have no shopper, no clock and no titles: a mapping reads what there is."""
    (tmp_path / "reviews.toml").write_text(
        'origin = "recorded"\nlicence = "CC0"\nlang = "en"\n[reviews.columns]\nreview_id = "review_index"\n'
        'item_id = "clothing_id"\nrating = "rating"\ntitle = "title"\ntext = "review_text"\n'
        '[items]\none_per_id = true\n[items.columns]\nitem_id = "clothing_id"\ncategory = "class_name"\n'
    )
    file = DATA / "womens_clothing_reviews" / "reviews.parquet"
    report = import_source(tmp_path / "ws", "clothing", file, mapping=tmp_path / "reviews.toml")
    assert report.read == report.kept == 18_703
    assert report.tables == {"reviews": 18_703, "items": 1_105}
    with open_workspace(tmp_path / "ws") as ws:
        stars = ws.cursor().execute("select count(*) from reviews group by rating order by rating").fetchall()
    assert stars == [(667,), (1_248,), (2_258,), (4_023,), (10_507,)]
