"""The house rules that no linter knows: what may be loaded when, and which file names would break an import."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("dashboard", "explain", "models", "queries", "sample_data")


def modules_after(statement: str) -> set[str]:
    """Return the modules loaded in a fresh interpreter after ``statement``."""
    code = f"import sys, json\n{statement}\nprint(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return {name.split(".")[0] for name in json.loads(done.stdout.splitlines()[-1])}


def test_help_loads_neither_torch_nor_duckdb_nor_streamlit():
    loaded = modules_after("import dashboard.cli.main")
    assert not loaded & {"torch", "duckdb", "streamlit", "shap", "captum"}


def test_queries_load_without_torch_and_streamlit():
    loaded = modules_after("import queries.workspace")
    assert not loaded & {"torch", "transformers", "streamlit", "shap", "captum"}


def test_no_file_beside_app_shadows_a_package():
    """`streamlit run dashboard/app.py` puts dashboard/ first on sys.path."""
    names = {path.stem for path in (ROOT / "dashboard").iterdir()}
    assert not names & set(PACKAGES)


def test_every_package_on_disk_is_shipped():
    config = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    shipped = set(config["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"])
    assert shipped == set(PACKAGES)
    assert all((ROOT / package / "__init__.py").exists() for package in shipped)


def test_every_dependency_says_why_it_is_there():
    lines = (ROOT / "pyproject.toml").read_text("utf-8").splitlines()
    start = lines.index("dependencies = [")
    block = lines[start + 1 : lines.index("]", start)]
    explained = False
    for line in block:
        if line.strip().startswith("#"):
            explained = True
        elif not explained:
            pytest.fail(f"no reason above {line.strip()}")


@pytest.mark.parametrize("package", PACKAGES)
def test_sql_is_never_written_in_python(package):
    """Statements live in .sql files; a few words of session set-up in queries/workspace.py are the exception."""
    allowed = {"queries/workspace.py", "queries/sql.py"}
    for path in (ROOT / package).rglob("*.py"):
        name = path.relative_to(ROOT).as_posix()
        source = path.read_text("utf-8").lower()
        if name not in allowed:
            assert "select " not in source or " from " not in source.split("select ", 1)[1][:80], name
