"""How the dashboard is started: on this machine only, with our theme, without usage statistics."""

from __future__ import annotations

import sys
from importlib import resources

SETTINGS = {
    "server.address": "127.0.0.1",
    "server.fileWatcherType": "none",
    "browser.gatherUsageStats": "false",
    "client.toolbarMode": "minimal",
    "client.showErrorDetails": "none",
    "theme.base": "light",
    "theme.primaryColor": "#2563c7",
    "theme.font": '"Segoe UI", Roboto, "Noto Sans", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif',
    "theme.baseRadius": "6px",
    "theme.showWidgetBorder": "true",
}


def streamlit_command(port: int, headless: bool) -> list[str]:
    """Return the command line that serves the dashboard on 127.0.0.1; WHYRANK_WORKSPACE says what it shows."""
    app = resources.files("dashboard").joinpath("app.py")
    flags = [f"--{name}={value}" for name, value in SETTINGS.items()]
    flags += [f"--server.port={port}", f"--server.headless={'true' if headless else 'false'}"]
    return [sys.executable, "-m", "streamlit", "run", str(app), *flags]
