"""The simulator: the same seed makes the same shop, a larger shop begins like a smaller one, memory stays flat."""

from __future__ import annotations

import pyarrow.parquet as pq
import pytest

from sample_data import simulate as module
from sample_data.settings import Settings
from sample_data.simulate import main, simulate
from sample_data.writer import SCHEMAS


def test_the_same_seed_makes_the_same_files(small, tmp_path):
    simulate(Settings(shoppers=300, items=240, weeks=4, seed=7), tmp_path)
    for name in [*(f"{table}.parquet" for table in SCHEMAS), "faults.json"]:
        assert (tmp_path / name).read_bytes() == (small / name).read_bytes(), name


def test_another_seed_makes_another_shop(small, tmp_path):
    simulate(Settings(shoppers=300, items=240, weeks=4, seed=8), tmp_path)
    first, second = (pq.read_table(folder / "searches.parquet", columns=["text"]) for folder in (small, tmp_path))
    assert not first.equals(second)


def test_a_larger_shop_begins_with_the_blocks_of_a_smaller_one(tmp_path, monkeypatch):
    """Blocks do not know of each other, so what is in memory is one block, however large the shop."""
    monkeypatch.setattr(module, "BLOCK", 100)
    rows = {}
    for shoppers in (200, 350):
        rows[shoppers] = simulate(Settings(shoppers, 240, 4), tmp_path / str(shoppers))
    for name in ("users", "searches", "impressions", "events", "reviews", "truth"):
        fewer, more = (pq.ParquetFile(tmp_path / str(shoppers) / f"{name}.parquet") for shoppers in (200, 350))
        assert more.read().slice(0, rows[200][name]).equals(fewer.read()), name
        assert more.num_row_groups > fewer.num_row_groups
        assert rows[350][name] > rows[200][name]


def test_progress_ends_at_one(tmp_path):
    seen: list[float] = []
    simulate(Settings(50, 240, 4), tmp_path, lambda label, fraction: seen.append(fraction))
    assert seen[-1] == 1.0


def test_command_line_says_how_many_rows(tmp_path, capsys):
    given = ["--shoppers", "40", "--items", "240", "--weeks", "4", "--out", str(tmp_path / "new" / "shop")]
    assert main(given) == 0
    assert "impressions" in capsys.readouterr().out
    assert pq.read_metadata(tmp_path / "new" / "shop" / "users.parquet").num_rows == 40


@pytest.mark.parametrize("size", [["--shoppers", "0"], ["--items", "20"], ["--weeks", "1"]])
def test_impossible_sizes_are_refused(tmp_path, capsys, size):
    with pytest.raises(SystemExit) as refused:
        main([*size, "--out", str(tmp_path)])
    assert refused.value.code == 2
    assert "at least" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
