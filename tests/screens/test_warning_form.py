"""The form of a warning: what its words make in SMS is said while they are typed, and presses on the map write its shapes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from dothi.warnings.drafted import sms_parts

pytestmark = [pytest.mark.browser, pytest.mark.slow]
CORNER = r"\d+\.\d+ \d+\.\d+"


@pytest.fixture
def form(browser: Any, city: str, signed_in: dict[str, Any]) -> Iterator[Any]:
    """A new warning as Minh drafts it; whatever its scripts throw fails the test."""
    context = browser.new_context(
        locale="vi-VN", storage_state=signed_in, viewport={"width": 1280, "height": 900}
    )
    page = context.new_page()
    page.set_default_timeout(30_000)
    thrown: list[str] = []
    page.on("pageerror", lambda error: thrown.append(str(error)))
    page.goto(f"{city}/warnings/new/")
    yield page
    context.close()
    assert not thrown


@pytest.mark.parametrize(
    ("headline", "instruction"),
    [
        ("Ngap sau", "a" * 149),  # the last that one SMS of seven bits holds: ". " stands between
        ("Ngap sau", "a" * 151),
        ("Ngap sau", "{" * 75),  # two places each
        ("Ngập sâu", "ă" * 60),
        ("Ngập sâu", "ă" * 61),
        ("Ngập sâu", "🌊" * 40),
    ],
)
def test_the_browser_counts_sms_as_the_server_does(form: Any, headline: str, instruction: str) -> None:
    form.fill("[name=headline_vi]", headline)
    form.fill("[name=instruction_vi]", instruction)
    parts = sms_parts(f"{headline}. {instruction}")
    expect(form.locator("[data-sms=vi]")).to_contain_text(f", {parts} tin nhắn SMS")


def test_presses_write_shapes_and_what_is_typed_is_drawn(form: Any) -> None:
    form.locator("details.panel > summary").click()
    form.wait_for_selector("shape-map live-map[data-ready]")
    form.locator("[data-draw=polygon]").click()
    for x, y in ((80, 80), (200, 90), (160, 200)):
        form.locator("shape-map canvas").click(position={"x": x, "y": y})
    corners = form.locator("[name=polygon]")
    expect(corners).to_have_value(lines(3))
    form.locator("[data-draw-undo]").click()
    expect(corners).to_have_value(lines(2))
    form.locator("[data-draw=circle]").click()
    for x in (250, 300):
        form.locator("shape-map canvas").click(position={"x": x, "y": 120})
    centre = form.locator("[name=circle]")
    expect(centre).to_have_value(re.compile(rf"^{CORNER} \d+\.\d\d$"))
    form.locator("[data-draw-clear]").click()
    expect(centre).to_have_value("")
    expect(form.locator("[data-draw-undo]")).to_be_disabled()


def lines(count: int) -> re.Pattern[str]:
    """So many corners, one a line."""
    return re.compile(rf"^{CORNER}(\n{CORNER}){{{count - 1}}}$")
