"""Feedback on an explanation, through the page: kept with what it is of, and shown as text."""

from __future__ import annotations

import shutil

from dashboard.i18n import translate
from queries.feedback import feedback
from queries.workspace import open_workspace
from tests.dashboard.conftest import drawn

WATCHES = {"search": "智能手表"}


def test_feedback_is_kept_and_shown(open_page, demo_workspace, tmp_path):
    shutil.copytree(demo_workspace, tmp_path / "shop")
    app = open_page(tmp_path / "shop", "why", **WATCHES)
    app.text_area[0].set_value("the strap <b>matters</b>")
    send = next(button for button in app.button if button.label == translate("en", "feedback.send"))
    send.click().run()
    assert translate("en", "feedback.no_verdict") in app.warning[0].value
    verdict = next(group for group in app.button_group if group.label == translate("en", "feedback.verdict"))
    verdict.set_value("wrong")
    app.text_area[0].set_value("the strap <b>matters</b>")
    next(button for button in app.button if button.label == translate("en", "feedback.send")).click().run()
    assert not app.exception
    assert app.success
    assert "the strap &lt;b&gt;matters&lt;/b&gt;" in drawn(app)
    with open_workspace(tmp_path / "shop") as ws:
        [said] = feedback(ws).to_pylist()
    assert (said["verdict"], said["search"]) == ("wrong", WATCHES["search"])
    assert said["ranker_id"]
    assert said["data_id"]
    review = drawn(open_page(tmp_path / "shop", "trust", lang="zh"))
    assert "1 条认为有误" in review
    assert "the strap &lt;b&gt;matters&lt;/b&gt;" in review
    assert f'href="why?search=%E6%99%BA%E8%83%BD%E6%89%8B%E8%A1%A8&amp;item={said["item_id"]}&amp;lang=zh"' in review
