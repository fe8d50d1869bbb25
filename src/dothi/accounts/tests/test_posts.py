"""Every address that changes something, from all sides; and what a hostile administrator or officer would try."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from dothi.accounts import actions
from dothi.accounts.models import Agency, ApiKey, Person, RoleGrant
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest
from dothi.kernel.testing.cast import PASSWORD, Cast
from dothi.kernel.testing.contract import PostContract

pytestmark = pytest.mark.django_db
Clients = Callable[[Any], Any]
NOBODY = ("kien", "lan", "minh", "dung")


class TestInvite(PostContract):
    path, right, no_right, status = "/people/invite/", "quan", NOBODY, 201

    def form(self, cast: Cast) -> dict[str, Any]:
        return {
            "username": "moi",
            "full_name": "Người Mới",
            "agency": cast.office_a.pk,
            "kind": "operational",
        }

    def done(self, cast: Cast) -> bool:
        return Person.objects.filter(username="moi").exists()


class TestChange(PostContract):
    right, no_right, elsewhere = "quan", NOBODY, "ward_administrator_b"
    form = {"full_name": "Nguyễn Thị Lan", "title": "Phó trưởng phòng"}

    def path(self, cast: Cast) -> str:
        return f"/people/{cast.lan.pk}/change/"

    def done(self, cast: Cast) -> bool:
        return Person.objects.filter(pk=cast.lan.pk, title="Phó trưởng phòng").exists()


class TestMove(PostContract):
    right, no_right, elsewhere = "quan", NOBODY, "ward_administrator_b"

    def path(self, cast: Cast) -> str:
        return f"/people/{cast.lan.pk}/move/"

    def form(self, cast: Cast) -> dict[str, Any]:
        return {"agency": cast.office_b.pk, "reason": "điều động"}

    def done(self, cast: Cast) -> bool:
        return Person.objects.filter(pk=cast.lan.pk, agency=cast.office_b).exists()


class TestExpire(PostContract):
    right, no_right, elsewhere = "quan", NOBODY, "ward_administrator_b"
    form = {"reason": "nghỉ việc"}

    def path(self, cast: Cast) -> str:
        return f"/people/{cast.lan.pk}/expire/"

    def done(self, cast: Cast) -> bool:
        return not Person.objects.get(pk=cast.lan.pk).is_current() and not any(
            grant.is_current for grant in cast.lan.grants.all()
        )


class TestResetPassword(PostContract):
    right, no_right, elsewhere, status = "quan", NOBODY, "ward_administrator_b", 200
    form = {"reason": "quên"}

    def path(self, cast: Cast) -> str:
        return f"/people/{cast.lan.pk}/password/"

    def done(self, cast: Cast) -> bool:
        return Person.objects.get(pk=cast.lan.pk).must_change_password


class TestGrant(PostContract):
    right, no_right, elsewhere = "quan", NOBODY, "ward_administrator_b"

    def path(self, cast: Cast) -> str:
        return f"/people/{cast.dung.pk}/grant/"

    def form(self, cast: Cast) -> dict[str, Any]:
        return {"role": "ward-officer", "area": "Phường An Hải · 96001", "reason": "phân công"}

    def done(self, cast: Cast) -> bool:
        return cast.dung.grants.filter(role__code="ward-officer", unit=cast.ward_a).exists()


class TestEndGrant(PostContract):
    right, no_right, elsewhere = "quan", NOBODY, "ward_administrator_b"
    form = {"reason": "thôi nhiệm vụ"}

    def path(self, cast: Cast) -> str:
        return f"/people/grants/{cast.lan.grants.get().pk}/end/"

    def done(self, cast: Cast) -> bool:
        return not cast.lan.may("alarms.view")


class TestReview(PostContract):
    path, right, no_right = "/people/review/", "quan", NOBODY

    def form(self, cast: Cast) -> dict[str, Any]:
        Person.objects.filter(pk=cast.lan.pk).update(reviewed_on=dt.date(2020, 1, 1))
        return {f"person-{cast.lan.pk}": "keep"}

    def done(self, cast: Cast) -> bool:
        return Person.objects.get(pk=cast.lan.pk).reviewed_on == clock.today() and bool(
            getattr(self, "started", False)
        )

    @pytest.fixture(autouse=True)
    def _overdue(self, cast: Cast) -> None:
        Person.objects.filter(pk=cast.lan.pk).update(reviewed_on=dt.date(2020, 1, 1))
        self.started = True


class TestAddAgency(PostContract):
    path, right, no_right = "/agencies/add/", "quan", NOBODY
    form = {
        "code": "so-xd",
        "name_vi": "Sở Xây dựng",
        "name_en": "Department of Construction",
        "kind": "department",
    }

    def done(self, cast: Cast) -> bool:
        return Agency.objects.filter(code="so-xd").exists()


class TestChangeRole(PostContract):
    path, right, no_right, elsewhere = "/roles/leader/", "quan", NOBODY, "ward_administrator_b"
    form = {"permissions": ["alarms.view", "audit.view"], "reason": "thử"}

    def done(self, cast: Cast) -> bool:
        return cast.hoa.may("audit.view")


class TestIssueKey(PostContract):
    path, right, no_right, status = "/apikeys/issue/", "quan", NOBODY, 201
    form = {"name": "trạm", "kind": "device", "origin": "live"}

    def done(self, cast: Cast) -> bool:
        return ApiKey.objects.filter(name="trạm").exists()


class TestRevokeKey(PostContract):
    right, no_right, elsewhere = "quan", NOBODY, "ward_administrator_b"
    form = {"reason": "lộ khóa"}

    def path(self, cast: Cast) -> str:
        key, _ = actions.issue_key("trạm A", kind="device", units=[cast.ward_a], by=None)
        return f"/apikeys/{key.pk}/revoke/"

    def done(self, cast: Cast) -> bool:
        return ApiKey.objects.filter(name="trạm A", revoked_at__isnull=False).exists()


def test_more_fields_than_the_form_has_change_nothing(cast: Cast, client_of: Clients) -> None:
    before = Person.objects.get(pk=cast.lan.pk)
    client_of(cast.quan).post(
        f"/people/{cast.lan.pk}/change/",
        {
            "full_name": "Lan",
            "is_active": "",
            "kind": "administrator",
            "username": "root",
            "password": "x",
            "agency": cast.centre.pk,
            "ends_on": "2020-01-01",
        },
    )
    after = Person.objects.get(pk=cast.lan.pk)
    assert after.full_name == "Lan"
    assert (after.kind, after.username, after.password, after.agency_id, after.ends_on, after.is_active) == (
        before.kind, before.username, before.password, before.agency_id, before.ends_on, True,
    )  # fmt: skip


def test_a_second_click_grants_once(cast: Cast, client_of: Clients) -> None:
    browser = client_of(cast.quan)
    form = {"role": "leader", "area": "", "reason": "x"}
    for _ in range(2):
        assert browser.post(f"/people/{cast.dung.pk}/grant/", form).status_code == 302
    assert cast.dung.grants.count() == 1


def test_a_slip_in_the_area_is_not_everywhere(cast: Cast, client_of: Clients) -> None:
    for area in ("Phường An Hai", "96001x", "·", "An Hải · 99999", " · "):
        answer = client_of(cast.quan).post(
            f"/people/{cast.dung.pk}/grant/", {"role": "leader", "area": area, "reason": "x"}
        )
        assert answer.status_code == 422, area
    assert not cast.dung.grants.exists()


def test_a_ward_administrator_gives_nothing_outside_the_ward(
    cast: Cast, ward_administrator_a: Any, client_of: Clients
) -> None:
    browser = client_of(ward_administrator_a)
    inside = f"/people/{cast.lan.pk}/grant/"
    for role, area in (
        ("leader", ""),
        ("administrator", ""),
        ("ward-officer", "Phường Bình Minh · 96002"),
        ("ward-officer", "Tỉnh Thử Nghiệm · 96"),
    ):
        answer = browser.post(inside, {"role": role, "area": area, "reason": "x"})
        assert answer.status_code == 403, (role, area)
    assert cast.lan.grants.count() == 1
    assert (
        browser.post(inside, {"role": "leader", "area": "Phường An Hải · 96001", "reason": "x"}).status_code
        == 302
    )
    assert (
        browser.post(
            f"/people/{cast.tuan.pk}/grant/",
            {"role": "leader", "area": "Phường An Hải · 96001", "reason": "x"},
        ).status_code
        == 404
    )


def test_nobody_gives_a_role_to_themselves(cast: Cast, client_of: Clients) -> None:
    answer = client_of(cast.quan).post(
        f"/people/{cast.quan.pk}/grant/", {"role": "duty-officer", "area": "", "reason": "x"}
    )
    assert answer.status_code == 403
    assert not cast.quan.may("alarms.view")


def test_a_ward_administrator_does_not_take_over_a_stronger_account(
    cast: Cast, ward_administrator_a: Any, client_of: Clients
) -> None:
    actions.move_person(
        cast.hoa, cast.office_a, by=None
    )  # the leader now sits in ward A, her role still holds everywhere
    browser = client_of(ward_administrator_a)
    for act in ("password", "second-factor", "expire"):
        assert browser.post(f"/people/{cast.hoa.pk}/{act}/", {"reason": "x"}).status_code == 403, act
    grant = cast.hoa.grants.get()
    assert browser.post(f"/people/grants/{grant.pk}/end/", {"reason": "x"}).status_code == 403
    assert not Person.objects.get(pk=cast.hoa.pk).must_change_password


def test_a_ward_administrator_moves_people_only_inside(
    cast: Cast, ward_administrator_a: Any, client_of: Clients
) -> None:
    browser = client_of(ward_administrator_a)
    assert (
        browser.post(f"/people/{cast.lan.pk}/move/", {"agency": cast.office_b.pk, "reason": "x"}).status_code
        == 422
    )
    assert (
        browser.post(f"/people/{cast.tuan.pk}/move/", {"agency": cast.office_a.pk, "reason": "x"}).status_code
        == 404
    )
    assert (
        browser.post(
            "/people/invite/",
            {"username": "moi", "full_name": "M", "agency": cast.office_b.pk, "kind": "operational"},
        ).status_code
        == 422
    )
    assert (
        browser.post(
            "/people/invite/",
            {"username": "moi", "full_name": "M", "agency": cast.office_a.pk, "kind": "administrator"},
        ).status_code
        == 403
    )


def test_a_ward_administrator_issues_keys_only_for_the_ward(
    cast: Cast, ward_administrator_a: Any, client_of: Clients
) -> None:
    browser = client_of(ward_administrator_a)
    form = {"name": "x", "kind": "admin", "origin": "live"}
    assert browser.post("/apikeys/issue/", form).status_code == 422
    assert browser.post("/apikeys/issue/", {**form, "area": "Phường Bình Minh · 96002"}).status_code == 422
    mine = {**form, "area": "Phường An Hải · 96001"}
    answer = browser.post("/apikeys/issue/", {**mine, "tenants": "hue"})
    assert answer.status_code == 422
    assert "Hãy để trống mục tenant" in answer.content.decode()
    assert browser.post("/apikeys/issue/", mine).status_code == 201


def test_a_key_is_issued_with_every_limit(cast: Cast, client_of: Clients) -> None:
    browser = client_of(cast.quan)
    limits = {
        "scopes": "/Tram/BacGiang, /Tram/+/Nuoc /Cong/#",
        "attributes_seen": "pm25, https://example.org/no2",
        "attributes_written": "pm25",
        "tenants": "hue, da-nang",
    }
    form = {"name": "Sở TN&MT", "kind": "write", "origin": "live"}
    once = browser.post("/apikeys/issue/", {**form, **limits})
    assert once.status_code == 201
    assert "MQTT" not in once.content.decode()  # no topic tells of these limits
    key = ApiKey.objects.get(name=form["name"])
    assert key.scopes == ["/Tram/BacGiang", "/Tram/+/Nuoc", "/Cong/#"]
    assert (key.attributes_seen, key.attributes_written) == (["pm25", "https://example.org/no2"], ["pm25"])
    assert key.tenants == ["hue", "da-nang"]
    listed = browser.get("/apikeys/").content.decode()
    assert 'href="/ngsi-ld/v1/openapi.json"' in listed  # what a key can ask
    for shown in (
        "/Tram/+/Nuoc",
        "Được xem: pm25, https://example.org/no2",
        "Được ghi: pm25",
        "Tenant: hue, da-nang",
    ):
        assert shown in listed
    browser.post("/apikeys/issue/", {"name": "thiết bị", "kind": "device", "origin": "live"})
    device = ApiKey.objects.get(name="thiết bị")
    assert (device.scopes, device.attributes_seen, device.attributes_written, device.tenants) == (None,) * 4
    assert device.comes_by_mqtt


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        ("scopes", "Tram/BacGiang", "viết các cấp sau dấu /"),
        ("scopes", "/Tram/#/Nuoc", "chỉ đứng ở cấp cuối"),
        ("scopes", "/Tram//Nuoc", "không hợp lệ"),
        ("scopes", "/Tram/a+", "không hợp lệ"),
        ("attributes_seen", "pm25>3", "Tên thuộc tính"),
        ("attributes_written", 'a"b', "Tên thuộc tính"),
        ("tenants", "huế", "Tên tenant"),
        ("scopes", " , ", "mục trống"),
        ("entity_types", ",", "mục trống"),
    ],
)
def test_what_is_wrong_with_a_limit_stands_beside_its_field(
    cast: Cast, client_of: Clients, field: str, text: str, words: str
) -> None:
    answer = client_of(cast.quan).post(
        "/apikeys/issue/", {"name": "x", "kind": "read", "origin": "live", field: text}
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert words in page.partition(f'id="id_{field}_error"')[2].partition("</span>")[0]
    assert not ApiKey.objects.filter(name="x").exists()


@pytest.mark.parametrize(
    "field", ["entity_types", "entity_prefixes", "scopes", "attributes_seen", "attributes_written", "tenants"]
)
def test_a_limit_that_is_given_and_empty_is_never_no_limit(cast: Cast, field: str) -> None:
    with pytest.raises(BadRequest):
        actions.issue_key("x", kind="write", by=None, **{field: [""]})
    assert not ApiKey.objects.filter(name="x").exists()


def test_the_administrators_own_role_is_not_theirs_to_widen(cast: Cast, client_of: Clients) -> None:
    answer = client_of(cast.quan).post(
        "/roles/administrator/", {"permissions": ["people.manage", "alarms.view"], "reason": "x"}
    )
    assert answer.status_code == 403
    assert not cast.quan.may("alarms.view")


def test_the_last_administrator_stays(cast: Cast, client_of: Clients) -> None:
    second, _ = actions.invite_person(
        "quan2",
        "Quân Hai",
        agency=cast.centre,
        kind="administrator",
        password=PASSWORD,
        temporary=False,
        by=None,
    )
    actions.grant_role(second, "administrator", by=None)
    assert (
        client_of(cast.quan).post(f"/people/{cast.quan.pk}/expire/", {"reason": "x"}).status_code == 403
    )  # not oneself
    assert client_of(second).post(f"/people/{cast.quan.pk}/expire/", {"reason": "x"}).status_code == 302
    with pytest.raises(Exception, match="last-administrator"):
        actions.expire_person(second, by=None)
    with pytest.raises(Exception, match="last-administrator"):
        actions.end_grant(second.grants.get(), by=None)
    assert second.may("people.manage")


def test_an_ended_grant_gives_nothing_from_that_day_on(cast: Cast, client_of: Clients) -> None:
    RoleGrant.objects.filter(person=cast.quan).update(valid_to=clock.today())
    assert client_of(cast.quan).get("/people/").status_code == 403


def test_a_grant_of_tomorrow_gives_nothing_today(cast: Cast) -> None:
    tomorrow = clock.today() + dt.timedelta(days=1)
    actions.grant_role(
        cast.dung, "leader", valid_from=tomorrow, valid_to=tomorrow + dt.timedelta(days=1), by=cast.quan
    )
    assert not cast.dung.may("alarms.view")
    with clock.moved_to(clock.now() + dt.timedelta(days=1)):
        assert cast.dung.may("alarms.view")
    with clock.moved_to(clock.now() + dt.timedelta(days=2)):
        assert not cast.dung.may("alarms.view")


def test_a_group_is_an_area_with_dates(cast: Cast) -> None:
    from dothi.territory.models import UnitGroup, UnitGroupMember

    group = UnitGroup.objects.create(
        code="cum-1", name_vi="Cụm 1", name_en="Cluster 1", valid_from=dt.date(2025, 7, 1)
    )
    UnitGroupMember.objects.create(group=group, unit=cast.ward_a, valid_from=dt.date(2025, 7, 1))
    later = clock.today() + dt.timedelta(days=10)
    UnitGroupMember.objects.create(group=group, unit=cast.ward_b, valid_from=later)
    actions.grant_role(cast.dung, "leader", group=group, by=cast.quan)
    scope = cast.dung.scope("alarms.view")
    assert scope.covers(cast.ward_a.pk, None)
    assert not scope.covers(cast.ward_b.pk, None)
    with clock.moved_to(clock.now() + dt.timedelta(days=11)):
        assert cast.dung.scope("alarms.view").covers(cast.ward_b.pk, None)


def test_a_province_reaches_its_wards_and_an_agency_only_what_is_its_own(cast: Cast) -> None:
    actions.grant_role(cast.dung, "leader", unit=cast.province, by=cast.quan)
    assert cast.dung.scope("alarms.view").covers(cast.ward_b.pk, cast.environment.pk)
    assert not cast.dung.scope("alarms.view").covers(None, None)
    assert cast.nga.scope("alarms.view").covers(cast.ward_b.pk, cast.environment.pk)
    assert not cast.nga.scope("alarms.view").covers(cast.ward_b.pk, cast.centre.pk)


def test_all_rights_of_a_page_cost_one_query(cast: Cast, django_assert_num_queries: Any) -> None:
    from dothi.accounts import rights

    with rights.kept_for_this_request(), django_assert_num_queries(1):
        assert all(
            cast.minh.may(name) for name in ("alarms.view", "alarms.act", "incidents.open", "entities.view")
        )
        assert not cast.minh.may("people.view")
