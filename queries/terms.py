"""The terms of a measurement: what is stated beside every figure."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

import pyarrow as pa

from queries.grading import BEHAVIOUR, Grading
from queries.metrics import Metric

K = 10


@dataclass(frozen=True)
class Terms:
    """What is stated beside every figure: the cut-off, the grading, and propensities where they are given.

    ``propensities``: surface, position (from 1), propensity (above 0, that of a surface's first place 1); estimated
    from the log where None.
    """

    k: int = K
    grading: Grading = BEHAVIOUR
    propensities: pa.Table | None = field(default=None, repr=False)

    def version(self, metric: Metric) -> str:
        """Return ten digits for the definition under these terms: the file, what it reads, cut-off and grading.

        >>> from queries.metrics import METRICS
        >>> ndcg, coverage = METRICS["ndcg"], METRICS["coverage"]
        >>> Terms(k=5).version(ndcg) == Terms(k=10).version(ndcg), Terms().version(coverage) == coverage.version
        (False, False)
        """
        said = [metric.version, str(self.k) if metric.cuts else ""]
        if "outcomes" in metric.needs:
            said.append(self.grading.statement())
        if "propensity" in metric.reads and self.propensities is not None:
            said.append(str(self.propensities.to_pylist()))
        return hashlib.sha256("\0".join(said).encode()).hexdigest()[:10]
