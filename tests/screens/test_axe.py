"""What axe-core (the engine of most checkers of accessibility) finds on the pages of W5: WCAG 2.2 A and AA, phone and desk, both themes and
languages; and that nothing runs out of a screen of 320 px (WCAG 1.4.10).

It comes with Lighthouse (`make lighthouse`); nothing of it is shipped.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dothi.kernel.testing.absent import missing

from .test_around import PAGES as AROUND
from .test_around import around
from .test_report_form import Told, told
from .test_surveys import OFFICERS as SURVEYS
from .test_surveys import PUBLIC as ASKED
from .test_surveys import asked

__all__ = ["around", "asked", "told"]
pytestmark = [pytest.mark.browser, pytest.mark.slow(seconds=240)]
AXE = Path(__file__).parents[1] / "lighthouse/node_modules/axe-core/axe.min.js"
RUN = """async () => {
  const told = await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] });
  return told.violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.html.slice(0, 120)} ${node.any[0]?.message ?? ''}`));
}"""
WIDER = """() => document.documentElement.scrollWidth <= innerWidth ? '' : [...document.querySelectorAll('main *')]
  .filter((one) => one.getBoundingClientRect().right > innerWidth + 1).map((one) => one.outerHTML.slice(0, 80)).slice(-3).join(' ') || 'the page'"""
REPORTS = (
    "",
    "moi/",
    "{code}/",
    "cua-toi/",
    "cua-toi/{token}/",
    "xac-nhan/",
    "bang-diem/",
    "quyen-rieng-tu/",
    "tai/{plate}/",
)
PUBLIC = (
    *AROUND,
    *(one for one in ASKED if one.startswith("/khao-sat/")),
    *(f"/phan-anh/{one}" for one in REPORTS),
)
OFFICERS = (
    "/around/works/", "/around/works/new/", "/around/works/file/", "/around/guide/", "/around/guide/new/", "/around/limits/",
    "/around/limits/watches/", "/surveys/limits/least-n/", "/reports/", "/reports/rules/", "/reports/mail/", "/reports/templates/",
    "/reports/new/", "/reports/field/", "/reports/{code}/", *SURVEYS,
)  # fmt: skip


@pytest.fixture(scope="module")
def engine() -> str:
    if not AXE.is_file():
        missing("axe-core is not installed (make lighthouse)")
    return AXE.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def names(around: str, told: Told, asked: dict[str, str]) -> dict[str, str]:
    """What stands in an address in the place of a name."""
    return {**asked, **told._asdict(), "token": told.token, "asked": asked["token"]}


def found(page: Any, address: str, engine: str) -> list[str]:
    """What is wrong with one page, as it stands and at 320 px."""
    page.goto(address, wait_until="load")
    page.evaluate(engine)
    wrong: list[str] = [f"{address} {one}" for one in page.evaluate(RUN)]
    page.set_viewport_size({"width": 320, "height": 700})
    if wide := page.evaluate(WIDER):
        wrong.append(f"{address} runs out of a screen of 320 px: {wide}")
    return wrong


@pytest.mark.parametrize(("width", "theme", "language"), [(375, "dark", "vi"), (375, "light", "en"), (1280, "light", "vi"), (1280, "dark", "en")])  # fmt: skip
@pytest.mark.parametrize("who", ["everybody", "officer"])
def test_axe_finds_nothing(
    browser: Any, city: str, engine: str, names: dict[str, str], signed_in: dict[str, Any], who: str, width: int, theme: str, language: str,
) -> None:  # fmt: skip
    state = signed_in if who == "officer" else None
    context = browser.new_context(storage_state=state)
    chosen = {"dothi_theme": theme, "django_language": language}
    context.add_cookies([{"name": name, "value": value, "url": city} for name, value in chosen.items()])
    wrong = []
    for path in OFFICERS if who == "officer" else PUBLIC:
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": 800})
        # the token of an invitation and that of a report's link are not the same
        more = {"token": names["asked"]} if path.startswith("/khao-sat/") else {}
        wrong += found(page, city + path.format(**{**names, **more}), engine)
        page.close()
    context.close()
    assert not wrong, "\n".join(wrong)
