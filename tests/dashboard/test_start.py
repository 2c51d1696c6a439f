"""How the dashboard starts: only for this machine, quickly, and without names that shadow packages."""

from __future__ import annotations

import doctest
import importlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from streamlit import config

from dashboard.launch import SETTINGS, streamlit_command

DASHBOARD = Path(__file__).resolve().parents[2] / "dashboard"
# Modules whose docstrings hold examples; pages are scripts and commands are tested by being called.
WITH_EXAMPLES = sorted(
    path.relative_to(DASHBOARD).with_suffix("").as_posix().replace("/", ".").removesuffix(".__init__")
    for path in DASHBOARD.rglob("*.py")
    if ">>> " in path.read_text("utf-8") and not {"cli", "app_pages"} & set(path.parts)
)


def test_only_this_machine_can_connect_and_nothing_is_reported():
    command = streamlit_command(8600, headless=True)
    assert command[:4] == [sys.executable, "-m", "streamlit", "run"]
    assert {"--server.address=127.0.0.1", "--server.port=8600", "--server.headless=true"} <= set(command)
    assert "--browser.gatherUsageStats=false" in command


@pytest.mark.parametrize("name", SETTINGS)
def test_streamlit_knows_every_setting(name):
    assert name in config.get_config_options()


def test_the_overview_needs_neither_torch_nor_shap(demo_workspace):
    code = (
        "import sys; from streamlit.testing.v1 import AppTest\n"
        f"app = AppTest.from_file({str(DASHBOARD / 'app.py')!r}, default_timeout=120).run()\n"
        "assert not app.exception, app.exception\n"
        "assert app.metric, 'the page is empty'\n"
        "print(sorted({'torch', 'shap', 'captum', 'transformers'} & set(sys.modules)))"
    )
    environment = {**os.environ, "WHYRANK_WORKSPACE": str(demo_workspace)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.splitlines()[-1] == "[]"


def test_no_file_beside_app_shadows_a_module():
    """`streamlit run dashboard/app.py` puts dashboard/ first on sys.path."""
    names = {path.stem for path in DASHBOARD.iterdir() if not path.name.startswith("__")}
    assert not names & (set(packages_distributions()) | set(sys.stdlib_module_names))


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_examples_in_docstrings(name):
    result = doctest.testmod(importlib.import_module(f"dashboard.{name}"), optionflags=doctest.NORMALIZE_WHITESPACE)
    assert result.attempted > 0
    assert result.failed == 0


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def is_served(port: int) -> bool:
    try:
        return urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1).status == 200
    except OSError:
        time.sleep(0.2)
        return False


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no SIGTERM")
def test_ending_the_command_ends_the_server(demo_workspace):
    port = free_port()
    whyrank = Path(sys.executable).with_name("whyrank")
    command = subprocess.Popen([whyrank, "app", demo_workspace, "--headless", "--port", str(port)])
    while not is_served(port):
        assert command.poll() is None
    command.terminate()
    assert command.wait(timeout=30) == 0
    assert not is_served(port)


def test_a_first_start_asks_nothing(tmp_path):
    """On a new machine Streamlit would ask for an e-mail address and wait; ours serves."""
    port = free_port()
    server = subprocess.Popen(
        streamlit_command(port, headless=False),
        env={**os.environ, "HOME": str(tmp_path), "BROWSER": "true"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        served = False
        while not served and server.poll() is None:
            served = is_served(port)
    finally:
        server.terminate()
        said, _ = server.communicate(timeout=30)
    assert served, said
    assert "Email" not in said
