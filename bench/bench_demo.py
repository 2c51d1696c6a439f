"""From a finished install to a usable Why page: build the demo, start the dashboard, open the page in a browser.

The reference is the least any such start could take on this machine: starting Python with torch, shap and Streamlit
imported, and an empty page in the same browser.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import sync_playwright

BROWSER = os.environ.get("CHROMIUM") or shutil.which("chromium") or "chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def wait_until_served(url: str) -> None:
    for _ in range(600):
        try:
            urllib.request.urlopen(f"{url}/_stcore/health", timeout=1)  # noqa: S310
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the dashboard did not start")


def peak_of_children(pid: int) -> float:
    """Return the summed peak resident memory of a process and its children, in MiB (Linux)."""
    pids = [pid]
    for task in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = task.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(fields[1]) in pids:
            pids.append(int(task.parent.name))
    peaks = []
    for each in pids:
        lines = Path(f"/proc/{each}/status").read_text().splitlines()
        peaks += [int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")]
    return sum(peaks)


def main() -> None:
    whyrank = str(Path(sys.executable).with_name("whyrank"))
    folder = Path(tempfile.mkdtemp(prefix="whyrank-bench-")) / "demo"
    start = time.perf_counter()
    subprocess.run([whyrank, "demo", "--build-only", "--workspace", str(folder)], check=True, capture_output=True)
    built = time.perf_counter()
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    server = subprocess.Popen(
        [whyrank, "app", str(folder), "--headless", "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_until_served(url)
        served = time.perf_counter()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=BROWSER, args=FLAGS)
            page = browser.new_page()
            page.goto(f"{url}/why?search={quote('智能手表')}")
            page.locator("[data-testid=stRadio] label:has(input)").first.wait_for(timeout=120_000)
            slate = time.perf_counter()
            page.locator(".js-plotly-plot").first.wait_for(timeout=120_000)
            explained = time.perf_counter()
            page.locator("[data-testid=stRadio] label:has(input)").nth(2).click()
            page.wait_for_timeout(300)
            page.locator("[data-testid=stStatusWidget]").wait_for(state="hidden", timeout=60_000)
            second = time.perf_counter()
            blank = browser.new_page()
            before = time.perf_counter()
            blank.goto("about:blank")
            empty = time.perf_counter() - before
            browser.close()
        peak = peak_of_children(server.pid)
    finally:
        server.terminate()
        server.wait()
    before = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import torch, captum.attr, shap, streamlit"], check=True)
    imports = time.perf_counter() - before
    print(f"build the demo workspace     {built - start:6.1f} s")
    print(f"start the dashboard          {served - built:6.1f} s")
    print(f"first slate on screen        {slate - served:6.1f} s")
    print(f"first explanation on screen  {explained - slate:6.1f} s")
    print(f"next explanation on screen   {second - explained:6.1f} s")
    total = explained - start
    print(f"in all {total:.1f} s; reference (imports {imports:.1f} s + empty page {empty:.1f} s): ", end="")
    print(f"ratio {total / (imports + empty):.1f}; peak memory of the dashboard {peak:.0f} MiB")


if __name__ == "__main__":
    main()
