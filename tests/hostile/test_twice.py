"""Every form sent twice at the same moment: one effect, no error page of ours, and the second is told.

A row of the table below for each address that takes a POST; a new address without one fails the last test.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from openpyxl import Workbook

from dothi.accounts import actions as people
from dothi.accounts.models import Role
from dothi.codelists import actions as lists
from dothi.codelists import queries
from dothi.codelists.editions import entries_of
from dothi.kernel import clock
from dothi.kernel.permissions import PERMISSIONS
from dothi.territory import imports, uploads

from .city import DATA, MAPPING, RULE, City, build, somebody

Form = dict[str, Any]


class Case(NamedTuple):
    """Who sends which form where; `effect`: how many rows each table has more afterwards than before."""

    who: str
    path: Callable[[City], str]
    form: Callable[[City], Form]
    effect: dict[str, int]
    statuses: frozenset[int] = frozenset({200, 201, 302, 404, 409, 422})


LIST = "/code-lists/ma-moi/"


def begun() -> str:
    """The list's address, now with a draft."""
    lists.begin_draft(queries.get_list("ma-moi"), by=None)
    return LIST


def _grant(city: City) -> str:
    return f"/people/{city.cast.dung.pk}/grant/"


def _own_grant(city: City) -> str:
    return f"/people/grants/{city.cast.lan.grants.get().pk}/end/"


