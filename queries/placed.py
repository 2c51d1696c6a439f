"""The slates and outcomes of a workspace, placed for every metric, and what the data cannot tell."""

from __future__ import annotations

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from queries import sql
from queries.measure import place
from queries.numbering import Numbered, number
from queries.outcomes import outcomes_on
from queries.propensities import PROPENSITIES
from queries.slates import LOGGED, WHOLE_CATALOGUE
from queries.terms import Terms


def place_slates(con: duckdb.DuckDBPyConnection, ranker_id: str, terms: Terms) -> Numbered:
    """Place the slates of a ranker ("logged": those that were shown) and their outcomes on ``con``.

    Afterwards there are the tables of measuring/place.sql, ``numbered_context``, ``numbered_item`` and
    ``given_propensity``. Outcomes of contexts without a slate are left out: no slate is to be measured by them.

    >>> from queries.examples import tiny_shop
    >>> with tiny_shop().transaction() as con:
    ...     numbered = place_slates(con, "logged", Terms())
    ...     con.table("hit").order("context_no").project("rank").fetchall()
    [(1,), (2,)]
    """
    logged = ranker_id == LOGGED
    slates = sql.run(con, "measuring/logged") if logged else sql.run(con, "measuring/ranked", ranker_id=ranker_id)
    asked = sql.run(con, "measuring/asked")["context_id"] if logged else None
    outcomes = outcomes_on(con, terms.grading)
    outcomes = outcomes.filter(pc.is_in(outcomes["context_id"], slates["context_id"].combine_chunks()))
    numbered = number(slates, outcomes, asked)
    for name, ids in (("context", numbered.contexts), ("item", numbered.items)):
        numbers = np.arange(len(ids), dtype=np.int32)
        con.register(f"numbered_{name}", pa.table({f"{name}_no": numbers, f"{name}_id": ids}))
    given = PROPENSITIES.empty_table() if terms.propensities is None else terms.propensities.cast(PROPENSITIES)
    con.register("given_propensity", given)
    place(con, numbered, terms.k)
    return numbered


def unmet_needs(con: duckdb.DuckDBPyConnection, numbered: Numbered, ranker_id: str, terms: Terms) -> set[str]:
    """Return what the placed slates and the workspace cannot tell, by the names in metrics/needs.toml."""
    if not numbered.slates.num_rows:
        return {"slates"}
    found = sql.run(
        con,
        "measuring/available",
        ranker_id=ranker_id,
        outcome=terms.grading.outcome,
        logged=ranker_id == LOGGED,
        seen=not ranker_id.endswith(WHOLE_CATALOGUE),
        top=terms.grading.top,
    )
    return {row["need"] for row in found.to_pylist() if not row["met"]}
