"""Parquet files of a shop, written block by block so that memory does not grow with the shop."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType

import pyarrow as pa
import pyarrow.parquet as pq

from sample_data.choice import DRIVERS

TEXT, MOMENT = pa.string(), pa.timestamp("us")


def _columns(names: str, **kinds: pa.DataType) -> pa.Schema:
    return pa.schema([(name, kinds.get(name, TEXT)) for name in names.split()])


SCHEMAS = {
    "items": _columns(
        "item_id kind title brand category description attributes price list_price currency lang platform image "
        "listed_at",
        price=pa.float64(),
        list_price=pa.float64(),
        listed_at=MOMENT,
    ),
    "users": _columns("user_id attributes lang platform joined_at", joined_at=MOMENT),
    "searches": _columns("search_id user_id session_id ts text lang surface platform device", ts=MOMENT),
    "impressions": _columns("search_id item_id position ts price", position=pa.int32(), ts=MOMENT, price=pa.float64()),
    "events": _columns(
        "ts user_id session_id search_id item_id action quantity price",
        ts=MOMENT,
        quantity=pa.int32(),
        price=pa.float64(),
    ),
    "reviews": _columns("review_id item_id user_id ts rating title text lang", ts=MOMENT, rating=pa.float64()),
    "truth": pa.schema([("search_id", TEXT), ("item_id", TEXT), *((name, pa.float32()) for name in DRIVERS)]),
    "search_truth": _columns("search_id intent category brand typo", typo=pa.bool_()),
}
UNIQUE = {"search_id", "review_id"}  # ids that rarely repeat within a table of their own
OWN_IDS = {"searches", "search_truth", "reviews"}


class ShopWriter:
    """Writes the tables of a shop into a folder, one row group per call; usable as a context manager."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.rows = dict.fromkeys(SCHEMAS, 0)
        folder.mkdir(parents=True, exist_ok=True)
        self._files = {name: self._open(name, schema) for name, schema in SCHEMAS.items()}

    def _open(self, name: str, schema: pa.Schema) -> pq.ParquetWriter:
        unique = UNIQUE if name in OWN_IDS else set()
        return pq.ParquetWriter(
            self.folder / f"{name}.parquet",
            schema,
            compression="zstd",
            compression_level=9,
            use_dictionary=[column for column in schema.names if column not in unique],
            column_encoding={column: "DELTA_BYTE_ARRAY" for column in schema.names if column in unique},
        )

    def write(self, name: str, table: pa.Table) -> None:
        """Append a table, in the columns and types of its schema."""
        if table.num_rows:
            self._files[name].write_table(table.select(SCHEMAS[name].names).cast(SCHEMAS[name]))
            self.rows[name] += table.num_rows

    def __enter__(self) -> ShopWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        for file in self._files.values():
            file.close()
