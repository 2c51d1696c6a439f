"""A workspace: one folder holding a DuckLake (SQLite catalogue plus Parquet) and the rankers trained on it.

Layout::

    WORKSPACE/catalog.sqlite   the DuckLake catalogue: tables, snapshots, transactions
    WORKSPACE/data/            its Parquet files
    WORKSPACE/schema           which shape its tables have
    WORKSPACE/rankers/NAME/    fine-tuned rankers
    WORKSPACE/encoders/NAME/   pretrained encoders
"""

from __future__ import annotations

import hashlib
import importlib
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Literal, TypeVar

import duckdb
import pyarrow as pa

from queries import sql
from queries.errors import ExtensionMissing, WorkspaceBusy, WorkspaceMissing, WorkspaceOutdated

EXTENSIONS = ("ducklake", "sqlite_scanner")
OPTIONAL_EXTENSIONS = ("httpfs", "fts", "postgres_scanner")
MEMORY_LIMIT = "4GB"
RETRIES = 12
SETTLED_NANOSECONDS = 1_000_000_000  # since when nobody must have written for an answer to be kept
BUSY_MILLISECONDS = 5000  # for how long a statement waits for another's commit
CATALOGUE, SCHEMA = "catalog.sqlite", "schema"
# The statements that give the tables their shape; each may run again on tables that have it.
SHAPE = (
    "schema/canonical",
    "schema/explanations",
    "schema/trust",
    "schema/watch",
    "schema/audits",
    "schema/attacks",
    "schema/ranker_reviews",
    "schema/search_topics",
    "schema/shopper_tastes",
    "schema/segment_codes",
)

T = TypeVar("T")


