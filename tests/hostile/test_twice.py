"""Every form sent twice at the same moment: one effect, no error page of ours, and the second is told.

A row in `forms_*.py` for each address that takes a POST; a new address without one fails the last test.
"""

from __future__ import annotations

import io
import re
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from openpyxl import Workbook

from dothi.accounts import actions as people
from dothi.accounts.models import Role
from dothi.kernel.permissions import PERMISSIONS
from dothi.territory import imports, uploads

from .city import City, build, somebody
from .form import Case, Form
from .forms import CASES, ELSEWHERE


@pytest.fixture
def city(transactional_db: None, tmp_path: Path) -> City:
    return build(tmp_path)


def counts(tables: Any) -> dict[str, int]:
    with connection.cursor() as cursor:
        found = {}
        for table in tables:
            cursor.execute(f"select count(*) from {table}")
            found[table] = cursor.fetchone()[0]
        return found


def signed_in(person: Any) -> Client:
    session = Client()
    session.force_login(person)
    return session


def sent_twice(session: Client, path: str, form: Callable[[], Form]) -> list[Any]:
    """Two tabs of one session press the button at once."""
    answers: list[Any] = []
    together = threading.Barrier(2)

    def send() -> None:
        tab = Client(raise_request_exception=False)
        tab.cookies = session.cookies
        values = form()
        together.wait(60)
        try:
            answers.append(tab.post(path, values))
        finally:
            connections.close_all()

    tabs = [threading.Thread(target=send) for _ in range(2)]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join(60)
    return answers


def _problem(city: City, case: Case) -> str:
    before = counts(case.effect)
    answers = sent_twice(signed_in(getattr(city.cast, case.who)), case.path(city), lambda: case.form(city))
    statuses = [answer.status_code for answer in answers]
    after = counts(case.effect)
    effect = {table: after[table] - before[table] for table in after}
    if len(answers) == 2 and set(statuses) <= case.statuses and effect == case.effect:
        return ""
    return f"{statuses} {effect} instead of {case.effect}"


@pytest.mark.long(seconds=6)
@pytest.mark.parametrize("room", sorted({name.partition("-")[0] for name in CASES}))
def test_a_form_sent_twice_has_one_effect(city: City, room: str) -> None:
    """All forms of a room one after the other in one city: building a city costs more than the forms."""
    problems = {name: _problem(city, case) for name, case in CASES.items() if name.startswith(f"{room}-")}
    assert [f"{name}: {problem}" for name, problem in problems.items() if problem] == []


def test_a_chart_is_applied_once(city: City) -> None:
    """Both tabs may read the kept lines before one takes them out of the session; the actions themselves let one through."""
    made, out = Workbook(), io.BytesIO()
    made.active.append(["Tên đăng nhập", "Họ và tên", "Mã cơ quan", "Chức vụ", "Vai trò", "Ngày cuối"])
    made.active.append(["thao", "Ngô Phương Thảo", "ubnd-an-hai", "", "ward-officer@96001", ""])
    made.save(out)
    session = signed_in(city.cast.quan)
    shown = session.post("/people/chart/", {"file": SimpleUploadedFile("so-do.xlsx", out.getvalue())})
    assert shown.context["outcome"].counts == {"invite": 1, "grant": 1}
    before = counts(["accounts_person", "accounts_role_grant"])
    answers = sent_twice(session, "/people/chart/", lambda: {"apply": "yes", "reason": "x"})
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert counts(before) == {name: count + 1 for name, count in before.items()}


def test_an_agency_ends_once_and_keeps_its_day(city: City) -> None:
    agency = people.add_agency(
        "to-x",
        name_vi="Tổ X",
        name_en="Team X",
        kind="centre",
        valid_from=city.cast.office_a.valid_from,
        by=None,
    )
    before = counts(["accounts_agencyevent"])
    answers = sent_twice(signed_in(city.cast.quan), f"/agencies/{agency.pk}/end/", lambda: {"reason": "x"})
    assert [answer.status_code for answer in answers] == [302, 302]
    assert counts(before)["accounts_agencyevent"] == before["accounts_agencyevent"] + 1


def test_a_territory_plan_sent_by_eight_at_once_is_one_import(transactional_db: None) -> None:
    """The row of the import is taken once; all eight come to its page."""
    token = uploads.keep([SimpleUploadedFile("a.csv", b"x")])
    rows: list[int] = []
    failed: list[Exception] = []
    together = threading.Barrier(8)

    def send() -> None:
        together.wait(60)
        try:
            rows.append(imports.order(token, {"tolerance": 0.005}, "x", by=None).pk)
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert (failed, len(rows), len(set(rows))) == ([], 8, 1)
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from procrastinate_jobs where task_name = 'territory.import'")
        assert cursor.fetchone() == (1,)


def _post_routes(city: City) -> set[str]:
    """Names of the addresses that take a POST from somebody who has every right."""
    role = Role.objects.create(code="all", name_vi="x", name_en="x", permissions=sorted(PERMISSIONS))
    person = somebody(city.cast, "tat-ca", city.cast.centre, role.code)
    browser = Client(raise_request_exception=False)
    browser.force_login(person)
    samples = {"int": "999999999", "slug": "khong-co", "str": "khong-co"}
    found = set()

    def walk(patterns: list[URLPattern | URLResolver]) -> None:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                walk(pattern.url_patterns)
            elif getattr(pattern.callback, "dothi_permission", "public") in PERMISSIONS:
                path = "/" + re.sub(
                    r"<(?:(\w+):)?\w+>", lambda part: samples.get(part[1] or "str", "x"), str(pattern.pattern)
                )
                if browser.post(path).status_code != 405:
                    found.add(str(pattern.name))

    walk(get_resolver().url_patterns)
    return found


def test_every_address_that_takes_a_form_is_in_the_table(city: City) -> None:
    missing = _post_routes(city) - set(CASES) - set(ELSEWHERE)
    assert not missing, "say what a form sent twice does: a row in CASES of a tests/hostile/forms_*.py"
