"""Forms of people, agencies, roles, keys and of what is kept how long."""

from __future__ import annotations

import datetime as dt

from dothi.kernel import clock

from .city import City
from .form import Case


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
}  # fmt: skip
