"""Where the data comes from, and the rows that could not be used, with their reasons."""

from __future__ import annotations

from dashboard import session
from dashboard.frame import lead
from dashboard.panels.sources import draw_rejects, draw_sources
from dashboard.session import t


def draw() -> None:
    """Draw the answer, the sources, and what was set aside of them."""
    found = session.overview()
    read = sum(source.rows_read for source in found.sources)
    rejected = sum(source.rows_rejected for source in found.sources)
    lead(t("data.sources_answer", kept=f"{read - rejected:,}", read=f"{read:,}", rejected=f"{rejected:,}"))
    draw_sources(found)
    draw_rejects(found)