CASES: dict[str, Case] = {
    "accounts-invite": Case(
        "quan", lambda c: "/people/invite/",
        lambda c: {"username": "moi", "full_name": "Người Mới", "agency": c.cast.office_a.pk, "kind": "operational"},
        {"accounts_person": 1},
    ),
    "accounts-change": Case(
        "quan", lambda c: f"/people/{c.cast.lan.pk}/change/",
        lambda c: {"full_name": "Nguyễn Thị Lan", "title": "Phó phòng"}, {"accounts_personevent": 1},
    ),
    "accounts-move": Case(
        "quan", lambda c: f"/people/{c.cast.lan.pk}/move/",
        lambda c: {"agency": c.cast.office_b.pk, "reason": "điều động"}, {"accounts_personevent": 1},
    ),
    "accounts-expire": Case(
        "quan", lambda c: f"/people/{c.cast.tuan.pk}/expire/", lambda c: {"reason": "nghỉ"},
        {"accounts_personevent": 1, "accounts_rolegrantevent": 1},
    ),
    "accounts-grant": Case(
        "quan", _grant, lambda c: {"role": "leader", "area": "", "reason": "x"}, {"accounts_role_grant": 1}
    ),
    "accounts-grant-end": Case("quan", _own_grant, lambda c: {"reason": "x"}, {"accounts_rolegrantevent": 1}),
    "accounts-agency-add": Case(
        "quan", lambda c: "/agencies/add/",
        lambda c: {"code": "so-xd", "name_vi": "Sở Xây dựng", "name_en": "Construction", "kind": "department"},
        {"accounts_agency": 1},
    ),
    "accounts-agency": Case(
        "quan", lambda c: f"/agencies/{c.cast.environment.pk}/",
        lambda c: {"name_vi": "Sở NN", "name_en": "DARD", "kind": "department", "area": "Tỉnh Thử Nghiệm · 96"},
        {"accounts_agencyevent": 1},
    ),
    "accounts-role": Case(
        "quan", lambda c: "/roles/leader/", lambda c: {"permissions": ["audit.view"], "reason": "x"},
        {"accounts_roleevent": 1},
    ),
    "accounts-key-issue": Case(
        "quan", lambda c: "/apikeys/issue/", lambda c: {"name": "trạm", "kind": "device", "origin": "live"},
        {"accounts_api_key": 1},
    ),
    "accounts-key-revoke": Case(
        "quan", lambda c: f"/apikeys/{c.key.pk}/revoke/", lambda c: {"reason": "lộ"}, {"accounts_apikeyevent": 1}
    ),
    "accounts-limit": Case(
        "quan",
        lambda c: "/people/limits/idle-minutes/",
        lambda c: {
            "value": 20,
            "valid_from": f"{clock.today() + dt.timedelta(days=1):%Y-%m-%d}",
            "source": "QĐ 1",
            "certainty": "D",
            "reason": "x",
        },
        {"accounts_rule": 1},
    ),
    "retention-kind": Case(
        "quan", lambda c: "/system/retention/jobs/",
        lambda c: {
            "days": 60, "valid_from": f"{clock.today() + dt.timedelta(days=1):%Y-%m-%d}", "purpose": "Tra cứu", "source": "QĐ 1",
            "certainty": "D", "reason": "x", "previewed": "60",
        },
        {"kernel_retention_rule": 1},
    ),
    "alarm-acknowledge": Case(
        "minh", lambda c: f"/alarms/{c.alarm.pk}/acknowledge/", lambda c: {}, {"rules_alarmevent": 1, "kernel_event": 1}
    ),
    "alarm-assign": Case(
        "minh", lambda c: f"/alarms/{c.alarm.pk}/assign/", lambda c: {"owner": c.cast.lan.pk},
        {"rules_alarmevent": 1, "kernel_event": 1},
    ),
    "alarm-comment": Case(
        "minh", lambda c: f"/alarms/{c.alarm.pk}/comment/", lambda c: {"text": "đang xem"}, {"rules_alarm_comment": 1}
    ),
    "alarm-close": Case(
        "minh", lambda c: f"/alarms/{c.alarm.pk}/close/", lambda c: {"reason": "báo nhầm"},
        {"rules_alarmevent": 1, "kernel_event": 1},
    ),
    "rule-edit": Case(
        "vy", lambda c: f"/rules/{RULE}/edit/",
        lambda c: {
            "condition": "airQualityIndex.value > 160", "clear": "airQualityIndex.value < 140", "hold": "5m",
            "severity": "high", "reason": "x",
        },
        {"rules_rule": 1},
    ),
    "rule-arm": Case(
        "vy", lambda c: f"/rules/{RULE}/arm/", lambda c: {"armed": "no", "reason": "x"}, {"rules_rule": 1}
    ),
    "incident-open": Case(
        "minh", lambda c: "/incidents/open/",
        lambda c: {"title": "Cháy", "kind": "fire", "severity": "high", "unit": c.cast.ward_a.pk},
        {"incidents_incident": 1, "kernel_event": 1},
    ),
    "incident-from-alarm": Case(
        "minh", lambda c: f"/incidents/from-alarm/{c.alarm.pk}/", lambda c: {},
        {"incidents_incident": 1, "incidents_log": 1},
    ),
    "incident-state": Case(
        "minh", lambda c: f"/incidents/{c.incident.code}/state/", lambda c: {"from": "new", "to": "working"},
        {"incidents_log": 1, "kernel_event": 1},
    ),
    "incident-lead": Case(
        "minh", lambda c: f"/incidents/{c.incident.code}/lead/", lambda c: {"lead": c.cast.lan.pk},
        {"incidents_log": 1, "kernel_event": 1},
    ),
    "incident-note": Case(
        "minh", lambda c: f"/incidents/{c.incident.code}/note/", lambda c: {"text": "đã tới nơi"},
        {"incidents_log": 1, "kernel_event": 1},
    ),
    "connectors-hand-in": Case(
        "vy", lambda c: "/connectors/new/",
        lambda c: {
            "table": SimpleUploadedFile("own.csv", (DATA + "B;2026-01-01 02:00;6\n").encode()),
            "mapping": SimpleUploadedFile("own.toml", MAPPING.encode()),
            "origin": "0",
        },
        {"connectors_import": 1},
    ),
    "connectors-run": Case(
        "vy", lambda c: f"/connectors/{c.handed_in.pk}/run/", lambda c: {"dry_run": "yes"}, {"procrastinate_jobs": 1}
    ),
    "territory-group-new": Case(
        "vy", lambda c: "/territory/groups/new/",
        lambda c: {"code": "cum-2", "name_vi": "Cụm 2", "day": "2026-01-01", "members": "96001 Phường An Hải"},
        {"territory_unit_group": 1, "territory_unit_group_member": 1},
    ),
    "territory-group": Case(
        "vy", lambda c: f"/territory/groups/{c.group.pk}/",
        lambda c: {"name_vi": "Cụm Một", "day": "2026-01-01", "members": "96001 Phường An Hải"},
        {"territory_unitgroupevent": 1, "territory_unitgroupmemberevent": 1},
    ),
    "territory-group-end": Case(
        "vy", lambda c: f"/territory/groups/{c.group.pk}/end/", lambda c: {},
        {"territory_unitgroupevent": 1, "territory_unitgroupmemberevent": 1},
    ),
    "codelists-new": Case(
        "vy", lambda c: "/code-lists/new/",
        lambda c: {
            "code": "ma-moi", "name_vi": "Mã mới", "name_en": "New codes", "owner": c.cast.environment.pk, "basis": "QĐ 1",
            "certainty": "D",
        },
        {"codelists_list": 1},
    ),
    "codelists-begin": Case("vy", lambda c: f"{LIST}draft/begin/", lambda c: {}, {"codelists_release": 1}),
    "codelists-entry": Case(
        "vy", lambda c: f"{LIST}draft/entry/", lambda c: {"code": "A", "name_vi": "Một"}, {"codelists_entry": 1}
    ),
    "codelists-take-in": Case(
        "vy", lambda c: f"{LIST}draft/file/",
        lambda c: {"file": SimpleUploadedFile("own.csv", "code,name_vi\nA,Một\nB,Hai\n".encode())},
        {"codelists_entry": 1, "codelists_entryevent": 1},
    ),
    "codelists-take-out": Case(
        "vy", lambda c: f"{LIST}draft/entry/remove/", lambda c: {"code": "B"}, {"codelists_entry": -1}
    ),
    "codelists-publish": Case(
        "vy", lambda c: f"{LIST}publish/",
        lambda c: {
            "valid_from": f"{clock.today() + dt.timedelta(days=9):%Y-%m-%d}", "source": "QĐ 2", "certainty": "S",
            "seen": entries_of(queries.get_draft(queries.get_list("ma-moi"))).digest,
        },
        {"codelists_releaseevent": 1},
    ),
    "codelists-withdraw": Case(
        "vy", lambda c: f"{LIST}versions/1/withdraw/", lambda c: {"reason": "hoãn"}, {"codelists_releaseevent": 1}
    ),
    "codelists-owner": Case(
        "vy", lambda c: f"{LIST}owner/", lambda c: {"owner": c.cast.centre.pk, "reason": "x"},
        {"codelists_codelistevent": 1},
    ),
    "codelists-discard": Case(  # after a draft of its own was begun
        "vy", lambda c: f"{begun()}draft/discard/", lambda c: {"reason": "x"}, {"codelists_releaseevent": 2}
    ),
}  # fmt: skip

