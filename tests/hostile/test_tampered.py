"""Forms with other values than the page offered: who has a limited right gets a refusal, and nothing changes.

Everything a form may say about whom, what and where – role, agency, area, group, kind, limits of a key, dates – is tried with
values beyond the sender's own right. `refused` is the answer: 403 and 404 from the action, 422 where the form offers no such choice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.db import connection
from django.test import Client

from dothi.accounts import actions as people
from dothi.accounts import delegation
from dothi.incidents import actions as incidents
from dothi.incidents.models import Incident
from dothi.kernel import clock
from dothi.kernel.errors import NotAllowed
from dothi.kernel.permissions import Grant, Scope

from .city import RULE, City, build

pytestmark = pytest.mark.django_db

Form = dict[str, Any]
ROWS = (
    "accounts_person", "accounts_personevent", "accounts_role_grant", "accounts_rolegrantevent", "accounts_agency",
    "accounts_agencyevent", "accounts_roleevent", "accounts_api_key", "accounts_apikeyevent", "territory_unit_group",
    "territory_unitgroupevent", "territory_unitgroupmemberevent", "rules_rule", "rules_alarmevent", "incidents_incident",
    "incidents_log", "connectors_import", "procrastinate_jobs",
)  # fmt: skip


class Try(NamedTuple):
    who: str
    path: Callable[[City], str]
    form: Callable[[City], Form]
    refused: frozenset[int]


def _try(who: str, path: Any, form: Any = None, *refused: int) -> Try:
    as_path = path if callable(path) else lambda _: path
    as_form = form if callable(form) else lambda _: form or {}
    return Try(who, as_path, as_form, frozenset(refused or (403,)))


def _lan(act: str) -> Callable[[City], str]:
    return lambda c: f"/people/{c.cast.lan.pk}/{act}/"


def _key(**values: Any) -> Form:
    return {"name": "x", "kind": "device", "origin": "live", **values}


def _person(c: City, **values: Any) -> Form:
    return {
        "username": "moi", "full_name": "M", "agency": c.cast.office_a.pk, "kind": "operational", **values
    }  # fmt: skip


A, B, PROVINCE = "Phường An Hải · 96001", "Phường Bình Minh · 96002", "Tỉnh Thử Nghiệm · 96"

TRIES: dict[str, Try] = {
    # people
    "invite into another agency": _try("ward_admin", "/people/invite/", lambda c: _person(c, agency=c.cast.office_b.pk), 422),
    "invite into no agency": _try("ward_admin", "/people/invite/", lambda c: _person(c, agency=""), 422),
    "invite an administrator": _try("ward_admin", "/people/invite/", lambda c: _person(c, kind="administrator")),
    "invite of an unknown kind": _try("ward_admin", "/people/invite/", lambda c: _person(c, kind="root"), 422),
    "agency right invites into a ward": _try("agency_admin", "/people/invite/", lambda c: _person(c), 422),
    "agency right invites an administrator": _try(
        "agency_admin", "/people/invite/", lambda c: _person(c, agency=c.cast.environment.pk, kind="administrator")
    ),
    "move to another agency": _try("ward_admin", _lan("move"), lambda c: {"agency": c.cast.office_b.pk, "reason": "x"}, 422),
    "move to no agency": _try("ward_admin", _lan("move"), {"agency": "", "reason": "x"}, 422),
    "move somebody of another ward here": _try(
        "ward_admin", lambda c: f"/people/{c.cast.tuan.pk}/move/", lambda c: {"agency": c.cast.office_a.pk, "reason": "x"}, 404
    ),
    "end oneself later": _try("ward_admin", lambda c: f"/people/{c.ward_admin.pk}/expire/", {"last_day": "2099-01-01", "reason": "x"}),
    "restore somebody of another ward": _try("ward_admin", lambda c: f"/people/{c.cast.tuan.pk}/restore/", None, 404),
    "a new password for a stronger account": _try("agency_admin", lambda c: f"/people/{c.cast.quan.pk}/password/", {"reason": "x"}, 404),
    "unlock somebody of another ward": _try("ward_admin", lambda c: f"/people/{c.cast.tuan.pk}/unlock/", None, 404),
    "take away another's second factor": _try("agency_admin", lambda c: f"/people/{c.cast.lan.pk}/second-factor/", {"reason": "x"}, 404),
    "review somebody of another ward": _try("ward_admin", "/people/review/", lambda c: {f"person-{c.cast.tuan.pk}": "end"}, 302),
    # roles
    "a role everywhere": _try("ward_admin", _lan("grant"), {"role": "leader", "area": "", "reason": "x"}),
    "a role in another ward": _try("ward_admin", _lan("grant"), {"role": "leader", "area": B, "reason": "x"}),
    "a role in the whole province": _try("ward_admin", _lan("grant"), {"role": "leader", "area": PROVINCE, "reason": "x"}),
    "a role in a group that reaches further": _try("ward_admin", _lan("grant"), {"role": "leader", "area": "Cụm 1 · cum-1", "reason": "x"}),
    "the administrator's role everywhere": _try("ward_admin", _lan("grant"), {"role": "administrator", "area": "", "reason": "x"}),
    "a role for another agency": _try(
        "ward_admin", _lan("grant"), lambda c: {"role": "leader", "area": A, "agency": c.cast.office_b.pk, "reason": "x"}, 422
    ),
    "a role that does not exist": _try("ward_admin", _lan("grant"), {"role": "root", "area": A, "reason": "x"}, 422),
    "a role for oneself": _try("ward_admin", lambda c: f"/people/{c.ward_admin.pk}/grant/", {"role": "leader", "area": A, "reason": "x"}),
    "one's own role for longer": _try(
        "ward_admin", lambda c: f"/people/{c.ward_admin.pk}/grant/",
        {"role": "administrator", "area": A, "last_day": "2099-01-01", "reason": "x"},
    ),
    "agency right: a role without the agency": _try(
        "agency_admin", lambda c: f"/people/{c.cast.nga.pk}/grant/", {"role": "leader", "area": "", "reason": "x"}
    ),
    "agency right: a role in a ward without the agency": _try(
        "agency_admin", lambda c: f"/people/{c.cast.nga.pk}/grant/", {"role": "leader", "area": A, "reason": "x"}
    ),
    "end a role of another ward": _try("ward_admin", lambda c: f"/people/grants/{c.cast.tuan.grants.get().pk}/end/", {"reason": "x"}, 404),
    "end one's superior's role": _try("ward_admin", lambda c: f"/people/grants/{c.cast.quan.grants.get().pk}/end/", {"reason": "x"}, 404),
    "what a role may": _try("ward_admin", "/roles/leader/", {"permissions": ["people.manage"], "reason": "x"}),
    "what one's own role may": _try("quan", "/roles/administrator/", {"permissions": ["people.manage", "alarms.view"], "reason": "x"}),
    "a permission that does not exist": _try("quan", "/roles/leader/", {"permissions": ["root"], "reason": "x"}, 422),
    # agencies
    "an agency without a parent": _try(
        "ward_admin", "/agencies/add/", {"code": "x1", "name_vi": "X", "name_en": "X", "kind": "centre", "area": A}
    ),
    "an agency in another ward": _try(
        "ward_admin", "/agencies/add/",
        lambda c: {"code": "x2", "name_vi": "X", "name_en": "X", "kind": "centre", "parent": c.cast.office_a.pk, "area": B},
    ),
    "an agency nowhere": _try(
        "ward_admin", "/agencies/add/",
        lambda c: {"code": "x3", "name_vi": "X", "name_en": "X", "kind": "centre", "parent": c.cast.office_a.pk, "area": ""},
    ),
    "an agency below one of another ward": _try(
        "ward_admin", "/agencies/add/",
        lambda c: {"code": "x4", "name_vi": "X", "name_en": "X", "kind": "centre", "parent": c.cast.office_b.pk, "area": A}, 422,
    ),
    "one's agency into another ward": _try(
        "ward_admin", lambda c: f"/agencies/{c.cast.office_a.pk}/",
        lambda c: {"name_vi": "X", "name_en": "X", "kind": "commune", "parent": c.cast.office_a.pk, "area": B},
    ),
    "another ward's agency": _try("ward_admin", lambda c: f"/agencies/{c.cast.office_b.pk}/end/", {"reason": "x"}, 404),
    "agency right: the agency's own place": _try(
        "agency_admin", lambda c: f"/agencies/{c.cast.environment.pk}/", {"name_vi": "X", "name_en": "X", "kind": "department", "area": A}
    ),
    # keys
    "a key everywhere": _try("ward_admin", "/apikeys/issue/", _key(), 422),
    "a key for another ward": _try("ward_admin", "/apikeys/issue/", _key(area=B), 422),
    "a key for the province": _try("ward_admin", "/apikeys/issue/", _key(area=PROVINCE, kind="admin"), 422),
    "a key in another agency's name": _try("ward_admin", "/apikeys/issue/", lambda c: _key(area=A, agency=c.cast.office_b.pk), 422),
    "agency right: a key that no agency limits": _try("agency_admin", "/apikeys/issue/", lambda c: _key(agency=c.cast.environment.pk), 422),
    "agency right: a key in a ward": _try("agency_admin", "/apikeys/issue/", lambda c: _key(agency=c.cast.environment.pk, area=A), 422),
    "another ward's key": _try("ward_admin", lambda c: f"/apikeys/{c.key.pk}/revoke/", {"reason": "x"}, 404),
    # territory, rules, imports
    "a group of another ward": _try(
        "steward", "/territory/groups/new/", {"code": "g1", "name_vi": "G", "day": "2026-01-01", "members": "96002 Phường Bình Minh"}
    ),
    "a group that takes in another ward": _try(
        "steward", "/territory/groups/new/", {"code": "g2", "name_vi": "G", "day": "2026-01-01", "members": "96001\n96002"}
    ),
    "another's group by a new name": _try(
        "steward", lambda c: f"/territory/groups/{c.group.pk}/", {"name_vi": "Của tôi", "day": "2026-01-01", "members": "96002"}
    ),
    "end a group that reaches further": _try("steward", lambda c: f"/territory/groups/{c.group.pk}/end/", {"day": "2099-01-01"}),
    "the country's units": _try("steward", "/territory/import/", {"tolerance": "0.01"}),
    "the country's units at once": _try("steward", "/territory/import/apply/", {"carried": "x"}),
    "a rule of everywhere": _try("steward", f"/rules/{RULE}/arm/", {"armed": "no", "reason": "x"}),
    "another's import": _try("steward", lambda c: f"/connectors/{c.handed_in.pk}/run/", {"dry_run": "no"}, 404),
    "a message of nowhere": _try("steward", "/connectors/messages/1/again/"),
    # work
    "an incident in another ward": _try(
        "lan", "/incidents/open/", lambda c: {"title": "x", "severity": "low", "unit": c.cast.ward_b.pk}, 200, 422
    ),
    "an incident nowhere": _try("lan", "/incidents/open/", {"title": "x", "severity": "low", "unit": ""}, 200, 422),
    "an alarm of another ward": _try("tuan", lambda c: f"/incidents/from-alarm/{c.alarm.pk}/", None, 404),
    "an incident of another ward": _try(
        "tuan", lambda c: f"/incidents/{c.incident.code}/state/", {"from": "new", "to": "closed", "reason": "x"}, 404
    ),
    "a lead who may not work there": _try(
        "minh", lambda c: f"/incidents/{c.incident.code}/lead/", lambda c: {"lead": c.cast.tuan.pk}, 302
    ),
    "an owner who may not act there": _try(
        "minh", lambda c: f"/alarms/{c.alarm.pk}/assign/", lambda c: {"owner": c.cast.tuan.pk}, 302
    ),
}  # fmt: skip


@pytest.fixture
def city(db: None, tmp_path: Path) -> City:
    return build(tmp_path)


def _rows() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(" union all ".join(f"select '{name}', count(*) from {name}" for name in ROWS))
        return dict(cursor.fetchall())


def _problem(city: City, one: Try) -> str:
    browser = Client(raise_request_exception=False)
    browser.force_login(getattr(city, one.who, None) or getattr(city.cast, one.who))
    before = _rows()
    answer = browser.post(one.path(city), one.form(city))
    changed = {name: count for name, count in _rows().items() if count != before[name]}
    if changed or answer.status_code not in one.refused:
        return f"{answer.status_code} instead of {sorted(one.refused)}, changed {changed}"
    return ""


def test_a_form_beyond_ones_right_is_refused_and_changes_nothing(city: City) -> None:
    """All tries against one city: nothing may change, so none can stand in the way of the next."""
    problems = {name: _problem(city, one) for name, one in TRIES.items()}
    assert not {name: problem for name, problem in problems.items() if problem}


def test_the_same_forms_inside_ones_right_are_taken(city: City) -> None:
    """Otherwise a refusal of everything would pass above."""
    inside = {
        "/people/invite/": ("ward_admin", _person(city), 201),
        f"/people/{city.cast.lan.pk}/grant/": ("ward_admin", {"role": "leader", "area": A, "reason": "x"}, 302),
        "/apikeys/issue/": ("ward_admin", _key(area=A, agency=city.cast.office_a.pk), 201),
        "/agencies/add/": (
            "ward_admin",
            {
                "code": "x5", "name_vi": "X", "name_en": "X", "kind": "centre",
                "parent": city.cast.office_a.pk, "area": A,
            },
            302,
        ),
        f"/people/{city.cast.nga.pk}/grant/": (
            "agency_admin",
            {"role": "leader", "area": "", "agency": city.cast.environment.pk, "reason": "x"},
            302,
        ),
        "/territory/groups/new/": (
            "steward", {"code": "g3", "name_vi": "G", "day": "2026-01-01", "members": "96001"}, 302
        ),
    }  # fmt: skip
    for path, (who, form, status) in inside.items():
        browser = Client()
        browser.force_login(getattr(city, who))
        assert browser.post(path, form).status_code == status, path


def test_a_role_that_ended_does_not_come_back_with_the_account(city: City) -> None:
    person = city.cast.lan
    grant = person.grants.get()
    people.expire_person(person, by=city.cast.quan)
    people.restore_person(person, by=city.ward_admin)
    grant.refresh_from_db()
    assert not grant.is_open
    assert not person.may("alarms.view")
    with pytest.raises(NotAllowed):
        people.grant_role(person, "leader", by=city.ward_admin)  # nor everywhere, now that it is open again


def test_an_end_in_the_past_gives_nothing(city: City) -> None:
    yesterday = clock.today() - dt.timedelta(days=1)
    browser = Client()
    browser.force_login(city.cast.quan)
    form = {"role": "leader", "area": "", "last_day": f"{yesterday:%Y-%m-%d}", "reason": "x"}
    browser.post(f"/people/{city.cast.dung.pk}/grant/", form)
    assert not city.cast.dung.may("alarms.view")


def test_an_incident_belongs_to_the_agency_that_limits_the_right(city: City) -> None:
    """Nga works for another agency than the one her right is limited to: what she opens stays inside her right."""
    nga = city.cast.nga
    people.move_person(nga, city.cast.centre, by=None)
    people.grant_role(nga, "agency-officer", agency=city.cast.environment, by=None)
    incident = incidents.open_incident(
        title="Cá chết", kind="water", severity="low", unit_id=city.cast.ward_a.pk, agency_id=city.cast.centre.pk, by=nga
    )  # fmt: skip
    assert incident.agency == city.cast.environment
    assert nga.scope("incidents.view").restrict(Incident.objects.all()).contains(incident)
    with pytest.raises(NotAllowed):
        incidents.open_incident(
            title="x", kind="", severity="low", unit_id=city.cast.ward_b.pk, by=city.cast.lan
        )


@pytest.mark.parametrize(
    ("grants", "unit", "own", "agency"),
    [
        (((None, None),), 1, None, None),
        (((None, None),), 1, 9, 9),
        (((None, 5),), 1, None, 5),
        (((None, 5),), None, 9, 5),
        (((None, 5), (None, 4)), 1, 5, 5),
        ((({1}, 5),), 1, 9, 5),
        ((({1}, 5), ({2}, None)), 2, 9, 9),
    ],
)
def test_a_new_row_gets_an_agency_that_its_maker_reaches(
    grants: Any, unit: Any, own: Any, agency: Any
) -> None:
    scope = Scope(tuple(Grant(units and frozenset(units), pk) for units, pk in grants))
    assert scope.agency_for(unit, own) == agency
    assert scope.covers(unit, agency)
    assert Scope.of_lines(scope.as_lines()) == scope


def test_who_reaches_nothing_makes_nothing() -> None:
    for scope in (Scope(), Scope((Grant(frozenset({1}), None),)), Scope((Grant(frozenset({1}), 5),))):
        with pytest.raises(NotAllowed):
            scope.agency_for(2, None)


def test_by_nobody_is_the_system(city: City) -> None:
    assert delegation.may_give(None, city.cast.lan.grants.get().role, Grant(None, None))
