"""What is stored comes back as it was, once, and says when it is no longer of the ranker and the data there are."""

from __future__ import annotations

import math

import pyarrow as pa
import pytest

from queries.errors import UnknownName, WhyrankError
from queries.explanations import CONTRIBUTION, EXPLANATION, save, save_explanations
from queries.explanations.checks import NotStorable
from queries.explanations.reading import compact, delete_stale, read_explanation, state_counts, stored_ids
from queries.rankers import add_ranker
from queries.workspace import SCHEMA, open_workspace
from tests.queries.explanations.rows import explanation, feature, random_rows, word


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    with open_workspace(tmp_path_factory.mktemp("empty"), "write") as workspace:
        yield workspace


def counts(ws):
    return tuple(ws.run("explanations/count").to_pylist()[0].values())


def drivers(ws):
    return sorted(ws.cursor().execute("select part, role, word from drivers").fetchall())


def test_an_explanation_comes_back_as_it_was_given(ws):
    row = explanation("e1", interaction=0.25, converged=True, steps=32, settings='{"a": 1}', verdict="trusted")
    given = [feature("e1", "clicks", -0.5, 3.0), word("e1", "Watch", 0.5, "title"), word("e1", "手表", 0.25, "search")]
    assert save_explanations(ws, [row], given) == 1
    found = read_explanation(ws, "e1")
    assert {name: found.facts[name] for name in row} == row
    assert found.facts["made_at"] is not None
    by_name = {row["name"]: row for row in found.contributions.to_pylist()}
    assert list(by_name) == ["手表", "Watch", "clicks"]
    assert by_name["Watch"] == {
        "part": "item",
        "name": "Watch",
        "field": "title",
        "start_char": 0,
        "end_char": 5,
        "feature_value": None,
        "contribution": 0.5,
        "stderr": None,
    }
    assert by_name["clicks"]["feature_value"] == 3.0


def test_words_are_known_by_their_normal_form_and_the_first_occurrence_has_the_sum(ws):
    given = [
        word("e1", "Watch", 0.1),
        word("e1", "ＷＡＴＣＨ", 0.2, start=8),
        word("e1", "watch", 0.3, "history_2"),
        feature("e1", "Clicks", 0.4),
    ]
    save_explanations(ws, [explanation("e1")], given)
    assert drivers(ws) == [
        ("behaviour", "behaviour", "Clicks"),
        ("history", "history", "watch"),
        ("item", "title", "watch"),
    ]
    totals = dict(ws.cursor().execute("select name, total from contributions").fetchall())
    assert totals == {"Watch": pytest.approx(0.3), "ＷＡＴＣＨ": None, "watch": 0.3, "Clicks": 0.4}


def test_saving_again_doubles_nothing_and_changes_nothing(ws):
    rows, contributions = random_rows(1, contexts=5)
    assert save_explanations(ws, rows, contributions) == len(rows)
    before, snapshot = counts(ws), ws.snapshot_id()
    assert save_explanations(ws, [{**row, "score": 9.0} for row in rows], contributions) == 0
    assert counts(ws) == before == (len(rows), len(contributions))
    assert len(drivers(ws)) == len(set(drivers(ws)))
    assert ws.snapshot_id() == snapshot
    more = [*rows, explanation("new")]
    assert save_explanations(ws, more, [*contributions, word("new", "lamp", 1.0)]) == 1
    assert counts(ws) == (len(rows) + 1, len(contributions) + 1)


@pytest.mark.parametrize(
    ("rows", "contributions", "problem"),
    [
        ([explanation("e1"), explanation("e1")], [], "e1 is given twice"),
        ([explanation("e1") | {"explanation_id": None}], [], "has no id"),
        ([explanation("e1")], [word("e2", "x", 1.0)], "'e2', which is not given"),
        ([explanation("e1")], [word("e1", "x", math.nan)], "not a finite number"),
        ([explanation("e1")], [word("e1", "x", math.inf)], "not a finite number"),
        ([explanation("e1")], [word("e1", "x", 1.0) | {"contribution": None}], "not a finite number"),
        ([explanation("e1")], [word("e1", "x", 1.0) | {"part": "ghost"}], "part 'ghost'"),
        ([explanation("e1")], [word("e1", "x", 1.0) | {"name": None}], "has no name"),
    ],
)
def test_what_cannot_be_stored_is_refused_and_nothing_is_written(empty, rows, contributions, problem):
    with pytest.raises(NotStorable, match=problem):
        save_explanations(empty, rows, contributions)
    assert counts(empty) == (0, 0)


def test_tables_may_lack_columns_but_not_invent_them(ws):
    assert save(ws, pa.table({"explanation_id": ["e1"]}), CONTRIBUTION.empty_table()) == 1
    with pytest.raises(NotStorable, match="no column 'explanation'"):
        save(ws, pa.table({"explanation": ["e1"]}), CONTRIBUTION.empty_table())
    assert save(ws, EXPLANATION.empty_table(), CONTRIBUTION.empty_table()) == 0


