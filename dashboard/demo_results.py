"""The results that come with the demo: made once by ``python -m dashboard.demo_results FOLDER``, then shipped.

They are what `whyrank explain-all --contexts 240 --k 5 --trust`, `whyrank trust --contexts 24`, `whyrank audit` and
`whyrank attack --sample 60` keep in a demo workspace, so that the pages on patterns, trust and
robustness have something to show at the first look.
"""

from __future__ import annotations

import sys
from pathlib import Path

import sample_data
from dashboard.cli.progress import progress_bar
from dashboard.demo import build
from explain.attack.resistance import run_resistance
from explain.attack.settings import AttackSettings
from explain.batch import BatchSettings, explain_all
from explain.robustness.audit import run_audit
from explain.robustness.suite import read_suite
from explain.shop import open_shop
from explain.trust.comparison import ComparisonSettings, compare_methods
from queries.results import save_results
from queries.workspace import open_workspace

BATCH = BatchSettings(contexts=240, k=5, trust=True, group=20)
ATTACKED = 60
COMPARED = ComparisonSettings(contexts=24, checked=2)


def make(workspace: Path, results: Path) -> None:
    """Explain, compare, audit and attack in a demo at ``workspace``, from where it was stopped; write ``results``."""
    with progress_bar("demo") as progress:
        build(workspace, progress, results=None)
    shop = open_shop(workspace)
    with open_workspace(workspace, "write") as ws:
        with progress_bar("explaining") as progress:
            explain_all(ws, shop, BATCH, progress=progress)
        with progress_bar("comparing methods") as progress:
            compare_methods(ws, shop, COMPARED, progress=progress)
        with progress_bar("auditing") as progress:
            run_audit(ws, shop, read_suite(None), progress=progress)
        with progress_bar("attacking") as progress:
            run_resistance(ws, shop, AttackSettings(), ATTACKED, progress=progress)
        save_results(ws, results)


if __name__ == "__main__":
    make(Path(sys.argv[1]), sample_data.RESULTS)
