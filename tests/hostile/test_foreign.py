"""The desk's forms from somebody with the same rights elsewhere, and any form without its token: refused, and nothing changes.

That nobody is let in without signing in or without the right is asked of every route in tests/architecture/test_routes.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from dothi.accounts.models import Role
from dothi.kernel.permissions import PERMISSIONS

from . import forms_desk, forms_dispatch, forms_forces
from .city import City, build, somebody
from .form import Case
from .test_twice import counts

pytestmark = pytest.mark.django_db

# A call of no known line is everybody's until somebody takes it; who writes down a new one writes their own; a phone has no area.
EVERYBODYS = {
    "call-returned", "call-mark", "call-mark-end", "call-here",
    "desk-take", "desk-take-longest", "desk-by-hand", "desk-return",
}  # fmt: skip
REGISTER = re.compile(
    "call-line|call-rule|desk-target|forces-new|forces-change|forces-disband"
)  # asked of all administrators in test_tampered.py
CASES = {
    name: case
    for name, case in (forms_desk.CASES | forms_dispatch.CASES | forms_forces.CASES).items()
    if name not in EVERYBODYS and not REGISTER.match(name)
}
# Without an account: the token in the address, or a message's id, is all there is
NO_TOKEN = {"call-here", "notify-arrived", "notify-receipts"} | {
    f"open311-{name}"  # a key says who sends; no cookie is asked
    for name in (
        "discovery",
        "discovery-v2",
        "services",
        "service",
        "requests",
        "request",
        "token",
        "updates",
        "updates-short",
    )
}


@pytest.fixture
def city(db: None, tmp_path: Path) -> City:
    return build(tmp_path)


def _problem(city: City, browser: Client, case: Case) -> str:
    path, form = case.path(city), case.form(city)
    before = counts(case.effect)
    answer = browser.post(path, form, headers={"Accept": "application/json"})
    changed = {table: now for table, now in counts(case.effect).items() if now != before[table]}
    refused = answer.status_code in {403, 404}
    return "" if refused and not changed else f"{answer.status_code}, changed {changed}"


def test_somebody_with_the_same_rights_in_another_ward_is_refused(city: City) -> None:
    stranger = somebody(city.cast, "la", city.cast.office_b, "dispatcher", unit=city.cast.ward_b)
    assert stranger.may("calls.take") and stranger.may("forces.send")
    browser = Client(raise_request_exception=False)
    browser.force_login(stranger)
    problems = {name: _problem(city, browser, case) for name, case in CASES.items()}
    assert len(problems) > 25
    assert not {name: problem for name, problem in problems.items() if problem}


def _routes(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[tuple[str, str, Any]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns, before + str(pattern.pattern))
        else:
            yield str(pattern.name), before + str(pattern.pattern), pattern.callback


@pytest.mark.long(seconds=15)
def test_no_form_is_taken_without_the_token_of_its_page(city: City) -> None:
    """Asked before anything is looked up, so an address with nothing behind it says as much as one with something."""
    Role.objects.create(code="all", name_vi="x", name_en="x", permissions=sorted(PERMISSIONS))
    browser = Client(enforce_csrf_checks=True, raise_request_exception=False)
    browser.force_login(somebody(city.cast, "tat-ca", city.cast.centre, "all"))
    samples = {"int": "1", "slug": "x", "str": "x", "uuid": "00000000-0000-0000-0000-000000000000"}
    asked, taken = 0, []
    for name, route, view in _routes(get_resolver().url_patterns):
        if getattr(view, "dothi_permission", "api") == "api" or name in NO_TOKEN:
            continue
        path = "/" + re.sub(r"<(?:(\w+):)?\w+>", lambda part: samples.get(part[1] or "str", "x"), route)
        answer = browser.post(path)
        asked += 1
        if answer.status_code != 403:
            taken.append((name, answer.status_code))
    assert asked > 150
    assert not taken