def test_ids_are_found_by_run_ranker_and_data(ws):
    rows = [
        explanation("e1", run="a", ranker_id="r1", data_id="d"),
        explanation("e2", run="a", ranker_id="r2"),
        explanation("e3", run="b", ranker_id="r1"),
    ]
    save_explanations(ws, rows, [])
    assert stored_ids(ws) == {"e1", "e2", "e3"}
    assert stored_ids(ws, run="a") == {"e1", "e2"}
    assert stored_ids(ws, ranker_id="r1", data_id="d") == {"e1"}
    with pytest.raises(UnknownName, match="Did you mean 'e1'"):
        read_explanation(ws, "e11")


def import_again(ws, name):
    ws.commit(lambda con: con.execute("insert into sources (name, fingerprint) values (?, 'f')", [name]))


def test_explanations_of_another_ranker_or_other_data_are_told_as_stale(ws):
    add_ranker(ws, "r1", "shop", {})
    add_ranker(ws, "r2", "other name", {})
    save_explanations(ws, [explanation(f"e{n}", ranker_id=f"r{n}", data_id=ws.data_id()) for n in (1, 2, 3)], [])
    assert state_counts(ws) == {"fresh": 2, "other ranker": 1, "data changed": 0}
    assert read_explanation(ws, "e3").state == "other ranker"
    add_ranker(ws, "r4", "shop", {})
    assert state_counts(ws) == {"fresh": 1, "other ranker": 2, "data changed": 0}
    import_again(ws, "second source")
    assert state_counts(ws) == {"fresh": 0, "other ranker": 2, "data changed": 1}
    assert read_explanation(ws, "e2").state == "data changed"


def test_writing_results_makes_nothing_stale(ws):
    before = ws.data_id()
    save_explanations(ws, [explanation("e1")], [word("e1", "x", 1.0)])
    add_ranker(ws, "r1", "shop", {})
    assert ws.data_id() == before
    import_again(ws, "a source")
    assert ws.data_id() != before


def test_stale_ones_go_only_on_request_and_with_all_they_have(ws):
    add_ranker(ws, "r1", "shop", {})
    save_explanations(
        ws,
        [explanation("old", ranker_id="r0"), explanation("new", data_id=ws.data_id())],
        [word("old", "x", 1.0), word("new", "x", 1.0)],
    )
    with pytest.raises(WhyrankError, match="'fresh' are not stale"):
        delete_stale(ws, ["fresh"])
    assert delete_stale(ws, ["data changed"]) == 0
    assert delete_stale(ws) == 1
    assert stored_ids(ws) == {"new"}
    assert counts(ws) == (1, 1)


def test_small_files_are_joined_and_earlier_snapshots_stay_readable(ws):
    for number in range(6):
        rows, contributions = random_rows(number, contexts=3)
        keys = {row["explanation_id"]: f"{number}-{row['explanation_id']}" for row in rows}
        save_explanations(
            ws, *[[row | {"explanation_id": keys[row["explanation_id"]]} for row in t] for t in (rows, contributions)]
        )
    before, snapshot = counts(ws), ws.snapshot_id()
    compact(ws)
    assert counts(ws) == before
    assert len(ws.cursor().execute("from ducklake_list_files('lake', 'contributions')").fetchall()) == 1
    then = "select count(*) from explanations at (version => $snapshot)"
    assert ws.cursor().execute(then, {"snapshot": snapshot}).fetchone()[0] == before[0]
    compact(ws)
    assert counts(ws) == before


EARLY = """
create table explanations (
    explanation_id varchar, context_id varchar, user_id varchar, item_id varchar, search_text varchar,
    ranker_id varchar, snapshot_id bigint, score double, base double, probability double,
    completeness_gap double, steps integer, made_at timestamp
);
create table contributions (
    explanation_id varchar, part varchar, name varchar, field varchar, start_char integer, end_char integer,
    feature_value double, contribution double
);
"""


@pytest.mark.parametrize("mode", ["read", "write"])
def test_a_workspace_made_before_is_brought_to_the_shape_of_today(tmp_path, mode):
    def shape(con):
        return set(con.execute("select table_name, column_name, data_type from duckdb_columns()").fetchall())

    with open_workspace(tmp_path / "new", "write") as new:
        wanted = shape(new.cursor())
    with open_workspace(tmp_path / "old", "write") as old:
        for table in ("explanations", "contributions", "drivers", "feedback"):
            old.cursor().execute(f"drop table {table}")
        old.cursor().execute(EARLY)
    (tmp_path / "old" / SCHEMA).unlink()
    with open_workspace(tmp_path / "old", mode) as ws:
        assert shape(ws.cursor()) == wanted
        assert ws.read_only == (mode == "read")
        assert stored_ids(ws) == set()
        snapshot = ws.snapshot_id()
    with open_workspace(tmp_path / "old", "write") as ws:
        assert ws.snapshot_id() == snapshot
        assert save_explanations(ws, [explanation("e1")], [word("e1", "x", 1.0)]) == 1
