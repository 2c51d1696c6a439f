"""The folder's README cannot lie: its counts and figures are those of the shipped files."""

from __future__ import annotations

import pytest

from sample_data import SHOP
from sample_data.figures import figures
from sample_data.settings import Settings
from sample_data.writer import SCHEMAS


@pytest.fixture(scope="module")
def readme() -> str:
    return (SHOP.parent / "README.md").read_text("utf-8")


@pytest.mark.parametrize("table", SCHEMAS)
def test_rows(readme, shop, table):
    assert f"| `{table}.parquet` | {len(getattr(shop, table)):,} |" in readme


def test_sizes_of_faults(readme, shop):
    for name, fault in shop.faults.items():
        row = next(line for line in readme.splitlines() if line.startswith(f"| {name} |"))
        assert all(f"{size:,}" in row for size in fault["size"].values()), name


def test_figures(readme):
    for name, row in figures(SHOP).items():
        assert f"| {name} | {row['search']:.3f} | {row['home']:.3f} |" in readme


def test_seed_and_origin(readme):
    assert f"seed {Settings().seed}" in readme
    assert "Everything here is simulated" in readme
