"""The leader's page at 375 px: from a figure to its four answers in one tap, a task in the next, and two taps are one task."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import psycopg
import pytest

from dothi.kernel.testing.browser import another_page
from dothi.kernel.testing.cast import PASSWORD
from dothi.kernel.testing.system import START_S

pytestmark = pytest.mark.long(seconds=40)


FIGURE = """
import datetime as dt, django
django.setup()
from dothi.indicators.loading import load_indicators
load_indicators("thu", "1", [{
    "code": "thu-muc", "valid_from": dt.date(2026, 1, 1), "name": {"vi": "Mức đầy", "en": "Filling"}, "figure": "mean", "over": "day", "type": "Box",
    "attribute": "fill", "unit": "P1", "better": "low", "source": "thử", "certainty": "D",
}], owner="so-nnmt", units={("Box", "fill"): "P1"})
"""


@pytest.fixture
def with_a_figure(committed_db: str) -> None:
    """A figure of the department, loaded as a pack does it."""
    environment = {
        **os.environ,
        "DOTHI_DATABASE_URL": committed_db,
        "DJANGO_SETTINGS_MODULE": "dothi.config.settings",
    }
    subprocess.run([sys.executable, "-c", FIGURE], env=environment, check=True, timeout=START_S)


@pytest.mark.usefixtures("with_a_figure")
def test_every_answer_is_at_most_three_taps_away(browser: Any, city: str, committed_db: str) -> None:
    context = browser.new_context(viewport={"width": 375, "height": 812}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(f"{city}/accounts/login/?next=/leader/")
    page.fill("input[name=login]", "hoa")
    page.fill("input[name=password]", PASSWORD)
    with another_page(page):
        page.locator("form:has(input[name=password]) button").first.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    assert page.locator("link[rel=manifest]").count() == 1
    taps = 0
    with another_page(page):
        page.locator(".leader-tile").first.tap()
        taps += 1
    for answer in ("worse", "owner", "assigned", "answered"):
        assert page.locator(f"[data-answer={answer}]").inner_text().strip()
    assert "Department" in page.inner_text("[data-answer=owner]") or "Sở" in page.inner_text(
        "[data-answer=owner]"
    )
    assert taps <= 3
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    with another_page(page):
        page.locator(".leader-give button").first.dblclick()
    page.wait_for_selector("[data-answer=assigned]")
    with psycopg.connect(committed_db) as db:
        assert db.execute("select count(*), min(source_code) from tasks_task").fetchone() == (1, "thu-muc")
    context.close()
