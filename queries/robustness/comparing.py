"""Two audits of the same contexts by the same suite: what a change of the ranker did to groups of perturbations."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from queries import sql
from queries.privacy import MIN_SHOPPERS
from queries.robustness.reading import student
from queries.workspace import Workspace


def before_after(ws: Workspace, before: str, after: str, groups: Mapping[str, str], seeds: int) -> pa.Table:
    """Return both audits' figures by group of perturbations, over the tests that both have.

    ``groups``: the group of each perturbation that counts. Columns: family_group, measure (failed, overlap, ndcg_loss),
    before, after, difference, low, high (95 %, over ``seeds`` seeds), tests, perturbations. What applied to fewer than
    11 shoppers is left out.
    """
    con = ws.cursor()
    columns = {"perturbation": pa.array(list(groups)), "family_group": pa.array(list(groups.values()))}
    con.register("families", pa.table(columns))
    return sql.run(con, "robustness/before_after", before=before, after=after, least=MIN_SHOPPERS, t=student(seeds))
