"""What opening each page of the dashboard takes on the server: asked anew, and again for the same data.

Every page is run through app.py, with what it asks, computes and draws; process, database and ranker are warm.
"Anew": nothing that pages keep of the data is kept, as just after an import or a new ranker.
"""

from __future__ import annotations

import logging
import os
from pathlib import Path

import sample_shop
import streamlit as st
from report import line, seconds
from streamlit.testing.v1 import AppTest

APP = Path(__file__).resolve().parents[1] / "dashboard" / "app.py"
PAGES = ("overview", "why", "patterns", "trust", "segments", "shoppers", "data", "compare", "robustness")
REPEATS = 5


def opened(page: str) -> AppTest:
    """Return the app at a page."""
    app = AppTest.from_file(str(APP), default_timeout=120).run()
    if page != "overview":
        app.switch_page(f"app_pages/{page}_page.py").run()
    if app.exception:
        raise RuntimeError(app.exception[0].message)
    return app


def main() -> None:
    logging.disable()  # Streamlit warns of every script that is not run by its server.
    os.environ["WHYRANK_WORKSPACE"] = str(sample_shop.workspace())
    for page in PAGES:
        app = opened(page)

        def anew(app: AppTest = app) -> None:
            st.cache_data.clear()
            app.run()

        again = seconds(app.run, REPEATS)
        line(f"{page}, asked anew", seconds(anew, REPEATS, 0), "again", again)


if __name__ == "__main__":
    main()
