"""A workspace to store explanations in."""

from __future__ import annotations

import pytest

from queries.workspace import open_workspace


@pytest.fixture
def ws(tmp_path):
    with open_workspace(tmp_path / "shop", "write") as workspace:
        yield workspace
