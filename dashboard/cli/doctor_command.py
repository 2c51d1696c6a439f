"""``whyrank doctor``: is everything here that the product needs, and what to do about what is missing."""

from __future__ import annotations

import importlib.metadata
import platform
import shutil
import sys
from pathlib import Path

import click

from dashboard.cli import options

PACKAGES = ("torch", "transformers", "tokenizers", "captum", "shap", "duckdb", "streamlit", "plotly", "numpy", "pandas")


@click.command(epilog=options.example("whyrank doctor", "whyrank doctor --json"))
@options.workspace
@options.as_json
@click.pass_context
def command(ctx: click.Context, workspace: Path, as_json: bool) -> None:
    """Print versions, DuckDB extensions, torch threads and device, and what to do about anything missing.

    The workspace is looked at too: whether it opens, and which rankers it holds.

    Exits with 1 when something that whyrank cannot do without is missing.
    """
    checks = [*_packages(), *_extensions(), *_torch(), *_machine(), _workspace(workspace)]
    if as_json:
        options.print_json(checks)
    else:
        for check in checks:
            mark = "ok     " if check["ok"] else ("MISSING" if check["needed"] else "absent ")
            click.echo(f"{mark} {check['name']:<28} {check['found'] or ''}")
            if not check["ok"]:
                click.echo(f"        → {check['remedy']}")
    if any(check["needed"] and not check["ok"] for check in checks):
        ctx.exit(1)


def _check(name: str, found: str | None, needed: bool, remedy: str) -> dict[str, object]:
    return {
        "name": name,
        "ok": found is not None,
        "found": found,
        "needed": needed,
        "remedy": remedy if not found else "",
    }


def _packages() -> list[dict[str, object]]:
    checks = [_check("python", platform.python_version(), True, "")]
    for name in PACKAGES:
        try:
            version: str | None = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            version = None
        checks.append(_check(name, version, True, f"Run `pip install {name}`, or `pip install whyrank` again."))
    return checks


def _extensions() -> list[dict[str, object]]:
    from queries.errors import ExtensionMissing
    from queries.workspace import EXTENSIONS, OPTIONAL_EXTENSIONS, load_extension, plain_connection

    checks = []
    con = plain_connection()
    for name in EXTENSIONS + OPTIONAL_EXTENSIONS:
        try:
            load_extension(con, name)
            checks.append(_check(f"duckdb extension {name}", "loads", name in EXTENSIONS, ""))
        except ExtensionMissing as error:
            checks.append(_check(f"duckdb extension {name}", None, name in EXTENSIONS, error.remedy))
    return checks


def _torch() -> list[dict[str, object]]:
    import torch

    device = torch.cuda.get_device_name(0) if torch.cuda.is_available() else "cpu"
    return [
        _check("torch threads", str(torch.get_num_threads()), True, ""),
        _check("torch device", device, True, ""),
    ]


def _workspace(folder: Path) -> dict[str, object]:
    from queries.errors import WhyrankError
    from queries.rankers import list_rankers
    from queries.workspace import open_workspace

    try:
        with open_workspace(folder) as ws:
            rankers = [entry.name for entry in list_rankers(ws)]
            return _check("workspace", f"{folder}: snapshot {ws.snapshot_id()}, rankers {rankers or 'none'}", False, "")
    except WhyrankError as error:
        return _check("workspace", None, False, error.remedy)


def _machine() -> list[dict[str, object]]:
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    encoding = sys.stdout.encoding if "utf" in (sys.stdout.encoding or "").lower() else None
    return [
        _check("terminal encoding", encoding, False, "Set PYTHONUTF8=1, or Chinese titles will not print."),
        _check("chromium (tests only)", browser, False, "Needed by the browser tests: `apt-get install chromium`."),
    ]