@dataclass(frozen=True)
class Workspace:
    """An open workspace. ``con`` has the lake attached and in use, so tables are named without a prefix."""

    path: Path
    con: duckdb.DuckDBPyConnection
    read_only: bool
    # What was answered of the catalogue, with the state of its files just before.
    answered: dict[str, tuple[object, Any]] = field(default_factory=dict, repr=False, compare=False)

    @property
    def vectors(self) -> Path:
        """The folder where rankers keep what they read of the catalogue."""
        return self.path / "vectors"

    def run(self, name: str, /, **parameters: Any) -> pa.Table:
        """Run ``queries/<name>.sql`` on a cursor of its own and return the last statement's answer."""
        return sql.run(self.cursor(), name, **parameters)

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """Return a cursor for one thread; temporary tables made on it vanish with it."""
        cursor = self.con.cursor()
        # Where nothing can be created, functions are looked up among DuckDB's own first: asking the catalogue whether
        # it has one called "sum" takes 3 ms a statement.
        cursor.execute("set search_path = 'system.main,lake.main'" if self.read_only else "use lake")
        return cursor

    @contextmanager
    def transaction(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Yield a cursor whose statements see one snapshot and are committed together, or not at all."""
        cursor = self.cursor()
        with together(cursor):
            yield cursor

    def commit(self, job: Callable[[duckdb.DuckDBPyConnection], T]) -> T:
        """Run ``job(cursor)`` in one transaction, again with back-off while another writer holds the catalogue.

        Raises :class:`WorkspaceBusy` when the catalogue stays locked.
        """
        for attempt in range(RETRIES):
            try:
                with self.transaction() as cursor:
                    return job(cursor)
            except duckdb.Error as error:
                if not _is_contention(error):
                    raise
                time.sleep(min(2.0, 0.05 * 2**attempt) * (0.5 + random.random()))  # noqa: S311
        raise WorkspaceBusy(
            f"The workspace {str(self.path)!r} stayed locked by another job.",
            "Wait for that job to end (or stop it) and run this one again; nothing was written.",
        )

    def snapshot_id(self) -> int:
        """Return the number of the newest snapshot: it grows by one with every commit."""
        return self._while_unchanged("snapshot_id", lambda: int(self.run("snapshot_id")["snapshot_id"][0].as_py() or 0))

    def data_id(self, cursor: duckdb.DuckDBPyConnection | None = None) -> str:
        """Return what tells one shop's data from another's; unlike the snapshot it stays when results are written.

        ``cursor``: the one to ask on, where the answer is to be of its transaction.
        """
        if cursor is not None:
            return _data_id(cursor)
        return self._while_unchanged("data_id", lambda: _data_id(self.cursor()))

    def _while_unchanged(self, what: str, ask: Callable[[], T]) -> T:
        """Return what ``ask`` answered last, for as long as nobody wrote to the catalogue; pages ask all the time."""
        files = self._catalogue_files()
        if what in self.answered and self.answered[what][0] == files:
            kept: T = self.answered[what][1]
            return kept
        found = ask()
        # Clocks of files tick in milliseconds: a commit that goes on might not be told from its end.
        if abs(time.time_ns() - max((written for _, written in files), default=0)) > SETTLED_NANOSECONDS:
            self.answered[what] = (files, found)
        return found

    def _catalogue_files(self) -> list[tuple[int, int]]:
        """Return size and time of the catalogue and of its write-ahead log: every commit changes them."""
        found = []
        for name in (CATALOGUE, f"{CATALOGUE}-wal"):
            with suppress(FileNotFoundError):
                state = (self.path / name).stat()
                found.append((state.st_size, state.st_mtime_ns))
        return found

    def close(self) -> None:
        """Release the catalogue."""
        self.con.close()

    def __enter__(self) -> Workspace:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _data_id(cursor: duckdb.DuckDBPyConnection) -> str:
    return str(sql.run(cursor, "data_id")["data_id"][0].as_py())[:12]


def open_workspace(path: str | Path, mode: Literal["read", "write"] = "read") -> Workspace:
    """Open the workspace in folder ``path``; ``"write"`` creates it when there is none.

    A workspace that an earlier version made is given the tables it lacks, when reading too.
    Raises :class:`WorkspaceMissing` when reading a folder that holds no workspace and :class:`WorkspaceOutdated` when
    one lacks tables and cannot be written to.
    """
    folder = Path(path)
    catalogue = folder / CATALOGUE
    if mode == "read" and not catalogue.exists():
        raise WorkspaceMissing(
            f"There is no workspace in {str(folder)!r}.",
            "Make one with `whyrank import SOURCE PATH --into FOLDER`, or `whyrank demo` for the sample shop.",
        )
    if mode == "read" and not _is_current(folder):
        # Made by an earlier version: writing brings its tables to today's shape.
        _bring_up_to_date(folder)
    (folder / "data").mkdir(parents=True, exist_ok=True)
    con = plain_connection()
    for name in EXTENSIONS:
        load_extension(con, name)
    con.execute(f"set memory_limit='{MEMORY_LIMIT}'")
    con.execute("set temp_directory=$folder", {"folder": str(folder / "tmp")})
    location = str(catalogue).replace("'", "''")
    data_path = str(folder / "data").replace("'", "''")
    # The catalogue remembers where the data lay; overriding it lets a workspace be moved or copied as a folder. With a
    # write-ahead log readers and a writer never wait for each other, in one process as little as in several; without
    # it a reader that meets a commit can leave the catalogue locked for as long as its process lives.
    options = f"data_path '{data_path}', override_data_path true, meta_busy_timeout {BUSY_MILLISECONDS}"
    options += ", read_only" if mode == "read" else ", meta_journal_mode 'wal'"
    con.execute(f"attach 'ducklake:sqlite:{location}' as lake ({options})")
    con.execute("use lake")
    workspace = Workspace(folder, con, mode == "read")
    if mode == "write" and not _is_current(folder):
        workspace.commit(_bring_to_shape)
        (folder / SCHEMA).write_text(_shape(), "utf-8")
    return workspace


def _bring_up_to_date(folder: Path) -> None:
    """Give a workspace that an earlier version made the tables of this one, as opening it for writing does."""
    try:
        open_workspace(folder, "write").close()
    except (duckdb.Error, OSError) as error:
        raise WorkspaceOutdated(
            f"The workspace {str(folder)!r} was made by an earlier version and cannot be written to.",
            "Make its folder writable once, or copy it, so that the tables it lacks can be added.",
        ) from error


def _bring_to_shape(cursor: duckdb.DuckDBPyConnection) -> None:
    for name in SHAPE:
        sql.run(cursor, name)


def _shape() -> str:
    return hashlib.sha256("".join(sql.text(name) for name in SHAPE).encode()).hexdigest()[:16]


def _is_current(folder: Path) -> bool:
    """Whether the tables have the shape that the statements of ``SHAPE`` give them today."""
    marker = folder / SCHEMA
    return marker.is_file() and marker.read_text("utf-8") == _shape()


@contextmanager
def together(cursor: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Commit the statements that ``cursor`` runs within, together or not at all."""
    cursor.execute("begin transaction")
    try:
        yield
        cursor.execute("commit")
    except BaseException:
        # The statement that failed may have ended the transaction already.
        with suppress(duckdb.Error):
            cursor.execute("rollback")
        raise


def plain_connection() -> duckdb.DuckDBPyConnection:
    """Return an in-memory DuckDB connection whose clock is UTC."""
    con = duckdb.connect()
    con.execute("set timezone='UTC'")
    con.execute("set enable_progress_bar=false")
    return con


def plain_cursor() -> duckdb.DuckDBPyConnection:
    """Return what :func:`plain_connection` does in 0.2 ms instead of 10: a cursor of a database that all share.

    Its temporary tables are its own, and vanish with it.

    >>> plain_cursor().execute("create temp table t as select 1 as a").fetchall()
    [(1,)]
    >>> plain_cursor().execute("select count(*) from duckdb_tables()").fetchall()
    [(0,)]
    """
    cursor = _shared_database().cursor()
    cursor.execute("set timezone='UTC'")
    cursor.execute("set enable_progress_bar=false")
    return cursor


@cache
def _shared_database() -> duckdb.DuckDBPyConnection:
    return plain_connection()


def load_extension(con: duckdb.DuckDBPyConnection, name: str) -> None:
    """Load a DuckDB extension from its PyPI package, or from DuckDB's own store where there is none.

    Raises :class:`ExtensionMissing` with the package to install.
    """
    try:
        package = importlib.import_module(f"duckdb_extension_{name}")
        folder = resources.files(package) / "extensions" / f"v{duckdb.__version__}"
        con.execute(f"load '{folder / f'{name}.duckdb_extension'}'")
    except (ImportError, duckdb.Error):
        try:
            con.execute(f"install {name}")
            con.execute(f"load {name}")
        except duckdb.Error as error:
            package_name = f"duckdb-extension-{name.replace('_', '-')}"
            raise ExtensionMissing(
                f"DuckDB's extension {name!r} cannot be loaded.",
                f"Install it with `pip install {package_name}=={duckdb.__version__}`.",
            ) from error


def _is_contention(error: Exception) -> bool:
    message = str(error).lower()
    return any(sign in message for sign in ("database is locked", "conflict", "busy", "failed to commit"))
