"""What people say of explanations: kept beside them, counted, and handed on as examples to learn from."""

from __future__ import annotations

import uuid
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal, get_args

import duckdb
import pyarrow as pa

from queries import sql
from queries.errors import WhyrankError
from queries.explanations.checks import PARTS
from queries.table_files import write_table
from queries.workspace import Workspace

Verdict = Literal["helps", "does not help", "wrong"]
Reason = Literal["driver_irrelevant", "driver_missing", "wrong_direction", "item_unsuitable", "unclear", "other"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
REASONS: tuple[Reason, ...] = get_args(Reason)
COMMENT_LENGTH = 4000


class FeedbackInvalid(WhyrankError):
    """Feedback that nobody could use: of nothing, or with a verdict or reason that is none of those there are."""


@dataclass(frozen=True)
class Feedback:
    """One person's verdict on an explanation, or on one of its drivers (``part`` and ``name``).

    ``search``, ``user_id``, ``item_id``, ``ranker_id`` and ``data_id`` say what was explained, so that feedback is
    understood where the explanation was never stored. Raises :class:`FeedbackInvalid`.

    >>> Feedback("helps", item_id="w1", part="item", name="小米").name
    '小米'
    >>> Feedback("nice", item_id="w1")
    Traceback (most recent call last):
    ...
    queries.feedback.FeedbackInvalid: 'nice' is no verdict. Choose one of: helps, does not help, wrong.
    """

    verdict: Verdict
    item_id: str
    search: str | None = None
    user_id: str | None = None
    ranker_id: str | None = None
    data_id: str | None = None
    explanation_id: str | None = None
    part: str | None = None
    name: str | None = None
    reason: Reason | None = None
    comment: str | None = None
    author: str | None = None
    lang: str | None = None

    def __post_init__(self) -> None:
        """Refuse what nobody could use."""
        if self.verdict not in VERDICTS:
            raise FeedbackInvalid(f"{self.verdict!r} is no verdict.", f"Choose one of: {', '.join(VERDICTS)}.")
        if self.reason is not None and self.reason not in REASONS:
            raise FeedbackInvalid(f"{self.reason!r} is no reason.", f"Choose one of: {', '.join(REASONS)}.")
        if not self.item_id:
            raise FeedbackInvalid("The feedback is of no item.", "Say which item was explained.")
        if (self.part is None) != (self.name is None):
            raise FeedbackInvalid("A driver is told by its part and its name.", "Give both, or neither.")
        if self.part is not None and self.part not in PARTS:
            raise FeedbackInvalid(f"{self.part!r} is no part.", f"Choose one of: {', '.join(PARTS)}.")
        if self.comment is not None and len(self.comment) > COMMENT_LENGTH:
            raise FeedbackInvalid(
                f"The comment has {len(self.comment):,} characters.", f"Keep it within {COMMENT_LENGTH:,}."
            )


def give_feedback(ws: Workspace, given: Feedback) -> str:
    """Keep ``given`` and return its id.

    >>> from queries.examples import tiny_shop
    >>> ws = tiny_shop()
    >>> len(give_feedback(ws, Feedback("wrong", item_id="w1", search="手表", reason="unclear")))
    32
    >>> feedback(ws, verdict="wrong")["item_id"].to_pylist()
    ['w1']
    """
    feedback_id = uuid.uuid4().hex
    values = asdict(given) | {"feedback_id": feedback_id}
    row = pa.table({name: pa.array([value], pa.string()) for name, value in values.items()})

    def job(con: duckdb.DuckDBPyConnection) -> None:
        con.register("given_feedback", row)
        sql.run(con, "feedback/add")

    ws.commit(job)
    return feedback_id


def feedback(
    ws: Workspace,
    verdict: Verdict | None = None,
    reason: Reason | None = None,
    about: Literal["whole", "driver"] | None = None,
    explanation_id: str | None = None,
    item_id: str | None = None,
    ranker_id: str | None = None,
    author: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> pa.Table:
    """Return what was said, the newest first: the fields of :class:`Feedback`, feedback_id and given_at (UTC)."""
    return ws.run(
        "feedback/list",
        verdict=verdict,
        reason=reason,
        about=about,
        explanation_id=explanation_id,
        item_id=item_id,
        ranker_id=ranker_id,
        author=author,
        since=since,
        until=until,
    )


def feedback_counts(ws: Workspace) -> pa.Table:
    """Return dimension, segment, verdict, times: over all (dimension "all"), by reason, item, ranker and driver.

    >>> from queries.examples import tiny_shop
    >>> ws = tiny_shop()
    >>> for verdict in ("helps", "helps", "wrong"):
    ...     _ = give_feedback(ws, Feedback(verdict, item_id="w1"))
    >>> [(row["verdict"], row["times"]) for row in feedback_counts(ws).to_pylist() if row["dimension"] == "all"]
    [('helps', 2), ('wrong', 1)]
    """
    return ws.run("feedback/counts")


def export_feedback(ws: Workspace, path: str | Path) -> int:
    """Write all feedback as training examples to a .csv, .parquet or .jsonl file and return how many rows it has.

    ``label``: 1 helps, 0 does not help, −1 wrong; search, the item's texts and the driver (null for the whole) stand
    beside it. Raises :class:`queries.table_files.FileKindUnknown`.

    >>> import tempfile
    >>> from queries.examples import tiny_shop
    >>> ws = tiny_shop()
    >>> _ = give_feedback(ws, Feedback("helps", item_id="w1", search="手表"))
    >>> export_feedback(ws, Path(tempfile.mkdtemp()) / "feedback.csv")
    1
    """
    table = ws.run("feedback/training")
    write_table(table, path)
    return int(table.num_rows)
