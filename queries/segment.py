"""Tells contexts, shoppers and items apart by the dimensions there are, and keeps it long: dimension, key, segment."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

import duckdb
import pyarrow as pa

from queries import sql
from queries.codes import store_codes
from queries.errors import UnknownName, WhyrankError
from queries.privacy import MIN_SHOPPERS
from queries.segments import DIMENSIONS, Dimension, read_dimension
from queries.workspace import Workspace

Progress = Callable[[str, float], None]


class DimensionUnusable(WhyrankError):
    """A dimension's statement cannot be run, or what it answers says nothing clear."""


def dimensions(ws: Workspace) -> dict[str, Dimension]:
    """Return every dimension of the workspace by name.

    Those that come along, then one per attribute of shoppers ("shopper:age"), then those of one's own: each file
    ``WORKSPACE/segments/NAME.sql`` is one, and takes the place of another of its name.

    >>> from queries.examples import tiny_shop
    >>> list(dimensions(tiny_shop()))[:3]
    ['activity', 'brand', 'category']
    """
    attributes = ws.run("segmenting/attributes")["attribute"].to_pylist()
    return {**DIMENSIONS, **{f"shopper:{name}": _of_attribute(name) for name in attributes}, **_own(ws)}


def written_dimensions(ws: Workspace) -> dict[str, Dimension]:
    """Return the dimensions that are files, by name: those that come along and those of one's own.

    Only the attributes of shoppers are not among them; which there are, the data tell.
    """
    return {**DIMENSIONS, **_own(ws)}


def find_dimension(ws: Workspace, name: str) -> Dimension:
    """Return the dimension called ``name``. Raises :class:`UnknownName` with the nearest one."""
    known = written_dimensions(ws)
    if name not in known:
        known = dimensions(ws)
    if name not in known:
        raise UnknownName("dimension", name, known)
    return known[name]


def fill_segments(
    ws: Workspace, names: Iterable[str] | None = None, progress: Progress | None = None
) -> dict[str, int]:
    """Find the segments of every dimension, or of ``names``, keep them in the table ``segments``, and count its rows.

    What was kept of the same dimensions is replaced; all of it is one commit. Raises :class:`DimensionUnusable`.

    >>> from queries.examples import tiny_shop
    >>> fill_segments(tiny_shop(), ["language", "price_band"])
    {'language': 2, 'price_band': 3}
    """
    known = dimensions(ws)
    chosen = known if names is None else {name: find_dimension(ws, name) for name in names}

    def job(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
        prepare(con)
        sql.run(con, "segmenting/begin")
        for number, dimension in enumerate(chosen.values()):
            if progress:
                progress(dimension.name, number / len(chosen))
            con.register("answered", answer(con, dimension))
            sql.run(con, "segmenting/add", dimension=dimension.name, key_kind=dimension.key)
            con.unregister("answered")
        problems = sql.run(con, "segmenting/problems").to_pylist()
        if problems:
            raise _unusable(problems[0]["dimension"], f"{problems[0]['problem']}.")
        stored = sql.run(con, "segmenting/store", dimensions=list(chosen)).to_pylist()
        store_codes(con, known)
        return {row["dimension"]: row["rows"] for row in stored}

    return ws.commit(job)


def kept_dimensions(ws: Workspace) -> list[str]:
    """Return the names of the dimensions of which segments are kept.

    >>> from queries.examples import tiny_shop
    >>> shop = tiny_shop()
    >>> rows = fill_segments(shop, ["language", "device"])
    >>> kept_dimensions(shop)  # no device is known
    ['language']
    """
    return ws.run("segmenting/kept")["dimension"].to_pylist()


def segment_names(ws: Workspace, most: int = 40) -> dict[str, list[str]]:
    """Return the names of the most frequent segments of each dimension, those of 11 keys and more.

    >>> from queries.examples import tiny_shop
    >>> shop = tiny_shop()
    >>> rows = fill_segments(shop, ["language"])
    >>> segment_names(shop)  # two contexts are too few
    {}
    """
    found: dict[str, list[str]] = {}
    for row in ws.run("segmenting/names", many=MIN_SHOPPERS, most=most).to_pylist():
        found.setdefault(row["dimension"], []).append(row["segment"])
    return found


def prepare(con: duckdb.DuckDBPyConnection) -> None:
    """Make on ``con`` what dimensions read: ``context``, ``before``, and searches in words of the catalogue."""
    sql.run(con, "context/every")
    sql.run(con, "context/select", start=None, end=None, with_actions_only=False, limit=None, seed=0)
    sql.run(con, "features/actions")
    sql.run(con, "segmenting/contexts")
    sql.run(con, "profiles/terms")
    sql.run(con, "profiles/rfm")
    sql.run(con, "segmenting/words", many=MIN_SHOPPERS)


def answer(con: duckdb.DuckDBPyConnection, dimension: Dimension) -> pa.Table:
    """Return key and segment as the dimension's statement answers on a prepared ``con``.

    Raises :class:`DimensionUnusable` when the statement cannot be run or answers other columns.
    """
    try:
        found = con.execute(dimension.statement, dict(dimension.parameters)).to_arrow_table()
    except duckdb.Error as error:
        raise _unusable(dimension.name, f"cannot be run: {error}") from error
    if found.column_names != ["key", "segment"]:
        raise _unusable(dimension.name, f"answers {', '.join(found.column_names)}.")
    return found


def _unusable(name: str, problem: str) -> DimensionUnusable:
    return DimensionUnusable(
        f"The dimension {name!r} {problem}", f"Let segments/{name}.sql answer `key` and `segment`, each key once."
    )


def _own(ws: Workspace) -> dict[str, Dimension]:
    files = sorted((ws.path / "segments").glob("*.sql"))
    return {path.stem: read_dimension(path.stem, path.read_text("utf-8")) for path in files}


def _of_attribute(name: str) -> Dimension:
    general = read_dimension(f"shopper:{name}", sql.text("segmenting/attribute"), attribute=name)
    title = {"en": f"Shopper: {name}", "zh": f"顾客：{name}"}
    return replace(general, title=title)
