"""How the dashboard is started: on this machine only, with our theme, without usage statistics."""

from __future__ import annotations

import sys
from importlib import resources

# Streamlit brings Source Sans along; Chinese is drawn by what the system has.
FONTS = '"Source Sans", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif'
SETTINGS = {
    "server.address": "127.0.0.1",
    "server.fileWatcherType": "none",
    "browser.gatherUsageStats": "false",
    "server.showEmailPrompt": "false",
    "client.toolbarMode": "viewer",
    "client.showErrorDetails": "none",
    "theme.font": FONTS,
    "theme.baseFontSize": "15",
    "theme.baseRadius": "8px",
    "theme.metricValueFontSize": "1.5rem",
    "theme.showWidgetBorder": "true",
    # Both themes are named, so that the browser's preference for light or dark decides.
    "theme.light.primaryColor": "#2563c7",
    "theme.light.backgroundColor": "#ffffff",
    "theme.light.secondaryBackgroundColor": "#f5f6f8",
    "theme.light.textColor": "#1f2430",
    "theme.light.borderColor": "#e1e4ea",
    "theme.dark.primaryColor": "#7aa7f2",
    "theme.dark.backgroundColor": "#15181d",
    "theme.dark.secondaryBackgroundColor": "#1e2229",
    "theme.dark.textColor": "#e5e8ed",
    "theme.dark.borderColor": "#333a45",
}


def streamlit_command(port: int, headless: bool) -> list[str]:
    """Return the command line that serves the dashboard on 127.0.0.1; WHYRANK_WORKSPACE says what it shows."""
    app = resources.files("dashboard").joinpath("app.py")
    flags = [f"--{name}={value}" for name, value in SETTINGS.items()]
    flags += [f"--server.port={port}", f"--server.headless={'true' if headless else 'false'}"]
    return [sys.executable, "-m", "streamlit", "run", str(app), *flags]
