"""Shops the tests look at: the shipped one, and small ones made on the spot."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pyarrow.parquet as pq
import pytest

from sample_data import SHOP
from sample_data.choice import BASE, DRIVERS
from sample_data.settings import Settings
from sample_data.simulate import simulate
from sample_data.writer import SCHEMAS


def read(folder: Path) -> SimpleNamespace:
    """Read all tables of a shop as frames, with its planted faults."""
    tables = {name: pq.read_table(folder / f"{name}.parquet").to_pandas() for name in SCHEMAS}
    faults = {fault["fault"]: fault for fault in json.loads((folder / "faults.json").read_text("utf-8"))}
    return SimpleNamespace(**tables, faults=faults, folder=folder)


@pytest.fixture(scope="session")
def shop() -> SimpleNamespace:
    """The shop that is shipped."""
    return read(SHOP)


@pytest.fixture(scope="session")
def shown(shop: SimpleNamespace) -> pd.DataFrame:
    """Every impression of the shipped shop with its search, item, utility and whether it was clicked."""
    rows = shop.impressions.merge(shop.searches.drop(columns="ts"), on="search_id")
    about = shop.items[["item_id", "brand", "category", "price", "listed_at"]]
    rows = rows.merge(about, on="item_id", suffixes=("", "_listed"))
    truth = shop.truth.assign(utility=BASE + shop.truth[list(DRIVERS)].astype("float64").sum(axis=1))
    rows = rows.merge(truth, on=["search_id", "item_id"])
    clicks = shop.events.query("action == 'click'")[["search_id", "item_id"]].assign(clicked=1)
    return rows.merge(clicks, on=["search_id", "item_id"], how="left").fillna({"clicked": 0})


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shop of 300 shoppers and 240 items over four weeks."""
    folder = tmp_path_factory.mktemp("small")
    simulate(Settings(shoppers=300, items=240, weeks=4, seed=7), folder)
    return folder
