"""Whether explanations can be stored: refused by name before anything is written."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from queries.errors import WhyrankError

PARTS = ("search", "history", "item", "behaviour")


class NotStorable(WhyrankError):
    """Explanations or contributions that would make what is stored meaningless."""


def shaped(table: str, given: pa.Table, schema: pa.Schema) -> pa.Table:
    """Return ``given`` with the columns of ``schema``, null where absent; raises :class:`NotStorable` for others.

    >>> shaped("contributions", pa.table({"a": [1]}), pa.schema([("a", pa.float64()), ("b", pa.string())])).to_pylist()
    [{'a': 1.0, 'b': None}]
    """
    strange = [name for name in given.column_names if name not in schema.names]
    if strange:
        raise NotStorable(
            f"The table {table} has no column {strange[0]!r} in store.", f"Give only: {', '.join(schema.names)}."
        )
    columns = [
        given[field.name].cast(field.type)
        if field.name in given.column_names
        else pa.chunked_array([pa.nulls(given.num_rows, field.type)])
        for field in schema
    ]
    return pa.table(columns, schema=schema)


def check(explanations: pa.Table, contributions: pa.Table) -> None:
    """Raise :class:`NotStorable` for the first thing wrong: an id missing, given twice or unknown, a part that is
    none of ``PARTS``, a name that is missing, a contribution that is not a finite number."""
    ids, owners = explanations["explanation_id"], contributions["explanation_id"]
    _refuse(pc.is_null(ids), ids, "An explanation has no id", "Give every explanation an id of its own.")
    counts = pc.value_counts(ids)
    repeated = counts.field("values").filter(pc.greater(counts.field("counts"), 1))
    if len(repeated):
        raise NotStorable(f"The explanation {repeated[0]} is given twice.", "Give each explanation once.")
    known = pc.is_in(owners, value_set=ids.combine_chunks())
    _refuse(pc.invert(known), owners, "A contribution is of explanation {}, which is not given", "Give both together.")
    parts = contributions["part"]
    named = pc.is_in(parts, value_set=pa.array(PARTS))
    _refuse(pc.invert(named), parts, "A contribution has part {}", f"Use one of: {', '.join(PARTS)}.")
    _refuse(pc.is_null(contributions["name"]), owners, "A contribution to {} has no name", "Name every driver.")
    finite = pc.fill_null(pc.is_finite(contributions["contribution"]), False)
    _refuse(
        pc.invert(finite),
        owners,
        "A contribution to {} is not a finite number",
        "Leave out explanations that could not be computed.",
    )


def _refuse(wrong: pa.ChunkedArray, shown: pa.ChunkedArray, problem: str, remedy: str) -> None:
    place = pc.index(wrong, True).as_py()
    if place >= 0:
        raise NotStorable(f"{problem.format(repr(shown[place].as_py()))}.", remedy)
