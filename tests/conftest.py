"""Fixtures of more than one package."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from filelock import FileLock


@pytest.fixture(scope="session")
def demo_once(tmp_path_factory, request) -> Path:
    """The demo workspace, built once for all workers of a run: to be copied, never written to."""
    from dashboard.demo import build

    base = tmp_path_factory.getbasetemp()
    shared = base.parent if hasattr(request.config, "workerinput") else base
    folder = shared / "demo-once"
    with FileLock(shared / "demo-once.lock"):
        if not (folder / "built").exists():
            build(folder / "workspace", results=None)
            (folder / "built").touch()
    return folder / "workspace"


@pytest.fixture(scope="session")
def demo_workspace(demo_once, tmp_path_factory) -> Path:
    """The demo workspace as `make demo` builds it, without explanations made before: the sample shop and its ranker."""
    return Path(shutil.copytree(demo_once, tmp_path_factory.mktemp("demo") / "workspace"))
