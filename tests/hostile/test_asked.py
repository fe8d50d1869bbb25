"""Addresses with values that no page of ours offers: every page of the officer's day, and every page of citizens' reports and of what is
around them, answers or refuses, none breaks.

The ends of Python's years, numbers that no column holds, words in place of codes: what is not understood is left out, and nobody can
fill the log with faults of ours by typing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver

from dothi.accounts import actions as people
from dothi.accounts.models import Person, Role
from dothi.kernel.permissions import PERMISSIONS
from dothi.kernel.testing.cast import PASSWORD, Cast

ROOMS = (
    "tasks", "mine", "duty", "crew", "cameras", "shiftbook", "drills", "notify", "calls", "looks", "reports", "around", "surveys", "briefings",
    "phan-anh", "quanh-toi", "cong-viec", "huong-dan", "khao-sat", "open311",
)  # fmt: skip
_HOLE = re.compile(r"<(?:(?P<kind>\w+):)?\w+>")
_NAMES = (
    "page", "day", "month", "since", "until", "at", "q", "state", "kind", "code", "path", "reference", "case", "desk", "group",
    "lead", "word", "due", "way", "importance", "title", "live", "format", "mine", "who", "thang", "loai", "bbox", "zoom", "lon", "lat",
    "accuracy", "near", "weekday", "unit", "agency", "template", "then", "row", "start_date", "end_date", "updated_after", "page_size",
    "text", "category", "place", "tab", "door", "process", "token", "api_key", "plate", "late", "service_request_id", "reason",
)  # fmt: skip
_VALUES = ("9999-12-31", "0001-01-01", "9" * 40, "90", "1e400", "-180,-90,180,90")
_FILLED = {
    "int": (str(2**63 - 1), "9" * 30),
    "slug": ("x", "a" * 300),
    "str": ("%00", "..%2f..%2fetc%2fpasswd"),
}


@pytest.fixture
def knows_all(cast: Cast) -> Person:
    """Somebody whom no right keeps from reaching a page."""
    role = Role.objects.create(
        code="all-rights", name_vi="Mọi quyền", name_en="All rights", permissions=sorted(PERMISSIONS), gives=[],
        administrative=False, position=99,
    )  # fmt: skip
    person, _ = people.invite_person(
        "moi-quyen", "Mọi Quyền", agency=cast.office_a, kind="operational", password=PASSWORD, temporary=False, by=None
    )  # fmt: skip
    people.grant_role(person, role.code, by=None)
    return person


def _addresses(patterns: Iterable[Any], before: str = "") -> Iterator[str]:
    for one in patterns:
        here = before + str(one.pattern)
        if hasattr(one, "url_patterns"):
            yield from _addresses(one.url_patterns, here)
        elif here.partition("/")[0] in ROOMS:
            yield here


def _filled(address: str) -> Iterator[str]:
    if not _HOLE.search(address):
        yield address
        return
    for turn in range(2):
        yield _HOLE.sub(lambda hole, turn=turn: _value(hole["kind"] or "str", turn), address)  # type: ignore[misc]


def _value(kind: str, turn: int) -> str:
    values = _FILLED[kind]
    return values[turn % len(values)]


def test_no_address_of_the_officers_day_breaks(knows_all: Person) -> None:
    browser = Client(raise_request_exception=False)
    browser.force_login(knows_all)
    broke, answered = [], 0
    for address in _addresses(get_resolver().url_patterns):
        for path in _filled(address):
            for value in _VALUES if path == address else ("²",):
                status = browser.get(f"/{path}", dict.fromkeys(_NAMES, value)).status_code
                answered += status == 200
                broke += [f"{status} /{path[:60]} {value[:20]!r}"] if status >= 500 else []
    assert not broke
    assert answered > 60, "the pages themselves were asked, not their refusals"
