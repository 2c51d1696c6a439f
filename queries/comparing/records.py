"""Reviews of rankers: what was decided, by whom, and everything they saw, kept so that it reopens as it was."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args

import duckdb
import pyarrow as pa

from queries import sql
from queries.comparing.comparison import Comparison
from queries.errors import UnknownName, WhyrankError
from queries.workspace import Workspace

Decision = Literal["ship", "ship with conditions", "do not ship"]
DECISIONS: tuple[Decision, ...] = get_args(Decision)
FINDINGS_LENGTH = 20_000
ROW = pa.schema(
    [
        *((name, pa.string()) for name in ("review_id", "reviewer", "decision", "a", "b", "metric", "data_id")),
        ("made_at", pa.timestamp("us")),
        *((name, pa.string()) for name in ("document", "page_en", "page_zh")),
    ]
)


class ReviewInvalid(WhyrankError):
    """A review that nobody could rely on later: without a name, a finding or a decision."""


@dataclass(frozen=True)
class RankerReview:
    """A decision on ranker b beside a: ``findings`` in the reviewer's words, ``made_at`` in UTC, to the second.

    ``comparison``: every figure that was on the screen. ``explanations``: by context_id, for "a" and "b", the
    explanation of what the loss turned on as plain data, None where what ranked has none. Raises
    :class:`ReviewInvalid`.
    """

    comparison: Comparison
    decision: Decision
    findings: str
    reviewer: str
    made_at: datetime
    explanations: Mapping[str, Mapping[str, Any]]
    simulated: bool = False

    def __post_init__(self) -> None:
        """Refuse what nobody could rely on."""
        if self.decision not in DECISIONS:
            raise ReviewInvalid(f"{self.decision!r} is no decision.", f"Choose one of: {', '.join(DECISIONS)}.")
        if not self.reviewer.strip():
            raise ReviewInvalid("The review has no name under it.", "Say who decided.")
        if not self.findings.strip():
            raise ReviewInvalid("The review has no findings.", "Say what was found.")
        if len(self.findings) > FINDINGS_LENGTH:
            raise ReviewInvalid(
                f"The findings have {len(self.findings):,} characters.", f"Keep them within {FINDINGS_LENGTH:,}."
            )

    @property
    def document(self) -> str:
        """Everything as one JSON text: equal reviews have equal texts."""
        return json.dumps(
            {
                "comparison": self.comparison.to_dict(),
                "decision": self.decision,
                "findings": self.findings,
                "reviewer": self.reviewer,
                "made_at": self.made_at.isoformat(),
                "explanations": self.explanations,
                "simulated": self.simulated,
            },
            ensure_ascii=False,
            sort_keys=True,
            allow_nan=False,
        )

    @property
    def review_id(self) -> str:
        """Sixteen digits of the document's SHA-256: a changed document has another."""
        return _id_of(self.document)

    @classmethod
    def from_document(cls, document: str) -> RankerReview:
        """Rebuild a review from :attr:`document`."""
        data = json.loads(document)
        comparison = Comparison.from_dict(data.pop("comparison"))
        return cls(comparison, **{**data, "made_at": datetime.fromisoformat(data["made_at"])})


@dataclass(frozen=True)
class KeptReview:
    """A review as it was kept: its ``document`` and ``pages`` by language, to the letter.

    ``intact`` says whether the document is still the one that was signed.
    """

    review: RankerReview
    document: str
    pages: Mapping[str, str]
    intact: bool


def keep_review(ws: Workspace, review: RankerReview, pages: Mapping[str, str]) -> str:
    """Keep a review with its ``pages`` ("en", "zh") and return its id; the same one is kept once."""
    row = {
        "review_id": review.review_id,
        "made_at": review.made_at,
        "reviewer": review.reviewer,
        "decision": review.decision,
        "a": review.comparison.name_a,
        "b": review.comparison.name_b,
        "metric": review.comparison.metric,
        "data_id": review.comparison.data_id,
        "document": review.document,
        "page_en": pages["en"],
        "page_zh": pages["zh"],
    }
    table = pa.Table.from_pylist([row], schema=ROW)

    def job(con: duckdb.DuckDBPyConnection) -> str:
        con.register("kept_review", table)
        sql.run(con, "comparing/keep")
        return review.review_id

    return ws.commit(job)


def list_reviews(ws: Workspace) -> list[dict[str, Any]]:
    """Return review_id, made_at, reviewer, decision, a, b (names), metric and data_id of each, the newest first.

    >>> from queries.examples import tiny_shop
    >>> list_reviews(tiny_shop())
    []
    """
    return ws.run("comparing/reviews").to_pylist()


def read_review(ws: Workspace, review_id: str) -> KeptReview:
    """Return the review of this id, just as it was kept. Raises :class:`~queries.errors.UnknownName`."""
    found = ws.run("comparing/review", review_id=review_id).to_pylist()
    if not found:
        raise UnknownName("review", review_id, [row["review_id"] for row in list_reviews(ws)])
    [row] = found
    review = RankerReview.from_document(row["document"])
    return KeptReview(
        review, row["document"], {"en": row["page_en"], "zh": row["page_zh"]}, _id_of(row["document"]) == review_id
    )


def _id_of(document: str) -> str:
    return hashlib.sha256(document.encode()).hexdigest()[:16]
