"""Fixtures of more than one package."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def demo_workspace(tmp_path_factory) -> Path:
    """The demo workspace, as `make demo` builds it: the sample shop and its ranker."""
    from dashboard.demo import build

    folder = tmp_path_factory.mktemp("demo") / "workspace"
    build(folder)
    return folder
