"""What the first and last bytes of a file tell, before anything is read from it or held in memory."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import Literal

import pyarrow as pa
import pyarrow.parquet as pq

from queries.importing.errors import FileDamaged, FileEmpty, FileMissing, LineTooLong, WrongEncoding

Kind = Literal["parquet", "ndjson", "csv"]
LONGEST_LINE = 16 << 20  # bytes; no row of a shop's log comes near it
_HEAD = 1 << 20
_PARQUET = b"PAR1"
_PACKED = {b"\x1f\x8b": "gzip", b"PK\x03\x04": "a zip archive or a spreadsheet", b"\x28\xb5\x2f\xfd": "zstd"}


def kind_of(path: Path) -> Kind:
    """Return what kind of file it is, by its first bytes, then by its name.

    Raises :class:`FileMissing`, :class:`FileEmpty` and :class:`FileDamaged`.
    """
    if not path.is_file():
        raise FileMissing(f"{str(path)!r} is not a file.", "Give a file, or the folder that holds the files.")
    if path.stat().st_size == 0:
        raise FileEmpty(f"The file {str(path)!r} is empty.", "Export it again, or leave it out.")
    with path.open("rb") as file:
        start = file.read(4)
    if start == _PARQUET:
        return "parquet"
    if path.suffix.lower() in (".parquet", ".pq"):
        raise FileDamaged(
            f"The file {str(path)!r} is named Parquet but does not begin like it (PAR1).",
            "Export it as Parquet, or give it the ending of what it is (.csv, .ndjson).",
        )
    for magic, packing in _PACKED.items():
        if start.startswith(magic):
            raise FileDamaged(f"The file {str(path)!r} is {packing}.", "Unpack it, or export it as CSV or Parquet.")
    return "ndjson" if path.suffix.lower() in (".ndjson", ".jsonl", ".json") else "csv"


def check_parquet(path: Path) -> pa.Schema:
    """Return the schema of a Parquet file whose end is there and makes sense.

    Raises :class:`FileDamaged` for one that is cut off or overwritten.
    """
    try:
        return pq.read_schema(path)
    except (pa.ArrowException, OSError) as error:
        raise FileDamaged(
            f"The Parquet file {str(path)!r} is cut off or damaged: its last bytes do not describe its content "
            f"({path.stat().st_size:,} bytes are here).",
            "Copy, download or export it again.",
        ) from error


def check_text(path: Path, encoding: str) -> str:
    """Return the text at the beginning of a file, as far as whole lines go within a megabyte.

    Raises :class:`LineTooLong` and :class:`WrongEncoding`.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
        while b"\n" not in head and (more := file.read(_HEAD)):
            head += more
            if len(head) > LONGEST_LINE:
                raise line_too_long(path, 1)
    text = _decode(path, head, encoding)
    if "\0" in text:
        raise _wrong_encoding(path, encoding, 1 + text[: text.index("\0")].count("\n"), head)
    return text if len(head) < _HEAD else text[: text.rindex("\n") + 1]


def line_too_long(path: Path, row: int) -> LineTooLong:
    """Return the error for a line that no memory should be spent on."""
    return LineTooLong(
        f"Line {row:,} of {str(path)!r} is longer than {LONGEST_LINE >> 20} MB.",
        "Rows end with a line break: export it again as CSV, NDJSON (one object a line) or Parquet.",
    )


def _decode(path: Path, head: bytes, encoding: str) -> str:
    try:
        return codecs.getincrementaldecoder("utf-8-sig" if encoding == "utf-8" else encoding)().decode(head)
    except UnicodeDecodeError as error:
        raise _wrong_encoding(path, encoding, 1 + head[: error.start].count(b"\n"), head) from error


def _wrong_encoding(path: Path, encoding: str, row: int, head: bytes) -> WrongEncoding:
    return WrongEncoding(
        f"Line {row:,} of {str(path)!r} is not {encoding}; it may be {guess_encoding(head)}.",
        "Say `encoding = …` in a mapping file (docs/import.md), or convert it: "
        f"iconv -f {guess_encoding(head)} -t utf-8.",
    )


def guess_encoding(sample: bytes) -> str:
    """Return the likeliest encoding of text that is not UTF-8.

    >>> guess_encoding("智能手表".encode("gb18030"))
    'gb18030'
    >>> guess_encoding("café crème".encode("latin-1"))
    'cp1252'
    """
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or sample[:200].count(b"\0") > 20:
        return "utf-16"
    text = codecs.getincrementaldecoder("gb18030")(errors="replace").decode(sample)
    foreign = [character for character in text if character > "\x7f"]
    chinese = sum("\u4e00" <= character <= "\u9fff" for character in foreign)
    return "gb18030" if chinese > 0.7 * len(foreign) else "cp1252"
