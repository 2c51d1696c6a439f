"""Mapping files: the example of the documentation, clocks and numbers, and what is refused with a hint."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from queries.adapters import ADAPTERS
from queries.importing import errors, import_source
from queries.importing.mapping_checks import NEEDED, OF_A_TABLE, OF_SOME, TOP
from queries.workspace import open_workspace

DOCS = (Path(__file__).resolve().parents[3] / "docs" / "import.md").read_text("utf-8")


def ask(workspace, query):
    with open_workspace(workspace) as ws:
        return ws.cursor().execute(query).fetchall()


def test_the_documented_example_does_what_it_says(tmp_path):
    files = re.findall(r"`([^`\n]+\.(?:csv|ndjson|toml))`\n\n```\w+\n(.*?)```", DOCS, re.DOTALL)
    assert [name for name, _ in files] == ["export/clicks.csv", "export/lists.ndjson", "shop.toml"]
    for name, content in files:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content, "utf-8")
    report = import_source(tmp_path / "ws", "shop", tmp_path / "export", mapping=tmp_path / "shop.toml")
    assert report.tables == {"items": 2, "searches": 1, "impressions": 2, "events": 3}
    assert report.rejected == {"unreadable time": 1}
    assert report.read == report.kept + 1 == 6  # rows of items and searches are echoes of others
    assert ask(tmp_path / "ws", "select ts, action, price, item_id, user_id from events order by ts") == [
        (datetime(2024, 5, 3, 8, 0, 5), "view", None, "00123", "0007"),
        (datetime(2024, 5, 3, 8, 1, 10), "purchase", 1299.5, "00123", "0007"),
        (datetime(2024, 5, 3, 8, 2), "purchase", 49.9, "00124", "0007"),
    ]
    assert ask(tmp_path / "ws", "select position, ts from impressions order by 1") == [
        (1, datetime(2024, 5, 3, 8, 0)),
        (2, datetime(2024, 5, 3, 8, 0)),
    ]
    assert ask(tmp_path / "ws", "select title, currency, lang from items order by item_id") == [
        ("Lamp, small", "EUR", "en"),
        ("Chair", "EUR", "en"),
    ]
    assert ask(tmp_path / "ws", "select origin, licence from sources") == [("recorded", "ours, internal")]
    assert import_source(tmp_path / "ws", "shop", tmp_path / "export", mapping=tmp_path / "shop.toml").already_loaded


def test_docs_name_every_source_and_every_key():
    for name in ADAPTERS:
        assert f"| `{name}` |" in DOCS
    for key in {*TOP, *OF_A_TABLE, *(key for keys in OF_SOME.values() for key in keys)}:
        assert f"`{key}`" in DOCS
    for table in NEEDED:
        assert f"`[{table}]`" in DOCS


def test_docs_name_every_reason():
    folder = Path(__file__).resolve().parents[3] / "queries"
    statements = [
        file.read_text("utf-8")
        for kind in ("adapters", "cleaning", "importing")
        for file in (folder / kind).glob("*.sql")
    ]
    found = {r for text in statements for r in re.findall(r"\['\w+', '([^']+)'\]", text)}
    found |= {r for text in statements for r in re.findall(r"'([^']+)' as reason", text)}
    found |= {
        r for text in statements for r in re.findall(r"select \w*row_id, (?:'\w+'|null|\$id_column), '([^']+)'", text)
    }
    assert len(found) > 20
    assert sorted(reason for reason in found if f"`{reason}`" not in DOCS) == []


def events(tmp_path, clock, values, extra=""):
    """Import events with these times under ``clock`` and return the times kept."""
    rows = "".join(f"{value}|{n}\n" for n, value in enumerate(values))
    (tmp_path / "e.csv").write_text("t|i\n" + rows, "utf-8")
    (tmp_path / "m.toml").write_text(
        f'origin = "simulated"\n{extra}\n[events]\nclock = "{clock}"\n'
        '[events.columns]\nts = "T"\nitem_id = "i"\n[events.constants]\naction = "purchase"\n'
    )
    import_source(tmp_path / "ws", "own", tmp_path / "e.csv", mapping=tmp_path / "m.toml")
    return [ts for (ts,) in ask(tmp_path / "ws", "select ts from events order by item_id")]


@pytest.mark.parametrize(
    ("clock", "written", "zone"),
    [
        ("iso", "2024-07-01T12:00:00Z", "Asia/Shanghai"),
        ("iso", "2024-07-01 20:00:00+08:00", "Europe/Berlin"),
        ("iso", "2024-07-01 20:00:00", "Asia/Shanghai"),
        ("%Y/%m/%d %H.%M", "2024/07/01 14.00", "Europe/Berlin"),
        ("%d %b %Y %H:%M %z", "01 Jul 2024 05:00 -0700", "Europe/Berlin"),
        ("epoch s", "1719835200", "Asia/Shanghai"),
        ("epoch s", "1719835200.0", "Asia/Shanghai"),
        ("epoch ms", "1719835200000", "Asia/Shanghai"),
        ("epoch us", "1719835200000000", "Asia/Shanghai"),
    ],
)
def test_every_clock_ends_in_utc(tmp_path, clock, written, zone):
    assert events(tmp_path, clock, [written], f'timezone = "{zone}"') == [datetime(2024, 7, 1, 12)]


def test_a_clock_of_the_wrong_unit_is_refused(tmp_path):
    with pytest.raises(errors.ColumnUnreadable, match="'ts'"):
        events(tmp_path, "epoch s", ["1719835200000"] * 4)


def test_parquet_with_typed_columns_and_labels(tmp_path):
    table = pa.table({"q": ["usb", "usb", "usb"], "p": [123, 7, 8], "label": ["Exact", "partial", "0.25"]})
    pq.write_table(table, tmp_path / "j.parquet")
    (tmp_path / "m.toml").write_text(
        'origin = "recorded"\n[judgements.columns]\nsearch_text = "q"\nitem_id = "p"\ngrade = "label"\n'
        "[judgements.constants]\nscale_max = 1\n[judgements.grades]\nExact = 1\nPartial = 0.5\n"
    )
    import_source(tmp_path / "ws", "own", tmp_path / "j.parquet", mapping=tmp_path / "m.toml")
    assert ask(tmp_path / "ws", "select item_id, grade, scale_max from judgements order by grade desc") == [
        ("123", 1.0, 1.0),
        ("7", 0.5, 1.0),
        ("8", 0.25, 1.0),
    ]


def test_gb18030_is_read_when_said(tmp_path):
    (tmp_path / "i.csv").write_bytes("编号,名称\n001,智能手表\n".encode("gb18030"))
    (tmp_path / "m.toml").write_text(
        'origin = "recorded"\n[items]\nencoding = "gb18030"\n[items.columns]\nitem_id = "编号"\ntitle = "名称"\n',
        "utf-8",
    )
    import_source(tmp_path / "ws", "own", tmp_path / "i.csv", mapping=tmp_path / "m.toml")
    assert ask(tmp_path / "ws", "select item_id, title from items") == [("001", "智能手表")]


def test_a_column_that_is_not_mapped_is_not_used_by_chance(tmp_path):
    (tmp_path / "i.csv").write_text("sku,title,kind\n1,lamp,secret\n")
    (tmp_path / "m.toml").write_text('origin = "recorded"\n[items.columns]\nitem_id = "sku"\n')
    import_source(tmp_path / "ws", "own", tmp_path / "i.csv", mapping=tmp_path / "m.toml")
    assert ask(tmp_path / "ws", "select item_id, title, kind from items") == [("1", None, "product")]


GOOD = 'origin = "recorded"\n[items]\nfile = "i.csv"\n[items.columns]\nitem_id = "sku"\n'


@pytest.mark.parametrize(
    ("mapping", "says"),
    [
        (GOOD.replace("recorded", "real"), ("origin", "'real'", "recorded, generated, simulated")),
        (GOOD.replace("origin", "orgin"), ("orgin", "Did you mean 'origin'")),
        (GOOD.replace("[items]", "[item]"), ("item", "Did you mean 'items'")),
        (GOOD.replace("file =", "fiel ="), ("items.fiel", "Did you mean 'file'")),
        (GOOD.replace("item_id =", "itemid ="), ("items.columns.itemid", "Did you mean 'item_id'")),
        (GOOD.replace('item_id = "sku"', 'title = "sku"'), ("items.columns", "'item_id'")),
        (GOOD.replace('item_id = "sku"', "item_id = 3"), ("items.columns.item_id", "in quotes")),
        (GOOD.replace('file = "i.csv"', 'clock = "epoch milliseconds"'), ("items.clock", "epoch ms")),
        (GOOD.replace('file = "i.csv"', 'clock = "%Q"'), ("items.clock", "%Q")),
        (GOOD.replace('file = "i.csv"', 'delimiter = ";;"'), ("items.delimiter", "one character")),
        (GOOD.replace('file = "i.csv"', 'encoding = "utf-88"'), ("items.encoding", "utf-88")),
        (GOOD.replace('file = "i.csv"', 'timezone = "Berlin"'), ("items.timezone", "Europe/London")),
        (GOOD.replace('file = "i.csv"', 'decimal = ";"'), ("items.decimal",)),
        (GOOD.replace('file = "i.csv"', "one_per_id = 1"), ("items.one_per_id", "true or false")),
        ('origin = "recorded"\n', ("no table", "[items]")),
        ('origin = "recorded"\nitems = 3\n', ("items", "not a table")),
        ("origin = recorded", ("TOML",)),
        ('origin = "recorded"\n[impressions]\npositions_from = 2\n'
         '[impressions.columns]\nsearch_id = "a"\nitem_id = "b"\n', ("impressions.positions_from",)),
        ('origin = "recorded"\n[events.columns]\nts = "a"\nitem_id = "b"\naction = "c"\n'
         '[events.actions]\nbuy = ["x"]\n', ("events.actions.buy", "purchase")),
        ('origin = "recorded"\n[judgements.columns]\nsearch_text = "a"\nitem_id = "b"\ngrade = "c"\n'
         '[judgements.grades]\ngood = "1"\n', ("judgements.grades.good",)),
    ],
)  # fmt: skip
def test_mistakes_are_named_with_what_was_meant(tmp_path, mapping, says):
    (tmp_path / "i.csv").write_text("sku\n1\n")
    (tmp_path / "m.toml").write_text(mapping)
    with pytest.raises(errors.MappingInvalid) as raised:
        import_source(tmp_path / "ws", "own", tmp_path, mapping=tmp_path / "m.toml")
    for words in ("m.toml", *says):
        assert words in str(raised.value)


def test_a_wrong_delimiter_is_named_with_the_likely_one(tmp_path):
    (tmp_path / "i.csv").write_text("sku;title\n1;lamp\n")
    (tmp_path / "m.toml").write_text(GOOD.replace("[items]", '[items]\ndelimiter = ","'))
    with pytest.raises(errors.WrongDelimiter, match="';'"):
        import_source(tmp_path / "ws", "own", tmp_path, mapping=tmp_path / "m.toml")


def test_a_folder_needs_file_names(tmp_path):
    (tmp_path / "i.csv").write_text("sku\n1\n")
    (tmp_path / "m.toml").write_text(GOOD.replace('file = "i.csv"\n', ""))
    with pytest.raises(errors.MappingInvalid, match="which of its files is items"):
        import_source(tmp_path / "ws", "own", tmp_path, mapping=tmp_path / "m.toml")


def test_a_mapped_column_that_is_missing_names_the_nearest(tmp_path):
    (tmp_path / "i.csv").write_text("skus,title\n1,lamp\n")
    (tmp_path / "m.toml").write_text(GOOD)
    with pytest.raises(errors.ColumnMissing, match="Is it 'skus' there"):
        import_source(tmp_path / "ws", "own", tmp_path, mapping=tmp_path / "m.toml")
