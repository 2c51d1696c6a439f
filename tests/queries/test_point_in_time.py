"""A counted log answers as one that is counted anew, whoever asked before, and follows the data."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa
import pytest

from queries.point_in_time import CountedLog, candidate_features
from queries.workspace import open_workspace
from tests.queries.random_log import insert, random_log

LATER = """
insert into events (ts, user_id, session_id, item_id, action, source)
select min(ts) - interval 1 hour, 'another', 'z', $item_id, 'click', 'later' from searches;
insert into sources by name select 'later' as name, 'later' as fingerprint
"""


@pytest.fixture
def ws(tmp_path):
    with open_workspace(tmp_path / "ws", "write") as workspace:
        workspace.commit(lambda con: insert(con, random_log(8)))
        yield workspace


@pytest.fixture
def pairs(ws):
    shown = ws.cursor().execute("select distinct search_id as context_id, item_id from impressions order by all")
    return shown.to_arrow_table()


def test_what_was_asked_before_does_not_matter(ws, pairs):
    log = CountedLog(ws)
    half = pairs.num_rows // 2
    assert half > 10
    for asked in (pairs, pairs.slice(half), pairs.slice(0, half), pairs):
        same(log.features(asked), candidate_features(ws, asked))


def test_the_log_is_counted_once_for_all_questions(ws, pairs):
    begun = []
    log = CountedLog(ws)
    for _ in range(3):
        log.features(pairs, lambda step, share: begun.append(step) if share < 1 else None)
    assert begun.count("features/item_sequences") == 1
    assert begun.count("features/combine") == 3


def test_data_that_changed_is_counted_again(ws, pairs):
    log = CountedLog(ws)
    before = log.features(pairs)
    ws.commit(lambda con: add_click(con, pairs["item_id"][0].as_py()))
    after = log.features(pairs)
    same(after, candidate_features(ws, pairs))
    with pytest.raises(AssertionError):
        same(after, before)


def test_a_question_that_fails_leaves_the_log_counted(ws, pairs):
    log = CountedLog(ws)
    with pytest.raises(KeyError):
        log.features(pa.table({"context_id": ["s1"]}))
    same(log.features(pairs), candidate_features(ws, pairs))


def same(one, other):
    pd.testing.assert_frame_equal(one.to_pandas(), other.to_pandas(), check_exact=True)


def add_click(con, item_id):
    for statement in LATER.split(";"):
        con.execute(statement, {"item_id": item_id} if "$" in statement else None)
