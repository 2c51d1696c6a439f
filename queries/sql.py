"""Statements live in .sql files beside this one and are run by name with ``$parameters``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

import duckdb
import pyarrow as pa


@cache
def text(name: str) -> str:
    """Return the SQL text of ``queries/<name>.sql``, for example ``text("schema/canonical")``."""
    return resources.files("queries").joinpath(f"{name}.sql").read_text("utf-8")


def run(con: duckdb.DuckDBPyConnection, name: str, /, **parameters: Any) -> pa.Table:
    """Run every statement of ``queries/<name>.sql`` in order and return what the last one answers.

    Each statement is given just those ``$parameters`` it names, so a file may hold several steps of one job.
    A parameter that no statement names raises ``TypeError``: a misspelt name never passes unnoticed.

    >>> from queries.workspace import plain_connection
    >>> run(plain_connection(), "examples/double", number=21).to_pylist()
    [{'doubled': 42}]
    """
    unused = set(parameters) - {p for s in _parsed(text(name)) for p in s.named_parameters}
    if unused:
        raise TypeError(f"queries/{name}.sql has no parameter {', '.join(sorted(unused))}")
    return run_text(con, text(name), parameters)


def run_text(con: duckdb.DuckDBPyConnection, statements: str, parameters: Mapping[str, Any]) -> pa.Table:
    """Run the text of a .sql file as :func:`run` does; ``parameters`` that none of its statements names are left out.

    >>> from queries.workspace import plain_connection
    >>> run_text(plain_connection(), text("examples/double"), {"number": 4, "k": 10}).to_pylist()
    [{'doubled': 8}]
    """
    answer: duckdb.DuckDBPyConnection | None = None
    for statement in _parsed(statements):
        answer = con.execute(statement, {p: parameters[p] for p in statement.named_parameters})
    if answer is None or answer.description is None:
        return pa.table({})
    return answer.to_arrow_table()


@cache
def _parsed(statements: str) -> list[duckdb.Statement]:
    return duckdb.extract_statements(statements)
