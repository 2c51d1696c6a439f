"""Many explanations leave as one file, whole, in either form."""

from __future__ import annotations

import pyarrow.csv as csv
import pyarrow.parquet as parquet
import pytest

from queries.errors import UnknownName, WhyrankError
from queries.explanations import save_explanations
from queries.explanations.exporting import export_explanations
from queries.patterns.choosing import Choice
from tests.queries.explanations import oracle
from tests.queries.explanations.rows import explanation, random_rows

ROWS, CONTRIBUTIONS = random_rows(2, contexts=12)


def test_both_forms_hold_everything(ws, tmp_path):
    save_explanations(ws, [*ROWS, explanation("bare")], CONTRIBUTIONS)
    _, drivers = oracle.tables(ROWS, CONTRIBUTIONS)
    assert export_explanations(ws, tmp_path / "wide.parquet", top=3) == len(ROWS) + 1
    wide = {row["explanation_id"]: row for row in parquet.read_table(tmp_path / "wide.parquet").to_pylist()}
    assert (wide["bare"]["item_sum"], wide["bare"]["driver_1"], wide["bare"]["state"]) == (0.0, None, "other ranker")
    for key, group in drivers.groupby("explanation_id"):
        row = wide[key]
        for part in ("search", "history", "item", "behaviour"):
            assert row[f"{part}_sum"] == pytest.approx(group[group["part"] == part]["contribution"].sum())
        ranked = group.assign(size=group["contribution"].abs()).sort_values("size", ascending=False)
        for place in (1, 2, 3):
            strongest = ranked.iloc[place - 1]
            assert row[f"driver_{place}"] == f"{strongest['role']}: {strongest['word']}"
            assert row[f"contribution_{place}"] == pytest.approx(strongest["contribution"])
    assert export_explanations(ws, tmp_path / "long.csv", form="long") == len(CONTRIBUTIONS)
    long = csv.read_csv(tmp_path / "long.csv")
    assert sum(long["contribution"].to_pylist()) == pytest.approx(sum(c["contribution"] for c in CONTRIBUTIONS))
    of_zh = Choice(segments=(("lang", "zh"),))
    assert export_explanations(ws, tmp_path / "zh.jsonl", of_zh) == sum(row["lang"] == "zh" for row in ROWS)
    with pytest.raises(UnknownName, match="Did you mean 'wide'"):
        export_explanations(ws, tmp_path / "x.csv", form="wid")
    with pytest.raises(WhyrankError, match="There is no folder"):
        export_explanations(ws, tmp_path / "none" / "x.csv")
