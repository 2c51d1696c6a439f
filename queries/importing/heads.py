"""What the first and last bytes of a file tell before anything is read from it."""

from __future__ import annotations

from pathlib import Path

from queries.importing.errors import FileDamaged, FileEmpty

MAGIC = b"PAR1"


def check_head(path: Path) -> None:
    """Raise unless the file is whole as far as its ends can tell.

    Raises :class:`FileEmpty` and :class:`FileDamaged`.
    """
    size = path.stat().st_size
    if size == 0:
        raise FileEmpty(f"The file {str(path)!r} is empty.", "Export it again, or leave it out.")
    with path.open("rb") as file:
        start = file.read(len(MAGIC))
        file.seek(max(0, size - len(MAGIC)))
        end = file.read()
    if path.suffix == ".parquet" and start != MAGIC:
        raise FileDamaged(f"The file {str(path)!r} is named .parquet but is not Parquet.", "Give it its true ending.")
    if start == MAGIC and end != MAGIC:
        raise FileDamaged(
            f"The Parquet file {str(path)!r} is cut off: {size:,} bytes are here, its end is not.",
            "Copy or download it again.",
        )
