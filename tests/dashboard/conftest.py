"""Pages as a browser session would see them, through app.py, on real workspaces."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from streamlit.testing.v1 import AppTest
from tokenizers import Tokenizer

import sample_data
from dashboard.cli.main import main
from tests.models.cross_encoders import save_cross_encoder

ROOT = Path(__file__).resolve().parents[2]
# What a shop's text must never be taken for: HTML, Markdown, LaTeX, a Streamlit directive, a link.
HOSTILE = (
    '<script>window.pwned=1</script><img src=x onerror="window.pwned=1"> **x** $\\frac{1}{2}$ :red[y] [z](http://evil)'
)


@pytest.fixture(scope="session")
def hostile_workspace(demo_once, tmp_path_factory) -> Path:
    """A demo workspace in which every title, brand and attribute says hostile things."""
    from queries.workspace import open_workspace

    folder = Path(shutil.copytree(demo_once, tmp_path_factory.mktemp("hostile") / "workspace"))
    with open_workspace(folder, "write") as ws:
        ws.commit(
            lambda cursor: cursor.execute(
                "update items set title = title || $hostile, brand = $hostile, attributes = $hostile",
                {"hostile": HOSTILE},
            )
        )
    return folder


@pytest.fixture(scope="session")
def text_only_workspace(demo_once, tmp_path_factory) -> Path:
    """A demo workspace with a cross-encoder that was added last, as a user would add it."""
    folder = tmp_path_factory.mktemp("text-only")
    shutil.copytree(demo_once, folder / "workspace")
    vocabulary = Tokenizer.from_file(str(sample_data.RANKER / "tokenizer.json"))
    model = save_cross_encoder(folder / "theirs", tokenizer=vocabulary)
    added = CliRunner().invoke(main, ["add-ranker", str(model), "--workspace", str(folder / "workspace")])
    assert added.exit_code == 0, added.output
    return folder / "workspace"


@pytest.fixture
def open_page(monkeypatch) -> Callable[..., AppTest]:
    """Open a page of the app on a workspace, with the parameters of a link."""

    def opened(workspace: Path, page: str = "overview", **parameters: str) -> AppTest:
        monkeypatch.setenv("WHYRANK_WORKSPACE", str(workspace))
        app = AppTest.from_file(str(ROOT / "dashboard" / "app.py"), default_timeout=120)
        if page != "overview":
            app.run().switch_page(f"app_pages/{page}_page.py")  # A page is known by its address after a first run.
        for name, value in parameters.items():
            app.query_params[name] = value
        return app.run()

    return opened


def drawn(app: AppTest) -> str:
    """Return everything a page says, element by element."""
    said = [str(getattr(element, "value", "") or getattr(element, "body", "")) for element in app.main]
    return "\n".join([*said, *(element.proto.body for element in app.get("html"))])
