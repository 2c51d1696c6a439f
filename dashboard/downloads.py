"""Tables to take along."""

from __future__ import annotations

import pyarrow as pa


def as_csv(rows: pa.Table) -> bytes:
    """Return a table as CSV that spreadsheets read with Chinese and without formulas; lists become text.

    >>> as_csv(pa.table({"word": ["=1+1"], "mean": [0.5]})).decode("utf-8-sig").splitlines()
    ['word,mean', "'=1+1,0.5"]
    """
    frame = rows.to_pandas().astype(object)
    text = frame.map(lambda value: as_cell(value) if isinstance(value, str) else value)
    return bytes(text.to_csv(index=False).encode("utf-8-sig"))


def as_cell(text: str) -> str:
    """Keep a spreadsheet from reading text as a formula.

    >>> as_cell("=1+1"), as_cell("watch")
    ("'=1+1", 'watch')
    """
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
