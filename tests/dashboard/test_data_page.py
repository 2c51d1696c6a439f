"""The Data page and the Overview's answer, through app.py, on the demo workspace."""

from __future__ import annotations

import shutil

import pytest

from dashboard.data_views import VIEWS
from dashboard.i18n import translate
from queries.workspace import open_workspace
from tests.dashboard.conftest import drawn
from tests.queries.watch.shop import farm


def test_the_overview_says_what_the_check_found_and_where_to_look(open_page, demo_workspace):
    said = drawn(open_page(demo_workspace))
    assert translate("en", "check.some_fail", count=2) in said
    assert "Drift of “Price shown against the usual one” (PSI)" in said
    assert 'href="data?view=drift&amp;column=price_shown' in said
    assert "at most 1.0%" in said
    assert 'href="data?view=accounts' in said


def test_the_overview_before_anybody_checked_and_after(open_page, demo_workspace, tmp_path):
    folder = tmp_path / "ws"
    shutil.copytree(demo_workspace, folder)
    (folder / "thresholds.toml").write_text("[rows]\nmost_rejected = 0.05\n", "utf-8")
    with open_workspace(folder, "write") as ws:
        ws.commit(lambda con: con.execute("delete from check_findings"))
    app = open_page(folder)
    assert translate("en", "check.never") in drawn(app)
    next(button for button in app.button if button.label == translate("en", "check.now")).click().run()
    assert not app.exception
    assert translate("en", "check.all_well", count=1) in drawn(app)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("view", VIEWS)
def test_every_view_is_drawn_in_both_languages(open_page, demo_workspace, view, lang):
    app = open_page(demo_workspace, "data", view=view, lang=lang)
    assert not app.exception
    assert not app.error
    assert app.title[0].value == translate(lang, "data.title")
    assert len(app.get("plotly_chart")) == (1 if view in ("drift", "quality", "days") else 0)


def test_drift_is_told_with_its_place_and_the_contexts_behind(open_page, demo_workspace):
    app = open_page(demo_workspace, "data")
    said = drawn(app)
    assert "One of 11 columns drifted from 2025-03-03 – 2025-04-27 to 2025-04-28 – 2025-05-25" in said
    assert "grocery &gt; coffee &amp; tea" in said
    assert 'href="why?' in said
    assert app.selectbox(key="column").value == "price_shown"
    other = open_page(demo_workspace, "data", column="search_words", by="nonsense", bin="nonsense")
    assert not other.exception
    assert other.selectbox(key="column").value == "search_words"


def test_days_and_accounts_of_the_farm(open_page, demo_workspace):
    days = drawn(open_page(demo_workspace, "data", view="days"))
    assert "Clicks on Voltix" in days
    accounts = drawn(open_page(demo_workspace, "data", view="accounts"))
    assert "39 of 2,096 accounts behave unlike all others" in accounts
    assert any(f'href="shoppers?user={account}"' in accounts for account in farm())
    assert "searches typed before" in accounts
    assert 'href="segments?metric=conversion&amp;without=flagged' in accounts


def test_flagged_accounts_are_left_out_by_choice_and_the_choice_is_a_link(open_page, demo_workspace):
    whole = drawn(open_page(demo_workspace, "data", view="quality", metric="conversion"))
    app = open_page(demo_workspace, "data", view="quality", metric="conversion", without="flagged")
    assert app.toggle(key="without").value
    assert drawn(app) != whole
    app.toggle(key="without").set_value(False).run()
    assert "without" not in app.query_params
    assert drawn(app) == whole
    segments = open_page(demo_workspace, "segments", metric="conversion", by="platform", without="flagged")
    assert not segments.exception
    assert segments.toggle(key="without").value


def test_an_empty_workspace_and_one_nobody_watched_say_what_to_do(open_page, demo_workspace, tmp_path):
    open_workspace(tmp_path / "empty", "write").close()
    empty = open_page(tmp_path / "empty", "data")
    assert empty.info[0].value == translate("en", "data.empty")
    shutil.copytree(demo_workspace, tmp_path / "ws")
    with open_workspace(tmp_path / "ws", "write") as ws:
        ws.commit(lambda con: con.execute("delete from odd_accounts"))
    app = open_page(tmp_path / "ws", "data", view="accounts")
    assert app.info[0].value == translate("en", "data.nobody_looked")


def test_a_catalogue_without_a_log_says_what_cannot_be_told(open_page, tmp_path):
    with open_workspace(tmp_path, "write") as ws:
        ws.commit(lambda con: con.execute("insert into items (item_id, title) values ('a', 'A watch')"))
    for view in VIEWS:
        app = open_page(tmp_path, "data", view=view)
        assert not app.exception, view
        errors = [error.value for error in app.error]
        assert bool(errors) == (view in ("drift", "quality")), view
        assert all("less than two days" in error for error in errors)


def test_names_of_shops_are_text_not_markup(open_page, hostile_workspace):
    for view in ("drift", "days"):
        app = open_page(hostile_workspace, "data", view=view, column="brand_chosen")
        assert not app.exception
        assert "<script>" not in "".join(element.proto.body for element in app.get("html"))
