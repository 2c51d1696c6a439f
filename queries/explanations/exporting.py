"""Many explanations as one file: a row per explanation, or a row per contribution."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, get_args

import pyarrow as pa
import pyarrow.compute as pc

from queries import sql
from queries.errors import UnknownName
from queries.patterns.choosing import Choice, Chosen, choose
from queries.table_files import write_table
from queries.workspace import Workspace

Form = Literal["wide", "long"]
FORMS: tuple[Form, ...] = get_args(Form)


def export_explanations(
    ws: Workspace, path: str | Path, choice: Choice | None = None, form: Form = "wide", top: int = 5
) -> int:
    """Write stored explanations to a .csv, .parquet or .jsonl file and return how many rows it has.

    "wide": a row per explanation, as :func:`wide` makes it. "long": a row per contribution, with explanation_id, part,
    name, field, start_char, end_char, feature_value, contribution (logits) and stderr. Raises :class:`UnknownName` and
    :class:`queries.table_files.FileKindUnknown`.

    >>> import tempfile
    >>> from queries.examples import explained_shop
    >>> export_explanations(explained_shop(), Path(tempfile.mkdtemp()) / "long.csv", form="long")
    6
    """
    if form not in FORMS:
        raise UnknownName("form", form, FORMS)
    chosen = choose(ws, choice)
    table = wide(chosen, top) if form == "wide" else sql.run(chosen.con, "explanations/long")
    write_table(table, path)
    return int(table.num_rows)


def wide(chosen: Chosen, top: int = 5) -> pa.Table:
    """Return a row per explanation: its facts, state, the sum of each part, and its ``top`` strongest drivers.

    Drivers are columns driver_1 ("role: word") with contribution_1 (logits), and so on, null where there are fewer.

    >>> from queries.examples import explained_shop
    >>> row = wide(choose(explained_shop()), top=2).to_pylist()[0]
    >>> row["explanation_id"], row["item_sum"], row["driver_1"], row["contribution_2"]
    ('e1', -0.1, 'search: 手表', 0.3)
    """
    table = sql.run(chosen.con, "explanations/wide", top=top)
    columns = {name: table[name] for name in table.column_names if name not in ("drivers", "contributions")}
    for place in range(top):
        columns[f"driver_{place + 1}"] = pc.list_element(table["drivers"], place)
        columns[f"contribution_{place + 1}"] = pc.list_element(table["contributions"], place)
    return pa.table(columns)
