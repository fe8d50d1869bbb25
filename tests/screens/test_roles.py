"""Each role: where it begins, and that every link its pages show opens. A link that answers 403 or 404 is a promise broken."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest

from dothi.kernel.testing.cast import PASSWORD

pytestmark = pytest.mark.browser
WHO = {
    "minh": "duty officer and dispatcher",
    "lan": "ward officer",
    "nga": "agency officer",
    "hoa": "leader",
    "phuc": "programme officer",
    "vy": "data steward",
    "kien": "auditor",
}
_LINK = re.compile(r'(?:href|hx-get)="([^"#]+)"')


@pytest.mark.parametrize("user", WHO)
def test_every_visible_link_opens(browser: Any, city: str, user: str) -> None:
    # what is walked is what the server writes: scripts would draw the map, beside the walk, all the time
    context = browser.new_context(locale="vi-VN", java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{city}/accounts/login/")
    page.fill("input[name=login]", user)
    page.fill("input[name=password]", PASSWORD)
    page.locator("form:has(input[name=password]) button").first.click()
    page.wait_for_selector("nav.nav a")
    refused, seen = _walk(context.request, city)
    context.close()
    assert refused == []
    assert len(seen) > 10, "the walk has found its way"


def _walk(asks: Any, city: str) -> tuple[list[tuple[int, str, str]], set[str]]:
    """Follows every link, one of each shape (numbers and ids alike); what did not answer 200, and on which page it stood."""
    waiting, seen, refused = [("/", "")], {"/"}, []
    while waiting:
        path, found_on = waiting.pop(0)
        answer = asks.get(urljoin(city, path))
        if answer.status != 200:
            refused.append((answer.status, path, found_on))
        elif "html" in answer.headers.get("content-type", ""):
            for link in _LINK.findall(answer.text()):
                to = urlsplit(urljoin(urljoin(city, path), link.replace("&amp;", "&")))
                shape = _shape(to.path, to.query)
                here = f"{to.scheme}://{to.netloc}" == city and not to.path.startswith(
                    ("/static", "/accounts/")
                )
                if here and shape not in seen:
                    seen.add(shape)
                    waiting.append((f"{to.path}?{to.query}" if to.query else to.path, path))
    return refused, seen


def _shape(path: str, query: str) -> str:
    named = re.sub(r"urn(:|%3A)[^/]+", "urn", re.sub(r"\d+", "0", path))
    return named + "?" + ",".join(sorted(pair.partition("=")[0] for pair in query.split("&") if pair))
