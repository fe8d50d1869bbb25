"""Surveys, consultations and insight in a real browser: desk and phone, both themes and languages; a citizen answers with a thumb."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from dothi.kernel.testing.browser import another_page
from dothi.kernel.testing.nats import Server
from dothi.kernel.testing.system import START_S

pytestmark = pytest.mark.browser
LOOKING = (Path(__file__).with_name("looking.js")).read_text(encoding="utf-8")
SHOTS = os.environ.get("DOTHI_SHOTS")  # a folder: keeps what was seen
Open = Callable[..., Any]
OFFICERS = ("/surveys/", "/surveys/sau-phan-anh/", "/surveys/new/", "/surveys/tai-quay/", "/surveys/consultations/{plan}/?state=public", "/reports/insight/")  # fmt: skip
PUBLIC = ("/khao-sat/", "/khao-sat/ket-qua/sau-phan-anh/", "/khao-sat/y-kien/{plan}/", "/khao-sat/tra-loi/{token}/", "/khao-sat/quay/quay-1/", "/surveys/posters/quay-1/")  # fmt: skip


@pytest.fixture(scope="module")
def asked(city: str, committed_db: str, nats_server: Server) -> dict[str, str]:
    """The code of a consultation that is open, and the token of an invitation."""
    environment = {
        **os.environ,
        "DOTHI_DATABASE_URL": committed_db,
        "DOTHI_NATS_URL": nats_server.url,
        "DJANGO_SETTINGS_MODULE": "dothi.config.settings",
    }
    script = [sys.executable, str(Path(__file__).with_name("survey_city.py"))]
    made = subprocess.run(script, env=environment, check=True, timeout=START_S, stdout=subprocess.PIPE)
    plan, token = made.stdout.decode().split()
    return {"plan": plan, "token": token}


@pytest.fixture
def open_page(browser: Any, city: str, signed_in: dict[str, Any], asked: dict[str, str]) -> Iterator[Open]:
    contexts = []

    def opened(path: str, *, width: int, theme: str, language: str, state: dict[str, Any] | None) -> Any:
        phone = width < 500
        context = browser.new_context(
            viewport={"width": width, "height": 800}, storage_state=state, has_touch=phone, is_mobile=phone
        )
        contexts.append(context)
        chosen = {"dothi_theme": theme, "django_language": language}
        context.add_cookies([{"name": name, "value": value, "url": city} for name, value in chosen.items()])
        page = context.new_page()
        page.complaints = []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(city + path.format(**asked))
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize(("width", "theme", "language"), [(1280, "light", "vi"), (375, "dark", "en")])
@pytest.mark.parametrize("path", [*OFFICERS, *PUBLIC])
def test_a_page_stands_on_every_screen(
    open_page: Open, signed_in: dict[str, Any], path: str, theme: str, language: str, width: int
) -> None:
    state = signed_in if path.startswith(("/surveys", "/reports")) else None
    page = open_page(path, width=width, theme=theme, language=language, state=state)
    page.wait_for_timeout(300)
    if SHOTS:
        name = path.strip("/").replace("/", "-").replace("{", "").replace("}", "").partition("?")[0]
        page.screenshot(path=f"{SHOTS}/{name}-{width}-{theme}-{language}.png", full_page=True)
    assert page.evaluate(LOOKING) == []
    assert page.complaints == []


def test_a_citizen_answers_and_changes_it(open_page: Open) -> None:
    page = open_page("/khao-sat/tra-loi/{token}/", width=375, theme="light", language="vi", state=None)
    for face in ("Hài lòng", "Không hài lòng"):
        page.locator(".face", has_text=face).first.tap()
        with another_page(page):
            page.locator("main button").last.tap()
        expect(page.locator("[role=status]")).to_contain_text("đã được ghi nhận")
    assert page.locator("input[value=bad]").is_checked()
