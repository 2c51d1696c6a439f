"""A real browser on the demo: open, type 智能手表, pick the first item, see the waterfall, and nothing goes wrong."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.parse import parse_qs, urlparse

import pytest

BROWSER = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
ARTEFACTS = Path(os.environ.get("WHYRANK_ARTEFACTS", "artefacts"))
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(BROWSER is None, reason="no Chromium here: install it, or name it in CHROMIUM"),
]


@pytest.fixture(scope="module")
def address(demo_workspace):
    """The address of the dashboard, served by `whyrank app` on the demo workspace."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    command = [str(Path(sys.executable).with_name("whyrank")), "app", str(demo_workspace), "--headless"]
    server = subprocess.Popen([*command, "--port", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1)
                break
            except OSError:
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


@pytest.fixture(scope="module")
def chromium():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def tab(chromium):
    """A fresh tab that collects what scripts complained of."""
    page = chromium.new_page(viewport={"width": 1400, "height": 1000})
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    yield page
    page.close()


def settled(tab) -> None:
    """Wait until the page has drawn its picture and is at rest; an error on it fails."""
    tab.locator(".js-plotly-plot").first.wait_for(timeout=120_000)
    tab.wait_for_timeout(1_500)
    assert tab.locator("[data-testid=stException]").count() == 0
    assert tab.locator("[data-testid=stAlertContentError]").count() == 0
    assert tab.complaints == []


def picture(tab, name: str) -> None:
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    height = tab.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    tab.set_viewport_size({"width": tab.viewport_size["width"], "height": min(max(height + 20, 900), 3800)})
    tab.wait_for_timeout(800)
    tab.screenshot(path=ARTEFACTS / name)


def test_type_a_search_pick_an_item_and_see_why(tab, address):
    tab.goto(address)
    tab.get_by_role("link", name="Why", exact=True).click()
    box = tab.get_by_role("textbox", name="Search").or_(tab.get_by_role("searchbox", name="Search")).first
    box.fill("智能手表", timeout=120_000)
    box.press("Enter")
    settled(tab)
    first = tab.locator("[data-testid=stRadio] label:has(input)").first
    first.click()
    settled(tab)
    title = first.inner_text().split("\n")[0]
    assert "小米" in title or "华为" in title
    assert tab.locator(".word").count() > 0
    assert parse_qs(urlparse(tab.url).query)["search"] == ["智能手表"]
    picture(tab, "why-en.png")


def test_a_link_opens_the_same_view_in_chinese_on_a_phone(tab, address):
    tab.set_viewport_size({"width": 420, "height": 900})
    tab.goto(f"{address}/why?lang=zh&search=智能手表")
    settled(tab)
    assert tab.get_by_role("heading", name="为什么是这件商品？").count() == 1
    wider = tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wider <= 0
    picture(tab, "why-zh-narrow.png")


def test_the_overview_says_that_the_data_are_simulated(tab, address):
    tab.goto(address)
    settled(tab)
    assert tab.get_by_text("simulated", exact=False).count() > 0
    picture(tab, "overview-en.png")


def test_the_overview_has_an_address_that_can_be_typed(tab, address):
    tab.goto(f"{address}/overview")
    settled(tab)
    assert tab.get_by_text("Page not found").count() == 0


def test_pictures_beside_each_other_stand_below_each_other_where_there_is_little_room(tab, address):
    """Beside the open menu of a small screen two of them would be too narrow to be read."""
    width = {}
    for screen in (1000, 1400):
        tab.set_viewport_size({"width": screen, "height": 1000})
        tab.goto(address)
        settled(tab)
        width[screen] = tab.locator("[data-testid=stPlotlyChart]").first.bounding_box()["width"]
    assert width[1000] > width[1400]