# Sent twice they do the same again and nobody is worse off, or the room tests it where it belongs.
ELSEWHERE = {
    "accounts-restore": "opens an account that may be open already",
    "accounts-reset-password": "each answer shows the password that it set; the later one holds",
    "accounts-unlock": "frees what may be free already",
    "accounts-remove-second-factor": "removes what may be gone already",
    "accounts-review": "notes today's date",
    "accounts-chart": "tested below",
    "accounts-agency-end": "tested below with an agency of its own",
    "entity-correct": "names the revision that was seen: the second finds another (entities/tests/test_corrections.py)",
    "subscription-switch": "a compare-and-swap: the second finds it so already (entities/tests/test_deliveries.py)",
    "subscription-again": "takes what was given up: the second finds none (entities/tests/test_deliveries.py)",
    "territory-import": "shows a plan, writes nothing",
    "territory-import-apply": "tested below: one run for one plan",
    "territory-import-stop": "a compare-and-swap on the run's state: the second finds it stopped (409)",
    "territory-import-again": "a compare-and-swap on the run's state: the second finds it queued",
    "connectors-stop": "a compare-and-swap on the run's state: the second finds it stopped (409)",
    "connectors-try-again": "compare-and-swap of a dead letter, tested in streams",
    "accounts-ticket": "gives a ticket, keeps nothing",
    "retry-event": "settles a failed handling that may be settled already",
    "set-event-aside": "settles a failed handling that may be settled already",
    "connectors-set-aside": "settles a dead letter that may be settled already",
    "connectors-settle-reason": "settles dead letters that may be settled already",
    "web-choices": "a cookie",
}


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
        together.wait(10)
        try:
            answers.append(tab.post(path, values))
        finally:
            connections.close_all()

    tabs = [threading.Thread(target=send) for _ in range(2)]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join(30)
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


@pytest.mark.parametrize("room", sorted({name.partition("-")[0] for name in CASES}))
def test_a_form_sent_twice_has_one_effect(city: City, room: str) -> None:
    """All forms of a room one after the other in one city: building a city costs more than the forms."""
    problems = {name: _problem(city, case) for name, case in CASES.items() if name.startswith(f"{room}-")}
    assert not {name: problem for name, problem in problems.items() if problem}


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
        together.wait(10)
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
        thread.join(10)
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
    assert not missing, "say what a form sent twice does: a row in CASES"
